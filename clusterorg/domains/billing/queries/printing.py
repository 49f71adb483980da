"""The document as it was issued, and its printed file."""

import hashlib
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import Row, select
from sqlalchemy.orm import Session

from clusterorg.domains.billing.documents import (
    FrozenDocument,
    FrozenLine,
    FrozenParty,
    render_pdf,
)
from clusterorg.domains.billing.errors import InvoiceNotFound
from clusterorg.domains.billing.models import Invoice, InvoiceDocument, SellerLogo
from clusterorg.domains.billing.queries.invoices import lines_of
from clusterorg.domains.billing.vocabulary import DocumentKind, VatCategory, VatGroup


def frozen_document(session: Session, invoice_id: UUID) -> FrozenDocument:
    """Return the document as it was issued, ready to print; raises InvoiceNotFound."""
    row = session.execute(select(Invoice).where(Invoice.id == invoice_id)).scalar_one_or_none()
    if row is None:
        raise InvoiceNotFound()
    credited = None
    if row.credits_id is not None:
        credited = session.execute(
            select(Invoice.number, Invoice.issued_on).where(Invoice.id == row.credits_id)
        ).one()
    seller = FrozenParty.from_json(row.seller)
    return FrozenDocument(
        kind=DocumentKind(row.kind),
        number=row.number,
        issued_on=row.issued_on,
        due_on=row.due_on,
        language=row.language,
        currency=row.currency,
        seller=seller,
        buyer=FrozenParty.from_json(row.buyer),
        lines=tuple(_frozen_line(line) for line in lines_of(session, invoice_id)),
        groups=tuple(_frozen_group(group) for group in row.vat_breakdown),
        net_cents=row.net_cents,
        vat_cents=row.vat_cents,
        gross_cents=row.gross_cents,
        payment_reference=row.payment_reference,
        legal_texts=tuple(row.legal_texts),
        buyer_reference=row.buyer_reference,
        note=row.note,
        credited_number=credited.number if credited else None,
        credited_on=credited.issued_on if credited else None,
        reason=row.reason,
        logo_png=_logo(session, seller.logo_sha256),
    )


def _frozen_line(row: Row[Any]) -> FrozenLine:
    return FrozenLine(
        row.description,
        row.detail,
        row.quantity,
        row.unit_cents,
        row.net_cents,
        VatCategory(row.vat_category),
        row.vat_rate_bp,
    )


def _frozen_group(stored: dict[str, Any]) -> VatGroup:
    return VatGroup(
        VatCategory(stored["category"]),
        stored["rate_bp"],
        stored["vatex_code"],
        stored["base_cents"],
        stored["vat_cents"],
    )


def _logo(session: Session, sha256: str | None) -> bytes | None:
    if sha256 is None:
        return None
    return session.execute(
        select(SellerLogo.png).where(SellerLogo.sha256 == sha256)
    ).scalar_one_or_none()


@dataclass(frozen=True, slots=True)
class PrintedDocument:
    """A document's PDF with the name it is saved under and its digest."""

    filename: str
    content: bytes
    sha256: str


def printed_document(session: Session, invoice_id: UUID) -> PrintedDocument:
    """Return the PDF: the stored file, or the same bytes made now while the job still waits.

    Raises InvoiceNotFound.
    """
    stored = session.execute(
        select(InvoiceDocument.content, InvoiceDocument.sha256, Invoice.number)
        .join(
            Invoice,
            (Invoice.cluster_id == InvoiceDocument.cluster_id)
            & (Invoice.id == InvoiceDocument.invoice_id),
        )
        .where(InvoiceDocument.invoice_id == invoice_id, InvoiceDocument.format == "pdf")
    ).one_or_none()
    if stored is not None:
        return PrintedDocument(f"{stored.number}.pdf", stored.content, stored.sha256)
    document = frozen_document(session, invoice_id)
    content = render_pdf(document)
    return PrintedDocument(f"{document.number}.pdf", content, hashlib.sha256(content).hexdigest())
