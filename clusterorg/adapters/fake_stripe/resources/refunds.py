"""Refunds: money back, at most what was charged."""

from __future__ import annotations

from clusterorg.adapters.fake_stripe.calls import Call
from clusterorg.adapters.fake_stripe.forms import integer
from clusterorg.adapters.fake_stripe.problems import StripeProblem, invalid
from clusterorg.adapters.fake_stripe.resources import Route
from clusterorg.adapters.fake_stripe.store import StripeDict, fresh_id


def create(call: Call) -> StripeDict:
    """POST /v1/refunds"""
    charge = _charge(call)
    left = charge["amount"] - charge["amount_refunded"]
    amount = integer(call.params, "amount", left)
    if left == 0:
        raise StripeProblem(
            f"Charge {charge['id']} has already been refunded.", code="charge_already_refunded"
        )
    if not 0 < amount <= left:
        raise invalid(
            f"Refund amount ({amount}) is greater than unrefunded amount on charge ({left})",
            "amount",
            "amount_too_large",
        )
    refund = _refund(call, charge, amount)
    charge["amount_refunded"] += amount
    charge["refunded"] = charge["amount_refunded"] == charge["amount"]
    call.put(refund)
    call.publish("refund.created", refund)
    call.publish("charge.refunded", charge)
    return refund


def _charge(call: Call) -> StripeDict:
    if "charge" in call.params:
        charge = call.get("charge", call.params["charge"], "charge")
    elif "payment_intent" in call.params:
        intent = call.get("payment_intent", call.params["payment_intent"], "payment_intent")
        if intent["status"] != "succeeded":
            raise StripeProblem(f"PaymentIntent {intent['id']} has no successful charge to refund.")
        charge = call.get("charge", intent["latest_charge"])
    else:
        raise StripeProblem("Provide one of: payment_intent or charge.")
    if not charge["paid"]:
        raise StripeProblem(f"Charge {charge['id']} has failed and cannot be refunded.")
    return charge


def _refund(call: Call, charge: StripeDict, amount: int) -> StripeDict:
    return {
        "id": fresh_id("re"),
        "object": "refund",
        "amount": amount,
        "balance_transaction": None,
        "charge": charge["id"],
        "created": call.now,
        "currency": charge["currency"],
        "metadata": call.metadata(),
        "payment_intent": charge["payment_intent"],
        "reason": call.params.get("reason"),
        "receipt_number": None,
        "status": "succeeded",
    }


def retrieve(call: Call, refund: str) -> StripeDict:
    """GET /v1/refunds/{refund}"""
    return call.get("refund", refund)


def index(call: Call) -> StripeDict:
    """GET /v1/refunds"""
    return call.page("refund", "charge", "payment_intent")


ROUTES: list[Route] = [
    ("GET", "/v1/refunds", index),
    ("POST", "/v1/refunds", create),
    ("GET", "/v1/refunds/<refund>", retrieve),
]
