"""Payments written down: for one invoice, for several, or told by a rail."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from clusterorg.domains.billing import rules
from clusterorg.domains.billing.actions.money import Charge, Money, check_open, payable, take
from clusterorg.domains.billing.actions.numbering import lock_invoices
from clusterorg.domains.billing.errors import InvoiceSettled
from clusterorg.domains.billing.vocabulary import PaymentMethod, Share
from clusterorg.domains.organisations import queries as organisations
from clusterorg.domains.organisations.errors import OrganisationNotFound, OrganisationWasMerged
from clusterorg.kernel.actor import Actor
from clusterorg.kernel.unit_of_work import UnitOfWork


def record_payment(
    work: UnitOfWork,
    *,
    invoice_id: UUID,
    amount_cents: int,
    received_on: date,
    method: PaymentMethod,
    reference: str | None = None,
    send_receipt: bool = True,
    actor: Actor,
    at: datetime,
) -> UUID:
    """Write down money for one invoice and book it; answers the payment's id.

    Less than is open leaves the invoice part paid; what is more stays as credit of the payer.
    Raises InvoiceNotFound, NotAnInvoice, InvoiceSettled, AmountInvalid, AmountTooLarge,
    PaymentInFuture.
    """
    lock_invoices(work.session, [invoice_id])
    balance = payable(work, [invoice_id])[invoice_id]
    if balance.open_cents <= 0:
        raise InvoiceSettled(field="invoice_id", number=balance.number)
    shares, _surplus = rules.fill(amount_cents, [(invoice_id, balance.open_cents)])
    money = Money(
        balance.payer_id, amount_cents, received_on, method, reference, receipt=send_receipt
    )
    return take(work, money, shares, {invoice_id: balance}, actor=actor, at=at)


def record_joint_payment(
    work: UnitOfWork,
    *,
    payer_id: UUID,
    shares: Sequence[Share],
    amount_cents: int,
    received_on: date,
    method: PaymentMethod,
    reference: str | None = None,
    send_receipt: bool = True,
    actor: Actor,
    at: datetime,
) -> UUID:
    """Write down one sum that pays several invoices, also of others than the payer.

    What the shares leave stays as credit of the payer. Raises as `record_payment`, and
    OrganisationNotFound, SharesExceedPayment, ShareExceedsOpen.
    """
    _check_payer(work, payer_id)
    rules.check_shares(amount_cents, shares)
    ids = [share.invoice_id for share in shares]
    lock_invoices(work.session, ids)
    balances = payable(work, ids)
    check_open(shares, balances)
    money = Money(payer_id, amount_cents, received_on, method, reference, receipt=send_receipt)
    return take(work, money, shares, balances, actor=actor, at=at)


def _check_payer(work: UnitOfWork, payer_id: UUID) -> None:
    """Raise OrganisationNotFound for a stranger; who was merged is still named by its papers."""
    try:
        organisations.get_organisation(work.session, payer_id)
    except OrganisationNotFound as refusal:
        refusal.field = "payer_id"
        raise
    except OrganisationWasMerged:
        return


def record_charge(
    work: UnitOfWork,
    *,
    invoice_id: UUID,
    amount_cents: int,
    received_on: date,
    method: PaymentMethod,
    charge: Charge,
    actor: Actor,
    at: datetime,
) -> UUID:
    """Write down what a rail took, once per charge; an invoice settled meanwhile gives credit.

    Raises InvoiceNotFound; the caller has seen to it that the charge is new.
    """
    lock_invoices(work.session, [invoice_id])
    balance = payable(work, [invoice_id])[invoice_id]
    shares, _surplus = rules.fill(amount_cents, [(invoice_id, balance.open_cents)])
    money = Money(balance.payer_id, amount_cents, received_on, method, None, charge)
    return take(work, money, shares, {invoice_id: balance}, actor=actor, at=at)
