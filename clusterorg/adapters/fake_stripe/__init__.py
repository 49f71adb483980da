"""A stand-in for Stripe that speaks its HTTP API to the real SDK.

Words: a *world* is one fake Stripe with everything it knows; the *platform* is our own account;
*connected accounts* are those of the clusters; a *fault* is a misbehaviour somebody asked for.

What it does as Stripe does:

- form-encoded requests, Stripe-shaped answers and errors, `expand`, paged lists;
- `Stripe-Account` isolation: another account's object is `resource_missing`;
- `Idempotency-Key`: the same request replays its stored answer, another one is refused;
- hosted Checkout: a page where a test card is approved, declined or asks for 3-D Secure, and where
  Bancontact is approved or cancelled; the PaymentIntent is made when the payer confirms;
- webhooks signed with the endpoint's secret, retried until the receiver answers 2xx.

What it does besides (`/_control`): deliver twice, hold, reorder, drop, sign badly, fail before or
after the effect, move its clock.

It takes no real money and guards nothing: it binds to the loopback address only.

    python -m clusterorg.adapters.fake_stripe --port 12111 --state var/fake_stripe.json
"""

from clusterorg.adapters.fake_stripe.server import RunningFakeStripe
from clusterorg.adapters.fake_stripe.settings import API_VERSION, FakeSettings
from clusterorg.adapters.fake_stripe.world import World

__all__ = ["API_VERSION", "FakeSettings", "RunningFakeStripe", "World"]
