"""What the ledger tells."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID


@dataclass(frozen=True, slots=True)
class EntryPosted:
    """An entry was booked by hand or by another domain (the bulk door stays silent)."""

    entry_id: UUID
    booked_on: date
    cause_type: str
    cause_id: UUID
    kind: str


@dataclass(frozen=True, slots=True)
class EntryReversed:
    """An entry was turned by a second one."""

    entry_id: UUID
    reversal_id: UUID
    booked_on: date
