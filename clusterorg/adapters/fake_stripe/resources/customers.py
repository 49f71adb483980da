"""Customers: the payers an account remembers."""

from __future__ import annotations

from clusterorg.adapters.fake_stripe.calls import Call
from clusterorg.adapters.fake_stripe.resources import Route
from clusterorg.adapters.fake_stripe.store import StripeDict, fresh_id

_PLAIN = ("name", "email", "phone", "description")


def create(call: Call) -> StripeDict:
    """POST /v1/customers"""
    customer = {
        "id": fresh_id("cus", 8),
        "object": "customer",
        "address": None,
        "balance": 0,
        "created": call.now,
        "currency": None,
        "default_source": None,
        "delinquent": False,
        **{name: call.params.get(name) for name in _PLAIN},
        "livemode": False,
        "metadata": call.metadata(),
        "preferred_locales": call.params.get("preferred_locales", []),
        "shipping": None,
        "tax_exempt": "none",
    }
    call.put(customer)
    call.publish("customer.created", customer)
    return customer


def retrieve(call: Call, customer: str) -> StripeDict:
    """GET /v1/customers/{customer}"""
    return call.get("customer", customer)


def update(call: Call, customer: str) -> StripeDict:
    """POST /v1/customers/{customer}"""
    found = call.get("customer", customer)
    found.update({name: call.params[name] for name in _PLAIN if name in call.params})
    if "metadata" in call.params:
        found["metadata"] = {**found["metadata"], **call.metadata()}
    call.publish("customer.updated", found)
    return found


def index(call: Call) -> StripeDict:
    """GET /v1/customers"""
    return call.page("customer", "email")


ROUTES: list[Route] = [
    ("GET", "/v1/customers", index),
    ("POST", "/v1/customers", create),
    ("GET", "/v1/customers/<customer>", retrieve),
    ("POST", "/v1/customers/<customer>", update),
]
