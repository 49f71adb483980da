"""What the fake offers under `/v1`: one file per resource, each with its ROUTES.

A route is (verb, path rule, function); the function gets the call and the path's ids and answers
an object. GET functions change nothing.
"""

from __future__ import annotations

from collections.abc import Callable

from clusterorg.adapters.fake_stripe.store import StripeDict

Route = tuple[str, str, Callable[..., StripeDict]]
