"""Dues as a difference: what should be owed for a year against what is booked for it.

After byro's model (handbook, peers 2.2): a run never edits, it charges what is missing and proposes
a credit and a new charge where the scheme gives another amount today.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from clusterorg.domains.membership.rules.quote import QuoteLine, Scheme, dues_line, quote
from clusterorg.domains.membership.vocabulary import (
    LIVING,
    DuesEnd,
    DuesFacts,
    FeeItem,
    MembershipStatus,
    Period,
    Proposal,
)
from clusterorg.kernel.errors import DomainError


@dataclass(frozen=True, slots=True)
class Candidate:
    """One organisation as the run sees it, for one membership year.

    `status` is its standing on the day of the run, moved into its last term where it lies outside.
    `covered_from` is the first day in the year that a term covers, None when it must be renewed.
    `ended` says that what was booked for the year is no longer asked; `last_year_cents` is what was
    booked for the year before.
    """

    organisation_id: UUID
    name: str
    facts: DuesFacts
    status: MembershipStatus
    last_term_id: UUID
    chain_id: UUID
    category_id: UUID
    last_until: date
    covered_from: date | None
    cancelled_from: date | None
    booked_id: UUID | None = None
    booked_cents: int | None = None
    booked_revision: int | None = None
    ended: DuesEnd | None = None
    last_year_cents: int | None = None


@dataclass(frozen=True, slots=True)
class Proposed:
    """What the run proposes for one candidate, with the reason when it is not a charge."""

    candidate: Candidate
    kind: Proposal
    line: QuoteLine | None = None
    renews: Period | None = None
    reason: str | None = None
    params: dict[str, object] = field(default_factory=dict)

    @property
    def cents(self) -> int:
        """What would be charged."""
        return self.line.cents if self.line else 0

    @property
    def change_cents(self) -> int | None:
        """The difference from what was booked for the year before, None when there was nothing."""
        before = self.candidate.last_year_cents
        return None if before is None or self.line is None else self.line.cents - before


def propose(scheme: Scheme, candidate: Candidate, year: Period) -> Proposed:
    """Compare what an organisation should owe for the year with what is booked."""
    leaving = _why_not_charged(candidate, year)
    if leaving is not None:
        return Proposed(candidate, Proposal.LEAVES, reason=leaving)
    if candidate.ended is DuesEnd.WAIVED:
        return Proposed(candidate, Proposal.BOOKED, reason="waived")
    try:
        line = _owed(scheme, candidate, year)
    except DomainError as problem:
        return Proposed(candidate, Proposal.PROBLEM, reason=problem.code, params=problem.params)
    if line is None:
        return Proposed(candidate, Proposal.BOOKED, reason="pays_next_year")
    renews = None
    if candidate.covered_from is None:
        renews = Period(candidate.last_until, year.until)
    return Proposed(candidate, _kind(candidate, line), line, renews)


def _owed(scheme: Scheme, candidate: Candidate, year: Period) -> QuoteLine | None:
    """Return the dues of the year; None for a late joiner who pays from the next year on."""
    number = year.starts_on.year
    if candidate.covered_from is None or candidate.covered_from <= year.starts_on:
        return dues_line(scheme, candidate.facts, number, year.starts_on)
    joined = quote(scheme, candidate.facts, candidate.covered_from)
    lines = (line for line in joined.lines if line.fee_item is FeeItem.DUES)
    return next((line for line in lines if line.year == number), None)


def _why_not_charged(candidate: Candidate, year: Period) -> str | None:
    """Only a live membership is charged (handbook, pain 25)."""
    starts = candidate.covered_from or year.starts_on
    if candidate.cancelled_from is not None and candidate.cancelled_from <= starts:
        return "cancelled"
    return None if candidate.status in LIVING else candidate.status.value


def _kind(candidate: Candidate, line: QuoteLine) -> Proposal:
    if candidate.booked_cents is None or candidate.ended is DuesEnd.WITHDRAWN:
        return Proposal.CHARGE if line.cents else Proposal.FREE
    return Proposal.BOOKED if candidate.booked_cents == line.cents else Proposal.CORRECT


@dataclass(frozen=True, slots=True)
class RunTotals:
    """The sum of a preview: how many of each proposal, and the cents that would be charged."""

    counts: dict[Proposal, int]
    charged_cents: int
    corrected_cents: int
    last_year_cents: int


def totals(proposals: Sequence[Proposed]) -> RunTotals:
    """Add up a preview."""
    counts = dict.fromkeys(Proposal, 0)
    charged = corrected = last_year = 0
    for proposed in proposals:
        counts[proposed.kind] += 1
        last_year += proposed.candidate.last_year_cents or 0
        if proposed.kind is Proposal.CHARGE:
            charged += proposed.cents
        elif proposed.kind is Proposal.CORRECT:
            corrected += proposed.cents - (proposed.candidate.booked_cents or 0)
    return RunTotals(counts, charged, corrected, last_year)
