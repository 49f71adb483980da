"""Invoices: the list with its filters, one document with all that belongs to it, its files."""

from functools import partial
from typing import Any
from uuid import UUID

from flask import Response, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from clusterorg.domains.billing import queries
from clusterorg.domains.billing.queries.invoices import InvoiceFilter
from clusterorg.domains.billing.rules import shown_reference
from clusterorg.domains.billing.vocabulary import DocumentKind, InvoiceState
from clusterorg.domains.ledger.queries import entries_of
from clusterorg.kernel.audit import history
from clusterorg.kernel.paging import Page
from clusterorg.web.admin.common import named, today, years_to_choose
from clusterorg.web.context import current_cluster, settings
from clusterorg.web.guard import Door
from clusterorg.web.member_words import sentence
from clusterorg.web.pages import page
from clusterorg.web.spreadsheets import FILE_KIND, Column, Kind, attached, download, every_row
from clusterorg.web.work import session

STATES: dict[str, dict[str, Any]] = {
    "open": {"state": InvoiceState.OPEN},
    "part_paid": {"state": InvoiceState.PART_PAID},
    "overdue": {"overdue": True},
    "paid": {"state": InvoiceState.PAID},
    "credited": {"state": InvoiceState.CREDITED},
    "credit_note": {"kind": DocumentKind.CREDIT_NOTE},
}


def index() -> ResponseReturnValue:
    """Who has paid and who has not?"""
    found = _page(cursor=request.args.get("cursor"))
    year = today().year
    return page(
        "admin/invoices/index.html",
        page=found,
        year=year,
        totals=queries.year_totals(session(), year, today()),
        years=years_to_choose(),
        filtered=any(request.args.get(name) for name in ("q", "state", "year")),
        shown_reference=shown_reference,
    )


def listing_file(kind: str) -> ResponseReturnValue:
    """Exactly the invoices that the list shows, as a file."""
    columns = [
        Column(_("Number")),
        Column(_("Kind")),
        Column(_("Payer"), width=36),
        Column(_("Date"), Kind.DATE),
        Column(_("Due"), Kind.DATE),
        Column(_("Without VAT"), Kind.CENTS),
        Column(_("VAT"), Kind.CENTS),
        Column(_("Amount"), Kind.CENTS),
        Column(_("Paid"), Kind.CENTS),
        Column(_("Open"), Kind.CENTS),
        Column(_("State")),
        Column(_("Payment reference"), width=24),
    ]
    rows = (
        (
            row.number,
            row.kind,
            row.payer_name,
            row.issued_on,
            row.due_on,
            row.net_cents,
            row.vat_cents,
            row.gross_cents,
            row.paid_cents,
            row.open_cents,
            "overdue" if row.is_overdue else row.state,
            shown_reference(row.payment_reference),
        )
        for row in every_row(_page)
    )
    return download(f"{current_cluster().slug}-invoices", kind, columns, rows)


def show(invoice_id: UUID) -> ResponseReturnValue:
    """What is on this document, and what came of it?"""
    detail = queries.invoice_detail(session(), invoice_id, today=today())
    causes = [("invoice", invoice_id)]
    causes += [("payment", payment.payment_id) for payment in detail.payments]
    # The address for a mail is the product's own, not the one that this request claims to be for.
    link = settings().base_url + url_for("portal.invoices_show", invoice_id=invoice_id)
    return page(
        "admin/invoices/show.html",
        detail=detail,
        invoice=detail.invoice,
        entries=entries_of(session(), *dict.fromkeys(causes)),
        story=history(session(), "invoice", invoice_id),
        sentence=sentence,
        named=named,
        link=link,
        reference=shown_reference(detail.invoice.payment_reference),
    )


def pdf(invoice_id: UUID) -> ResponseReturnValue:
    """The printed document, to look at; `?save=1` saves it."""
    printed = queries.printed_document(session(), invoice_id)
    answer = Response(printed.content, mimetype="application/pdf")
    answer.headers["Cache-Control"] = "no-store"
    answer.headers["Content-Disposition"] = f'inline; filename="{printed.filename}"'
    return attached(answer, printed.filename) if "save" in request.args else answer


def _page(**paging: Any) -> Page:
    wanted = dict(STATES.get(request.args.get("state", ""), {}))
    year = request.args.get("year", "")
    if year.isdigit() and 1990 <= int(year) <= 2200:
        wanted["year"] = int(year)
    asked = InvoiceFilter(text=request.args.get("q") or None, **wanted)
    return partial(queries.invoices, session(), asked, today=today())(**paging)


def routes(door: Door) -> None:
    """Invoices, under Money."""
    door.get("/invoices", index, permission="invoices.read")
    door.get(f"/invoices.{FILE_KIND}", listing_file, permission="invoices.read")
    door.get("/invoices/<uuid:invoice_id>", show, permission="invoices.read")
    door.get("/invoices/<uuid:invoice_id>.pdf", pdf, permission="invoices.read")
