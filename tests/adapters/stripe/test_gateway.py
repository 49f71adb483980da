"""The payment rail over the real SDK, against the fake Stripe."""

import socket
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
import requests
from stripe import StripeError

from clusterorg.adapters.fake_stripe.faults import Failure
from clusterorg.adapters.stripe import StripeGateway
from clusterorg.adapters.stripe.client import build_client
from clusterorg.adapters.stripe.settings import StripeSettings
from clusterorg.domains.billing.ports import (
    CheckoutStanding,
    RailObjectUnknown,
    RailRefused,
    RailUnavailable,
)
from tests.adapters.stripe.orders import CLUSTER, INVOICE, an_order
from tests.support.stripe import (
    ACCOUNT,
    OTHER_ACCOUNT,
    SECRET_KEY,
    gateway_for,
    pay_by_bancontact,
    pay_by_card,
)

SESSIONS = "/v1/checkout/sessions"


def test_a_page_is_opened_on_the_clusters_own_account_with_our_ids(fake_stripe, gateway):
    order = an_order()

    page = gateway.open_checkout(order)

    session = fake_stripe.world.store.find(ACCOUNT, "checkout.session", page.session_id)
    assert session["amount_total"] == 60500
    assert session["currency"] == "eur"
    assert session["locale"] == "nl"
    assert session["customer_email"] == "payer@example.org"
    assert session["metadata"] == session["_intent_metadata"]
    assert session["metadata"] == {
        "attempt_id": str(order.attempt_id),
        "cluster_id": str(CLUSTER),
        "invoice_id": str(INVOICE),
    }
    assert page.url.startswith(fake_stripe.url)
    assert page.expires_at - datetime.now(UTC) > timedelta(hours=23)


def test_a_request_names_version_account_and_key_and_tells_nothing_of_us(fake_stripe, gateway):
    order = an_order()

    gateway.open_checkout(order)

    headers = fake_stripe.world.requests[0].headers
    assert headers["stripe-version"] == "2026-10-28.endive"
    assert headers["stripe-account"] == ACCOUNT
    assert headers["idempotency-key"] == f"checkout:{order.attempt_id}"
    assert "x-stripe-client-telemetry" not in headers


def test_a_payer_without_a_mail_address_gets_a_page_too(gateway):
    page = gateway.open_checkout(an_order(payer_email=None))

    assert page.url


def test_the_same_attempt_twice_answers_with_the_first_page(fake_stripe, gateway):
    order = an_order()

    first, second = gateway.open_checkout(order), gateway.open_checkout(order)

    assert first == second
    assert len(fake_stripe.world.store.every(ACCOUNT, "checkout.session")) == 1


def test_the_same_attempt_with_another_amount_is_refused(gateway):
    order = an_order()
    gateway.open_checkout(order)

    with pytest.raises(RailRefused, match="same parameters"):
        gateway.open_checkout(replace(order, amount_cents=1))


def test_an_account_that_is_not_connected_is_refused(gateway):
    with pytest.raises(RailRefused, match="does not have access"):
        gateway.open_checkout(an_order(account="acct_unknown"))


def test_an_amount_below_the_minimum_is_refused(gateway):
    with pytest.raises(RailRefused, match="amount_too_small"):
        gateway.open_checkout(an_order(amount_cents=49))


def test_a_page_of_another_account_is_unknown(gateway):
    page = gateway.open_checkout(an_order())

    with pytest.raises(RailObjectUnknown):
        gateway.fetch_checkout(OTHER_ACCOUNT, page.session_id)


def test_a_session_id_cannot_reach_another_path(fake_stripe, gateway):
    with pytest.raises(RailObjectUnknown):
        gateway.fetch_checkout(ACCOUNT, "cs_1/../../customers")


def test_a_page_nobody_paid_yet_is_open(gateway):
    order = an_order()
    page = gateway.open_checkout(order)

    state = gateway.fetch_checkout(ACCOUNT, page.session_id)

    assert state.standing is CheckoutStanding.OPEN
    assert state.attempt_id == order.attempt_id
    assert state.charge_id is None
    assert state.failure_code is None


def test_an_approved_card_tells_charge_method_amount_and_moment(gateway):
    page = gateway.open_checkout(an_order())

    pay_by_card(page.url)
    state = gateway.fetch_checkout(ACCOUNT, page.session_id)

    assert state.standing is CheckoutStanding.SUCCEEDED
    assert (state.amount_cents, state.currency, state.method) == (60500, "EUR", "card")
    assert state.payment_id.startswith("pi_")
    assert state.charge_id.startswith("ch_")
    assert abs(state.paid_at - datetime.now(UTC)) < timedelta(minutes=1)


def test_a_declined_card_leaves_the_page_open_with_the_reason(gateway):
    page = gateway.open_checkout(an_order())

    pay_by_card(page.url, "4000000000000002")
    state = gateway.fetch_checkout(ACCOUNT, page.session_id)

    assert state.standing is CheckoutStanding.OPEN
    assert state.failure_code == "generic_decline"
    assert state.failure_text == "Your card was declined."
    assert state.charge_id is None
    assert state.paid_at is None


