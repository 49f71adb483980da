"""One fake Stripe: its settings, what it knows, its clock, its faults and its postman."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from typing import Any

from clusterorg.adapters.fake_stripe.faults import Faults
from clusterorg.adapters.fake_stripe.postman import Postman
from clusterorg.adapters.fake_stripe.settings import API_VERSION, PLATFORM, FakeSettings
from clusterorg.adapters.fake_stripe.store import Store, StripeDict, fresh_id, visible


@dataclass(frozen=True)
class SeenRequest:
    """One API request as it arrived, for tests to look at."""

    verb: str
    path: str
    body: str
    headers: dict[str, str]


@dataclass
class World:
    """Everything one fake Stripe is made of."""

    settings: FakeSettings = field(default_factory=FakeSettings)
    store: Store = field(init=False)
    faults: Faults = field(default_factory=Faults)
    postman: Postman = field(init=False)
    requests: list[SeenRequest] = field(default_factory=list)
    violations: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.store = Store(self.settings.state)
        self.postman = Postman(self)
        for identifier, name in self.settings.accounts.items():
            self.ensure_account(identifier, name)
        if self.settings.webhook_url:
            self.ensure_endpoint(self.settings.webhook_url, self.settings.webhook_secret)

    def now(self) -> int:
        """Seconds since 1970 by the fake's own clock."""
        return int(time.time()) + self.store.clock_offset

    def ensure_account(self, identifier: str, name: str, country: str = "BE") -> StripeDict:
        """A connected account with this id, made when it is not there yet."""
        from clusterorg.adapters.fake_stripe.resources.accounts import build_account

        with self.store.change():
            known = self.store.find(PLATFORM, "account", identifier)
            if known is not None:
                return known
            account = build_account(self.now(), name=name, country=country, identifier=identifier)
            return self.store.put(PLATFORM, account)

    def ensure_endpoint(self, url: str, secret: str) -> StripeDict:
        """The Connect endpoint of the settings: one, with this address and secret."""
        from clusterorg.adapters.fake_stripe.resources.webhook_endpoints import build_endpoint

        with self.store.change():
            for standing in self.store.every(PLATFORM, "webhook_endpoint"):
                if standing["_standing"]:
                    # Kept, so that what waits for it is delivered after a restart.
                    standing.update(url=url, _secret=secret)
                    return standing
            endpoint = build_endpoint(self.now(), url=url, connect=True, secret=secret)
            endpoint["_standing"] = True
            return self.store.put(PLATFORM, endpoint)

    def knows_account(self, identifier: str) -> bool:
        """Whether a connected account (or the platform itself) has this id."""
        return (
            identifier == PLATFORM or self.store.find(PLATFORM, "account", identifier) is not None
        )

    def publish(self, account: str, kind: str, obj: StripeDict) -> StripeDict:
        """Make an event that freezes `obj` as it is now, and queue it for every endpoint.

        Call inside `store.change()`.
        """
        event: StripeDict = {
            "id": fresh_id("evt"),
            "object": "event",
            "api_version": API_VERSION,
            "created": self.now(),
            "data": {"object": visible(obj)},
            "livemode": False,
            "pending_webhooks": 0,
            "request": {"id": None, "idempotency_key": None},
            "type": kind,
        }
        if account != PLATFORM:
            event["account"] = account
        self.check_answer(event["data"]["object"])
        self.check_answer(event)
        self.store.put(account, event)
        self.postman.accept(account, event)
        return event

    def check_answer(self, obj: dict[str, Any]) -> None:
        """Compare an object with the response contract, when one was given; keep complaints."""
        if self.settings.check_response is None:
            return
        for schema, part in _parts(obj):
            complaints = self.settings.check_response(schema, part)
            self.violations += [f"{schema}: {complaint}" for complaint in complaints]


def _parts(obj: dict[str, Any]) -> list[tuple[str, dict[str, Any]]]:
    if obj.get("object") == "list":
        return [part for item in obj["data"] for part in _parts(item)]
    schema = obj["object"]
    return [(f"deleted_{schema}" if obj.get("deleted") else schema, obj)]
