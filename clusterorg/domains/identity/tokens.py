"""Tokens and password hashes: what we hand out, and what we keep of it.

Tokens carry 256 bits of chance, so a plain SHA-256 of them is enough and can be looked up;
passwords are guessable and get argon2id.
"""

import hashlib
import secrets
import string

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from clusterorg.domains.identity.rules.passwords import MOST, normal

# argon2-cffi's defaults are RFC 9106's second recommendation: argon2id, 64 MiB, 3 passes.
HASHER = PasswordHasher()
_LETTERS = string.ascii_letters + string.digits
# Without letters that look alike (RFC 4648's base 32 in small letters): 16 make 80 bits.
_READABLE = "abcdefghijklmnopqrstuvwxyz234567"
_dummies: dict[PasswordHasher, str] = {}


def new_token() -> str:
    """Return a token for a cookie or a mail link."""
    return secrets.token_urlsafe(32)


def new_key_secret() -> str:
    """Return the secret part of an API key: 40 letters and digits."""
    return "".join(secrets.choice(_LETTERS) for _ in range(40))


def new_recovery_code() -> str:
    """Return a recovery code without its hyphens."""
    return "".join(secrets.choice(_READABLE) for _ in range(16))


def digest(token: str) -> str:
    """Return what we keep of a token."""
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()


def hash_password(password: str) -> str:
    """Return the argon2id hash of a password in its normal form."""
    return HASHER.hash(_bytes(password))


def password_matches(password_hash: str | None, password: str) -> bool:
    """Tell whether this is the password. Without a hash it takes as long and is never right.

    The time therefore does not tell whether an account exists.
    """
    known = password_hash is not None and len(password) <= MOST
    try:
        HASHER.verify(password_hash if known and password_hash else _dummy(), _bytes(password))
    except (VerificationError, InvalidHashError):
        return False
    return known


def wants_rehash(password_hash: str) -> bool:
    """Tell whether the hash was made with other parameters than today's."""
    return HASHER.check_needs_rehash(password_hash)


def _bytes(password: str) -> bytes:
    return normal(password[: MOST + 1]).encode("utf-8", "replace")


def _dummy() -> str:
    if HASHER not in _dummies:
        _dummies[HASHER] = HASHER.hash(secrets.token_bytes(16))
    return _dummies[HASHER]
