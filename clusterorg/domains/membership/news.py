"""What membership tells the others. Each is heard inside the transaction that caused it."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from clusterorg.domains.membership.vocabulary import ActivationCause


@dataclass(frozen=True, slots=True)
class ApplicationSubmitted:
    """An application was sent in, for the first time or again with more information."""

    application_id: UUID
    name: str
    again: bool


@dataclass(frozen=True, slots=True)
class ApplicationApproved:
    """An application was approved: organisation, term and (when something is due) invoice stand."""

    application_id: UUID
    organisation_id: UUID
    term_id: UUID
    invoice_id: UUID | None
    language: str


@dataclass(frozen=True, slots=True)
class ApplicationRejected:
    """An application was rejected."""

    application_id: UUID


@dataclass(frozen=True, slots=True)
class TermOpened:
    """A term was opened; `previous_term_id` None means the membership begins (or begins anew)."""

    term_id: UUID
    organisation_id: UUID
    previous_term_id: UUID | None
    starts_on: date
    until: date


@dataclass(frozen=True, slots=True)
class MembershipActivated:
    """A term counts from `activated_on`."""

    term_id: UUID
    organisation_id: UUID
    activated_on: date
    cause: ActivationCause


@dataclass(frozen=True, slots=True)
class MembershipCancelled:
    """Notice was given; the membership ends on `effective_on`."""

    organisation_id: UUID
    chain_id: UUID
    effective_on: date


@dataclass(frozen=True, slots=True)
class DuesRunFinished:
    """The last block of a dues run was carried out."""

    run_id: UUID
    year: int
    done: int
    skipped: int
    failed: int
