"""Dues and invoices: what is open, what it was for, pay it, keep the PDF."""

from typing import Any
from uuid import UUID

from flask import Response, flash, redirect, request, url_for
from flask_babel import gettext as _

from clusterorg.domains.billing import checkout
from clusterorg.domains.billing import queries as billing
from clusterorg.domains.billing.ports import PaymentRail, RailUnavailable
from clusterorg.domains.billing.rules import shown_reference
from clusterorg.kernel.clock import now
from clusterorg.kernel.errors import DomainError
from clusterorg.web import words
from clusterorg.web.context import current_actor, platform, settings
from clusterorg.web.pages import page
from clusterorg.web.portal import scope
from clusterorg.web.work import session, unit_of_work


def index() -> Any:
    """List what was charged, newest first."""
    wanted = billing.InvoiceFilter(payer_id=scope.organisation_id())
    found = billing.invoices(
        session(), wanted, today=scope.today(), cursor=request.args.get("cursor")
    )
    return page(
        "portal/invoices/index.html",
        page=found,
        balance=billing.member_balance(session(), scope.organisation_id(), scope.today()),
    )


def show(invoice_id: UUID) -> Any:
    """Show one document. After paying, the provider leads back here: this page only reads."""
    detail = scope.own_invoice(invoice_id)
    return page(
        "portal/invoices/show.html",
        detail=detail,
        reference=shown_reference(detail.invoice.payment_reference),
        back_from_paying=request.args.get("paying"),
        words=words,
        today=scope.today(),
    )


def pay(invoice_id: UUID) -> Any:
    """Lead to the hosted payment page; a second click leads to the same one."""
    scope.own_invoice(invoice_id)
    here = url_for("portal.invoices_show", invoice_id=invoice_id)
    base = settings().base_url
    joint = "&" if "?" in here else "?"
    try:
        hosted = checkout.open_payment_page(
            unit_of_work,
            platform().adapter(PaymentRail),
            invoice_id=invoice_id,
            success_url=f"{base}{here}{joint}paying=done",
            cancel_url=f"{base}{here}{joint}paying=cancelled",
            actor=current_actor(),
            at=now(),
        )
    except DomainError as refusal:
        flash(refusal.text(), "bad")
        return redirect(here)
    except RailUnavailable:
        flash(
            _("The payment provider does not answer. Nothing was charged; try again soon."), "bad"
        )
        return redirect(here)
    return redirect(hosted.url, 303)


def pdf(invoice_id: UUID) -> Response:
    """Answer the printed document."""
    detail = scope.own_invoice(invoice_id)
    printed = billing.printed_document(session(), invoice_id)
    answer = Response(printed.content, mimetype="application/pdf")
    answer.headers.set("Content-Disposition", "inline", filename=f"{detail.invoice.number}.pdf")
    return answer
