"""What the fake mailbox has kept: listed newest first, opened by key."""

from __future__ import annotations

import mailbox
import re
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from functools import cached_property
from html import unescape
from pathlib import Path
from typing import cast

_HREF = re.compile(r'href="(https?://[^"]+)"')


@dataclass(frozen=True)
class StoredMail:
    """One mail of the mailbox: its key, when it came, and what it says."""

    key: str
    received_at: datetime
    message: EmailMessage = field(repr=False)

    @property
    def subject(self) -> str:
        """The subject, decoded."""
        return str(self.message["Subject"] or "")

    @property
    def sender(self) -> str:
        """The From header, decoded."""
        return str(self.message["From"] or "")

    @property
    def to(self) -> str:
        """The To header, decoded."""
        return str(self.message["To"] or "")

    @cached_property
    def text(self) -> str:
        """The plain part; empty when there is none."""
        return self._part("plain")

    @cached_property
    def html(self) -> str:
        """The HTML part; empty when there is none."""
        return self._part("html")

    @property
    def links(self) -> list[str]:
        """Every web address the HTML part leads to, once, in order."""
        return list(dict.fromkeys(unescape(found) for found in _HREF.findall(self.html)))

    @property
    def attachments(self) -> list[tuple[str, bytes]]:
        """File names and contents of what is attached."""
        return [
            (part.get_filename() or "attachment", cast(bytes, part.get_payload(decode=True)))
            for part in self.message.iter_attachments()
        ]

    def _part(self, kind: str) -> str:
        part = self.message.get_body(preferencelist=(kind,))
        return str(part.get_content()) if part is not None else ""


def mails(folder: Path, *, to: str | None = None, limit: int = 100) -> list[StoredMail]:
    """The newest mails, those to one address when `to` is given; none when there is no mailbox."""
    if not folder.exists():
        return []
    box = mailbox.Maildir(folder, create=False)
    newest = sorted(box.iterkeys(), key=lambda key: _age_key(box, key), reverse=True)
    found: list[StoredMail] = []
    for key in newest:
        mail = _stored(box, key)
        if to is None or to.lower() in mail.to.lower():
            found.append(mail)
        if len(found) == limit:
            break
    return found


def read_mail(folder: Path, key: str) -> StoredMail | None:
    """One mail, or None when no mail has this key (a key never names a file of another folder)."""
    if not folder.exists():
        return None
    box = mailbox.Maildir(folder, create=False)
    return _stored(box, key) if key in box.keys() else None  # noqa: SIM118 - no path is built


def _age_key(box: mailbox.Maildir, key: str) -> tuple[float, str]:
    # The time of the file, then the key, which counts up within one process.
    return box.get_message(key).get_date(), key


def _stored(box: mailbox.Maildir, key: str) -> StoredMail:
    received = datetime.fromtimestamp(box.get_message(key).get_date(), UTC)
    message = message_from_bytes(box.get_bytes(key), policy=policy.default)
    return StoredMail(key, received, message)
