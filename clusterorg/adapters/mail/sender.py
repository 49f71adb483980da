"""What the mail job asks of whoever sends, and what it is told about this installation."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from email.message import EmailMessage
from typing import Any, Protocol

from clusterorg.adapters.mail.message import Attachment
from clusterorg.kernel.unit_of_work import UnitOfWork


class MailSender(Protocol):
    """Hands a message to the world."""

    def send(self, message: EmailMessage) -> None:
        """Send one message. Raises MailUnavailable (again later) or MailRefused (never again)."""
        ...


class AttachmentSource(Protocol):
    """Finds the file behind what `work.mail(attachments=…)` named."""

    def load(self, work: UnitOfWork, named: Mapping[str, Any]) -> Attachment:
        """The file, read in the unit of work's cluster.

        `named` holds document_id, filename and kind. The document is stored before its mail is
        asked for, so a missing one is a defect.
        """
        ...


@dataclass(frozen=True, slots=True)
class MailSettings:
    """The platform's sender address, and the address under which people reach the product."""

    sender: str
    base_url: str
