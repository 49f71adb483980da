"""Reads of the ledger. Lists answer rows; every function runs a fixed number of queries."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, func, select
from sqlalchemy.dialects.postgresql import aggregate_order_by
from sqlalchemy.orm import Session, aliased

from clusterorg.domains.ledger.errors import AccountNotFound, EntryNotFound, RoleUnfilled
from clusterorg.domains.ledger.models import Account, JournalEntry, Posting
from clusterorg.domains.ledger.vocabulary import AccountRole, Cause, Fault
from clusterorg.kernel.paging import Page, paginate


@dataclass(frozen=True, slots=True)
class AccountRef:
    """What a booking needs to know of an account."""

    id: UUID
    number: str
    archived: bool


def accounts(session: Session, *, archived: bool = False) -> Sequence[Row[Any]]:
    """Return the chart by number: id, number, names, kind, role, archived_at, version."""
    statement = select(
        Account.id,
        Account.number,
        Account.names,
        Account.kind,
        Account.role,
        Account.archived_at,
        Account.version,
    ).order_by(Account.number)
    if not archived:
        statement = statement.where(Account.archived_at.is_(None))
    return session.execute(statement).all()


def account_refs(session: Session, numbers: Collection[str]) -> dict[str, AccountRef]:
    """Return accounts by number; raises AccountNotFound for the first one missing."""
    rows = session.execute(
        select(Account.id, Account.number, Account.archived_at).where(
            Account.number.in_(sorted(set(numbers)))
        )
    )
    found = {
        row.number: AccountRef(row.id, row.number, row.archived_at is not None) for row in rows
    }
    for number in sorted(set(numbers)):
        if number not in found:
            raise AccountNotFound(field="account", number=number)
    return found


def role_accounts(session: Session, *roles: AccountRole) -> dict[AccountRole, str]:
    """Return the account number per role; raises RoleUnfilled when one is not played."""
    rows = session.execute(
        select(Account.role, Account.number).where(Account.role.in_([r.value for r in roles]))
    )
    found = {AccountRole(row.role): row.number for row in rows}
    for role in roles:
        if role not in found:
            raise RoleUnfilled(role=role.value)
    return found


def trial_balance(
    session: Session, *, since: date | None = None, until: date | None = None
) -> Sequence[Row[Any]]:
    """Return per account number, names, kind, debit_cents, credit_cents, balance_cents.

    Counts entries booked in [since, until); debits minus credits of all rows come to nought.
    """
    debit = func.coalesce(func.sum(Posting.cents).filter(Posting.cents > 0), 0)
    credit = func.coalesce(-func.sum(Posting.cents).filter(Posting.cents < 0), 0)
    statement = (
        select(
            Account.number,
            Account.names,
            Account.kind,
            debit.label("debit_cents"),
            credit.label("credit_cents"),
            func.coalesce(func.sum(Posting.cents), 0).label("balance_cents"),
        )
        .select_from(Posting)
        .join(Account, _same(Posting, Account, Posting.account_id))
        .join(JournalEntry, _same(Posting, JournalEntry, Posting.entry_id))
        .group_by(Account.id, Account.number, Account.names, Account.kind)
        .order_by(Account.number)
    )
    return session.execute(_between(statement, since, until)).all()


def journal(
    session: Session,
    *,
    since: date | None = None,
    until: date | None = None,
    cause: Cause | None = None,
    cursor: str | None = None,
    limit: int = 50,
) -> Page:
    """Return one page of entries, newest first, each row with its `lines` as JSON.

    Columns: id, booked_on, text, cause_type, cause_id, kind, reverses_id, reversed_by_id,
    posted_at, posted_by, lines ([{number, names, cents, organisation_id}]).
    """
    statement = _between(_entries(), since, until)
    if cause is not None:
        statement = statement.where(
            JournalEntry.cause_type == cause[0], JournalEntry.cause_id == cause[1]
        )
    keys: list[Any] = [JournalEntry.booked_on.desc(), JournalEntry.id.desc()]
    return paginate(session, statement, keys, cursor=cursor, limit=limit)


def entries_of(session: Session, *causes: Cause) -> Sequence[Row[Any]]:
    """Return the entries with lines that these things caused, in the order they were posted."""
    wanted = [cause_id for _type, cause_id in causes]
    statement = _entries().where(JournalEntry.cause_id.in_(wanted)).order_by(JournalEntry.id)
    return session.execute(statement).all()


def get_entry(session: Session, entry_id: UUID) -> Row[Any]:
    """Return one entry with its lines, as `journal` does; raises EntryNotFound."""
    row = session.execute(_entries().where(JournalEntry.id == entry_id)).one_or_none()
    if row is None:
        raise EntryNotFound()
    return row


def account_card(
    session: Session,
    number: str,
    *,
    since: date | None = None,
    until: date | None = None,
    cursor: str | None = None,
    limit: int = 50,
) -> Page:
    """Return one page of an account's postings, oldest first: booked_on, text, cents, cause …

    Raises AccountNotFound.
    """
    account = account_refs(session, [number])[number]
    statement = (
        select(
            Posting.id,
            Posting.entry_id,
            Posting.cents,
            Posting.organisation_id,
            JournalEntry.booked_on,
            JournalEntry.text,
            JournalEntry.cause_type,
            JournalEntry.cause_id,
            JournalEntry.kind,
        )
        .join(JournalEntry, _same(Posting, JournalEntry, Posting.entry_id))
        .where(Posting.account_id == account.id)
    )
    keys: list[Any] = [JournalEntry.booked_on, Posting.id]
    return paginate(session, _between(statement, since, until), keys, cursor=cursor, limit=limit)


def faults(session: Session) -> list[Fault]:
    """Prove the books of the cluster in scope; an empty list is the proof.

    Looks for entries that do not balance or are short of postings, and for reversals that do not
    cancel what they reverse, account by account.
    """
    return [*_unbalanced(session), *_crooked_reversals(session)]


def _unbalanced(session: Session) -> list[Fault]:
    lines, total = func.count(Posting.id), func.coalesce(func.sum(Posting.cents), 0)
    rows = session.execute(
        select(JournalEntry.id, lines.label("lines"), total.label("total"))
        .outerjoin(Posting, _same(Posting, JournalEntry, Posting.entry_id))
        .group_by(JournalEntry.id)
        .having((lines < 2) | (total != 0))
        .order_by(JournalEntry.id)
    )
    return [
        Fault("unbalanced", row.id, f"Entry {row.id}: {row.lines} postings, off by {row.total}.")
        for row in rows
    ]


def _crooked_reversals(session: Session) -> list[Fault]:
    theirs = aliased(Posting)
    both = (
        select(JournalEntry.id, Posting.account_id, Posting.cents)
        .join(Posting, _same(Posting, JournalEntry, Posting.entry_id))
        .where(JournalEntry.reverses_id.is_not(None))
        .union_all(
            select(JournalEntry.id, theirs.account_id, theirs.cents)
            .join(
                theirs,
                (theirs.cluster_id == JournalEntry.cluster_id)
                & (theirs.entry_id == JournalEntry.reverses_id),
            )
            .where(JournalEntry.reverses_id.is_not(None))
        )
        .subquery()
    )
    off = (
        select(both.c.id)
        .group_by(both.c.id, both.c.account_id)
        .having(func.sum(both.c.cents) != 0)
        .distinct()
    )
    return [
        Fault("crooked_reversal", row.id, f"Reversal {row.id} does not cancel its entry.")
        for row in session.execute(off)
    ]


def _same(left: Any, right: Any, reference: Any) -> ColumnElement[bool]:
    condition: ColumnElement[bool] = (left.cluster_id == right.cluster_id) & (reference == right.id)
    return condition


def _between(statement: Any, since: date | None, until: date | None) -> Any:
    if since is not None:
        statement = statement.where(JournalEntry.booked_on >= since)
    if until is not None:
        statement = statement.where(JournalEntry.booked_on < until)
    return statement


def _entries() -> Any:
    reversal = aliased(JournalEntry)
    line = func.jsonb_build_object(
        "number",
        Account.number,
        "names",
        Account.names,
        "cents",
        Posting.cents,
        "organisation_id",
        Posting.organisation_id,
    )
    lines = (
        select(func.jsonb_agg(aggregate_order_by(line, Posting.position)))
        .select_from(Posting)
        .join(Account, _same(Posting, Account, Posting.account_id))
        .where(_same(Posting, JournalEntry, Posting.entry_id))
        .correlate(JournalEntry)
        .scalar_subquery()
    )
    reversed_by = (
        select(reversal.id)
        .where(
            reversal.cluster_id == JournalEntry.cluster_id,
            reversal.reverses_id == JournalEntry.id,
        )
        .correlate(JournalEntry)
        .scalar_subquery()
    )
    return select(
        JournalEntry.id,
        JournalEntry.booked_on,
        JournalEntry.text,
        JournalEntry.cause_type,
        JournalEntry.cause_id,
        JournalEntry.kind,
        JournalEntry.reverses_id,
        reversed_by.label("reversed_by_id"),
        JournalEntry.posted_at,
        JournalEntry.posted_by,
        lines.label("lines"),
    )
