"""Documents: lists, and one document with all that belongs to it."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Row, func, or_, select
from sqlalchemy.orm import Session, aliased

from clusterorg.domains.billing import rules
from clusterorg.domains.billing.errors import InvoiceNotFound
from clusterorg.domains.billing.models import Invoice, InvoiceLine
from clusterorg.domains.billing.queries.attempts import attempts_of
from clusterorg.domains.billing.queries.payments import payments_of_invoice
from clusterorg.domains.billing.queries.standing import (
    credited_cents,
    open_cents,
    overdue,
    paid_cents,
    state,
)
from clusterorg.domains.billing.vocabulary import (
    DocumentKind,
    InvoiceState,
    Subject,
)
from clusterorg.domains.organisations import queries as organisations
from clusterorg.kernel.paging import Page, paginate


@dataclass(frozen=True, slots=True)
class InvoiceFilter:
    """What of the documents to list; None takes all."""

    kind: DocumentKind | None = None
    state: InvoiceState | None = None
    overdue: bool | None = None
    year: int | None = None
    payer_id: UUID | None = None
    text: str | None = None


def invoices(
    session: Session,
    wanted: InvoiceFilter,
    *,
    today: date,
    cursor: str | None = None,
    limit: int = 50,
) -> Page:
    """Return one page of documents, newest first.

    Columns: id, kind, number, issued_on, due_on, payer_id, payer_name, currency, net_cents,
    vat_cents, gross_cents, paid_cents, credited_cents, open_cents, state, is_overdue,
    payment_reference, credits_id, language.
    """
    keys: list[Any] = [Invoice.issued_on.desc(), Invoice.id.desc()]
    return paginate(
        session, invoices_statement(session, wanted, today), keys, cursor=cursor, limit=limit
    )


def invoices_statement(session: Session, wanted: InvoiceFilter, today: date) -> Any:
    """Return the statement behind `invoices`, unordered, for exports of the same rows."""
    statement: Any = select(
        Invoice.id,
        Invoice.kind,
        Invoice.number,
        Invoice.issued_on,
        Invoice.due_on,
        Invoice.payer_id,
        Invoice.payer_name,
        Invoice.currency,
        Invoice.net_cents,
        Invoice.vat_cents,
        Invoice.gross_cents,
        paid_cents().label("paid_cents"),
        credited_cents().label("credited_cents"),
        open_cents().label("open_cents"),
        state().label("state"),
        overdue(today).label("is_overdue"),
        Invoice.payment_reference,
        Invoice.credits_id,
        Invoice.language,
    )
    for condition in _conditions(session, wanted, today):
        statement = statement.where(condition)
    return statement


def _conditions(session: Session, wanted: InvoiceFilter, today: date) -> list[Any]:
    found: list[Any] = []
    if wanted.kind is not None:
        found.append(Invoice.kind == wanted.kind.value)
    if wanted.state is not None:
        found.append(state() == wanted.state.value)
    if wanted.overdue is not None:
        found.append(overdue(today) if wanted.overdue else ~overdue(today))
    if wanted.year is not None:
        found.append(Invoice.issued_on >= date(wanted.year, 1, 1))
        found.append(Invoice.issued_on < date(wanted.year + 1, 1, 1))
    if wanted.payer_id is not None:
        ids = organisations.same_organisation(session, wanted.payer_id)
        found.append(Invoice.payer_id.in_(ids))
    if wanted.text and wanted.text.strip():
        found.append(_matches(wanted.text.strip()))
    return found


def _matches(text: str) -> Any:
    reference = rules.read_reference(text)
    if reference is not None:
        return Invoice.payment_reference == reference
    digits = "".join(mark for mark in text if mark.isdigit())
    found = [
        Invoice.number.icontains(text, autoescape=True),
        func.strpos(func.plain_text(Invoice.payer_name), func.plain_text(text)) > 0,
    ]
    if len(digits) >= 4:
        found.append(Invoice.payment_reference.contains(digits, autoescape=True))
    return or_(*found)


@dataclass(frozen=True, slots=True)
class InvoiceDetail:
    """One document with its lines, payments, credit notes and attempts, as rows."""

    invoice: Row[Any]
    lines: Sequence[Row[Any]]
    payments: Sequence[Row[*tuple[Any, ...]]]
    credit_notes: Sequence[Row[*tuple[Any, ...]]]
    attempts: Sequence[Row[Any]]


def invoice_detail(session: Session, invoice_id: UUID, *, today: date) -> InvoiceDetail:
    """Return one document with all that belongs to it, in five statements.

    `invoice` has the columns of `invoices` and seller, buyer, vat_breakdown, legal_texts,
    reference_kind, buyer_reference, note, reason, issued_at, issued_by, credits_number.
    Raises InvoiceNotFound.
    """
    credited = aliased(Invoice)
    credits_number = (
        select(credited.number)
        .where(credited.cluster_id == Invoice.cluster_id, credited.id == Invoice.credits_id)
        .correlate(Invoice)
        .scalar_subquery()
    )
    statement = invoices_statement(session, InvoiceFilter(), today).add_columns(
        Invoice.seller,
        Invoice.buyer,
        Invoice.vat_breakdown,
        Invoice.legal_texts,
        Invoice.reference_kind,
        Invoice.buyer_reference,
        Invoice.note,
        Invoice.reason,
        Invoice.issued_at,
        Invoice.issued_by,
        credits_number.label("credits_number"),
    )
    row = session.execute(statement.where(Invoice.id == invoice_id)).one_or_none()
    if row is None:
        raise InvoiceNotFound()
    return InvoiceDetail(
        row,
        lines_of(session, invoice_id),
        payments_of_invoice(session, invoice_id),
        credit_notes_of(session, invoice_id),
        attempts_of(session, invoice_id),
    )


def lines_of(session: Session, invoice_id: UUID) -> Sequence[Row[Any]]:
    """Return a document's lines in order."""
    columns = [column for column in InvoiceLine.__table__.c if column.name != "cluster_id"]
    attributes = [getattr(InvoiceLine, column.name) for column in columns]
    return session.execute(
        select(*attributes)
        .where(InvoiceLine.invoice_id == invoice_id)
        .order_by(InvoiceLine.position)
    ).all()


