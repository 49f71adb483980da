"""The verbs of the ledger, its only writers."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select

from clusterorg.domains.ledger import rules
from clusterorg.domains.ledger.chart import DEFAULT_CHART
from clusterorg.domains.ledger.errors import (
    AccountArchived,
    AccountNotFound,
    AccountNumberTaken,
    EntryAlreadyReversed,
    EntryNotFound,
    ReversalOfReversal,
    RoleNeeded,
)
from clusterorg.domains.ledger.models import Account, JournalEntry, Posting
from clusterorg.domains.ledger.news import EntryPosted, EntryReversed
from clusterorg.domains.ledger.queries import AccountRef, account_refs
from clusterorg.domains.ledger.vocabulary import (
    REVERSAL,
    AccountKind,
    AccountRole,
    Cause,
    NewEntry,
    PostingLine,
)
from clusterorg.kernel.actor import Actor
from clusterorg.kernel.bulk import insert_rows, table_of
from clusterorg.kernel.db import among
from clusterorg.kernel.ids import new_id
from clusterorg.kernel.unit_of_work import UnitOfWork

ENTRIES = table_of(JournalEntry)
POSTINGS = table_of(Posting)


def open_chart(work: UnitOfWork, *, actor: Actor, at: datetime) -> int:
    """Give the cluster the default chart; what it has already stays as it is.

    Returns how many accounts were added. A replay adds none.
    """
    present = set(work.session.execute(select(Account.number)).scalars())
    played = set(work.session.execute(select(Account.role)).scalars())
    missing = [line for line in DEFAULT_CHART if line.number not in present]
    for line in missing:
        role = line.role if line.role not in played else None
        work.session.add(Account(number=line.number, names=line.names, kind=line.kind, role=role))
    if missing:
        work.record(
            "chart.opened",
            subject=("cluster", work.cluster_id),
            actor=actor,
            at=at,
            after={"accounts": len(missing)},
        )
        work.session.flush()
    return len(missing)


def add_account(
    work: UnitOfWork,
    *,
    number: str,
    names: Mapping[str, str],
    kind: AccountKind | None = None,
    role: AccountRole | None = None,
    actor: Actor,
    at: datetime,
) -> Account:
    """Add an account to the chart; without a kind, the number's class proposes it.

    Raises AccountNumberInvalid, AccountNamesMissing, AccountNumberTaken, RoleTaken.
    """
    number = rules.check_number(number)
    taken = select(Account.id).where(Account.number == number)
    if work.session.execute(taken).first() is not None:
        raise AccountNumberTaken(field="number")
    account = Account(
        id=new_id(),
        number=number,
        names=rules.check_names(names),
        kind=kind or rules.kind_of_number(number),
        role=role,
    )
    work.session.add(account)
    work.record(
        "account.added",
        subject=("account", account.id),
        actor=actor,
        at=at,
        after={"number": number, "names": account.names, "role": role},
    )
    work.session.flush()
    return account


def change_account(
    work: UnitOfWork,
    *,
    account_id: UUID,
    changes: Mapping[str, Any],
    actor: Actor,
    at: datetime,
) -> Account:
    """Change number, names, role or `archived` (bool) of an account; the kind stands.

    Postings follow the account, not its number. Raises AccountNotFound, AccountNumberInvalid,
    AccountNumberTaken, AccountNamesMissing, RoleTaken, RoleNeeded.
    """
    account = work.session.get(Account, (work.cluster_id, account_id))
    if account is None:
        raise AccountNotFound(number="?")
    before = _shown(account)
    if "number" in changes:
        account.number = rules.check_number(changes["number"])
    if "names" in changes:
        account.names = rules.check_names(changes["names"])
    if "role" in changes:
        account.role = changes["role"]
    if "archived" in changes:
        account.archived_at = at if changes["archived"] else None
    if account.archived_at is not None and account.role is not None:
        raise RoleNeeded(field="archived", number=account.number, role=account.role)
    work.session.flush()
    work.record(
        "account.changed",
        subject=("account", account.id),
        actor=actor,
        at=at,
        before=before,
        after=_shown(account),
    )
    return account


def _shown(account: Account) -> dict[str, Any]:
    return {
        "number": account.number,
        "names": dict(account.names),
        "role": account.role,
        "archived": account.archived_at is not None,
    }


def post_entry(
    work: UnitOfWork,
    *,
    booked_on: date,
    text: str,
    cause: Cause,
    kind: str,
    lines: Sequence[PostingLine],
    actor: Actor,
    at: datetime,
) -> UUID:
    """Book one entry and return its id; the same cause and kind again answers the first one.

    Raises EntryTooShort, PostingEmpty, EntryUnbalanced, AccountNotFound, AccountArchived.
    """
    entry = NewEntry(booked_on, text, cause, kind, lines)
    (entry_id, fresh) = _post(work, [entry], actor=actor, at=at)[0]
    if fresh:
        work.publish(EntryPosted(entry_id, booked_on, cause[0], cause[1], kind))
    return entry_id


def post_entries(
    work: UnitOfWork, *, entries: Sequence[NewEntry], actor: Actor, at: datetime
) -> list[UUID]:
    """Book many entries in few statements; answers their ids in order. Replays are no-ops.

    For runs: blocks of a few hundred. No news is told per entry. Raises as `post_entry`.
    """
    return [entry_id for entry_id, _fresh in _post(work, entries, actor=actor, at=at)]


def _post(
    work: UnitOfWork, entries: Sequence[NewEntry], *, actor: Actor, at: datetime
) -> list[tuple[UUID, bool]]:
    for entry in entries:
        rules.check_lines(entry.lines)
    accounts = _open_accounts(work, entries)
    booked = _already_booked(work, entries)
    result: list[tuple[UUID, bool]] = []
    entry_rows: list[dict[str, Any]] = []
    posting_rows: list[dict[str, Any]] = []
    for entry in entries:
        key = (entry.cause[0], entry.cause[1], entry.kind)
        if key in booked:
            result.append((booked[key], False))
            continue
        row = _entry_row(work, entry, actor=actor, at=at)
        booked[key] = row["id"]
        entry_rows.append(row)
        posting_rows.extend(_posting_rows(work, row["id"], entry.lines, accounts))
        result.append((row["id"], True))
    if entry_rows:
        insert_rows(work.session, ENTRIES, entry_rows)
        insert_rows(work.session, POSTINGS, posting_rows)
    return result


def _open_accounts(work: UnitOfWork, entries: Sequence[NewEntry]) -> dict[str, AccountRef]:
    numbers = {line.account for entry in entries for line in entry.lines}
    accounts = account_refs(work.session, numbers)
    for account in accounts.values():
        if account.archived:
            raise AccountArchived(field="account", number=account.number)
    return accounts


def _already_booked(
    work: UnitOfWork, entries: Sequence[NewEntry]
) -> dict[tuple[str, UUID, str], UUID]:
    # A few more than asked for, when causes of several types come together: harmless.
    rows = work.session.execute(
        select(
            JournalEntry.id, JournalEntry.cause_type, JournalEntry.cause_id, JournalEntry.kind
        ).where(
            among(JournalEntry.cause_type, {entry.cause[0] for entry in entries}),
            among(JournalEntry.cause_id, {entry.cause[1] for entry in entries}),
        )
    )
    return {(row.cause_type, row.cause_id, row.kind): row.id for row in rows}


def _entry_row(work: UnitOfWork, entry: NewEntry, *, actor: Actor, at: datetime) -> dict[str, Any]:
    return {
        "cluster_id": work.cluster_id,
        "id": new_id(),
        "booked_on": entry.booked_on,
        "text": entry.text[:300],
        "cause_type": entry.cause[0],
        "cause_id": entry.cause[1],
        "kind": entry.kind,
        "reverses_id": None,
        "posted_at": at,
        "posted_by": actor.name[:200],
    }


def _posting_rows(
    work: UnitOfWork,
    entry_id: UUID,
    lines: Sequence[PostingLine],
    accounts: Mapping[str, AccountRef],
) -> list[dict[str, Any]]:
    return [
        {
            "cluster_id": work.cluster_id,
            "id": new_id(),
            "entry_id": entry_id,
            "position": position,
            "account_id": accounts[line.account].id,
            "cents": line.cents,
            "organisation_id": line.organisation_id,
        }
        for position, line in enumerate(lines)
    ]


def reverse_entry(
    work: UnitOfWork,
    *,
    entry_id: UUID,
    booked_on: date,
    text: str,
    actor: Actor,
    at: datetime,
    reason: str | None = None,
) -> UUID:
    """Turn an entry by a second one with all signs changed; answers the reversal's id.

    Raises EntryNotFound, EntryAlreadyReversed, ReversalOfReversal. Closed accounts take reversals.
    """
    entry = work.session.get(JournalEntry, (work.cluster_id, entry_id))
    if entry is None:
        raise EntryNotFound()
    if entry.reverses_id is not None:
        raise ReversalOfReversal()
    twin = select(JournalEntry.id).where(JournalEntry.reverses_id == entry_id)
    if work.session.execute(twin).first() is not None:
        raise EntryAlreadyReversed()
    draft = NewEntry(booked_on, text, ("journal_entry", entry_id), REVERSAL, ())
    row = _entry_row(work, draft, actor=actor, at=at) | {"reverses_id": entry_id}
    insert_rows(work.session, ENTRIES, [row])
    insert_rows(work.session, POSTINGS, _turned_rows(work, entry_id, row["id"]))
    work.record(
        "entry.reversed",
        subject=("journal_entry", entry_id),
        actor=actor,
        at=at,
        after={"reversal_id": str(row["id"]), "booked_on": booked_on.isoformat()},
        reason=reason,
    )
    work.publish(EntryReversed(entry_id, row["id"], booked_on))
    reversal_id: UUID = row["id"]
    return reversal_id


def _turned_rows(work: UnitOfWork, entry_id: UUID, reversal_id: UUID) -> list[dict[str, Any]]:
    postings = work.session.execute(
        select(Posting.position, Posting.account_id, Posting.cents, Posting.organisation_id)
        .where(Posting.entry_id == entry_id)
        .order_by(Posting.position)
    )
    return [
        {
            "cluster_id": work.cluster_id,
            "id": new_id(),
            "entry_id": reversal_id,
            "position": row.position,
            "account_id": row.account_id,
            "cents": -row.cents,
            "organisation_id": row.organisation_id,
        }
        for row in postings
    ]
