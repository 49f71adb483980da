"""Webhook endpoints of the platform; a Connect endpoint hears all connected accounts."""

from __future__ import annotations

from clusterorg.adapters.fake_stripe.calls import Call
from clusterorg.adapters.fake_stripe.forms import flag, required
from clusterorg.adapters.fake_stripe.resources import Route
from clusterorg.adapters.fake_stripe.settings import API_VERSION
from clusterorg.adapters.fake_stripe.store import StripeDict, fresh_id


def build_endpoint(
    now: int, *, url: str, connect: bool, secret: str, events: list[str] | None = None
) -> StripeDict:
    """An enabled endpoint; the secret is private and shown once, when it is created."""
    return {
        "id": fresh_id("we"),
        "object": "webhook_endpoint",
        "api_version": API_VERSION,
        "application": "ca_fake_platform" if connect else None,
        "created": now,
        "description": None,
        "enabled_events": events or ["*"],
        "livemode": False,
        "metadata": {},
        "status": "enabled",
        "url": url,
        "_secret": secret,
        "_connect": connect,
        "_standing": False,
    }


def create(call: Call) -> StripeDict:
    """POST /v1/webhook_endpoints: the only answer that shows the secret."""
    endpoint = build_endpoint(
        call.now,
        url=required(call.params, "url"),
        connect=flag(call.params, "connect"),
        secret=fresh_id("whsec", 16),
        events=required(call.params, "enabled_events"),
    )
    endpoint["api_version"] = call.params.get("api_version")
    call.put(endpoint)
    return {**endpoint, "secret": endpoint["_secret"]}


def retrieve(call: Call, endpoint: str) -> StripeDict:
    """GET /v1/webhook_endpoints/{webhook_endpoint}"""
    return call.get("webhook_endpoint", endpoint)


def index(call: Call) -> StripeDict:
    """GET /v1/webhook_endpoints"""
    return call.page("webhook_endpoint")


def remove(call: Call, endpoint: str) -> StripeDict:
    """DELETE /v1/webhook_endpoints/{webhook_endpoint}"""
    found = call.get("webhook_endpoint", endpoint)
    call.world.store.drop(call.account, endpoint)
    return {"id": found["id"], "object": "webhook_endpoint", "deleted": True}


ROUTES: list[Route] = [
    ("GET", "/v1/webhook_endpoints", index),
    ("POST", "/v1/webhook_endpoints", create),
    ("GET", "/v1/webhook_endpoints/<endpoint>", retrieve),
    ("DELETE", "/v1/webhook_endpoints/<endpoint>", remove),
]