def credit_notes_of(session: Session, invoice_id: UUID) -> Sequence[Row[*tuple[Any, ...]]]:
    """Return the credit notes of an invoice: id, number, issued_on, gross_cents, reason."""
    return session.execute(
        select(Invoice.id, Invoice.number, Invoice.issued_on, Invoice.gross_cents, Invoice.reason)
        .where(Invoice.credits_id == invoice_id)
        .order_by(Invoice.issued_on, Invoice.id)
    ).all()


def subjects_of(session: Session, invoice_id: UUID) -> tuple[Subject, ...]:
    """Return what the lines of a document are for, each once."""
    rows = session.execute(
        select(InvoiceLine.subject_type, InvoiceLine.subject_id)
        .where(InvoiceLine.invoice_id == invoice_id, InvoiceLine.subject_id.is_not(None))
        .order_by(InvoiceLine.position)
    )
    return tuple(dict.fromkeys(Subject(row.subject_type, row.subject_id) for row in rows))


def invoices_for(
    session: Session, subject_type: str, subject_ids: Collection[UUID], *, today: date
) -> dict[UUID, list[Row[Any]]]:
    """Return the documents with a line for each of these subjects, oldest first, as `invoices`."""
    statement = (
        invoices_statement(session, InvoiceFilter(), today)
        .add_columns(InvoiceLine.subject_id)
        .join(
            InvoiceLine,
            (InvoiceLine.cluster_id == Invoice.cluster_id) & (InvoiceLine.invoice_id == Invoice.id),
        )
        .where(
            InvoiceLine.subject_type == subject_type,
            InvoiceLine.subject_id.in_(sorted(set(subject_ids))),
        )
        .distinct()
        .order_by(Invoice.issued_on, Invoice.id)
    )
    found: dict[UUID, list[Row[Any]]] = {}
    for row in session.execute(statement):
        found.setdefault(row.subject_id, []).append(row)
    return found
