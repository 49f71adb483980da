"""Payments: lists, one payment with where it went."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Row, func, select
from sqlalchemy.orm import Session, aliased

from clusterorg.domains.billing.errors import PaymentNotFound
from clusterorg.domains.billing.models import Allocation, Invoice, Payment
from clusterorg.domains.organisations import queries as organisations
from clusterorg.kernel.paging import Page, paginate


@dataclass(frozen=True, slots=True)
class PaymentFacts:
    """What an action needs to know of a payment; amounts in cents."""

    id: UUID
    payer_id: UUID
    method: str
    amount_cents: int
    free_cents: int
    reference: str | None
    provider: str | None
    reversed: bool


def find_payment(session: Session, payment_id: UUID) -> PaymentFacts:
    """Return one payment with what of it is not allocated; raises PaymentNotFound."""
    row = session.execute(_payments().where(Payment.id == payment_id)).one_or_none()
    if row is None:
        raise PaymentNotFound()
    return PaymentFacts(
        row.id,
        row.payer_id,
        row.method,
        row.amount_cents,
        int(row.free_cents),
        row.reference,
        row.provider,
        row.undone,
    )


def get_payment(session: Session, payment_id: UUID) -> Row[Any]:
    """Return one payment as `payments` does; raises PaymentNotFound."""
    row = session.execute(_payments().where(Payment.id == payment_id)).one_or_none()
    if row is None:
        raise PaymentNotFound()
    return row


def payments(
    session: Session,
    *,
    payer_id: UUID | None = None,
    since: date | None = None,
    until: date | None = None,
    cursor: str | None = None,
    limit: int = 50,
) -> Page:
    """Return one page of payments, newest first, those received in [since, until).

    Columns: id, payer_id, method, amount_cents, currency, received_on, reference, provider,
    provider_charge_id, reverses_id, reason, recorded_at, recorded_by, undone, free_cents.
    """
    statement = _payments()
    if payer_id is not None:
        ids = organisations.same_organisation(session, payer_id)
        statement = statement.where(Payment.payer_id.in_(ids))
    if since is not None:
        statement = statement.where(Payment.received_on >= since)
    if until is not None:
        statement = statement.where(Payment.received_on < until)
    keys: list[Any] = [Payment.received_on.desc(), Payment.id.desc()]
    return paginate(session, statement, keys, cursor=cursor, limit=limit)


def payments_of_invoice(session: Session, invoice_id: UUID) -> Sequence[Row[*tuple[Any, ...]]]:
    """Return what gave to an invoice or took back, oldest first.

    Columns: payment_id, amount_cents (of this allocation), allocated_on, method, received_on,
    reference, provider, payment_cents, undone, recorded_by.
    """
    return session.execute(
        select(
            Allocation.payment_id,
            Allocation.amount_cents,
            Allocation.allocated_on,
            Payment.method,
            Payment.received_on,
            Payment.reference,
            Payment.provider,
            Payment.amount_cents.label("payment_cents"),
            _undone().label("undone"),
            Payment.recorded_by,
        )
        .join(
            Payment,
            (Payment.cluster_id == Allocation.cluster_id) & (Payment.id == Allocation.payment_id),
        )
        .where(Allocation.invoice_id == invoice_id)
        .order_by(Allocation.id)
    ).all()


def shares_of_payment(session: Session, payment_id: UUID) -> Sequence[Row[*tuple[Any, ...]]]:
    """Return where a payment went: invoice_id, number, payer_name, amount_cents, allocated_on."""
    return session.execute(
        select(
            Allocation.invoice_id,
            Invoice.number,
            Invoice.payer_name,
            Allocation.amount_cents,
            Allocation.allocated_on,
        )
        .join(
            Invoice,
            (Invoice.cluster_id == Allocation.cluster_id) & (Invoice.id == Allocation.invoice_id),
        )
        .where(Allocation.payment_id == payment_id)
        .order_by(Allocation.id)
    ).all()


def allocated_by(session: Session, payment_id: UUID) -> dict[UUID, int]:
    """Return what a payment gives each invoice now, in cents, where it is not nought."""
    total = func.sum(Allocation.amount_cents)
    rows = session.execute(
        select(Allocation.invoice_id, total)
        .where(Allocation.payment_id == payment_id)
        .group_by(Allocation.invoice_id)
        .having(total != 0)
        .order_by(Allocation.invoice_id)
    )
    return {row[0]: int(row[1]) for row in rows}


def payments_on(session: Session, invoice_id: UUID) -> list[tuple[UUID, int]]:
    """Return which payments give an invoice how much now, the latest payment first."""
    total = func.sum(Allocation.amount_cents)
    rows = session.execute(
        select(Allocation.payment_id, total)
        .where(Allocation.invoice_id == invoice_id)
        .group_by(Allocation.payment_id)
        .having(total > 0)
        .order_by(Allocation.payment_id.desc())
    )
    return [(row[0], int(row[1])) for row in rows]


def charge_recorded(session: Session, provider: str, charge_id: str) -> UUID | None:
    """Return the payment that a rail's charge was written down as, or None."""
    return session.execute(
        select(Payment.id).where(
            Payment.provider == provider, Payment.provider_charge_id == charge_id
        )
    ).scalar_one_or_none()


def _undone() -> Any:
    reversal = aliased(Payment)
    return (
        select(reversal.id)
        .where(
            reversal.cluster_id == Payment.cluster_id,
            reversal.reverses_id == Payment.id,
        )
        .correlate(Payment)
        .exists()
    )


def _free() -> Any:
    given = (
        select(func.coalesce(func.sum(Allocation.amount_cents), 0))
        .where(Allocation.cluster_id == Payment.cluster_id, Allocation.payment_id == Payment.id)
        .correlate(Payment)
        .scalar_subquery()
    )
    return Payment.amount_cents - given


def _payments() -> Any:
    return select(
        Payment.id,
        Payment.payer_id,
        Payment.method,
        Payment.amount_cents,
        Payment.currency,
        Payment.received_on,
        Payment.reference,
        Payment.provider,
        Payment.provider_charge_id,
        Payment.reverses_id,
        Payment.reason,
        Payment.recorded_at,
        Payment.recorded_by,
        _undone().label("undone"),
        _free().label("free_cents"),
    )
