"""From a rendered letter to the message that goes over the wire; header injection is refused."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from email import policy
from email.errors import HeaderParseError
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime

from clusterorg.adapters.mail.branding import Branding
from clusterorg.adapters.mail.errors import UnsafeMail
from clusterorg.adapters.mail.render import Letter

_CONTROL = re.compile(r"[\x00-\x1f\x7f\u2028\u2029]")
MAX_SUBJECT = 200


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that goes with a mail."""

    filename: str
    content: bytes
    mime_type: str


@dataclass(frozen=True, slots=True)
class Envelope:
    """Who writes to whom: everything about a mail but its words.

    mail_id stays the same over retries, so a mail that arrives twice is recognised by its
    Message-ID. sender is the platform's address: it alone is ours to sign (SPF, DKIM, DMARC).
    """

    mail_id: str
    sender: str
    to: str
    at: datetime
    reply_to: str | None = None


def build_message(
    envelope: Envelope,
    letter: Letter,
    branding: Branding,
    attachments: Sequence[Attachment] = (),
) -> EmailMessage:
    """A multipart message, text and HTML, from the platform in the cluster's name.

    Raises UnsafeMail when an address is not exactly one address or a header holds a line break.
    """
    sender = single_address(envelope.sender)
    message = EmailMessage(policy=policy.SMTP)
    message["From"] = Address(plain(branding.name), sender.username, sender.domain)
    message["To"] = single_address(envelope.to)
    answer_to = envelope.reply_to or branding.email
    if answer_to:
        answering = single_address(answer_to)
        message["Reply-To"] = Address(plain(branding.name), answering.username, answering.domain)
    message["Subject"] = plain(letter.subject)[:MAX_SUBJECT]
    message["Date"] = format_datetime(envelope.at)
    message["Message-ID"] = f"<{_token(envelope.mail_id)}@{sender.domain}>"
    message["List-Id"] = f"<{branding.slug or 'platform'}.{sender.domain}>"
    # Told to out-of-office robots, so that they do not answer (RFC 3834 and Microsoft's own).
    message["Auto-Submitted"] = "auto-generated"
    message["X-Auto-Response-Suppress"] = "All"
    message.set_content(letter.text)
    message.add_alternative(letter.html, subtype="html")
    message["Content-Language"] = letter.locale  # last: building a multipart drops it
    for attachment in attachments:
        kind, _, subtype = attachment.mime_type.partition("/")
        message.add_attachment(
            attachment.content,
            maintype=kind,
            subtype=subtype,
            filename=plain(attachment.filename),
        )
    return message


def single_address(text: str) -> Address:
    """Exactly one plain address; UnsafeMail for lists, names, line breaks and what is none.

    Domains in other scripts are written in ASCII (IDNA); other local parts are refused, since not
    every server takes them.
    """
    if _CONTROL.search(text) or any(mark in text for mark in ',;<>()"[] '):
        raise UnsafeMail("An address with characters that do not belong in one was refused.")
    user, _, domain = text.rpartition("@")
    try:
        address = Address(addr_spec=f"{user}@{domain.encode('idna').decode()}")
    except (ValueError, IndexError, HeaderParseError) as fault:
        raise UnsafeMail("This is not a mail address.") from fault
    if not user or not domain or not address.addr_spec.isascii():
        raise UnsafeMail("This is not a mail address.")
    return address


def plain(text: str) -> str:
    """A header's text, or UnsafeMail when it holds a control character (a new header, say)."""
    if _CONTROL.search(text):
        raise UnsafeMail("A header with a line break was refused.")
    return text.strip()


def _token(mail_id: str) -> str:
    if not re.fullmatch(r"[A-Za-z0-9-]{1,80}", mail_id):
        raise UnsafeMail("The mail has no usable id.")
    return mail_id
