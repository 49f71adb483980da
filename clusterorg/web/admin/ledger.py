"""The ledger, read only: journal, trial balance, account card, each as a page and as a file."""

from collections.abc import Iterator
from functools import partial
from typing import Any

from flask import request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from clusterorg.domains.ledger import queries
from clusterorg.web.admin.common import asked_span, cause_url, named, years_to_choose
from clusterorg.web.context import current_cluster
from clusterorg.web.guard import Door
from clusterorg.web.pages import page
from clusterorg.web.spreadsheets import FILE_KIND, Column, Kind, download, every_row
from clusterorg.web.work import session


def index() -> ResponseReturnValue:
    """What has been booked? Newest first."""
    span = asked_span()
    entries = queries.journal(
        session(), since=span.since, until=span.until, cursor=request.args.get("cursor")
    )
    return page("admin/ledger/journal.html", page=entries, **_frame())


def balance() -> ResponseReturnValue:
    """Do the books balance, and what stands on each account?"""
    span = asked_span()
    rows = queries.trial_balance(session(), since=span.since, until=span.until)
    sums = {
        "debit": sum(row.debit_cents for row in rows),
        "credit": sum(row.credit_cents for row in rows),
    }
    return page("admin/ledger/balance.html", rows=rows, sums=sums, **_frame())


def account(number: str) -> ResponseReturnValue:
    """What was booked on one account?"""
    span = asked_span()
    postings = queries.account_card(
        session(),
        number,
        since=span.since,
        until=span.until,
        cursor=request.args.get("cursor"),
    )
    chart = queries.accounts(session(), archived=True)
    known = next(row for row in chart if row.number == number)
    rows = queries.trial_balance(session(), since=span.since, until=span.until)
    standing = next((row for row in rows if row.number == number), None)
    values = {"account": known, "standing": standing, "page": postings}
    return page("admin/ledger/account.html", **values, **_frame())


def journal_file(kind: str) -> ResponseReturnValue:
    """The journal of the chosen year, one line per posting."""
    columns = [
        Column(_("Date"), Kind.DATE),
        Column(_("Entry"), width=40),
        Column(_("Account")),
        Column(_("Name"), width=30),
        Column(_("Debit"), Kind.CENTS),
        Column(_("Credit"), Kind.CENTS),
        Column(_("By")),
    ]
    return download(_file_name("journal"), kind, columns, _journal_lines())


def balance_file(kind: str) -> ResponseReturnValue:
    """The trial balance of the chosen year."""
    span = asked_span()
    rows = queries.trial_balance(session(), since=span.since, until=span.until)
    columns = [
        Column(_("Account")),
        Column(_("Name"), width=30),
        Column(_("Debit"), Kind.CENTS),
        Column(_("Credit"), Kind.CENTS),
        Column(_("Balance"), Kind.CENTS),
    ]
    lines = (
        (row.number, named(row.names), row.debit_cents, row.credit_cents, row.balance_cents)
        for row in rows
    )
    return download(_file_name("trial-balance"), kind, columns, lines)


def account_file(number: str, kind: str) -> ResponseReturnValue:
    """One account's postings of the chosen year."""
    span = asked_span()
    ask = partial(queries.account_card, session(), number, since=span.since, until=span.until)
    columns = [
        Column(_("Date"), Kind.DATE),
        Column(_("Entry"), width=40),
        Column(_("Debit"), Kind.CENTS),
        Column(_("Credit"), Kind.CENTS),
    ]
    lines = [(row.booked_on, row.text, *_sides(row.cents)) for row in every_row(ask)]
    return download(_file_name(f"account-{number}"), kind, columns, lines)


def _journal_lines() -> Iterator[tuple[Any, ...]]:
    span = asked_span()
    ask = partial(queries.journal, session(), since=span.since, until=span.until)
    for entry in every_row(ask):
        for line in entry.lines:
            amounts = _sides(line["cents"])
            name = named(line["names"])
            yield (entry.booked_on, entry.text, line["number"], name, *amounts, entry.posted_by)


def _sides(cents: int) -> tuple[int | None, int | None]:
    return (cents, None) if cents > 0 else (None, -cents)


def _file_name(what: str) -> str:
    span = asked_span()
    return f"{current_cluster().slug}-{what}-{span.word or 'all'}"


def _frame() -> dict[str, Any]:
    return {
        "span": asked_span(),
        "years": [*years_to_choose(), ("all", _("All years"))],
        "named": named,
        "cause_url": cause_url,
    }


def routes(door: Door) -> None:
    """The ledger, under Money."""
    door.get("/ledger", index, permission="ledger.read")
    door.get("/ledger/balance", balance, permission="ledger.read")
    door.get("/ledger/accounts/<number>", account, permission="ledger.read")
    door.get(f"/ledger/journal.{FILE_KIND}", journal_file, permission="ledger.read")
    door.get(f"/ledger/balance.{FILE_KIND}", balance_file, permission="ledger.read")
    door.get(f"/ledger/accounts/<number>.{FILE_KIND}", account_file, permission="ledger.read")
