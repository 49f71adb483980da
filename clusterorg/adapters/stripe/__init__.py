"""Stripe as a payment rail: the only place that imports its SDK.

`StripeGateway` keeps `clusterorg.domains.billing.ports.PaymentRail`: it opens hosted Checkout on a
cluster's connected account, reads where a page stands, closes it, and verifies webhooks. Billing's
words go in and come out; no type of the SDK leaves this folder.

The SDK is pinned (16.1.0) and so is the API version, sent with every request. See
`settings.StripeSettings` for what can be set, `clusterorg.adapters.fake_stripe` for the stand-in.
"""

from clusterorg.adapters.stripe.gateway import StripeGateway
from clusterorg.adapters.stripe.settings import API_VERSION, StripeSettings

__all__ = ["API_VERSION", "StripeGateway", "StripeSettings"]
