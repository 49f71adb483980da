"""Payments: recorded, spread over invoices, taken back by reversal. Rows are only ever added."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import insert, select

from clusterorg.domains.billing import rules
from clusterorg.domains.billing.actions.numbering import lock_invoices
from clusterorg.domains.billing.errors import (
    AmountInvalid,
    AmountTooLarge,
    InvoiceSettled,
    NotAnInvoice,
    OnlinePaymentStays,
    PaymentAlreadyUndone,
    PaymentInFuture,
    ReasonMissing,
    ShareExceedsOpen,
    SharesExceedPayment,
    WrongPayer,
)
from clusterorg.domains.billing.models import ALLOCATIONS, Payment, PaymentAttempt
from clusterorg.domains.billing.news import (
    InvoicePaid,
    InvoiceReopened,
    PaymentRecorded,
    PaymentUndone,
)
from clusterorg.domains.billing.queries.balances import Balance, balances_of
from clusterorg.domains.billing.queries.invoices import subjects_of
from clusterorg.domains.billing.queries.payments import allocated_by, find_payment, payments_on
from clusterorg.domains.billing.rules.standing import UNDER_WAY
from clusterorg.domains.billing.rules.totals import LARGEST_CENTS
from clusterorg.domains.billing.vocabulary import (
    DocumentKind,
    InvoiceState,
    PaymentMethod,
    Share,
)
from clusterorg.domains.identity import queries as identity
from clusterorg.domains.ledger import actions as ledger
from clusterorg.domains.ledger import queries as ledger_queries
from clusterorg.domains.ledger.vocabulary import AccountRole, PostingLine
from clusterorg.kernel.actor import Actor
from clusterorg.kernel.clock import local_date
from clusterorg.kernel.ids import new_id
from clusterorg.kernel.unit_of_work import UnitOfWork

CURRENCY = "EUR"


@dataclass(frozen=True, slots=True)
class Charge:
    """What a rail says of money it took: provider, its charge id, our attempt."""

    provider: str
    charge_id: str
    attempt_id: UUID


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
    balance = _payable(work, [invoice_id])[invoice_id]
    if balance.open_cents <= 0:
        raise InvoiceSettled(field="invoice_id", number=balance.number)
    shares, _surplus = rules.fill(amount_cents, [(invoice_id, balance.open_cents)])
    money = _Money(
        balance.payer_id, amount_cents, received_on, method, reference, receipt=send_receipt
    )
    return _take(work, money, shares, {invoice_id: balance}, actor=actor, at=at)


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
    SharesExceedPayment, ShareExceedsOpen.
    """
    rules.check_shares(amount_cents, shares)
    ids = [share.invoice_id for share in shares]
    lock_invoices(work.session, ids)
    balances = _payable(work, ids)
    _check_open(shares, balances)
    money = _Money(payer_id, amount_cents, received_on, method, reference, receipt=send_receipt)
    return _take(work, money, shares, balances, actor=actor, at=at)


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
    balance = _payable(work, [invoice_id])[invoice_id]
    shares, _surplus = rules.fill(amount_cents, [(invoice_id, balance.open_cents)])
    money = _Money(balance.payer_id, amount_cents, received_on, method, None, charge)
    return _take(work, money, shares, {invoice_id: balance}, actor=actor, at=at)


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

    Nothing is booked: receivable and credit are one account of one organisation. Raises
    PaymentNotFound, InvoiceNotFound, NotAnInvoice, WrongPayer, AmountInvalid,
    SharesExceedPayment, ShareExceedsOpen.
    """
    lock_invoices(work.session, [invoice_id, payment_id])
    payment = find_payment(work.session, payment_id)
    share = Share(invoice_id, amount_cents)
    if rules.check_shares(amount_cents, [share]) or amount_cents > payment.free_cents:
        raise SharesExceedPayment(field="amount_cents")
    balances = _payable(work, [invoice_id])
    if balances[invoice_id].payer_id != payment.payer_id:
        raise WrongPayer(field="invoice_id", number=balances[invoice_id].number)
    _check_open([share], balances)
    today = local_date(at, _time_zone(work))
    _allocate(work, payment_id, [share], today, at=at)
    work.record(
        "credit.applied",
        subject=("invoice", invoice_id),
        concerns=payment.payer_id,
        actor=actor,
        at=at,
        after={"payment_id": str(payment_id), "amount_cents": amount_cents},
    )
    _tell_paid(work, [share], balances, today)


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
    today = local_date(at, _time_zone(work))
    before = balances_of(work.session, list(given))
    _allocate(
        work,
        payment_id,
        [Share(invoice_id, -cents) for invoice_id, cents in given.items()],
        today,
        at=at,
    )
    reversal_id = _insert_payment(
        work,
        _Money(
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
        _allocate(work, payment_id, [Share(invoice_id, -part)], on, at=at)
        surplus_cents -= part


@dataclass(frozen=True, slots=True)
class _Money:
    payer_id: UUID
    cents: int
    on: date
    method: PaymentMethod
    reference: str | None
    charge: Charge | None = None
    receipt: bool = True


def _take(
    work: UnitOfWork,
    money: _Money,
    shares: Sequence[Share],
    balances: dict[UUID, Balance],
    *,
    actor: Actor,
    at: datetime,
) -> UUID:
    if money.cents <= 0:
        raise AmountInvalid(field="amount_cents")
    if money.cents > LARGEST_CENTS:
        raise AmountTooLarge(field="amount_cents")
    if money.on > local_date(at, _time_zone(work)):
        raise PaymentInFuture(field="received_on")
    surplus = rules.check_shares(money.cents, shares)
    payment_id = _insert_payment(work, money, actor=actor, at=at)
    _allocate(work, payment_id, shares, money.on, at=at)
    _book(work, payment_id, money, shares, balances, surplus, actor=actor, at=at)
    work.record(
        "payment.recorded",
        subject=("payment", payment_id),
        concerns=money.payer_id,
        actor=actor,
        at=at,
        after={
            "amount_cents": money.cents,
            "method": money.method.value,
            "received_on": money.on.isoformat(),
            "invoices": [balances[share.invoice_id].number for share in shares],
            "surplus_cents": surplus,
        },
    )
    work.publish(
        PaymentRecorded(
            payment_id,
            money.payer_id,
            money.cents,
            money.method,
            money.on,
            tuple(share.invoice_id for share in shares),
            surplus,
            money.receipt,
        )
    )
    _tell_paid(work, shares, balances, money.on)
    return payment_id


def _payable(work: UnitOfWork, invoice_ids: Sequence[UUID]) -> dict[UUID, Balance]:
    """Return the balances of invoices; raises InvoiceNotFound, NotAnInvoice."""
    balances = balances_of(work.session, invoice_ids)
    for balance in balances.values():
        if balance.kind is not DocumentKind.INVOICE:
            raise NotAnInvoice(field="invoice_id", number=balance.number)
    return balances


def _check_open(shares: Sequence[Share], balances: dict[UUID, Balance]) -> None:
    for position, share in enumerate(shares):
        balance = balances[share.invoice_id]
        if share.cents > balance.open_cents:
            raise ShareExceedsOpen(field=f"shares.{position}.cents", number=balance.number)


def _insert_payment(
    work: UnitOfWork,
    money: _Money,
    *,
    reverses_id: UUID | None = None,
    reason: str | None = None,
    actor: Actor,
    at: datetime,
) -> UUID:
    payment = Payment(
        id=new_id(),
        payer_id=money.payer_id,
        method=money.method.value,
        amount_cents=money.cents,
        currency=CURRENCY,
        received_on=money.on,
        reference=money.reference[:200] if money.reference else None,
        provider=money.charge.provider if money.charge else None,
        provider_charge_id=money.charge.charge_id if money.charge else None,
        attempt_id=money.charge.attempt_id if money.charge else None,
        reverses_id=reverses_id,
        reason=reason,
        recorded_at=at,
        recorded_by=actor.name[:200],
    )
    work.session.add(payment)
    work.session.flush()
    return payment.id


def _allocate(
    work: UnitOfWork, payment_id: UUID, shares: Sequence[Share], on: date, *, at: datetime
) -> None:
    rows: list[dict[str, Any]] = [
        {
            "cluster_id": work.cluster_id,
            "id": new_id(),
            "payment_id": payment_id,
            "invoice_id": share.invoice_id,
            "amount_cents": share.cents,
            "allocated_on": on,
            "allocated_at": at,
        }
        for share in shares
        if share.cents
    ]
    if rows:
        work.session.execute(insert(ALLOCATIONS), rows)


def _book(
    work: UnitOfWork,
    payment_id: UUID,
    money: _Money,
    shares: Sequence[Share],
    balances: dict[UUID, Balance],
    surplus: int,
    *,
    actor: Actor,
    at: datetime,
) -> None:
    role = _money_role(money)
    accounts = ledger_queries.role_accounts(work.session, role, AccountRole.RECEIVABLE)
    receivable = accounts[AccountRole.RECEIVABLE]
    owed: dict[UUID, int] = {}
    for share in shares:
        payer_id = balances[share.invoice_id].payer_id
        owed[payer_id] = owed.get(payer_id, 0) + share.cents
    if surplus:
        owed[money.payer_id] = owed.get(money.payer_id, 0) + surplus
    lines = [PostingLine(accounts[role], money.cents)]
    lines += [PostingLine(receivable, -cents, whose) for whose, cents in owed.items()]
    numbers = ", ".join(balances[share.invoice_id].number for share in shares)
    ledger.post_entry(
        work,
        booked_on=money.on,
        text=" ".join(filter(None, [numbers, money.reference])) or money.method.value,
        cause=("payment", payment_id),
        kind="receipt",
        lines=lines,
        actor=actor,
        at=at,
    )


def _money_role(money: _Money) -> AccountRole:
    if money.charge is not None or money.method not in (
        PaymentMethod.BANK_TRANSFER,
        PaymentMethod.CASH,
    ):
        return AccountRole.CLEARING
    return AccountRole.CASH if money.method is PaymentMethod.CASH else AccountRole.BANK


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


def _tell_paid(
    work: UnitOfWork, shares: Sequence[Share], balances: dict[UUID, Balance], on: date
) -> None:
    for share in shares:
        balance = balances[share.invoice_id]
        if balance.open_cents - share.cents <= 0:
            subjects = subjects_of(work.session, share.invoice_id)
            work.publish(InvoicePaid(share.invoice_id, balance.payer_id, subjects, on))
            close_open_pages(work, share.invoice_id)


def close_open_pages(work: UnitOfWork, invoice_id: UUID) -> None:
    """Let a job close the page that is still open for an invoice nothing is owed on any more."""
    waiting = [state.value for state in UNDER_WAY]
    attempt_id = work.session.execute(
        select(PaymentAttempt.id).where(
            PaymentAttempt.invoice_id == invoice_id, PaymentAttempt.state.in_(waiting)
        )
    ).scalar_one_or_none()
    if attempt_id is not None:
        work.defer(
            "billing.close_checkout", cluster_id=str(work.cluster_id), attempt_id=str(attempt_id)
        )


def _time_zone(work: UnitOfWork) -> str:
    return identity.get_cluster(work.session, work.cluster_id).time_zone
