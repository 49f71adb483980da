"""Ledger: the chart of accounts, the journal, the trial balance and each account's card."""

from typing import Any
from uuid import UUID

from marshmallow import fields

from clusterorg.domains.ledger import queries
from clusterorg.domains.ledger.schemas import (
    AccountSchema,
    BalanceSchema,
    CardLineSchema,
    EntrySchema,
)
from clusterorg.kernel.errors import Invalid, _
from clusterorg.kernel.paging import Page
from clusterorg.kernel.shapes import Day, Input, Text
from clusterorg.web.api.mechanics.contract import lists, reads
from clusterorg.web.api.mechanics.paging import Paged
from clusterorg.web.work import session


class AccountQuery(Input):
    """Whether archived accounts are shown too."""

    archived = fields.Boolean(load_default=False)


class PeriodQuery(Input):
    """Booked from `since` up to, not including, `until`."""

    since = Day()
    until = Day()


class JournalQuery(PeriodQuery, Paged):
    """A period, and what caused the entries."""

    cause_type = Text(60, metadata={"description": "Such as `invoice`; with `cause_id`."})
    cause_id = fields.UUID()


class CardQuery(PeriodQuery, Paged):
    """A period."""


class CauseIncomplete(Invalid):
    """Half a cause."""

    code = "cause_incomplete"
    message = _("Send cause_type and cause_id together.")


@lists(AccountSchema, asks=AccountQuery)
def accounts(query: dict[str, Any]) -> Any:
    """List the chart of accounts by number."""
    return queries.accounts(session(), archived=query["archived"])


@lists(BalanceSchema, asks=PeriodQuery)
def trial_balance(query: dict[str, Any]) -> Any:
    """Add up each account; debits and credits of all rows are equal."""
    return queries.trial_balance(session(), **query)


@lists(EntrySchema, asks=JournalQuery)
def journal(query: dict[str, Any]) -> Page:
    """List entries with their postings, newest first."""
    cause_type, cause_id = query.pop("cause_type", None), query.pop("cause_id", None)
    if (cause_type is None) != (cause_id is None):
        raise CauseIncomplete(field="cause_type" if cause_type is None else "cause_id")
    cause = (cause_type, cause_id) if cause_type and cause_id else None
    return queries.journal(session(), cause=cause, **query)


@reads(EntrySchema)
def entry(entry_id: UUID) -> Any:
    """Read one entry with its postings."""
    return queries.get_entry(session(), entry_id)


@lists(CardLineSchema, asks=CardQuery)
def card(query: dict[str, Any], number: str) -> Page:
    """List the postings of an account, oldest first."""
    return queries.account_card(session(), number, **query)