def test_a_card_approved_after_a_declined_one_pays_once(fake_stripe, gateway):
    page = gateway.open_checkout(an_order())

    pay_by_card(page.url, "4000000000009995")
    pay_by_card(page.url)
    state = gateway.fetch_checkout(ACCOUNT, page.session_id)

    assert state.standing is CheckoutStanding.SUCCEEDED
    assert state.failure_code is None
    assert len(fake_stripe.world.store.every(ACCOUNT, "payment_intent")) == 1


@pytest.mark.parametrize(
    ("answer", "standing"),
    [("approve", CheckoutStanding.SUCCEEDED), ("fail", CheckoutStanding.OPEN)],
)
def test_three_d_secure_decides_over_the_payment(gateway, answer, standing):
    page = gateway.open_checkout(an_order())
    pay_by_card(page.url, "4000002500003155")

    requests.post(f"{page.url}/authenticate", {"answer": answer}, timeout=5, allow_redirects=False)

    assert gateway.fetch_checkout(ACCOUNT, page.session_id).standing is standing


@pytest.mark.parametrize(
    ("answer", "standing", "method"),
    [
        ("approve", CheckoutStanding.SUCCEEDED, "bancontact"),
        ("cancel", CheckoutStanding.OPEN, None),
    ],
)
def test_bancontact_is_approved_or_cancelled_at_the_bank(gateway, answer, standing, method):
    page = gateway.open_checkout(an_order())

    pay_by_bancontact(page.url, answer)
    state = gateway.fetch_checkout(ACCOUNT, page.session_id)

    assert (state.standing, state.method) == (standing, method)


def test_a_page_can_be_closed_and_stays_closed(gateway):
    page = gateway.open_checkout(an_order())

    closed = gateway.expire_checkout(ACCOUNT, page.session_id)
    again = gateway.expire_checkout(ACCOUNT, page.session_id)

    assert closed.standing is again.standing is CheckoutStanding.EXPIRED


def test_closing_a_page_that_was_paid_answers_that_it_is_paid(gateway):
    page = gateway.open_checkout(an_order())
    pay_by_card(page.url)

    assert gateway.expire_checkout(ACCOUNT, page.session_id).standing is CheckoutStanding.SUCCEEDED


def test_closing_a_page_that_does_not_exist_says_so(gateway):
    with pytest.raises(RailObjectUnknown):
        gateway.expire_checkout(ACCOUNT, "cs_test_nothing")


def test_an_answer_lost_after_the_effect_makes_one_page(fake_stripe, gateway):
    fake_stripe.world.faults.failures.append(Failure(SESSIONS, when="after"))

    page = gateway.open_checkout(an_order())

    assert page.url
    assert len(fake_stripe.world.requests) == 2
    assert len(fake_stripe.world.store.every(ACCOUNT, "checkout.session")) == 1


def test_a_failure_that_stripe_remembers_is_told_as_unavailable(fake_stripe, gateway):
    fake_stripe.world.faults.failures.append(Failure(SESSIONS, remembered=True))

    with pytest.raises(RailUnavailable):
        gateway.open_checkout(an_order())


@pytest.mark.parametrize("status", [429, 500, 503])
def test_a_rail_that_is_busy_or_broken_is_unavailable(fake_stripe, gateway, status):
    fake_stripe.world.faults.failures.append(Failure(SESSIONS, status, when="before", times=3))

    with pytest.raises(RailUnavailable):
        gateway.open_checkout(an_order())


def test_nobody_listening_is_unavailable(fake_stripe):
    gateway = gateway_for("http://127.0.0.1:9")

    with pytest.raises(RailUnavailable):
        gateway.fetch_checkout(ACCOUNT, "cs_test_1")


def test_a_rail_that_takes_the_call_and_never_answers_is_unavailable():
    with socket.create_server(("127.0.0.1", 0)) as silent:
        url = f"http://127.0.0.1:{silent.getsockname()[1]}"
        settings = StripeSettings(SECRET_KEY, base_address=url, timeout=(0.2, 0.2))

        with pytest.raises(RailUnavailable):
            StripeGateway(settings).open_checkout(an_order())


def test_even_with_all_retries_a_call_ends_before_a_web_process_counts_as_hung():
    settings = StripeSettings(SECRET_KEY)

    assert sum(settings.timeout) * (1 + settings.max_network_retries) < 30


def test_with_a_base_address_no_host_of_stripe_is_left(fake_stripe):
    client = build_client(StripeSettings(SECRET_KEY, base_address=fake_stripe.url + "/"))

    with pytest.raises(StripeError):
        client.v1.files.list()

    assert fake_stripe.world.requests[0].path == "/v1/files"
    assert set(client._requestor._options.base_addresses.values()) == {fake_stripe.url}
