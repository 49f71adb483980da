"""A payment taken back: it stays, a second row and a reversal entry cancel it."""

from datetime import date, datetime
from uuid import UUID

from clusterorg.domains.billing.actions.money import Money, allocate, insert_payment, zone_of
from clusterorg.domains.billing.actions.numbering import lock_invoices
from clusterorg.domains.billing.errors import (
    OnlinePaymentStays,
    PaymentAlreadyUndone,
    ReasonMissing,
)
from clusterorg.domains.billing.news import InvoiceReopened, PaymentUndone
from clusterorg.domains.billing.queries.balances import balances_of
from clusterorg.domains.billing.queries.invoices import subjects_of
from clusterorg.domains.billing.queries.payments import allocated_by, find_payment
from clusterorg.domains.billing.vocabulary import InvoiceState, PaymentMethod, Share
from clusterorg.domains.ledger import actions as ledger
from clusterorg.domains.ledger import queries as ledger_queries
from clusterorg.kernel.actor import Actor
from clusterorg.kernel.clock import local_date
from clusterorg.kernel.unit_of_work import UnitOfWork


def undo_payment(
    work: UnitOfWork, *, payment_id: UUID, reason: str, actor: Actor, at: datetime
) -> UUID:
    """Take a payment back that was recorded by mistake; answers the id of its reversal.

    The payment stays, a second row and a reversal entry cancel it, and its invoices are open
    again. Raises PaymentNotFound, PaymentAlreadyUndone, OnlinePaymentStays, ReasonMissing.
    """
    if not reason.strip():
        raise ReasonMissing(field="reason")
    payment = find_payment(work.session, payment_id)
    if payment.provider is not None:
        raise OnlinePaymentStays()
    given = allocated_by(work.session, payment_id)
    lock_invoices(work.session, [*given, payment_id])
    payment = find_payment(work.session, payment_id)
    if payment.reversed or payment.amount_cents < 0:
        raise PaymentAlreadyUndone()
    given = allocated_by(work.session, payment_id)
    today = local_date(at, zone_of(work))
    before = balances_of(work.session, list(given))
    allocate(
        work,
        payment_id,
        [Share(invoice_id, -cents) for invoice_id, cents in given.items()],
        today,
        at=at,
    )
    reversal_id = insert_payment(
        work,
        Money(
            payment.payer_id,
            -payment.amount_cents,
            today,
            PaymentMethod(payment.method),
            payment.reference,
        ),
        reverses_id=payment_id,
        reason=reason.strip()[:500],
        actor=actor,
        at=at,
    )
    _reverse_entry(work, payment_id, today, reason, actor=actor, at=at)
    work.record(
        "payment.undone",
        subject=("payment", payment_id),
        concerns=payment.payer_id,
        actor=actor,
        at=at,
        after={"amount_cents": payment.amount_cents, "reversal_id": str(reversal_id)},
        reason=reason,
    )
    work.publish(PaymentUndone(payment_id, payment.payer_id, payment.amount_cents, reason))
    for invoice_id, balance in before.items():
        if balance.state is InvoiceState.PAID:
            subjects = subjects_of(work.session, invoice_id)
            work.publish(InvoiceReopened(invoice_id, balance.payer_id, subjects, today))
    return reversal_id


def _reverse_entry(
    work: UnitOfWork, payment_id: UUID, on: date, reason: str, *, actor: Actor, at: datetime
) -> None:
    for entry in ledger_queries.entries_of(work.session, ("payment", payment_id)):
        ledger.reverse_entry(
            work,
            entry_id=entry.id,
            booked_on=max(on, entry.booked_on),
            text=entry.text,
            actor=actor,
            at=at,
            reason=reason,
        )
