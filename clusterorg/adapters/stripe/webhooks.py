"""Deliveries: verified on their raw bytes, then reduced to what leads to an attempt."""

from __future__ import annotations

import json
import time
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import stripe

from clusterorg.adapters.stripe.reading import attempt_id
from clusterorg.adapters.stripe.settings import StripeSettings
from clusterorg.domains.billing.ports import BadSignature, RailEvent

HEADER = "stripe-signature"
MAX_WORD = 120  # longer ids or types than any of Stripe's


class Unsigned(BadSignature):
    """No signature, or one made with another secret or over another body."""


class Stale(BadSignature):
    """A good signature whose timestamp lies too far in the past."""


class FromTheFuture(BadSignature):
    """A good signature whose timestamp lies too far ahead; the SDK lets these pass."""


class NotAnEvent(BadSignature):
    """A signed body that is not JSON, or not a (snapshot) event."""


def read_event(
    settings: StripeSettings, body: bytes, headers: Mapping[str, str]
) -> tuple[RailEvent, dict[str, Any]]:
    """Verify a delivery; answers the event and its JSON.

    Raises Unsigned, Stale, FromTheFuture or NotAnEvent, all of them BadSignature.
    """
    header = {name.lower(): value for name, value in headers.items()}.get(HEADER)
    signed_at = _verify(settings, body, header)
    age = int(time.time()) - signed_at
    if age > settings.tolerance:
        raise Stale(f"The delivery was signed {age} seconds ago.")
    if age < -settings.tolerance:
        raise FromTheFuture(f"The delivery was signed {-age} seconds ahead of our clock.")
    event = _event(body)
    return _reduced(event), event


def _verify(settings: StripeSettings, body: bytes, header: str | None) -> int:
    for secret in settings.webhook_secrets:
        try:
            # Without tolerance: age is judged above, in both directions and with its own errors.
            stripe.WebhookSignature.verify_header(body, header, secret, None)
        except (stripe.SignatureVerificationError, UnicodeDecodeError, TypeError):
            # TypeError: the header holds letters that no signature has.
            continue
        return _timestamp(header or "")
    raise Unsigned("No accepted secret signed this delivery.")


def _timestamp(header: str) -> int:
    # Verified a moment ago, so the field is there; the first counts, as for the SDK.
    return int(next(part[2:] for part in header.split(",") if part.startswith("t=")))


def _event(body: bytes) -> dict[str, Any]:
    try:
        event = json.loads(body)
    except ValueError:
        raise NotAnEvent("The delivery is not JSON.") from None
    if not isinstance(event, dict) or event.get("object") != "event":
        raise NotAnEvent("The delivery is not a snapshot event.")
    try:
        complete = event["id"] and event["type"] and int(event["created"])
        complete = complete and event["data"]["object"]["object"]
    except (KeyError, TypeError, ValueError):
        complete = False
    if not complete:
        raise NotAnEvent("The event lacks its id, type, time or object.")
    if b"\\u0000" in body or max(map(len, (event["id"], event["type"]))) > MAX_WORD:
        raise NotAnEvent("The event holds what cannot be stored.")
    return event


def _reduced(event: dict[str, Any]) -> RailEvent:
    thing = event["data"]["object"]
    is_page = thing["object"] == "checkout.session"
    return RailEvent(
        provider="stripe",
        event_id=event["id"],
        event_type=event["type"],
        account=event.get("account") or "",
        created_at=datetime.fromtimestamp(int(event["created"]), UTC),
        session_id=thing["id"] if is_page else None,
        attempt_id=attempt_id(thing),
    )
