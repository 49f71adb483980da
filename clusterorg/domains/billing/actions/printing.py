"""The printed file: made once from the frozen row, kept with its digest, sent once."""

import hashlib
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert

from clusterorg.domains.billing.actions.money import zone_of
from clusterorg.domains.billing.documents import FrozenDocument, render_pdf
from clusterorg.domains.billing.errors import DocumentMissing, PayerWithoutMail
from clusterorg.domains.billing.models import Invoice, InvoiceDocument
from clusterorg.domains.billing.queries.printing import frozen_document
from clusterorg.domains.billing.rules import shown_reference
from clusterorg.domains.billing.vocabulary import DocumentKind
from clusterorg.domains.identity import queries as identity
from clusterorg.domains.organisations import queries as organisations
from clusterorg.kernel.actor import Actor
from clusterorg.kernel.clock import local_date
from clusterorg.kernel.ids import new_id
from clusterorg.kernel.unit_of_work import UnitOfWork

ACTOR = Actor.system("documents")


def store_document(work: UnitOfWork, *, invoice_id: UUID, deliver: bool, at: datetime) -> bool:
    """Make and keep a document's PDF and mail it to the payer; a replay does nothing.

    File and mail job are written together, so a document is mailed once. Answers whether it was
    made now. Raises InvoiceNotFound.
    """
    made = select(InvoiceDocument.id).where(
        InvoiceDocument.invoice_id == invoice_id, InvoiceDocument.format == "pdf"
    )
    if work.session.execute(made).first() is not None:
        return False
    document = frozen_document(work.session, invoice_id)
    content = render_pdf(document)
    document_id = work.session.execute(
        insert(InvoiceDocument)
        .values(
            cluster_id=work.cluster_id,
            id=new_id(),
            invoice_id=invoice_id,
            format="pdf",
            content=content,
            sha256=hashlib.sha256(content).hexdigest(),
            made_at=at,
        )
        .on_conflict_do_nothing(index_elements=["cluster_id", "invoice_id", "format"])
        .returning(InvoiceDocument.id)
    ).scalar_one_or_none()
    if document_id is None:
        return False
    if deliver:
        _mail(work, invoice_id, document_id, document, at=at)
    return True


def _mail(
    work: UnitOfWork, invoice_id: UUID, document_id: UUID, document: FrozenDocument, *, at: datetime
) -> None:
    to = document.buyer.email
    if not to:
        work.record(
            "invoice.not_mailed",
            subject=("invoice", invoice_id),
            actor=ACTOR,
            at=at,
            after={"number": document.number},
            reason="no mail address",
        )
        return
    _post(work, to, invoice_id, document_id, document)


def _post(
    work: UnitOfWork, to: str, invoice_id: UUID, document_id: UUID, document: FrozenDocument
) -> None:
    work.mail(
        to=to,
        locale=document.language,
        template="invoice",
        context=mail_context(work, invoice_id, document),
        attachments=[
            {
                "document_id": str(document_id),
                "filename": f"{document.number}.pdf",
                "kind": "invoice",
            }
        ],
    )


def send_again(work: UnitOfWork, *, invoice_id: UUID, actor: Actor, at: datetime) -> str:
    """Mail a document once more, to where its payer is reached today; answers the address.

    Raises InvoiceNotFound, DocumentMissing (its job still waits) or PayerWithoutMail.
    """
    document = frozen_document(work.session, invoice_id)
    document_id = work.session.execute(
        select(InvoiceDocument.id).where(
            InvoiceDocument.invoice_id == invoice_id, InvoiceDocument.format == "pdf"
        )
    ).scalar_one_or_none()
    if document_id is None:
        raise DocumentMissing()
    payer_id = work.session.execute(
        select(Invoice.payer_id).where(Invoice.id == invoice_id)
    ).scalar_one()
    today = local_date(at, zone_of(work))
    reached = organisations.forwarded_to(work.session, payer_id)
    party = organisations.billing_party(work.session, reached, today)
    to = party.email or document.buyer.email
    if not to:
        raise PayerWithoutMail(name=party.name)
    _post(work, to, invoice_id, document_id, document)
    work.record(
        "invoice.sent_again",
        subject=("invoice", invoice_id),
        concerns=payer_id,
        actor=actor,
        at=at,
        after={"number": document.number, "to": to},
    )
    return to


def mail_context(work: UnitOfWork, invoice_id: UUID, document: FrozenDocument) -> dict[str, Any]:
    """Return what the mails about a document say, as JSON."""
    slug = identity.get_cluster(work.session, work.cluster_id).slug
    return {
        "is_credit_note": document.kind is DocumentKind.CREDIT_NOTE,
        "number": document.number,
        "credited_number": document.credited_number,
        "payer_name": document.buyer.legal_name,
        "contact_name": document.buyer.contact_name,
        "issued_on": document.issued_on.isoformat(),
        "due_on": document.due_on.isoformat(),
        "gross_cents": document.gross_cents,
        "currency": document.currency,
        "iban": document.seller.iban,
        "reference": shown_reference(document.payment_reference),
        "path": f"/c/{slug}/portal/invoices/{invoice_id}",
    }
