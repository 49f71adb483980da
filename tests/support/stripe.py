"""A fake Stripe for tests, with every request and answer checked against Stripe's own contract.

The contract lies beside the repository (`../shared/stripe`); without it the fake still works and
only the checks are missing: `test_contract.py` says so.
"""

import importlib.util
import json
import os
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
import requests
from werkzeug import Request, Response
from werkzeug.serving import make_server

from clusterorg.adapters.fake_stripe import FakeSettings, RunningFakeStripe
from clusterorg.adapters.stripe import StripeGateway, StripeSettings

CONTRACT = Path(__file__).parents[3] / "shared" / "stripe" / "check.py"
ACCOUNT, OTHER_ACCOUNT = "acct_smaakkust", "acct_mecavallee"
SECRET_KEY, WEBHOOK_SECRET = "sk_test_fake", "whsec_test"
_loaded: list[ModuleType] = []


def contract() -> ModuleType | None:
    """Stripe's contract as a module with `request_errors` and `response_errors`, when at hand."""
    if not _loaded and CONTRACT.exists():
        spec = importlib.util.spec_from_file_location("stripe_contract", CONTRACT)
        assert spec is not None
        assert spec.loader is not None
        module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
        _loaded.append(module)
    return _loaded[0] if _loaded else None


def demand_contract() -> ModuleType:
    """The contract, or a skip with the reason; in CI its absence is a failure."""
    module = contract()
    if module is None:
        reason = "Stripe's contract is not beside the repository (../shared/stripe)."
        if os.environ.get("CI") == "true":
            pytest.fail(reason)
        pytest.skip(reason)
    return module


def fake_settings(**more: Any) -> FakeSettings:
    """Settings with both clusters' accounts, fast retries and the contract when at hand."""
    module = contract()
    return FakeSettings(
        **{
            "accounts": {ACCOUNT: "SmaakKust vzw", OTHER_ACCOUNT: "MécaVallée asbl"},
            "retry_delays": (0.05, 0.1, 0.2, 0.5, 1, 1, 1),
            "delivery_timeout": 5.0,
            "check_request": module and module.request_errors,
            "check_response": module and module.response_errors,
            **more,
        }
    )


def gateway_for(url: str) -> StripeGateway:
    """A gateway over the real SDK that talks to the fake at `url`."""
    return StripeGateway(
        StripeSettings(SECRET_KEY, (WEBHOOK_SECRET,), base_address=url, timeout=(2.0, 5.0))
    )


@pytest.fixture
def fake_stripe() -> Iterator[RunningFakeStripe]:
    """A running fake Stripe; the test fails when any answer of it broke the contract."""
    with RunningFakeStripe(fake_settings()) as fake:
        yield fake
    assert fake.world.violations == []


@pytest.fixture
def gateway(fake_stripe: RunningFakeStripe) -> StripeGateway:
    """The real gateway, over the real SDK, on the fake."""
    return gateway_for(fake_stripe.url)


@dataclass
class Inbox:
    """A receiver of webhooks that keeps them; answers what `statuses` says next, else 200."""

    url: str = ""
    statuses: list[int] = field(default_factory=list)
    received: list[tuple[bytes, dict[str, str]]] = field(default_factory=list)

    @property
    def types(self) -> list[str]:
        """The event types in order of arrival."""
        return [json.loads(body)["type"] for body, _ in self.received]

    @property
    def ids(self) -> list[str]:
        """The event ids in order of arrival."""
        return [json.loads(body)["id"] for body, _ in self.received]

    def take(self, environ: Any, start_response: Any) -> Any:
        """Receive one delivery (WSGI)."""
        request = Request(environ)
        self.received.append((request.get_data(), dict(request.headers)))
        status = self.statuses.pop(0) if self.statuses else 200
        return Response("", status)(environ, start_response)


@contextmanager
def open_inbox() -> Iterator[Inbox]:
    """Serve an inbox on the loopback address."""
    inbox = Inbox()
    server = make_server("127.0.0.1", 0, inbox.take, threaded=True)
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    inbox.url = f"http://127.0.0.1:{server.server_port}/hooks/stripe"
    yield inbox
    server.shutdown()
    server.server_close()


@pytest.fixture
def inbox(fake_stripe: RunningFakeStripe) -> Iterator[Inbox]:
    """An inbox to which the fake delivers all events of connected accounts."""
    with open_inbox() as made:
        fake_stripe.world.ensure_endpoint(made.url, WEBHOOK_SECRET)
        yield made


def wait_until(true: Callable[[], object], seconds: float = 5.0) -> None:
    """Wait for something that another thread does; fail when it does not come."""
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, "it did not happen in time"
        time.sleep(0.01)


def pay_by_card(url: str, number: str = "4242 4242 4242 4242") -> requests.Response:
    """Try a card on a hosted page, as a browser would, without following the way back."""
    form = {"method": "card", "number": number, "email": "payer@example.org"}
    return requests.post(url, form, timeout=5, allow_redirects=False)


def pay_by_bancontact(url: str, answer: str = "approve") -> requests.Response:
    """Pay by Bancontact on a hosted page, or cancel there."""
    form = {"method": "bancontact", "answer": answer}
    return requests.post(url, form, timeout=5, allow_redirects=False)
