"""Where an organisation stands on a day: a function of facts, never a stored word.

The same truth table is written once more as SQL in `queries.standing`, and a test holds the two
against each other on random histories.
"""

import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from clusterorg.domains.membership.vocabulary import MembershipStatus as Status
from clusterorg.domains.membership.vocabulary import Period, StartPolicy


@dataclass(frozen=True, slots=True)
class TermFacts:
    """A term and what is known about it.

    `chain` is the same for terms that follow each other. `settle_by` is the first day on which an
    unpaid term no longer counts (None: it never lapses). `activated_on` and `settled_on` are the
    earliest days of such facts.
    """

    chain: int
    period: Period
    start_policy: StartPolicy
    settle_by: date | None = None
    activated_on: date | None = None
    settled_on: date | None = None


@dataclass(frozen=True, slots=True)
class CancellationFacts:
    """A cancellation of a chain, known from `requested_on`, with its effect at a term's end."""

    chain: int
    requested_on: date
    effective_on: date
    withdrawn_on: date | None = None


@dataclass(frozen=True, slots=True)
class SuspensionFacts:
    """A suspension of a chain by a decision of the board."""

    chain: int
    starts_on: date
    lifted_on: date | None = None


@dataclass(frozen=True, slots=True)
class StandingFacts:
    """All facts about one organisation's membership."""

    terms: Sequence[TermFacts] = ()
    cancellations: Sequence[CancellationFacts] = ()
    suspensions: Sequence[SuspensionFacts] = ()
    has_open_application: bool = False


@dataclass(frozen=True, slots=True)
class Standing:
    """The answer: `ends_on` is the day a cancellation takes effect, `until` ends the last term."""

    status: Status
    member_since: date | None = None
    continuous_since: date | None = None
    until: date | None = None
    ends_on: date | None = None
    gaps: tuple[Period, ...] = ()


def status_on(facts: StandingFacts, today: date) -> Status:
    """Return the status on a day. First match wins:

    a term covers the day: left (cancellation in effect) · suspended · active (settled) · lapsed
    (unsettled past its limit) · active (activated) · provisional · awaiting payment;
    else a term lies ahead: upcoming; else an open application: applicant; else terms lie behind:
    left (cancelled) or lapsed; else none.
    """
    current = next((term for term in facts.terms if today in term.period), None)
    if current is not None:
        return _running(facts, current, today)
    if any(term.period.starts_on > today for term in facts.terms):
        return Status.UPCOMING
    if facts.has_open_application:
        return Status.APPLICANT
    if not facts.terms:
        return Status.NONE
    last = max(facts.terms, key=lambda term: term.period.starts_on)
    return Status.LEFT if _cancelled_by(facts, last.chain, today) else Status.LAPSED


def _running(facts: StandingFacts, term: TermFacts, today: date) -> Status:
    if _cancelled_by(facts, term.chain, today):
        return Status.LEFT
    if _suspended(facts, term.chain, today):
        return Status.SUSPENDED
    if _known(term.settled_on, today):
        return Status.ACTIVE
    if term.settle_by is not None and term.settle_by <= today:
        return Status.LAPSED
    if _known(term.activated_on, today):
        return Status.ACTIVE
    if term.start_policy is StartPolicy.PROVISIONAL:
        return Status.PROVISIONAL
    return Status.AWAITING_PAYMENT


def _known(on: date | None, today: date) -> bool:
    return on is not None and on <= today


def _standing_cancellations(
    facts: StandingFacts, chain: int, today: date
) -> list[CancellationFacts]:
    return [
        each
        for each in facts.cancellations
        if each.chain == chain
        and each.requested_on <= today
        and not _known(each.withdrawn_on, today)
    ]


def _cancelled_by(facts: StandingFacts, chain: int, today: date) -> bool:
    return any(each.effective_on <= today for each in _standing_cancellations(facts, chain, today))


def _suspended(facts: StandingFacts, chain: int, today: date) -> bool:
    return any(
        each.chain == chain and each.starts_on <= today and not _known(each.lifted_on, today)
        for each in facts.suspensions
    )


def standing(facts: StandingFacts, today: date) -> Standing:
    """Return status, since when, until when, and the gaps between memberships."""
    status = status_on(facts, today)
    if not facts.terms:
        return Standing(status)
    terms = sorted(facts.terms, key=lambda term: term.period.starts_on)
    last = terms[-1]
    ends = [each.effective_on for each in _standing_cancellations(facts, last.chain, today)]
    return Standing(
        status=status,
        member_since=terms[0].period.starts_on,
        continuous_since=min(t.period.starts_on for t in terms if t.chain == last.chain),
        until=last.period.until,
        ends_on=min(ends, default=None),
        gaps=gaps(terms),
    )


def gaps(terms: Sequence[TermFacts]) -> tuple[Period, ...]:
    """Return the days without a term between the first and the last, as periods."""
    ordered = sorted(terms, key=lambda term: term.period.starts_on)
    return tuple(
        Period(before.period.until, after.period.starts_on)
        for before, after in itertools.pairwise(ordered)
        if before.period.until < after.period.starts_on
    )


def cancellation_takes_effect(
    term_until: date, requested_on: date, notice_days: int, year_later: date
) -> date:
    """Return the day a cancellation takes effect: a term's end, never sooner than the notice.

    `year_later` is the end of the term that would follow when the notice came too late.
    """
    return term_until if (term_until - requested_on).days >= notice_days else year_later
