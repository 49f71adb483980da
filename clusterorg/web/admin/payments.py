"""Payments: what came in, one payment with where it went, recording by hand, undoing."""

from functools import partial
from uuid import UUID

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import RadioField, TextAreaField
from wtforms.validators import InputRequired, Length

from clusterorg.domains.billing import actions, queries
from clusterorg.domains.billing.vocabulary import PaymentMethod
from clusterorg.domains.ledger.queries import entries_of
from clusterorg.domains.organisations.queries import profiles
from clusterorg.kernel.audit import history
from clusterorg.kernel.clock import now
from clusterorg.web.admin.common import asked_span, named, today, years_to_choose
from clusterorg.web.context import current_actor, current_cluster
from clusterorg.web.fields import DayField, LineField, MoneyField
from clusterorg.web.forms import BaseForm
from clusterorg.web.guard import Door
from clusterorg.web.log_sentences import sentence
from clusterorg.web.pages import page
from clusterorg.web.spreadsheets import FILE_KIND, Column, Kind, download, every_row
from clusterorg.web.words import PAYMENT_METHOD, options, word
from clusterorg.web.work import attempt, session

BY_HAND = ("bank_transfer", "cash")


class PaymentForm(BaseForm):
    """Money that arrived outside the online payment."""

    amount_cents = MoneyField(_l("Amount received"), [InputRequired(_l("Give the amount."))])
    received_on = DayField(_l("Received on"), [InputRequired(_l("Choose the day."))])
    method = RadioField(_l("How it came"), choices=lambda: options(PAYMENT_METHOD, BY_HAND))
    reference = LineField(
        _l("Note"),
        [Length(max=200)],
        description=_l("Such as the number of the bank statement."),
    )


class UndoForm(BaseForm):
    """Why a payment is taken back."""

    reason = TextAreaField(
        _l("Reason"), [InputRequired(_l("Say why, in a few words.")), Length(max=500)]
    )


def index() -> ResponseReturnValue:
    """What came in?"""
    span = asked_span()
    found = queries.payments(
        session(), since=span.since, until=span.until, cursor=request.args.get("cursor")
    )
    return page(
        "admin/payments/index.html",
        page=found,
        names=names_of({row.payer_id for row in found.rows}),
        span=span,
        years=[*years_to_choose(), ("all", _("All years"))],
    )


def listing_file(kind: str) -> ResponseReturnValue:
    """Exactly the payments that the list shows, as a file."""
    span = asked_span()
    ask = partial(queries.payments, session(), since=span.since, until=span.until)
    rows = list(every_row(ask))
    names = names_of({row.payer_id for row in rows})
    columns = [
        Column(_("Received on"), Kind.DATE),
        Column(_("Payer"), width=36),
        Column(_("How it came")),
        Column(_("Amount"), Kind.CENTS),
        Column(_("Not used yet"), Kind.CENTS),
        Column(_("Note"), width=30),
        Column(_("Recorded by")),
    ]
    lines = (
        (
            row.received_on,
            names.get(row.payer_id, ""),
            word(PAYMENT_METHOD, row.method),
            row.amount_cents,
            row.free_cents,
            row.reference,
            row.recorded_by,
        )
        for row in rows
    )
    return download(f"{current_cluster().slug}-payments", kind, columns, lines)


def show(payment_id: UUID) -> ResponseReturnValue:
    """Where did this money go?"""
    payment = queries.get_payment(session(), payment_id)
    return page(
        "admin/payments/show.html",
        payment=payment,
        payer=names_of({payment.payer_id}).get(payment.payer_id, ""),
        shares=queries.shares_of_payment(session(), payment_id),
        entries=entries_of(session(), ("payment", payment_id)),
        story=history(session(), ("payment", payment_id)),
        sentence=sentence,
        named=named,
    )


def new(invoice_id: UUID) -> ResponseReturnValue:
    """Record a payment by hand."""
    detail = queries.invoice_detail(session(), invoice_id, today=today())
    form = PaymentForm(
        amount_cents=max(0, detail.invoice.open_cents),
        received_on=today(),
        method="bank_transfer",
    )
    if form.validate_on_submit():
        with attempt(form) as work:
            actions.record_payment(
                work,
                invoice_id=invoice_id,
                amount_cents=form.amount_cents.data or 0,
                received_on=form.received_on.data,
                method=PaymentMethod(form.method.data),
                reference=form.reference.data,
                actor=current_actor(),
                at=now(),
            )
        if not form.errors:
            flash(_("The payment was recorded and booked."), "good")
            return redirect(url_for("admin.invoices_show", invoice_id=invoice_id), 303)
    return page("admin/payments/new.html", form=form, invoice=detail.invoice)


def undo(payment_id: UUID) -> ResponseReturnValue:
    """Take a payment back: asked once more, with what follows."""
    payment = queries.get_payment(session(), payment_id)
    form = UndoForm()
    if form.validate_on_submit():
        with attempt(form) as work:
            actions.undo_payment(
                work,
                payment_id=payment_id,
                reason=form.reason.data,
                actor=current_actor(),
                at=now(),
            )
        if not form.errors:
            flash(_("The payment was undone; its invoices are open again."), "good")
            return redirect(url_for("admin.payments_show", payment_id=payment_id), 303)
    return page(
        "admin/payments/undo.html",
        form=form,
        payment=payment,
        payer=names_of({payment.payer_id}).get(payment.payer_id, ""),
        shares=queries.shares_of_payment(session(), payment_id),
    )


def names_of(ids: set[UUID]) -> dict[UUID, str]:
    """Return the names of organisations by id, in one query."""
    found = profiles(session(), today(), sorted(ids)) if ids else {}
    return {key: profile.name for key, profile in found.items()}


def routes(door: Door) -> None:
    """Payments, under Money."""
    door.get("/payments", index, permission="invoices.read")
    door.get(f"/payments.{FILE_KIND}", listing_file, permission="invoices.read")
    door.get("/payments/<uuid:payment_id>", show, permission="invoices.read")
    door.form("/payments/<uuid:payment_id>/undo", undo, permission="payments.write")
    door.form("/invoices/<uuid:invoice_id>/pay", new, permission="payments.write")
