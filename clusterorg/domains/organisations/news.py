"""What this domain tells the others. Each is heard inside the transaction that caused it."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True, slots=True)
class OrganisationAdded:
    """One organisation was written down by hand, by the join page or by the API."""

    organisation_id: UUID


@dataclass(frozen=True, slots=True)
class OrganisationArchived:
    """An organisation was put away; it can be restored."""

    organisation_id: UUID


@dataclass(frozen=True, slots=True)
class OrganisationsMerged:
    """Two organisations turned out to be one.

    Reactions re-point what they own from `gone_id` to `kept_id`. One that cannot (overlapping
    terms, say) raises its refusal, and the merge is undone as a whole. Frozen facts (postings,
    issued invoices) stay where they are: the row of `gone_id` remains, archived, and
    `queries.same_organisation` gives all ids of the kept one.
    """

    kept_id: UUID
    gone_id: UUID


@dataclass(frozen=True, slots=True)
class CarriedRow:
    """One imported row. `extra` holds what the file said for other domains, as text.

    Known keys by agreement: `category` (code of a membership category) and `joined_on` (ISO date).
    """

    organisation_id: UUID
    line: int
    created: bool
    extra: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class ImportCarriedOut:
    """A block of an import was written. `finished` is true with the last block.

    One block (at most 500 rows) is one transaction, so a reaction sees each row exactly once.
    """

    batch_id: UUID
    rows: tuple[CarriedRow, ...]
    finished: bool

    @property
    def created_ids(self) -> tuple[UUID, ...]:
        """The organisations this block created."""
        return tuple(row.organisation_id for row in self.rows if row.created)


@dataclass(frozen=True, slots=True)
class ImportUndone:
    """A block of an import is about to be undone: what it created is deleted after this news.

    A reaction removes what it made for these organisations. What it leaves behind (a term that
    was invoiced) makes the database refuse that one row, which is then reported as kept.
    """

    batch_id: UUID
    organisation_ids: tuple[UUID, ...]
