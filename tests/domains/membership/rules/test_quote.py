from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clusterorg.domains.membership.rules.explain import sentences, title
from clusterorg.domains.membership.rules.quote import Scheme, quote, scheme_on
from clusterorg.domains.membership.rules.rates import Rate
from clusterorg.domains.membership.vocabulary import (
    DuesFacts,
    FeeItem,
    LateJoin,
    Period,
    ProRata,
    ShareStep,
)

SMAAK = Scheme(
    number=1,
    valid_from=date(2025, 1, 1),
    pro_rata=ProRata.MONTH,
    entry_fee_cents=25_000,
    startup_years=3,
    startup_basis_points=5_000,
    rates=(
        Rate(50_000, helix="business", size_class="micro"),
        Rate(120_000, helix="business", size_class="small"),
        Rate(275_000, helix="business", size_class="medium"),
        Rate(750_000, helix="business", size_class="large"),
        Rate(200_000, helix="knowledge"),
        Rate(0, helix="government"),
        Rate(40_000, helix="civil_society"),
    ),
)
SMALL = DuesFacts("business", "full", size_class="small")


def with_policy(**changes):
    from dataclasses import replace

    return replace(SMAAK, **changes)


def test_a_small_company_that_joins_in_march_pays_ten_twelfths_and_the_entry_fee():
    found = quote(SMAAK, SMALL, date(2026, 3, 2))

    assert [(line.fee_item, line.cents) for line in found.lines] == [
        (FeeItem.DUES, 100_000),
        (FeeItem.ENTRY_FEE, 25_000),
    ]
    assert found.total_cents == 125_000
    assert found.term == Period(date(2026, 3, 2), date(2027, 1, 1))


def test_who_rejoins_without_entry_fee_pays_the_dues_alone():
    found = quote(SMAAK, SMALL, date(2026, 1, 1), pays_entry_fee=False)

    assert [line.cents for line in found.lines] == [120_000]


def test_the_reasons_are_data_and_become_sentences():
    line = quote(SMAAK, SMALL, date(2026, 3, 2)).lines[0]

    text = sentences(line.explanation, locale="en", currency="EUR")

    assert text == [
        "From 2 March 2026 through 31 December 2026.",
        "Yearly dues for business, small size: €1,200.00.",
        "Joining on 2 March 2026: 10 of 12 months, the month of joining included.",
        "5/6 of €1,200.00 is €1,000.00.",
    ]
    assert title(line.fee_item, line.year, "en") == "Membership dues 2026"


def test_reasons_survive_being_stored():
    line = quote(SMAAK, SMALL, date(2026, 3, 2)).lines[0]

    again = tuple(type(step).from_json(step.as_json()) for step in line.explanation)

    assert again == line.explanation


def test_a_rate_for_a_category_is_named_by_the_category():
    scheme = with_policy(rates=(Rate(5_000_00, category="strategic"),))
    line = quote(scheme, DuesFacts("business", "strategic"), date(2026, 1, 1)).lines[0]

    text = sentences(
        line.explanation, locale="en", currency="EUR", names={"strategic": "Strategic member"}
    )

    assert text[1] == "Yearly dues for Strategic member: €5,000.00."


def test_a_young_start_up_pays_half_until_its_third_birthday():
    young = DuesFacts("business", "full", None, "micro", True, date(2024, 6, 1))

    before = quote(SMAAK, young, date(2026, 1, 1), pays_entry_fee=False)
    after = quote(SMAAK, young, date(2028, 1, 1), pays_entry_fee=False)

    assert before.total_cents == 25_000
    assert after.total_cents == 50_000
    assert "startup_over" in [step.code for step in after.lines[0].explanation]


def test_a_free_start_up_year_costs_nothing():
    scheme = with_policy(startup_basis_points=0)
    young = DuesFacts("business", "full", None, "micro", True, date(2025, 6, 1))

    found = quote(scheme, young, date(2026, 2, 1), pays_entry_fee=False)

    assert found.total_cents == 0


def test_a_start_up_without_founding_date_pays_all_and_reads_why():
    unknown = DuesFacts("business", "full", None, "micro", True)

    line = quote(SMAAK, unknown, date(2026, 1, 1)).lines[0]

    assert line.cents == 50_000
    assert "startup_date_missing" in [step.code for step in line.explanation]


