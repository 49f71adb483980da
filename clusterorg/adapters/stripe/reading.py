"""From Stripe's objects, as plain dictionaries, to billing's words. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from clusterorg.domains.billing.ports import CheckoutStanding, CheckoutState

_STILL_MOVING = {"processing", "requires_action", "requires_capture", "requires_confirmation"}


def moment(seconds: int | None) -> datetime | None:
    """Stripe's seconds since 1970 as an aware UTC datetime."""
    return None if seconds is None else datetime.fromtimestamp(seconds, UTC)


def attempt_id(thing: Mapping[str, Any]) -> UUID | None:
    """Our attempt id out of an object's metadata; None when it carries none of ours."""
    text = (thing.get("metadata") or {}).get("attempt_id")
    try:
        return UUID(text) if text else None
    except ValueError:
        return None


def standing(session: Mapping[str, Any], intent: Mapping[str, Any] | None) -> CheckoutStanding:
    """Where a page stands. The payment's own word outranks the page's, as it cannot go back."""
    paid = session.get("payment_status") == "paid"
    status = intent["status"] if intent else None
    if paid or status == "succeeded":
        return CheckoutStanding.SUCCEEDED
    if session["status"] == "expired":
        return CheckoutStanding.EXPIRED
    if session["status"] == "open":
        return CheckoutStanding.OPEN
    return CheckoutStanding.AWAITING_FUNDS if status in _STILL_MOVING else CheckoutStanding.FAILED


def checkout_state(account: str, session: Mapping[str, Any]) -> CheckoutState:
    """A session, fetched with `payment_intent.latest_charge` expanded, as billing sees it.

    `amount_cents` is what was captured once paid, else what the page asks.
    """
    intent = _expanded(session.get("payment_intent"))
    charge = _expanded(intent.get("latest_charge")) if intent else None
    stands = standing(session, intent)
    settled = stands is CheckoutStanding.SUCCEEDED and charge is not None
    error = (intent or {}).get("last_payment_error") or {}
    return CheckoutState(
        account=account,
        session_id=session["id"],
        standing=stands,
        amount_cents=charge["amount_captured"] if settled and charge else session["amount_total"],
        currency=str(session["currency"]).upper(),
        attempt_id=attempt_id(session),
        payment_id=intent["id"] if intent else None,
        charge_id=charge["id"] if settled and charge else None,
        method=(charge.get("payment_method_details") or {}).get("type") if charge else None,
        paid_at=moment(charge["created"]) if settled and charge else None,
        failure_code=error.get("decline_code") or error.get("code"),
        failure_text=error.get("message"),
    )


def _expanded(value: Any) -> dict[str, Any] | None:
    return value if isinstance(value, dict) else None
