"""Checkout sessions in payment mode, with a hosted page."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from clusterorg.adapters.fake_stripe.calls import Call, checked_metadata
from clusterorg.adapters.fake_stripe.forms import integer, required
from clusterorg.adapters.fake_stripe.paying import expire_session
from clusterorg.adapters.fake_stripe.problems import StripeProblem, invalid
from clusterorg.adapters.fake_stripe.resources import Route
from clusterorg.adapters.fake_stripe.resources.checkout_lines import build_lines
from clusterorg.adapters.fake_stripe.store import StripeDict, fresh_id

MINUTE, DAY = 60, 86_400
OFFERED = ["card", "bancontact"]


def create(call: Call) -> StripeDict:
    """POST /v1/checkout/sessions"""
    params = call.params
    if params.get("mode", "payment") != "payment":
        raise invalid("This fake knows payment mode only.", "mode", "parameter_invalid")
    lines = build_lines(call.now, params.get("line_items"))
    session = _session(call, lines)
    session["_line_items"] = {
        "object": "list",
        "data": lines,
        "has_more": False,
        "url": f"/v1/checkout/sessions/{session['id']}/line_items",
    }
    return call.put(session)


def _session(call: Call, lines: list[StripeDict]) -> StripeDict:
    params, identifier = call.params, f"cs_test_{fresh_id('a', 24)[2:]}"
    total = sum(line["amount_total"] for line in lines)
    intent = params.get("payment_intent_data", {})
    if params.get("customer"):
        call.get("customer", params["customer"], "customer")
    return {
        "id": identifier,
        "object": "checkout.session",
        "amount_subtotal": total,
        "amount_total": total,
        "automatic_tax": {"enabled": False, "liability": None, "provider": None, "status": None},
        "cancel_url": _web_address(params, "cancel_url") if "cancel_url" in params else None,
        "client_reference_id": params.get("client_reference_id"),
        "created": call.now,
        "currency": lines[0]["currency"],
        "custom_fields": [],
        "custom_text": _NO_TEXT,
        "customer": params.get("customer"),
        "customer_details": None,
        "customer_email": params.get("customer_email"),
        "expires_at": _expiry(call),
        "livemode": False,
        "locale": params.get("locale"),
        "metadata": call.metadata(),
        "mode": "payment",
        "payment_intent": None,
        "payment_method_types": _methods(params),
        "payment_status": "unpaid",
        "shipping_options": [],
        "status": "open",
        "success_url": _web_address(params, "success_url"),
        "total_details": {"amount_discount": 0, "amount_shipping": 0, "amount_tax": 0},
        "ui_mode": "hosted_page",
        "url": f"{call.base_url}/c/pay/{identifier}",
        "_intent_metadata": checked_metadata(intent.get("metadata")),
        "_intent_description": intent.get("description"),
        "_intent_receipt_email": intent.get("receipt_email"),
    }


_NO_TEXT: StripeDict = {
    "after_submit": None,
    "shipping_address": None,
    "submit": None,
    "terms_of_service_acceptance": None,
}


def _methods(params: dict[str, Any]) -> list[str]:
    allowed = params.get("allowed_payment_method_types", OFFERED)
    barred = params.get("excluded_payment_method_types", [])
    methods = [name for name in OFFERED if name in allowed and name not in barred]
    if not methods:
        raise invalid("No payment method is left for this session.", "allowed_payment_method_types")
    return methods


def _web_address(params: dict[str, Any], name: str) -> str:
    address: str = required(params, name)
    parts = urlsplit(address)
    if parts.scheme not in ("http", "https") or not parts.netloc:
        raise invalid("Not a valid URL", name, "url_invalid")
    return address


def _expiry(call: Call) -> int:
    moment = integer(call.params, "expires_at", call.now + DAY)
    # A minute of grace: the caller's clock and the fake's are read at different moments.
    if not 29 * MINUTE <= moment - call.now <= DAY + MINUTE:
        raise invalid(
            "`expires_at` must lie between 30 minutes and 24 hours from now.", "expires_at"
        )
    return moment


def retrieve(call: Call, session: str) -> StripeDict:
    """GET /v1/checkout/sessions/{session}"""
    return call.get("checkout.session", session)


def lines(call: Call, session: str) -> StripeDict:
    """GET /v1/checkout/sessions/{session}/line_items"""
    found: StripeDict = call.get("checkout.session", session)["_line_items"]
    return found


def index(call: Call) -> StripeDict:
    """GET /v1/checkout/sessions"""
    return call.page("checkout.session", "status", "customer", "payment_intent")


def expire(call: Call, session: str) -> StripeDict:
    """POST /v1/checkout/sessions/{session}/expire"""
    found = call.get("checkout.session", session)
    if found["status"] != "open":
        raise StripeProblem(
            'Only Checkout Sessions with a status in ["open"] can be expired. '
            f"This Checkout Session has a status of {found['status']}."
        )
    return expire_session(call.world, call.account, found)


ROUTES: list[Route] = [
    ("GET", "/v1/checkout/sessions", index),
    ("POST", "/v1/checkout/sessions", create),
    ("GET", "/v1/checkout/sessions/<session>", retrieve),
    ("GET", "/v1/checkout/sessions/<session>/line_items", lines),
    ("POST", "/v1/checkout/sessions/<session>/expire", expire),
]
