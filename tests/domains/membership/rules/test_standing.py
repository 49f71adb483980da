from datetime import date

import pytest

from clusterorg.domains.membership.rules.standing import (
    CancellationFacts,
    StandingFacts,
    SuspensionFacts,
    TermFacts,
    cancellation_takes_effect,
    standing,
    status_on,
)
from clusterorg.domains.membership.vocabulary import MembershipStatus as Status
from clusterorg.domains.membership.vocabulary import Period, StartPolicy

TODAY = date(2026, 3, 2)


def term(year=2026, chain=1, **facts):
    facts.setdefault("start_policy", StartPolicy.PAYMENT)
    return TermFacts(chain, Period(date(year, 1, 1), date(year + 1, 1, 1)), **facts)


PAID = {"activated_on": date(2026, 1, 20), "settled_on": date(2026, 1, 20)}
CASES = {
    "nothing known": (StandingFacts(), Status.NONE),
    "an open application": (StandingFacts(has_open_application=True), Status.APPLICANT),
    "a term ahead": (StandingFacts([term(2027)]), Status.UPCOMING),
    "unpaid, starts on payment": (StandingFacts([term()]), Status.AWAITING_PAYMENT),
    "paid": (StandingFacts([term(**PAID)]), Status.ACTIVE),
    "paid tomorrow": (
        StandingFacts([term(activated_on=date(2026, 3, 3), settled_on=date(2026, 3, 3))]),
        Status.AWAITING_PAYMENT,
    ),
    "invoiced, starts on invoice": (
        StandingFacts([term(start_policy=StartPolicy.INVOICE, activated_on=TODAY)]),
        Status.ACTIVE,
    ),
    "provisional within its limit": (
        StandingFacts([term(start_policy=StartPolicy.PROVISIONAL, settle_by=date(2026, 3, 3))]),
        Status.PROVISIONAL,
    ),
    "provisional on its limit": (
        StandingFacts([term(start_policy=StartPolicy.PROVISIONAL, settle_by=TODAY)]),
        Status.LAPSED,
    ),
    "invoiced, unpaid past its limit": (
        StandingFacts([term(activated_on=date(2026, 1, 1), settle_by=date(2026, 2, 1))]),
        Status.LAPSED,
    ),
    "paid after its limit": (
        StandingFacts([term(**PAID, settle_by=date(2026, 1, 10))]),
        Status.ACTIVE,
    ),
    "suspended": (
        StandingFacts([term(**PAID)], suspensions=[SuspensionFacts(1, date(2026, 2, 1))]),
        Status.SUSPENDED,
    ),
    "suspension lifted": (
        StandingFacts([term(**PAID)], suspensions=[SuspensionFacts(1, date(2026, 2, 1), TODAY)]),
        Status.ACTIVE,
    ),
    "cancelled at the end of the term": (
        StandingFacts([term(**PAID)], [CancellationFacts(1, date(2026, 2, 1), date(2027, 1, 1))]),
        Status.ACTIVE,
    ),
    "left by cancellation": (
        StandingFacts([term(2025)], [CancellationFacts(1, date(2025, 2, 1), date(2026, 1, 1))]),
        Status.LEFT,
    ),
    "left although the next term was opened": (
        StandingFacts(
            [term(2025), term(2026)], [CancellationFacts(1, date(2025, 12, 20), date(2026, 1, 1))]
        ),
        Status.LEFT,
    ),
    "cancellation taken back": (
        StandingFacts(
            [term(2025), term(2026, **PAID)],
            [CancellationFacts(1, date(2025, 2, 1), date(2026, 1, 1), date(2025, 3, 1))],
        ),
        Status.ACTIVE,
    ),
    "not renewed": (StandingFacts([term(2025)]), Status.LAPSED),
    "rejoined after leaving": (
        StandingFacts(
            [term(2024), term(2026, chain=2, **PAID)],
            [CancellationFacts(1, date(2024, 2, 1), date(2025, 1, 1))],
        ),
        Status.ACTIVE,
    ),
    "applies again after leaving": (
        StandingFacts([term(2024)], has_open_application=True),
        Status.APPLICANT,
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_the_truth_table_of_the_status(name):
    facts, status = CASES[name]

    assert status_on(facts, TODAY) is status


def test_a_term_covers_its_first_day_and_not_its_last():
    facts = StandingFacts([term(**PAID)])

    assert status_on(facts, date(2025, 12, 31)) is Status.UPCOMING
    assert status_on(facts, date(2026, 1, 20)) is Status.ACTIVE
    assert status_on(facts, date(2026, 12, 31)) is Status.ACTIVE
    assert status_on(facts, date(2027, 1, 1)) is Status.LAPSED


def test_member_since_continuous_since_and_gaps_are_computed():
    facts = StandingFacts([term(2022), term(2025, chain=2), term(2026, chain=2, **PAID)])

    found = standing(facts, TODAY)

    assert found.member_since == date(2022, 1, 1)
    assert found.continuous_since == date(2025, 1, 1)
    assert found.until == date(2027, 1, 1)
    assert found.gaps == (Period(date(2023, 1, 1), date(2025, 1, 1)),)


def test_a_cancelled_member_stays_active_with_an_end():
    facts = StandingFacts([term(**PAID)], [CancellationFacts(1, TODAY, date(2027, 1, 1))])

    found = standing(facts, TODAY)

    assert (found.status, found.ends_on) == (Status.ACTIVE, date(2027, 1, 1))


@pytest.mark.parametrize(
    ("requested_on", "effective_on"),
    [(date(2026, 12, 2), date(2027, 1, 1)), (date(2026, 12, 3), date(2028, 1, 1))],
)
def test_a_notice_that_comes_too_late_counts_a_year_later(requested_on, effective_on):
    found = cancellation_takes_effect(
        date(2027, 1, 1), requested_on, notice_days=30, year_later=date(2028, 1, 1)
    )

    assert found == effective_on
