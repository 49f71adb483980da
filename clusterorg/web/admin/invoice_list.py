"""The invoices list as its address asks for it: filters, columns, pages, export of the same."""

from dataclasses import dataclass
from typing import Any

from flask import request
from flask_babel import lazy_gettext as _
from markupsafe import Markup
from sqlalchemy import Row

from clusterorg.domains.billing import queries
from clusterorg.domains.billing.queries.invoices import InvoiceFilter
from clusterorg.domains.billing.rules import shown_reference
from clusterorg.domains.billing.vocabulary import DocumentKind, InvoiceState
from clusterorg.kernel.paging import Page
from clusterorg.web.admin.columns import Column
from clusterorg.web.admin.common import today
from clusterorg.web.looks import cells, formats
from clusterorg.web.spreadsheets import Kind
from clusterorg.web.words import word
from clusterorg.web.work import session

FILTERS = ("q", "state", "year")
STATES: dict[str, dict[str, Any]] = {
    "open": {"state": InvoiceState.OPEN},
    "part_paid": {"state": InvoiceState.PART_PAID},
    "overdue": {"overdue": True},
    "paid": {"state": InvoiceState.PAID},
    "credited": {"state": InvoiceState.CREDITED},
    "credit_note": {"kind": DocumentKind.CREDIT_NOTE},
}
STATE_WORD: dict[str, Any] = {
    "open": _("Open"),
    "part_paid": _("Part paid"),
    "overdue": _("Overdue"),
    "paid": _("Paid"),
    "credited": _("Credited"),
    "credit_note": _("Credit note"),
}
KIND_WORD: dict[str, Any] = {"invoice": _("Invoice"), "credit_note": _("Credit note")}
DEFAULT_COLUMNS = ("payer", "date", "due", "state", "amount", "open")


@dataclass(frozen=True, slots=True)
class Asked:
    """What the address asks for, with everything it could not mean left out."""

    filter: InvoiceFilter
    columns: tuple[str, ...]

    @property
    def is_narrowed(self) -> bool:
        """Tell whether anything narrows the list."""
        return any(request.args.get(name) for name in FILTERS)


def asked() -> Asked:
    """Read the address."""
    wanted = dict(STATES.get(request.args.get("state", ""), {}))
    year = request.args.get("year", "")
    if year.isdigit() and 1990 <= int(year) <= 2200:
        wanted["year"] = int(year)
    narrowed = InvoiceFilter(text=request.args.get("q") or None, **wanted)
    return Asked(narrowed, tuple(request.args.getlist("columns")) or DEFAULT_COLUMNS)


def page_of(wanted: Asked, *, cursor: str | None, limit: int = 50) -> Page:
    """Return a page of the list that was asked for; one query."""
    return queries.invoices(session(), wanted.filter, today=today(), cursor=cursor, limit=limit)


def state_of(row: Row[Any]) -> str:
    """Return what a person wants to know of a document, in one word."""
    if row.is_overdue:
        return "overdue"
    return "credit_note" if row.kind == DocumentKind.CREDIT_NOTE else str(row.state)


def draw_state(row: Row[Any]) -> Markup:
    """Draw the state of a document."""
    state = state_of(row)
    if state == "overdue":
        return cells.status(state, _("Part paid, overdue") if row.paid_cents else None)
    if state == "credit_note":
        return cells.status("credited", STATE_WORD[state])
    return cells.status(state)


def _money(key: str, label: Any, name: str) -> Column:
    return Column(
        key,
        label,
        lambda row: getattr(row, name),
        Kind.CENTS,
        draw=lambda row: formats.money(getattr(row, name), row.currency),
    )


def _day(key: str, label: Any, name: str) -> Column:
    return Column(
        key,
        label,
        lambda row: getattr(row, name),
        Kind.DATE,
        draw=lambda row: formats.day(getattr(row, name)).replace(" ", "\N{NO-BREAK SPACE}"),
    )


def _still_open(row: Row[Any]) -> str:
    return formats.money(row.open_cents, row.currency) if row.open_cents > 0 else ""


COLUMNS = (
    Column("number", _("Number"), lambda row: row.number),
    Column("kind", _("Kind"), lambda row: word(KIND_WORD, row.kind)),
    Column("payer", _("Payer"), lambda row: row.payer_name, width=36),
    _day("date", _("Date"), "issued_on"),
    _day("due", _("Due"), "due_on"),
    _money("net", _("Without VAT"), "net_cents"),
    _money("vat", _("VAT"), "vat_cents"),
    Column("state", _("State"), lambda row: word(STATE_WORD, state_of(row)), draw=draw_state),
    _money("amount", _("Amount"), "gross_cents"),
    _money("paid", _("Paid"), "paid_cents"),
    Column("open", _("Open"), lambda row: row.open_cents, Kind.CENTS, draw=_still_open),
    Column(
        "reference",
        _("Payment reference"),
        lambda row: shown_reference(row.payment_reference),
        width=24,
    ),
)
