"""Money: rounding, splitting, writing."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clusterorg.kernel.money import format_money, round_half_up, split

amounts = st.integers(-(10**12), 10**12)
weights = st.lists(st.integers(0, 10**6), min_size=1, max_size=20).filter(any)


@pytest.mark.parametrize(
    ("exact", "cents"), [("0.5", 1), ("1.49", 1), ("-0.5", -1), ("-1.49", -1), ("2", 2)]
)
def test_halves_go_away_from_zero(exact: str, cents: int) -> None:
    assert round_half_up(Decimal(exact)) == cents
    assert round_half_up(Fraction(exact)) == cents


@given(amounts, weights)
def test_parts_add_up_to_the_whole(cents: int, by: list[int]) -> None:
    assert sum(split(cents, by)) == cents


@given(amounts, weights)
def test_no_part_is_a_cent_or_more_from_its_exact_share(cents: int, by: list[int]) -> None:
    total = sum(by)

    for part, weight in zip(split(cents, by), by, strict=True):
        assert abs(part - Fraction(cents * weight, total)) < 1


@pytest.mark.parametrize("wrong", [[], [0, 0], [1, -1]])
def test_weights_without_sense_are_refused(wrong: list[int]) -> None:
    with pytest.raises(ValueError):
        split(100, wrong)


def test_money_is_written_as_the_reader_does() -> None:
    assert format_money(120000, "EUR", "en") == "€1,200.00"
    assert format_money(120000, "EUR", "de") == "1.200,00\xa0€"
