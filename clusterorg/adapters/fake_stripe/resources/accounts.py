"""Connected accounts, owned by the platform."""

from __future__ import annotations

from clusterorg.adapters.fake_stripe.calls import Call
from clusterorg.adapters.fake_stripe.problems import missing
from clusterorg.adapters.fake_stripe.resources import Route
from clusterorg.adapters.fake_stripe.settings import PLATFORM
from clusterorg.adapters.fake_stripe.store import StripeDict, fresh_id


def build_account(
    now: int, *, name: str, country: str, identifier: str | None = None, email: str | None = None
) -> StripeDict:
    """An account that may charge: the fake skips the onboarding."""
    return {
        "id": identifier or fresh_id("acct", 8),
        "object": "account",
        "business_profile": {"name": name, "url": None},
        "capabilities": {"card_payments": "active", "bancontact_payments": "active"},
        "charges_enabled": True,
        "country": country,
        "created": now,
        "default_currency": "eur",
        "details_submitted": True,
        "email": email,
        "metadata": {},
        "payouts_enabled": True,
        "type": "standard",
    }


def create(call: Call) -> StripeDict:
    """POST /v1/accounts"""
    profile = call.params.get("business_profile", {})
    account = build_account(
        call.now,
        name=profile.get("name") or call.params.get("email") or "New account",
        country=call.params.get("country", "BE"),
        email=call.params.get("email"),
    )
    account["metadata"] = call.metadata()
    return call.world.store.put(PLATFORM, account)


def retrieve(call: Call, account: str) -> StripeDict:
    """GET /v1/accounts/{account}"""
    found = call.world.store.find(PLATFORM, "account", account)
    if found is None or call.account not in (PLATFORM, account):
        raise missing("account", account, "account")
    return found


def current(call: Call) -> StripeDict:
    """GET /v1/account"""
    return retrieve(call, call.account)


def index(call: Call) -> StripeDict:
    """GET /v1/accounts"""
    return call.page("account")


ROUTES: list[Route] = [
    ("GET", "/v1/account", current),
    ("GET", "/v1/accounts", index),
    ("POST", "/v1/accounts", create),
    ("GET", "/v1/accounts/<account>", retrieve),
]
