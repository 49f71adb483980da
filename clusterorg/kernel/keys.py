"""What is derived from the application's secret: columns kept unreadable, tokens of mailed links.

The secret stands outside the database. Who reads the database alone, or a backup of it, can neither
compute codes of a second factor nor open a link that still waits to be mailed.
"""

import base64
import hashlib
import hmac
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from sqlalchemy import Dialect, String
from sqlalchemy.types import TypeDecorator


class KeyMissing(RuntimeError):
    """Something was to be encrypted or read before the process was given its secret."""


class WrongKey(RuntimeError):
    """A value was encrypted with a secret that is not among ours."""


class _Keys:
    """The keys of this process: the first secret writes, all of them read."""

    def __init__(self, secrets: Sequence[str]) -> None:
        self.lock = MultiFernet([Fernet(_derive(secret, b"column")) for secret in secrets])
        self.link = _derive(secrets[0], b"mail link")


_held: list[_Keys] = []


def use(secret: str, former: Sequence[str] = ()) -> None:
    """Give this process its secret, and those before it (wiring)."""
    _held[:] = [_Keys([secret, *former])]


def encrypt(text: str) -> str:
    """Return a text as it is stored. Raises KeyMissing."""
    return _keys().lock.encrypt(text.encode()).decode()


def decrypt(stored: str) -> str:
    """Return what was stored. Raises KeyMissing, WrongKey."""
    try:
        return _keys().lock.decrypt(stored.encode()).decode()
    except InvalidToken as error:
        raise WrongKey(
            "A stored secret was encrypted with another CLUSTERORG_SECRET_KEY. Give the earlier "
            "one as CLUSTERORG_FORMER_SECRET_KEYS."
        ) from error


def link_token(link_id: UUID | str) -> str:
    """Return the token of a mailed link: the same for the same id, and a secret from who has it.

    The row keeps the token's hash, the job that mails it the id; neither opens anything.
    """
    digest = hmac.digest(_keys().link, str(link_id).encode(), hashlib.sha256)
    return base64.urlsafe_b64encode(digest).rstrip(b"=").decode()


class Encrypted(TypeDecorator[str]):
    """A text column that is stored encrypted."""

    impl = String
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        """Encrypt on the way in."""
        return None if value is None else encrypt(value)

    def process_result_value(self, value: Any | None, dialect: Dialect) -> str | None:
        """Decrypt on the way out."""
        return None if value is None else decrypt(value)


def _keys() -> _Keys:
    if not _held:
        raise KeyMissing("This process was given no secret: set CLUSTERORG_SECRET_KEY.")
    return _held[0]


def _derive(secret: str, purpose: bytes) -> bytes:
    derived = HKDF(SHA256(), 32, salt=None, info=b"clusterorg " + purpose).derive(secret.encode())
    return base64.urlsafe_b64encode(derived)
