"""Reading payments: intents, charges, balance transactions. The hosted page makes them."""

from __future__ import annotations

from clusterorg.adapters.fake_stripe.calls import Call
from clusterorg.adapters.fake_stripe.resources import Route
from clusterorg.adapters.fake_stripe.store import StripeDict


def intent(call: Call, intent: str) -> StripeDict:
    """GET /v1/payment_intents/{intent}"""
    return call.get("payment_intent", intent, "intent")


def intents(call: Call) -> StripeDict:
    """GET /v1/payment_intents"""
    return call.page("payment_intent", "customer")


def charge(call: Call, charge: str) -> StripeDict:
    """GET /v1/charges/{charge}"""
    return call.get("charge", charge)


def charges(call: Call) -> StripeDict:
    """GET /v1/charges"""
    return call.page("charge", "payment_intent", "customer")


def balance_transaction(call: Call, identifier: str) -> StripeDict:
    """GET /v1/balance_transactions/{id}"""
    return call.get("balance_transaction", identifier)


def balance_transactions(call: Call) -> StripeDict:
    """GET /v1/balance_transactions"""
    return call.page("balance_transaction", "type", "source")


ROUTES: list[Route] = [
    ("GET", "/v1/payment_intents", intents),
    ("GET", "/v1/payment_intents/<intent>", intent),
    ("GET", "/v1/charges", charges),
    ("GET", "/v1/charges/<charge>", charge),
    ("GET", "/v1/balance_transactions", balance_transactions),
    ("GET", "/v1/balance_transactions/<identifier>", balance_transaction),
]
