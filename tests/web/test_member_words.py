"""Words about members: printed numbers."""

import pytest

from clusterorg.web.member_words import written


@pytest.mark.parametrize(
    ("scheme", "value", "printed"),
    [
        ("be_enterprise", "0566988259", "0566.988.259"),
        ("vat", "BE0566988259", "BE 0566.988.259"),
        ("vat", "DE136695976", "DE136695976"),
        ("iban", "BE68539007547034", "BE68 5390 0754 7034"),
    ],
)
def test_a_number_is_printed_as_people_write_it(scheme: str, value: str, printed: str) -> None:
    shown = written(scheme, value)

    assert shown == printed
