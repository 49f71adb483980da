"""Credit of a payer: what payments have left over, used for other invoices or set free again."""

from datetime import date, datetime
from uuid import UUID

from clusterorg.domains.billing import rules
from clusterorg.domains.billing.actions.money import (
    allocate,
    check_open,
    payable,
    tell_paid,
    zone_of,
)
from clusterorg.domains.billing.actions.numbering import lock_invoices
from clusterorg.domains.billing.errors import SharesExceedPayment, WrongPayer
from clusterorg.domains.billing.queries.payments import find_payment, payments_on
from clusterorg.domains.billing.vocabulary import Share
from clusterorg.domains.organisations import queries as organisations
from clusterorg.kernel.actor import Actor
from clusterorg.kernel.clock import local_date
from clusterorg.kernel.unit_of_work import UnitOfWork


def apply_credit(
    work: UnitOfWork,
    *,
    payment_id: UUID,
    invoice_id: UUID,
    amount_cents: int,
    actor: Actor,
    at: datetime,
) -> None:
    """Use what is left of a payment for another invoice of the same organisation.

    Nothing is booked: receivable and credit are one account of one organisation, also when two
    of its papers bear the names it had before a merge. Raises PaymentNotFound, InvoiceNotFound,
    NotAnInvoice, WrongPayer, AmountInvalid, SharesExceedPayment, ShareExceedsOpen.
    """
    lock_invoices(work.session, [invoice_id, payment_id])
    payment = find_payment(work.session, payment_id)
    share = Share(invoice_id, amount_cents)
    if rules.check_shares(amount_cents, [share]) or amount_cents > payment.free_cents:
        raise SharesExceedPayment(field="amount_cents")
    balances = payable(work, [invoice_id])
    if not organisations.are_one(work.session, balances[invoice_id].payer_id, payment.payer_id):
        raise WrongPayer(field="invoice_id", number=balances[invoice_id].number)
    check_open([share], balances)
    today = local_date(at, zone_of(work))
    allocate(work, payment_id, [share], today, at=at)
    work.record(
        "credit.applied",
        subject=("invoice", invoice_id),
        concerns=payment.payer_id,
        actor=actor,
        at=at,
        after={"payment_id": str(payment_id), "amount_cents": amount_cents},
    )
    tell_paid(work, [share], balances, today)


def release_surplus(
    work: UnitOfWork, *, invoice_id: UUID, surplus_cents: int, on: date, at: datetime
) -> None:
    """Free what payments gave an invoice beyond what it still asks, the latest first.

    Used when a credit note lowers an invoice that was paid: the money becomes visible credit.
    """
    for payment_id, cents in payments_on(work.session, invoice_id):
        part = min(cents, surplus_cents)
        if part <= 0:
            return
        allocate(work, payment_id, [Share(invoice_id, -part)], on, at=at)
        surplus_cents -= part
