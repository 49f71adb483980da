"""Delivers events to webhook endpoints: signed, retried, in a thread of its own."""

from __future__ import annotations

import json
import threading
import time
import urllib.error
import urllib.request
from typing import TYPE_CHECKING, Any

from clusterorg.adapters.fake_stripe.settings import PLATFORM
from clusterorg.adapters.fake_stripe.signing import signature_header
from clusterorg.adapters.fake_stripe.store import StripeDict, fresh_id, visible

if TYPE_CHECKING:
    from clusterorg.adapters.fake_stripe.world import World

_TICK_SECONDS = 1.0


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    """Stripe does not follow redirects of an endpoint: they count as failures."""

    def redirect_request(self, *_args: Any, **_kwargs: Any) -> None:
        return None


class Postman:
    """Holds the deliveries of one world and works them off.

    A delivery is queued, sent or given up. `deliver_due()` sends what is due and is all a test
    needs; `start()` calls it in a thread for as long as the server runs.
    """

    def __init__(self, world: World) -> None:
        self._world = world
        self._wake = threading.Event()
        self._stopping = threading.Event()
        self._thread: threading.Thread | None = None
        self._delivering = threading.Lock()
        # No proxy, no redirect: the receiver is the one named, on this machine.
        self._opener = urllib.request.build_opener(urllib.request.ProxyHandler({}), _NoRedirect())

    def accept(self, account: str, event: StripeDict) -> None:
        """Queue an event for each endpoint that wants it. Call inside `store.change()`."""
        faults = self._world.faults
        if faults.take_drop():
            return
        copies = 2 if faults.take_duplicate() else 1
        for endpoint in self._world.store.every(PLATFORM, "webhook_endpoint"):
            if wants(endpoint, account, event["type"]):
                for _ in range(copies):
                    self._queue(endpoint, account, event)
        self._wake.set()

    def _queue(self, endpoint: StripeDict, account: str, event: StripeDict) -> None:
        event["pending_webhooks"] += 1
        delivery = {
            "id": fresh_id("dlv"),
            "event": event["id"],
            "type": event["type"],
            "account": account,
            "endpoint": endpoint["id"],
            "state": "queued",
            "attempts": 0,
            "due": 0.0,
            "last_status": None,
        }
        self._world.store.deliveries.append(delivery)

    def resend(self, event_id: str) -> int:
        """Queue a known event again for its endpoints; answers how many deliveries that makes."""
        store = self._world.store
        with store.change():
            before = len(store.deliveries)
            for account, owned in store.objects.items():
                if event_id in owned:
                    self.accept(account, owned[event_id])
            return len(store.deliveries) - before

    def reverse_queue(self) -> None:
        """Turn the order of what is waiting: the last event goes first."""
        store = self._world.store
        with store.change():
            waiting = [d for d in store.deliveries if d["state"] == "queued"]
            done = [d for d in store.deliveries if d["state"] != "queued"]
            store.deliveries[:] = done + waiting[::-1]

    def deliver_due(self) -> int:
        """Send every delivery that is due, in order; answers how many were accepted."""
        if self._world.faults.holding:
            return 0
        with self._delivering:
            return sum(self._attempt(delivery) for delivery in self._due())

    def _due(self) -> list[StripeDict]:
        with self._world.store.lock:
            return [
                delivery
                for delivery in self._world.store.deliveries
                if delivery["state"] == "queued" and delivery["due"] <= time.time()
            ]

    def _attempt(self, delivery: StripeDict) -> bool:
        store, delays = self._world.store, self._world.settings.retry_delays
        with store.lock:
            endpoint = store.find(PLATFORM, "webhook_endpoint", delivery["endpoint"])
            event = store.find(delivery["account"], "event", delivery["event"])
        status = self._post(endpoint, event) if endpoint and event else "endpoint removed"
        accepted = isinstance(status, int) and 200 <= status < 300
        with store.change():
            delivery["attempts"] += 1
            delivery["last_status"] = status
            if accepted:
                delivery["state"] = "sent"
            elif delivery["attempts"] > len(delays) or endpoint is None:
                delivery["state"] = "given up"
            else:
                delivery["due"] = time.time() + delays[delivery["attempts"] - 1]
            if event is not None and delivery["state"] != "queued":
                event["pending_webhooks"] -= 1
        return accepted

    def _post(self, endpoint: StripeDict, event: StripeDict) -> int | str:
        faults = self._world.faults
        body = json.dumps(visible(event), ensure_ascii=False).encode()
        secret = "whsec_wrong" if faults.bad_signature else endpoint["_secret"]
        # Signed at each attempt by the real clock, as the receiver compares with its own.
        signature = signature_header(body, secret, int(time.time()) - faults.signature_age)
        headers = {"Content-Type": "application/json; charset=utf-8", "Stripe-Signature": signature}
        request = urllib.request.Request(  # noqa: S310 - address given by the settings
            endpoint["url"], data=body, headers=headers, method="POST"
        )
        try:
            timeout = self._world.settings.delivery_timeout
            with self._opener.open(request, timeout=timeout) as answer:
                return int(answer.status)
        except urllib.error.HTTPError as refusal:
            with refusal:
                return refusal.code
        except OSError as failure:
            return f"{type(failure).__name__}: {failure}"

    def start(self) -> None:
        """Begin to deliver in the background."""
        self._thread = threading.Thread(target=self._run, name="fake-stripe-postman", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Finish the delivery under way and end the thread."""
        self._stopping.set()
        self._wake.set()
        if self._thread is not None:
            self._thread.join(timeout=self._world.settings.delivery_timeout + 1)

    def wake(self) -> None:
        """Look at the queue now instead of at the next tick."""
        self._wake.set()

    def _run(self) -> None:
        from clusterorg.adapters.fake_stripe.paying import expire_overdue

        while not self._stopping.is_set():
            self._wake.wait(_TICK_SECONDS)
            self._wake.clear()
            expire_overdue(self._world)
            self.deliver_due()


def wants(endpoint: StripeDict, account: str, kind: str) -> bool:
    """Whether an endpoint hears this event: Connect endpoints those of connected accounts."""
    if endpoint["status"] != "enabled" or endpoint["_connect"] != (account != PLATFORM):
        return False
    return bool({"*", kind} & set(endpoint["enabled_events"]))
