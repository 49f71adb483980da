"""Invoices: frozen and numbered when issued, taken back by credit notes, paid online or by hand."""

from typing import Any
from uuid import UUID

from flask import Response, url_for

from clusterorg.domains.billing import actions, queries
from clusterorg.domains.billing.checkout import open_payment_page
from clusterorg.domains.billing.ports import PaymentRail, RailUnavailable
from clusterorg.domains.billing.schemas import (
    CheckoutOrderSchema,
    CheckoutPageSchema,
    CreditOrderSchema,
    InvoiceDetailSchema,
    InvoiceOrderSchema,
    InvoiceQuerySchema,
    InvoiceSchema,
    MemberBalanceSchema,
)
from clusterorg.domains.organisations import queries as organisations
from clusterorg.kernel.errors import DomainError, _
from clusterorg.kernel.paging import Page
from clusterorg.web.api.mechanics.asking import today, who_and_when
from clusterorg.web.api.mechanics.contract import files, lists, reads, writes
from clusterorg.web.api.mechanics.paging import Paged
from clusterorg.web.context import platform
from clusterorg.web.own_pages import check_own_page
from clusterorg.web.work import session, unit_of_work


class InvoiceQuery(InvoiceQuerySchema, Paged):  # type: ignore[misc]  # both refuse unknown ones
    """What the list is narrowed to; `text` is a number, a payer's name or a reference."""


class RailSilent(DomainError):
    """The payment provider does not answer."""

    code = "payment_provider_unavailable"
    message = _("The payment provider does not answer. Try again in a moment.")
    status = 503


@lists(InvoiceSchema, asks=InvoiceQuery)
def index(query: dict[str, Any]) -> Page:
    """List invoices and credit notes, newest first."""
    cursor, limit = query.pop("cursor"), query.pop("limit")
    wanted = queries.InvoiceFilter(**query)
    return queries.invoices(session(), wanted, today=today(), cursor=cursor, limit=limit)


@reads(InvoiceDetailSchema)
def show(invoice_id: UUID) -> Any:
    """Read a document with its lines, payments, credit notes and tries to pay online."""
    return queries.invoice_detail(session(), invoice_id, today=today())


@writes(InvoiceDetailSchema, takes=InvoiceOrderSchema, status=201, once="required")
def create(data: dict[str, Any]) -> Any:
    """Issue an invoice: frozen, numbered and booked; its PDF and mail follow as a job."""
    with unit_of_work() as work:
        made = actions.issue_invoice(work, **data, **who_and_when())
        return _shown(made.id)


@writes(InvoiceDetailSchema, takes=CreditOrderSchema, status=201, once="required")
def credit(data: dict[str, Any], invoice_id: UUID) -> Any:
    """Credit a whole invoice; what was paid on it becomes credit of the payer.

    The answer is the credit note.
    """
    with unit_of_work() as work:
        made = actions.credit_invoice(work, invoice_id=invoice_id, **data, **who_and_when())
        return _shown(made.id)


@files("application/pdf")
def pdf(invoice_id: UUID) -> Response:
    """Download the document as PDF/A."""
    printed = queries.printed_document(session(), invoice_id)
    answer = Response(printed.content, mimetype="application/pdf")
    answer.headers["Content-Disposition"] = f'attachment; filename="{printed.filename}"'
    return answer


@writes(CheckoutPageSchema, takes=CheckoutOrderSchema, more=(503,))
def checkout(data: dict[str, Any], invoice_id: UUID) -> Any:
    """Open a hosted page on which what is open on an invoice is paid.

    Safe to repeat: as long as the page is good, the same one is answered. `{attempt_id}` in the
    two addresses is filled in. Both are pages of this cluster, such as its portal's.
    """
    for field, url in data.items():
        check_own_page(url, field=field)
    try:
        return open_payment_page(
            unit_of_work,
            platform().adapter(PaymentRail),
            invoice_id=invoice_id,
            **data,
            **who_and_when(),
        )
    except RailUnavailable as silence:
        raise RailSilent() from silence


@reads(MemberBalanceSchema)
def balance(organisation_id: UUID) -> Any:
    """What an organisation owes and has to its credit."""
    organisations.get_organisation(session(), organisation_id)
    return queries.member_balance(session(), organisation_id, today=today())


def _shown(invoice_id: UUID) -> Any:
    where = {"Location": url_for("api.invoices_show", invoice_id=invoice_id)}
    return queries.invoice_detail(session(), invoice_id, today=today()), where
