"""Stripe's contract is at hand, and the checks made with it can fail."""

import pytest
import stripe

from clusterorg.adapters.fake_stripe import API_VERSION as FAKE_VERSION
from clusterorg.adapters.stripe import API_VERSION
from tests.adapters.stripe.orders import an_order
from tests.support.stripe import ACCOUNT, SECRET_KEY, demand_contract


def test_the_sdk_and_its_version_are_the_pinned_ones():
    assert stripe.VERSION == "16.1.0"
    assert stripe._ApiVersion.CURRENT == API_VERSION == FAKE_VERSION


def test_every_request_of_a_checkout_passes_the_contract(fake_stripe, gateway):
    contract = demand_contract()

    page = gateway.open_checkout(an_order())
    gateway.fetch_checkout(ACCOUNT, page.session_id)
    gateway.expire_checkout(ACCOUNT, page.session_id)

    assert len(fake_stripe.world.requests) == 4
    for seen in fake_stripe.world.requests:
        assert contract.request_errors(seen.verb, seen.path, seen.body) == []


def test_a_parameter_that_stripe_removed_is_refused(fake_stripe):
    demand_contract()
    client = stripe.StripeClient(SECRET_KEY, base_addresses={"api": fake_stripe.url})

    with pytest.raises(stripe.InvalidRequestError, match="payment_method_types"):
        client.v1.checkout.sessions.create({"payment_method_types": ["card"]})


def test_an_answer_of_the_wrong_shape_is_noticed(fake_stripe):
    demand_contract()

    fake_stripe.world.check_answer({"object": "charge", "id": "ch_1", "amount": "ten"})

    assert fake_stripe.world.violations
    fake_stripe.world.violations.clear()
