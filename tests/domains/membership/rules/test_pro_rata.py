from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clusterorg.domains.membership.rules.pro_rata import share_of_year
from clusterorg.domains.membership.rules.years import membership_year
from clusterorg.domains.membership.vocabulary import ProRata, ShareStep

YEAR = membership_year(2026)
KATWIJK = (ShareStep(7, 1, Fraction(1, 2)), ShareStep(9, 16, Fraction(1, 4)))


@pytest.mark.parametrize(
    ("joins_on", "share"),
    [
        (date(2026, 1, 1), Fraction(1)),
        (date(2026, 6, 30), Fraction(1)),
        (date(2026, 7, 1), Fraction(1, 2)),
        (date(2026, 9, 15), Fraction(1, 2)),
        (date(2026, 9, 16), Fraction(1, 4)),
        (date(2026, 12, 31), Fraction(1, 4)),
    ],
)
def test_r54_full_to_30_june_half_in_the_third_quarter_a_quarter_after_mid_september(
    joins_on, share
):
    found, _ = share_of_year(ProRata.STEPS, YEAR, joins_on, KATWIJK)

    assert found == share


@pytest.mark.parametrize(
    ("joins_on", "share"),
    [
        (date(2026, 6, 30), Fraction(1)),
        (date(2026, 7, 1), Fraction(1, 2)),
        (date(2026, 12, 31), Fraction(1, 2)),
    ],
)
def test_r54b_half_after_1_july(joins_on, share):
    found, _ = share_of_year(ProRata.HALF_YEAR, YEAR, joins_on)

    assert found == share


@pytest.mark.parametrize(
    ("joins_on", "months"),
    [(date(2026, 1, 31), 12), (date(2026, 6, 15), 7), (date(2026, 12, 31), 1)],
)
def test_r54c_monthly_with_the_month_of_joining(joins_on, months):
    found, why = share_of_year(ProRata.MONTH, YEAR, joins_on)

    assert found == Fraction(months, 12)
    assert why.params["months"] == months


@pytest.mark.parametrize(
    ("joins_on", "share"),
    [
        (date(2026, 3, 31), Fraction(1)),
        (date(2026, 4, 1), Fraction(3, 4)),
        (date(2026, 7, 1), Fraction(1, 2)),
        (date(2026, 10, 1), Fraction(1, 4)),
    ],
)
def test_a_begun_quarter_counts_whole(joins_on, share):
    found, _ = share_of_year(ProRata.QUARTER, YEAR, joins_on)

    assert found == share


def test_days_count_the_day_of_joining_and_know_leap_years():
    last_day, _ = share_of_year(ProRata.DAY, membership_year(2028), date(2028, 12, 31))
    leap_day, _ = share_of_year(ProRata.DAY, membership_year(2028), date(2028, 2, 29))

    assert last_day == Fraction(1, 366)
    assert leap_day == Fraction(307, 366)


def test_no_policy_charges_the_whole_year_and_says_so():
    found, why = share_of_year(ProRata.NONE, YEAR, date(2026, 11, 30))

    assert found == 1
    assert why.code == "pro_rata_none"


@pytest.mark.parametrize("policy", list(ProRata))
def test_a_member_from_the_first_day_pays_all_and_needs_no_reason(policy):
    found = share_of_year(policy, YEAR, date(2026, 1, 1), KATWIJK)

    assert found == (Fraction(1), None)


def test_a_year_that_begins_in_july_counts_its_own_months_and_steps():
    year = membership_year(2026, 7)
    steps = (ShareStep(1, 1, Fraction(1, 2)),)

    by_month, _ = share_of_year(ProRata.MONTH, year, date(2027, 1, 10))
    by_step, _ = share_of_year(ProRata.STEPS, year, date(2027, 1, 10), steps)

    assert by_month == Fraction(6, 12)
    assert by_step == Fraction(1, 2)


@given(
    policy=st.sampled_from(list(ProRata)),
    first=st.dates(date(2024, 1, 1), date(2028, 12, 31)),
    second=st.dates(date(2024, 1, 1), date(2028, 12, 31)),
    month=st.integers(1, 12),
)
def test_joining_later_in_a_year_never_costs_more(policy, first, second, month):
    year = membership_year(first.year, month)
    early, late = sorted(day for day in (first, second))
    if early not in year or late not in year:
        return

    cheaper, _ = share_of_year(policy, year, late, KATWIJK if month == 1 else ())
    dearer, _ = share_of_year(policy, year, early, KATWIJK if month == 1 else ())

    assert 0 < cheaper <= dearer <= 1
