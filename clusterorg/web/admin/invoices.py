"""Invoices: the list with its filters, one document with all that belongs to it, its files."""

from functools import partial
from uuid import UUID

from flask import Response, redirect, request, url_for
from flask.typing import ResponseReturnValue

from clusterorg.domains.billing import queries
from clusterorg.domains.billing.rules import shown_reference
from clusterorg.domains.ledger.queries import entries_of
from clusterorg.kernel.audit import history
from clusterorg.web.admin import invoice_list
from clusterorg.web.admin.columns import chosen, draw_rows, file_of, heads, options
from clusterorg.web.admin.common import named, today, years_to_choose
from clusterorg.web.admin.view_menu import menu_of
from clusterorg.web.context import current_cluster, settings
from clusterorg.web.guard import Door
from clusterorg.web.log_sentences import sentence
from clusterorg.web.looks.links import link_to
from clusterorg.web.pages import page
from clusterorg.web.spreadsheets import FILE_KIND, attached, every_row
from clusterorg.web.work import session


def index() -> ResponseReturnValue:
    """Who has paid and who has not?"""
    views = menu_of("invoices")
    if views.first_url:
        return redirect(views.first_url)
    wanted = invoice_list.asked()
    shown = chosen(invoice_list.COLUMNS, wanted.columns)
    year = today().year
    return page(
        "admin/invoices/index.html",
        page=invoice_list.page_of(wanted, cursor=request.args.get("cursor")),
        wanted=wanted,
        views=views,
        draw=partial(draw_rows, shown, address=link_to("admin.invoices_show", "invoice_id")),
        heads=heads(shown),
        column_options=options(invoice_list.COLUMNS),
        year=year,
        totals=queries.year_totals(session(), year, today()),
        years=years_to_choose(),
        filtered=wanted.is_narrowed,
    )


def listing_file(kind: str) -> ResponseReturnValue:
    """Exactly the invoices that the list shows, as a file."""
    wanted = invoice_list.asked()
    columns = chosen(invoice_list.COLUMNS, wanted.columns)
    rows = every_row(partial(invoice_list.page_of, wanted))
    return file_of(f"{current_cluster().slug}-invoices", kind, columns, rows)


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
        state=invoice_list.draw_state(detail.invoice),
        entries=entries_of(session(), *dict.fromkeys(causes)),
        story=history(session(), *causes),
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


def routes(door: Door) -> None:
    """Invoices, under Money."""
    door.get("/invoices", index, permission="invoices.read")
    door.get(f"/invoices.{FILE_KIND}", listing_file, permission="invoices.read")
    door.get("/invoices/<uuid:invoice_id>", show, permission="invoices.read")
    door.get("/invoices/<uuid:invoice_id>.pdf", pdf, permission="invoices.read")
