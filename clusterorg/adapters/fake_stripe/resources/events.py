"""Events as they can be asked for: for a job that looks for what webhooks missed."""

from __future__ import annotations

from clusterorg.adapters.fake_stripe.calls import Call, page_of
from clusterorg.adapters.fake_stripe.resources import Route
from clusterorg.adapters.fake_stripe.store import StripeDict


def retrieve(call: Call, event: str) -> StripeDict:
    """GET /v1/events/{id}"""
    return call.get("event", event)


def index(call: Call) -> StripeDict:
    """GET /v1/events"""
    rows = call.world.store.every(call.account, "event")
    wanted = set(call.params.get("types", []))
    if "type" in call.params:
        wanted.add(call.params["type"])
    if wanted:
        rows = [row for row in rows if row["type"] in wanted]
    return page_of(rows, call.params, call.path)


ROUTES: list[Route] = [("GET", "/v1/events", index), ("GET", "/v1/events/<event>", retrieve)]
