"""Words and value types of the ledger."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

from clusterorg.kernel.errors import _

Cause = tuple[str, UUID]
"""What made an entry: a type such as ``"invoice"`` and the id of that thing."""

REVERSAL = "reversal"
"""The kind of every reversal entry; its cause is the entry it turns."""


class AccountKind(StrEnum):
    """The five kinds of account; asset and expense grow by debit, the others by credit."""

    ASSET = "asset"
    LIABILITY = "liability"
    EQUITY = "equity"
    INCOME = "income"
    EXPENSE = "expense"


class AccountRole(StrEnum):
    """What other domains ask an account for, so that a cluster may renumber its chart."""

    RECEIVABLE = "receivable"
    VAT_DUE = "vat_due"
    BANK = "bank"
    CASH = "cash"
    CLEARING = "clearing"
    BANK_COSTS = "bank_costs"
    BAD_DEBT = "bad_debt"


ACCOUNT_ROLE: dict[str, str] = {
    "receivable": _("what members and customers owe"),
    "vat_due": _("VAT due"),
    "bank": _("bank"),
    "cash": _("cash"),
    "clearing": _("payments on their way"),
    "bank_costs": _("bank and payment costs"),
    "bad_debt": _("losses on receivables"),
}


@dataclass(frozen=True, slots=True)
class PostingLine:
    """One line to post: account number, signed cents (debit plus, credit minus), whose it is."""

    account: str
    cents: int
    organisation_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class NewEntry:
    """One entry to post. `kind` tells two entries of one cause apart (issue, receipt …)."""

    booked_on: date
    text: str
    cause: Cause
    kind: str
    lines: Sequence[PostingLine]


@dataclass(frozen=True, slots=True)
class Fault:
    """Something the proof of the books found wrong, in plain English with the id to look for."""

    code: str
    subject_id: UUID
    text: str
