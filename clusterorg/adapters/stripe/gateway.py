"""The payment rail over Stripe: hosted Checkout by direct charge on connected accounts."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from typing import Any

import stripe

from clusterorg.adapters.stripe import webhooks
from clusterorg.adapters.stripe.client import build_client
from clusterorg.adapters.stripe.errors import in_our_words
from clusterorg.adapters.stripe.reading import checkout_state, moment
from clusterorg.adapters.stripe.settings import StripeSettings
from clusterorg.domains.billing.ports import (
    CheckoutOrder,
    CheckoutPage,
    CheckoutStanding,
    CheckoutState,
    RailEvent,
    RailRefused,
)

log = logging.getLogger(__name__)

LOCALES = {"en": "en", "nl": "nl", "fr": "fr", "de": "de"}
WITH_CHARGE = ["payment_intent.latest_charge"]


class StripeGateway:
    """Keeps `PaymentRail`. One per process: the client inside keeps its connections."""

    name = "stripe"

    def __init__(self, settings: StripeSettings) -> None:
        self._settings = settings
        self._client = build_client(settings)

    def open_checkout(self, order: CheckoutOrder) -> CheckoutPage:
        """Open the page of an attempt, or answer again with the one that exists.

        Raises RailUnavailable (try again with the same order) or RailRefused.
        """
        with in_our_words():
            session = self._client.v1.checkout.sessions.create(
                _page_params(order),
                {"stripe_account": order.account, "idempotency_key": order.idempotency_key},
            )
        page = _plain(session)
        if not page.get("url"):
            raise RailRefused(f"Checkout session {page['id']} has no page.")
        return CheckoutPage(page["id"], page["url"], moment(page.get("expires_at")))

    def fetch_checkout(self, account: str, session_id: str) -> CheckoutState:
        """Read where a page stands now. Raises RailUnavailable or RailObjectUnknown."""
        with in_our_words():
            session = self._client.v1.checkout.sessions.retrieve(
                session_id, {"expand": WITH_CHARGE}, {"stripe_account": account}
            )
        return checkout_state(account, _plain(session))

    def expire_checkout(self, account: str, session_id: str) -> CheckoutState:
        """Close a page; one that has already ended answers as it stands.

        Raises RailUnavailable, RailObjectUnknown, or RailRefused when an open page stays open.
        """
        try:
            with in_our_words():
                self._client.v1.checkout.sessions.expire(
                    session_id, {}, {"stripe_account": account}
                )
        except RailRefused:
            state = self.fetch_checkout(account, session_id)
            if state.standing is CheckoutStanding.OPEN:
                raise
            return state
        return self.fetch_checkout(account, session_id)

    def read_event(self, body: bytes, headers: Mapping[str, str]) -> tuple[RailEvent, Any]:
        """Verify a delivery on its raw bytes. Raises BadSignature, in the kinds of `webhooks`."""
        return webhooks.read_event(self._settings, body, headers)


def _page_params(order: CheckoutOrder) -> stripe.params.checkout.SessionCreateParams:
    # Nothing here may depend on the clock: the same attempt must make the same request, or Stripe
    # refuses the repetition under its idempotency key.
    params: stripe.params.checkout.SessionCreateParams = {
        "mode": "payment",
        "client_reference_id": str(order.attempt_id),
        "locale": LOCALES.get(order.locale, "auto"),
        "line_items": [
            {
                "quantity": 1,
                "price_data": {
                    "currency": order.currency.lower(),
                    "unit_amount": order.amount_cents,
                    "product_data": {"name": order.description},
                },
            }
        ],
        "metadata": order.metadata,
        "payment_intent_data": {"description": order.description, "metadata": order.metadata},
        "success_url": order.success_url,
        "cancel_url": order.cancel_url,
    }
    if order.payer_email:
        params["customer_email"] = order.payer_email
    return params


def _plain(thing: stripe.StripeObject) -> dict[str, Any]:
    answer = getattr(thing, "last_response", None)
    log.info("stripe %s %s", thing["id"], getattr(answer, "request_id", None))
    return dict(thing.to_dict(for_json=True))
