"""The files that go with mails: documents that billing has stored."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from clusterorg.adapters.mail.message import Attachment
from clusterorg.domains.billing.queries.files import stored_file
from clusterorg.kernel.unit_of_work import UnitOfWork

PDF = "application/pdf"


class StoredDocuments:
    """Keeps `AttachmentSource`: the bytes as billing froze them, under the name asked for."""

    def load(self, work: UnitOfWork, named: Mapping[str, Any]) -> Attachment:
        """The document's PDF. Raises billing's DocumentMissing: it is stored before its mail."""
        content = stored_file(work.session, UUID(named["document_id"]))
        return Attachment(named["filename"], content, PDF)
