"""Balances: of invoices, of organisations, of the whole cluster by age."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Row, case, func, select
from sqlalchemy.orm import Session

from clusterorg.domains.billing import rules
from clusterorg.domains.billing.errors import InvoiceNotFound
from clusterorg.domains.billing.models import Allocation, Invoice, Payment
from clusterorg.domains.billing.queries.standing import (
    IS_INVOICE,
    credited_cents,
    open_cents,
    paid_cents,
)
from clusterorg.domains.billing.vocabulary import DocumentKind, InvoiceState
from clusterorg.domains.organisations import queries as organisations


@dataclass(frozen=True, slots=True)
class Balance:
    """What an invoice asks and what it got."""

    invoice_id: UUID
    number: str
    kind: DocumentKind
    payer_id: UUID
    issued_on: date
    due_on: date
    gross_cents: int
    paid_cents: int
    credited_cents: int

    @property
    def open_cents(self) -> int:
        """What is still owed; below nought when more was given than is asked."""
        if self.kind is not DocumentKind.INVOICE:
            return 0
        return self.gross_cents - self.paid_cents - self.credited_cents

    @property
    def state(self) -> InvoiceState:
        """Where the document stands."""
        if self.kind is not DocumentKind.INVOICE:
            return InvoiceState.FINAL
        return rules.standing(self.gross_cents, self.paid_cents, self.credited_cents)


def balances_of(session: Session, invoice_ids: Sequence[UUID]) -> dict[UUID, Balance]:
    """Return the balance per document, in one statement; raises InvoiceNotFound for a stranger."""
    rows = session.execute(
        select(
            Invoice.id,
            Invoice.number,
            Invoice.kind,
            Invoice.payer_id,
            Invoice.issued_on,
            Invoice.due_on,
            Invoice.gross_cents,
            paid_cents().label("paid"),
            credited_cents().label("credited"),
        ).where(Invoice.id.in_(invoice_ids))
    ).all()
    found = {
        row.id: Balance(
            row.id,
            row.number,
            DocumentKind(row.kind),
            row.payer_id,
            row.issued_on,
            row.due_on,
            row.gross_cents,
            int(row.paid),
            int(row.credited),
        )
        for row in rows
    }
    if set(invoice_ids) - set(found):
        raise InvoiceNotFound(field="invoice_id")
    return {invoice_id: found[invoice_id] for invoice_id in invoice_ids}


@dataclass(frozen=True, slots=True)
class MemberBalance:
    """What an organisation owes and what it has to its credit, in cents."""

    open_cents: int
    overdue_cents: int
    credit_cents: int
    open_count: int
    overdue_count: int


def member_balance(session: Session, organisation_id: UUID, today: date) -> MemberBalance:
    """Return one organisation's balance, with what stands under ids merged into it."""
    ids = organisations.same_organisation(session, organisation_id)
    owed = _owed().where(Invoice.payer_id.in_(ids)).subquery()
    late = owed.c.due_on < today
    row = session.execute(
        select(
            func.coalesce(func.sum(owed.c.open_cents), 0),
            func.coalesce(func.sum(owed.c.open_cents).filter(late), 0),
            func.count(),
            func.count().filter(late),
        )
    ).one()
    return MemberBalance(
        int(row[0]), int(row[1]), member_credit(session, ids), int(row[2]), int(row[3])
    )


def member_credit(session: Session, organisation_ids: Sequence[UUID]) -> int:
    """Return what payments of organisations have left over, in cents."""
    came = select(func.coalesce(func.sum(Payment.amount_cents), 0)).where(
        Payment.payer_id.in_(organisation_ids)
    )
    went = (
        select(func.coalesce(func.sum(Allocation.amount_cents), 0))
        .join(
            Payment,
            (Payment.cluster_id == Allocation.cluster_id) & (Payment.id == Allocation.payment_id),
        )
        .where(Payment.payer_id.in_(organisation_ids))
    )
    return int(session.execute(came).scalar_one()) - int(session.execute(went).scalar_one())


