"""Time-based codes (RFC 6238): which step a code belongs to, and whether it was seen before."""

import hmac
from datetime import datetime

import pyotp

STEP_SECONDS = 30
# A phone's clock may be one step early or late (RFC 6238, 5.2).
DRIFT = 1
RECOVERY_CODES = 10


def matching_step(secret: str, code: str, at: datetime) -> int | None:
    """Return the time step whose code this is, or None. All candidates are compared."""
    digits = "".join(letter for letter in code if letter.isascii() and letter.isdigit())
    now = int(at.timestamp()) // STEP_SECONDS
    totp = pyotp.TOTP(secret)
    found: int | None = None
    for step in range(now - DRIFT, now + DRIFT + 1):
        if hmac.compare_digest(totp.generate_otp(step), digits):
            found = step
    return found


def provisioning_uri(secret: str, *, email: str, issuer: str) -> str:
    """Return the otpauth:// address that an authenticator app reads from the QR code."""
    return pyotp.TOTP(secret).provisioning_uri(name=email, issuer_name=issuer)


def normal_recovery_code(code: str) -> str:
    """Return a recovery code as it is hashed: small letters and digits only."""
    return "".join(letter for letter in code.lower() if letter.isascii() and letter.isalnum())


def written_recovery_code(raw: str) -> str:
    """Return 16 characters in groups of four, as people copy them."""
    return "-".join(raw[at : at + 4] for at in range(0, len(raw), 4))
