"""The SDK's client, built once per process the way we want it."""

from __future__ import annotations

import stripe

from clusterorg.adapters.stripe.settings import API_VERSION, StripeSettings


def build_client(settings: StripeSettings) -> stripe.StripeClient:
    """A client with pinned version, own timeout, two retries and no telemetry.

    With a base address all four hosts are replaced, so that no call can leave for the real ones.
    """
    # Only the module-level switch stops the SDK from writing an id under the user's configuration
    # folder and from sending latencies.
    stripe.enable_telemetry = False
    http_client = stripe.RequestsClient(timeout=settings.timeout)
    if not settings.base_address:
        return stripe.StripeClient(
            settings.secret_key,
            stripe_version=API_VERSION,
            max_network_retries=settings.max_network_retries,
            http_client=http_client,
        )
    base = settings.base_address.rstrip("/")
    return stripe.StripeClient(
        settings.secret_key,
        stripe_version=API_VERSION,
        base_addresses={"api": base, "connect": base, "files": base, "meter_events": base},
        max_network_retries=settings.max_network_retries,
        http_client=http_client,
    )
