"""Credit notes: what was invoiced is taken back by a document of its own series."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select

from clusterorg.domains.billing import rules
from clusterorg.domains.billing.actions.credit import release_surplus
from clusterorg.domains.billing.actions.money import close_open_pages
from clusterorg.domains.billing.actions.numbering import (
    lock_invoices,
    refuse_future,
    take_numbers,
    take_references,
)
from clusterorg.domains.billing.documents.render import LAYOUT
from clusterorg.domains.billing.errors import (
    AlreadyCredited,
    InvoiceNotFound,
    IssueDateTooEarly,
    NotAnInvoice,
    ReasonMissing,
)
from clusterorg.domains.billing.models import INVOICE_LINES, INVOICES, Invoice
from clusterorg.domains.billing.news import InvoiceCredited
from clusterorg.domains.billing.queries.balances import Balance, balances_of
from clusterorg.domains.billing.queries.invoices import lines_of, subjects_of
from clusterorg.domains.billing.vocabulary import (
    DocumentKind,
    IssuedInvoice,
    ReferenceKind,
    Subject,
)
from clusterorg.domains.ledger import actions as ledger
from clusterorg.domains.ledger import queries as ledger_queries
from clusterorg.domains.ledger.vocabulary import PostingLine
from clusterorg.kernel.actor import Actor
from clusterorg.kernel.bulk import insert_rows
from clusterorg.kernel.ids import new_id
from clusterorg.kernel.unit_of_work import UnitOfWork


def credit_invoice(
    work: UnitOfWork,
    *,
    invoice_id: UUID,
    reason: str,
    issued_on: date,
    deliver: bool = True,
    actor: Actor,
    at: datetime,
) -> IssuedInvoice:
    """Credit a whole invoice; what was already paid becomes credit of the payer.

    The credit note copies the invoice's frozen parties, lines and VAT, so that both cancel out to
    the cent. Raises InvoiceNotFound, NotAnInvoice, AlreadyCredited, ReasonMissing,
    IssueDateTooEarly (before the invoice, or before the series' last), IssueDateInFuture.
    """
    if not reason.strip():
        raise ReasonMissing(field="reason")
    refuse_future(work, issued_on, at)
    lock_invoices(work.session, [invoice_id])
    invoice = work.session.execute(
        select(Invoice).where(Invoice.id == invoice_id)
    ).scalar_one_or_none()
    if invoice is None:
        raise InvoiceNotFound(field="invoice_id")
    balance = balances_of(work.session, [invoice_id])[invoice_id]
    _check(invoice, balance, issued_on)
    subjects = subjects_of(work.session, invoice_id)
    row = _numbered(work, invoice, reason, issued_on, actor=actor, at=at)
    insert_rows(work.session, INVOICES, [row])
    insert_rows(work.session, INVOICE_LINES, _lines(work, invoice_id, row["id"]))
    _book(work, invoice, row, actor=actor, at=at)
    release_surplus(
        work, invoice_id=invoice_id, surplus_cents=balance.paid_cents, on=issued_on, at=at
    )
    return _announce(work, invoice, row, subjects, deliver=deliver, actor=actor, at=at)


def _check(invoice: Invoice, balance: Balance, issued_on: date) -> None:
    if invoice.kind != DocumentKind.INVOICE.value:
        raise NotAnInvoice(field="invoice_id", number=invoice.number)
    if balance.credited_cents > 0 or invoice.gross_cents == 0:
        raise AlreadyCredited(field="invoice_id", number=invoice.number)
    if issued_on < invoice.issued_on:
        raise IssueDateTooEarly(field="issued_on", last=invoice.issued_on.isoformat())


def _numbered(
    work: UnitOfWork, invoice: Invoice, reason: str, on: date, *, actor: Actor, at: datetime
) -> dict[str, Any]:
    kind = DocumentKind.CREDIT_NOTE
    reference_kind = ReferenceKind(invoice.reference_kind)
    (reference,) = take_references(work.session, reference_kind, 1)
    sequence = take_numbers(work, kind, first_on=on, last_on=on, count=1)
    copied = (
        "cluster_id language currency payer_id payer_name seller buyer net_cents vat_cents "
        "gross_cents vat_breakdown legal_texts reference_kind buyer_reference"
    )
    return {name: getattr(invoice, name) for name in copied.split()} | {
        "id": new_id(),
        "kind": kind.value,
        "year": on.year,
        "sequence": sequence,
        "number": rules.document_number(kind, on.year, sequence),
        "issued_on": on,
        "due_on": on,
        "payment_reference": reference,
        "note": None,
        "credits_id": invoice.id,
        "reason": reason.strip(),
        "layout": LAYOUT,
        "issued_at": at,
        "issued_by": actor.name[:200],
    }


def _lines(work: UnitOfWork, invoice_id: UUID, note_id: UUID) -> list[dict[str, Any]]:
    return [
        {
            **line._asdict(),
            "cluster_id": work.cluster_id,
            "id": new_id(),
            "invoice_id": note_id,
        }
        for line in lines_of(work.session, invoice_id)
    ]


def _book(
    work: UnitOfWork, invoice: Invoice, row: dict[str, Any], *, actor: Actor, at: datetime
) -> None:
    """Post what the invoice posted with all signs turned, under the credit note as cause."""
    for entry in ledger_queries.entries_of(work.session, ("invoice", invoice.id)):
        lines = [
            PostingLine(
                line["number"],
                -line["cents"],
                UUID(line["organisation_id"]) if line["organisation_id"] else None,
            )
            for line in entry.lines
        ]
        ledger.post_entry(
            work,
            booked_on=row["issued_on"],
            text=f"{row['number']} {row['payer_name']}",
            cause=("invoice", row["id"]),
            kind="issue",
            lines=lines,
            actor=actor,
            at=at,
        )


def _announce(
    work: UnitOfWork,
    invoice: Invoice,
    row: dict[str, Any],
    subjects: tuple[Subject, ...],
    *,
    deliver: bool,
    actor: Actor,
    at: datetime,
) -> IssuedInvoice:
    work.record(
        "invoice.credited",
        subject=("invoice", invoice.id),
        concerns=invoice.payer_id,
        actor=actor,
        at=at,
        after={"credit_note": row["number"], "gross_cents": row["gross_cents"]},
        reason=row["reason"],
    )
    cluster_id = str(work.cluster_id)
    work.defer(
        "billing.render_document",
        cluster_id=cluster_id,
        invoice_id=str(row["id"]),
        deliver=deliver,
    )
    close_open_pages(work, invoice.id)
    work.publish(
        InvoiceCredited(invoice.id, row["id"], invoice.payer_id, subjects, row["issued_on"])
    )
    return IssuedInvoice(
        id=row["id"],
        number=row["number"],
        payer_id=invoice.payer_id,
        issued_on=row["issued_on"],
        due_on=row["due_on"],
        gross_cents=row["gross_cents"],
        payment_reference=row["payment_reference"],
        subjects=subjects,
    )
