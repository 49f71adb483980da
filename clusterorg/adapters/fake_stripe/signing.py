"""Stripe's webhook signature, made without the SDK so that the SDK's check is a real one."""

from __future__ import annotations

import hmac
from hashlib import sha256


def signature_header(body: bytes, secret: str, timestamp: int) -> str:
    """`t=…,v1=…`: HMAC-SHA256 over `timestamp.body`."""
    mac = hmac.new(secret.encode(), f"{timestamp}.".encode() + body, sha256)
    return f"t={timestamp},v1={mac.hexdigest()}"
