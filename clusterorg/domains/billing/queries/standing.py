"""What is paid, credited and open, said in SQL; `rules.standing` says the same in Python."""

from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, and_, case, func, literal, select
from sqlalchemy.orm import aliased

from clusterorg.domains.billing.models import Allocation, Invoice
from clusterorg.domains.billing.vocabulary import DocumentKind, InvoiceState

IS_INVOICE = Invoice.kind == DocumentKind.INVOICE.value


def paid_cents() -> Any:
    """Return the sum of what payments gave the invoice, as a scalar sub-select."""
    return func.coalesce(
        select(func.sum(Allocation.amount_cents))
        .where(Allocation.cluster_id == Invoice.cluster_id, Allocation.invoice_id == Invoice.id)
        .correlate(Invoice)
        .scalar_subquery(),
        0,
    )


def credited_cents() -> Any:
    """Return the sum of the credit notes of the invoice, as a scalar sub-select."""
    note = aliased(Invoice)
    return func.coalesce(
        select(func.sum(note.gross_cents))
        .where(note.cluster_id == Invoice.cluster_id, note.credits_id == Invoice.id)
        .correlate(Invoice)
        .scalar_subquery(),
        0,
    )


def open_cents() -> Any:
    """Return what is still owed on the invoice; nought for credit notes."""
    owed = Invoice.gross_cents - paid_cents() - credited_cents()
    return case((IS_INVOICE, owed), else_=literal(0))


def state() -> Any:
    """Return the state of the document as text."""
    gross, paid, credited = Invoice.gross_cents, paid_cents(), credited_cents()
    return case(
        (~IS_INVOICE, InvoiceState.FINAL.value),
        (and_(gross > 0, credited >= gross), InvoiceState.CREDITED.value),
        (gross - paid - credited <= 0, InvoiceState.PAID.value),
        (paid + credited > 0, InvoiceState.PART_PAID.value),
        else_=InvoiceState.OPEN.value,
    )


def overdue(today: date) -> ColumnElement[bool]:
    """Return whether money is owed past its due date; `today` is the cluster's local date."""
    return and_(Invoice.due_on < today, open_cents() > 0)