def test_joining_after_september_can_pay_for_next_year_alone():
    scheme = with_policy(late_join=LateJoin.PAYS_NEXT_YEAR, late_join_month=9)

    september = quote(scheme, SMALL, date(2026, 9, 30), pays_entry_fee=False)
    october = quote(scheme, SMALL, date(2026, 10, 1), pays_entry_fee=False)

    assert [(line.year, line.cents) for line in september.lines] == [(2026, 40_000)]
    assert [(line.year, line.cents) for line in october.lines] == [(2027, 120_000)]
    assert october.term == Period(date(2026, 10, 1), date(2028, 1, 1))
    assert october.lines[0].explanation[0].code == "late_pays_next_year"


def test_joining_late_can_include_next_year():
    scheme = with_policy(late_join=LateJoin.NEXT_YEAR_INCLUDED, late_join_month=9)

    found = quote(scheme, SMALL, date(2026, 11, 5), pays_entry_fee=False)

    assert [(line.year, line.cents) for line in found.lines] == [(2026, 20_000), (2027, 120_000)]
    assert found.term.until == date(2028, 1, 1)


def test_a_late_joiner_pays_next_year_at_next_years_rate():
    scheme = with_policy(late_join=LateJoin.PAYS_NEXT_YEAR, late_join_month=9)
    dearer = with_policy(number=2, valid_from=date(2027, 1, 1), rates=(Rate(130_000),))

    found = quote(scheme, SMALL, date(2026, 10, 1), next_scheme=dearer, pays_entry_fee=False)

    assert found.total_cents == 130_000


def test_r54b_companies_pay_twenty_thousand_crowns_and_public_bodies_nothing():
    scheme = Scheme(
        number=1,
        valid_from=date(2026, 1, 1),
        currency="CZK",
        pro_rata=ProRata.HALF_YEAR,
        rates=(Rate(0), Rate(2_000_000, helix="business")),
    )

    company = quote(scheme, SMALL, date(2026, 7, 1))
    university = quote(scheme, DuesFacts("knowledge", "full"), date(2026, 7, 1))

    assert (company.total_cents, company.currency) == (1_000_000, "CZK")
    assert university.total_cents == 0


def test_r54c_staff_bands_by_the_month_round_once():
    scheme = Scheme(
        number=1,
        valid_from=date(2026, 1, 1),
        pro_rata=ProRata.MONTH,
        rates=(Rate(16_500, size_class="micro"), Rate(69_300, size_class="medium")),
    )

    least = quote(scheme, DuesFacts("business", "full", None, "micro"), date(2026, 8, 20))
    most = quote(scheme, DuesFacts("business", "full", None, "medium"), date(2026, 8, 20))

    assert least.total_cents == 6_875  # 5/12 of 165.00
    assert most.total_cents == 28_875  # 5/12 of 693.00


def test_r54_steps_price_a_late_joiner_at_a_quarter():
    steps = (ShareStep(7, 1, Fraction(1, 2)), ShareStep(9, 16, Fraction(1, 4)))
    scheme = with_policy(pro_rata=ProRata.STEPS, steps=steps)

    found = quote(scheme, SMALL, date(2026, 9, 16), pays_entry_fee=False)

    assert found.total_cents == 30_000


def test_a_half_cent_is_rounded_up_once():
    scheme = with_policy(rates=(Rate(101),), pro_rata=ProRata.HALF_YEAR)

    found = quote(scheme, SMALL, date(2026, 8, 1), pays_entry_fee=False)

    assert found.total_cents == 51


def test_the_version_that_holds_is_the_latest_that_has_begun():
    second = with_policy(number=2, valid_from=date(2026, 1, 1))

    assert scheme_on([second, SMAAK], date(2025, 12, 31)) == SMAAK
    assert scheme_on([second, SMAAK], date(2026, 1, 1)) == second
    assert scheme_on([second, SMAAK], date(2024, 12, 31)) is None


@pytest.mark.parametrize("policy", list(ProRata))
@given(cents=st.integers(0, 10_000_000), day=st.dates(date(2026, 1, 1), date(2026, 12, 31)))
def test_a_first_year_never_costs_more_than_a_whole_one(policy, cents, day):
    scheme = with_policy(pro_rata=policy, rates=(Rate(cents),))

    found = quote(scheme, SMALL, day, pays_entry_fee=False)

    assert 0 <= found.total_cents <= cents
    assert found.lines[0].full_cents == cents
