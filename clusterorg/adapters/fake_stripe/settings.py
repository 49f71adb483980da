"""What a fake Stripe is told when it starts."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

API_VERSION = "2026-10-28.endive"
PLATFORM = "acct_fake_platform"

# (verb, path, raw form body or query string) -> complaints; the first is answered as a 400.
RequestChecker = Callable[[str, str, str], list[str]]
# (schema name, object) -> complaints; any is a defect of the fake and answered as a 500.
ResponseChecker = Callable[[str, Mapping[str, Any]], list[str]]


@dataclass(frozen=True)
class FakeSettings:
    """Settings of one fake Stripe.

    state: file that keeps everything over a restart; None keeps it in memory only.
    secret_key: the only key accepted; None accepts any test key.
    public_url: address under which a browser reaches the fake; None takes the request's own.
    webhook_url, webhook_secret: a Connect endpoint that exists from the start.
    accounts: connected accounts that exist from the start, id to name.
    retry_delays: seconds between delivery attempts; after the last the event is given up.
    """

    state: Path | None = None
    secret_key: str | None = None
    public_url: str | None = None
    webhook_url: str | None = None
    webhook_secret: str = "whsec_fake"  # noqa: S105 - opens nothing but the demo
    accounts: Mapping[str, str] = field(default_factory=dict)
    retry_delays: tuple[float, ...] = (1, 2, 5, 15, 60, 300, 900, 3600)
    delivery_timeout: float = 10.0
    check_request: RequestChecker | None = None
    check_response: ResponseChecker | None = None
