"""What every payment goes through: row, shares, entry, news. Rows are only ever added."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import insert, select

from clusterorg.domains.billing import rules
from clusterorg.domains.billing.errors import (
    AmountInvalid,
    AmountTooLarge,
    NotAnInvoice,
    PaymentInFuture,
    ShareExceedsOpen,
)
from clusterorg.domains.billing.models import ALLOCATIONS, Payment, PaymentAttempt
from clusterorg.domains.billing.news import InvoicePaid, PaymentRecorded
from clusterorg.domains.billing.queries.balances import Balance, balances_of
from clusterorg.domains.billing.queries.invoices import subjects_of
from clusterorg.domains.billing.rules.standing import UNDER_WAY
from clusterorg.domains.billing.rules.totals import LARGEST_CENTS
from clusterorg.domains.billing.vocabulary import DocumentKind, PaymentMethod, Share
from clusterorg.domains.identity import queries as identity
from clusterorg.domains.ledger import actions as ledger
from clusterorg.domains.ledger import queries as ledger_queries
from clusterorg.domains.ledger.vocabulary import AccountRole, PostingLine
from clusterorg.kernel.actor import Actor
from clusterorg.kernel.clock import local_date
from clusterorg.kernel.days import check_day
from clusterorg.kernel.ids import new_id
from clusterorg.kernel.unit_of_work import UnitOfWork

CURRENCY = "EUR"


@dataclass(frozen=True, slots=True)
class Charge:
    """What a rail says of money it took: provider, its charge id, our attempt."""

    provider: str
    charge_id: str
    attempt_id: UUID


@dataclass(frozen=True, slots=True)
class Money:
    """Money as it is to be written down; `cents` is negative for a reversal."""

    payer_id: UUID
    cents: int
    on: date
    method: PaymentMethod
    reference: str | None
    charge: Charge | None = None
    receipt: bool = True


def take(
    work: UnitOfWork,
    money: Money,
    shares: Sequence[Share],
    balances: dict[UUID, Balance],
    *,
    actor: Actor,
    at: datetime,
) -> UUID:
    """Write money down, spread it, book it and tell; answers the payment's id.

    Raises AmountInvalid, AmountTooLarge, PaymentInFuture, DayOutOfReach, SharesExceedPayment.
    """
    if money.cents <= 0:
        raise AmountInvalid(field="amount_cents")
    if money.cents > LARGEST_CENTS:
        raise AmountTooLarge(field="amount_cents")
    if money.on > local_date(at, zone_of(work)):
        raise PaymentInFuture(field="received_on")
    check_day(money.on, field="received_on")
    surplus = rules.check_shares(money.cents, shares)
    payment_id = insert_payment(work, money, actor=actor, at=at)
    allocate(work, payment_id, shares, money.on, at=at)
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
    tell_paid(work, shares, balances, money.on)
    return payment_id


def payable(work: UnitOfWork, invoice_ids: Sequence[UUID]) -> dict[UUID, Balance]:
    """Return the balances of invoices; raises InvoiceNotFound, NotAnInvoice."""
    balances = balances_of(work.session, invoice_ids)
    for balance in balances.values():
        if balance.kind is not DocumentKind.INVOICE:
            raise NotAnInvoice(field="invoice_id", number=balance.number)
    return balances


def check_open(shares: Sequence[Share], balances: dict[UUID, Balance]) -> None:
    """Refuse a share larger than what is open on its invoice (ShareExceedsOpen)."""
    for position, share in enumerate(shares):
        balance = balances[share.invoice_id]
        if share.cents > balance.open_cents:
            raise ShareExceedsOpen(field=f"shares.{position}.cents", number=balance.number)


def insert_payment(
    work: UnitOfWork,
    money: Money,
    *,
    reverses_id: UUID | None = None,
    reason: str | None = None,
    actor: Actor,
    at: datetime,
) -> UUID:
    """Add the payment's row and answer its id."""
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


def allocate(
    work: UnitOfWork, payment_id: UUID, shares: Sequence[Share], on: date, *, at: datetime
) -> None:
    """Give parts of a payment to invoices; a negative share takes back."""
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
    money: Money,
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


def _money_role(money: Money) -> AccountRole:
    if money.charge is not None or money.method not in (
        PaymentMethod.BANK_TRANSFER,
        PaymentMethod.CASH,
    ):
        return AccountRole.CLEARING
    return AccountRole.CASH if money.method is PaymentMethod.CASH else AccountRole.BANK


def tell_paid(
    work: UnitOfWork, shares: Sequence[Share], balances: dict[UUID, Balance], on: date
) -> None:
    """Tell of every invoice that these shares settled, and close its open pages."""
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


def zone_of(work: UnitOfWork) -> str:
    """Return the time zone in which the cluster counts its days."""
    return identity.get_cluster(work.session, work.cluster_id).time_zone