def open_items(session: Session, organisation_id: UUID) -> Sequence[Row[Any]]:
    """Return an organisation's invoices with something open, oldest due first.

    Columns: id, number, issued_on, due_on, gross_cents, open_cents, payment_reference, currency.
    """
    ids = organisations.same_organisation(session, organisation_id)
    statement = (
        select(
            Invoice.id,
            Invoice.number,
            Invoice.issued_on,
            Invoice.due_on,
            Invoice.gross_cents,
            open_cents().label("open_cents"),
            Invoice.payment_reference,
            Invoice.currency,
        )
        .where(IS_INVOICE, Invoice.payer_id.in_(ids), open_cents() > 0)
        .order_by(Invoice.due_on, Invoice.id)
    )
    return session.execute(statement).all()


BUCKETS = ("not_due", "1_30", "31_60", "61_90", "over_90")


def ageing(session: Session, today: date) -> dict[str, tuple[int, int]]:
    """Return per age of debt (see BUCKETS, days past due) the number of invoices and open cents."""
    owed = _owed().subquery()
    bucket = case(
        (owed.c.due_on >= today, BUCKETS[0]),
        (owed.c.due_on >= today - timedelta(days=30), BUCKETS[1]),
        (owed.c.due_on >= today - timedelta(days=60), BUCKETS[2]),
        (owed.c.due_on >= today - timedelta(days=90), BUCKETS[3]),
        else_=BUCKETS[4],
    ).label("bucket")
    rows = session.execute(
        select(bucket, func.count(), func.sum(owed.c.open_cents)).group_by(bucket)
    )
    found = {row[0]: (int(row[1]), int(row[2])) for row in rows}
    return {name: found.get(name, (0, 0)) for name in BUCKETS}


@dataclass(frozen=True, slots=True)
class YearTotals:
    """A year's dues cockpit in cents: documents by issue date, money by the day it came."""

    billed_cents: int
    credited_cents: int
    collected_cents: int
    open_cents: int
    overdue_cents: int
    invoice_count: int


def year_totals(session: Session, year: int, today: date) -> YearTotals:
    """Return what was billed, credited and collected in a year and what of it is open."""
    in_year = (Invoice.issued_on >= date(year, 1, 1)) & (Invoice.issued_on < date(year + 1, 1, 1))
    gross = func.coalesce(func.sum(Invoice.gross_cents), 0)
    billed = session.execute(select(gross, func.count()).where(IS_INVOICE, in_year)).one()
    credited = session.execute(select(gross).where(~IS_INVOICE, in_year)).scalar_one()
    came = session.execute(
        select(func.coalesce(func.sum(Payment.amount_cents), 0)).where(
            Payment.received_on >= date(year, 1, 1), Payment.received_on < date(year + 1, 1, 1)
        )
    ).scalar_one()
    owed = _owed().where(in_year).subquery()
    late = func.sum(owed.c.open_cents).filter(owed.c.due_on < today)
    left = session.execute(
        select(func.coalesce(func.sum(owed.c.open_cents), 0), func.coalesce(late, 0))
    ).one()
    return YearTotals(
        int(billed[0]), int(credited), int(came), int(left[0]), int(left[1]), int(billed[1])
    )


def _owed() -> Any:
    """Invoices with something open. Sums are joined, not looked up per row: it reads them all."""
    paid = (
        select(
            Allocation.cluster_id,
            Allocation.invoice_id,
            func.sum(Allocation.amount_cents).label("cents"),
        )
        .group_by(Allocation.cluster_id, Allocation.invoice_id)
        .subquery()
    )
    left = Invoice.gross_cents - func.coalesce(paid.c.cents, 0) - credited_cents()
    return (
        select(Invoice.id, Invoice.due_on, Invoice.payer_id, left.label("open_cents"))
        .outerjoin(
            paid,
            (paid.c.cluster_id == Invoice.cluster_id) & (paid.c.invoice_id == Invoice.id),
        )
        .where(IS_INVOICE, left > 0)
    )
