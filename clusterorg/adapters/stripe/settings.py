"""What the gateway is told: keys, addresses, patience."""

from __future__ import annotations

from dataclasses import dataclass

API_VERSION = "2026-10-28.endive"


@dataclass(frozen=True, slots=True)
class StripeSettings:
    """Settings of the rail.

    secret_key: the platform's key; connected accounts are named per call.
    webhook_secrets: the signing secrets accepted now; two while one is being replaced.
    base_address: where all four of Stripe's hosts are (a fake); None means the real ones.
    timeout: seconds to connect and seconds to wait for an answer; with the retries it stays below
        the 30 seconds after which a web process is taken for hung.
    tolerance: seconds a delivery's timestamp may lie in the past or in the future.
    """

    secret_key: str
    webhook_secrets: tuple[str, ...] = ()
    base_address: str | None = None
    timeout: tuple[float, float] = (3.0, 6.0)
    tolerance: int = 300
    max_network_retries: int = 2
