"""A stored file by its own id, for whoever sends it."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from clusterorg.domains.billing.errors import DocumentMissing
from clusterorg.domains.billing.models import InvoiceDocument


def stored_file(session: Session, document_id: UUID) -> bytes:
    """Return a stored document's bytes as they were made; raises DocumentMissing."""
    content = session.execute(
        select(InvoiceDocument.content).where(InvoiceDocument.id == document_id)
    ).scalar_one_or_none()
    if content is None:
        raise DocumentMissing()
    return content
