"""Sending over SMTP with the standard library."""

from __future__ import annotations

import smtplib
import ssl
from dataclasses import dataclass, field
from email.message import EmailMessage
from urllib.parse import unquote, urlsplit

from clusterorg.adapters.mail.errors import MailError, MailRefused, MailUnavailable

LOOPBACK = ("127.0.0.1", "::1", "localhost")


@dataclass(frozen=True, slots=True)
class SmtpServer:
    """A mail server, read from `smtp://user:password@host:port` or `smtps://…`."""

    host: str
    port: int
    implicit_tls: bool = False
    user: str | None = None
    password: str | None = field(default=None, repr=False)

    @classmethod
    def from_url(cls, url: str) -> SmtpServer:
        """Read the address; raises ValueError for another scheme or no host."""
        parts = urlsplit(url)
        if parts.scheme not in ("smtp", "smtps") or not parts.hostname:
            raise ValueError("A mail server is smtp://host:port or smtps://host:port.")
        implicit = parts.scheme == "smtps"
        return cls(
            host=parts.hostname,
            port=parts.port or (465 if implicit else 587),
            implicit_tls=implicit,
            user=unquote(parts.username) if parts.username else None,
            password=unquote(parts.password) if parts.password else None,
        )


class SmtpSender:
    """Keeps `MailSender`: one connection per message, encrypted wherever the server can.

    A password is never sent in clear: a server elsewhere that offers no encryption is refused.
    """

    def __init__(self, server: SmtpServer, timeout: float = 20.0) -> None:
        self._server = server
        self._timeout = timeout

    def send(self, message: EmailMessage) -> None:
        """Send one message. Raises MailUnavailable or MailRefused."""
        try:
            with self._connect() as connection:
                connection.send_message(message)
        except (smtplib.SMTPException, OSError) as fault:
            raise translate(fault) from fault

    def _connect(self) -> smtplib.SMTP:
        server, tls = self._server, ssl.create_default_context()
        if server.implicit_tls:
            connection: smtplib.SMTP = smtplib.SMTP_SSL(
                server.host, server.port, timeout=self._timeout, context=tls
            )
        else:
            connection = smtplib.SMTP(server.host, server.port, timeout=self._timeout)
        try:
            self._greet(connection, tls)
        except BaseException:
            connection.close()
            raise
        return connection

    def _greet(self, connection: smtplib.SMTP, tls: ssl.SSLContext) -> None:
        server, encrypted = self._server, self._server.implicit_tls
        connection.ehlo()
        if not encrypted and connection.has_extn("starttls"):
            connection.starttls(context=tls)
            connection.ehlo()
            encrypted = True
        if server.user is None:
            return
        if not encrypted and server.host not in LOOPBACK:
            raise MailUnavailable(f"{server.host} offers no encryption; the password stays here.")
        connection.login(server.user, server.password or "")


def translate(fault: Exception) -> MailError:
    """A permanent or a temporary failure, by the server's reply code (RFC 5321, 4.2.1)."""
    if isinstance(fault, smtplib.SMTPAuthenticationError):
        # Our own configuration, not the recipient's address: the mail waits until it is mended.
        return MailUnavailable(f"The mail server refused our sign-in ({fault.smtp_code}).")
    if isinstance(fault, smtplib.SMTPRecipientsRefused):
        code, words = next(iter(fault.recipients.values()))
        return _by_code(code, words)
    if isinstance(fault, smtplib.SMTPResponseException):
        return _by_code(fault.smtp_code, fault.smtp_error)
    if isinstance(fault, smtplib.SMTPNotSupportedError):
        return MailRefused(str(fault))
    return MailUnavailable(f"{type(fault).__name__}: {fault}")


def _by_code(code: int, words: bytes | str) -> MailError:
    text = words.decode(errors="replace") if isinstance(words, bytes) else words
    kind = MailRefused if 500 <= code < 600 else MailUnavailable
    return kind(f"{code} {text}")
