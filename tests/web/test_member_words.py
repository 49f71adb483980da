"""Words about members: printed numbers, timeline sentences, changes."""

import pytest

from clusterorg.web.member_words import changes_of, sentence, written


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


def test_an_unknown_verb_is_written_out() -> None:
    said = [sentence("organisation.added"), sentence("board.seat_given")]

    assert said == ["Added to the list", "Board seat given"]


def test_changes_are_told_in_words_and_technical_fields_left_out() -> None:
    told = changes_of({"helix": "business", "sort_name": "a"}, {"helix": "knowledge", "x": 1})

    assert told == [("Helix", "Business", "Knowledge")]
