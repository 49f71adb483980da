"""Webhooks: signed so that the SDK accepts them, retried, and misdelivered on request."""

import requests
import stripe

from clusterorg.adapters.fake_stripe.postman import wants
from clusterorg.adapters.fake_stripe.settings import PLATFORM
from tests.adapters.stripe.orders import an_order
from tests.support.stripe import WEBHOOK_SECRET, pay_by_card, wait_until

PAID = ["charge.succeeded", "payment_intent.succeeded", "checkout.session.completed"]


def control(fake, where: str, **asked):
    answer = requests.post(f"{fake.url}/_control{where}", json=asked, timeout=5)
    assert answer.status_code == 200
    return answer.json()


def pay(gateway, number: str = "4242424242424242"):
    page = gateway.open_checkout(an_order())
    pay_by_card(page.url, number)
    return page


def test_a_payment_is_told_in_events_that_the_sdk_verifies(gateway, inbox):
    pay(gateway)

    wait_until(lambda: len(inbox.received) == 4)
    assert inbox.types == ["payment_intent.created", *PAID]
    for body, headers in inbox.received:
        event = stripe.Webhook.construct_event(body, headers["Stripe-Signature"], WEBHOOK_SECRET)
        assert event.account == "acct_smaakkust"
        assert event.api_version == "2026-10-28.endive"


def test_a_declined_card_is_told_too(gateway, inbox):
    pay(gateway, "4000000000000002")

    wait_until(lambda: len(inbox.received) == 3)
    assert inbox.types[1:] == ["charge.failed", "payment_intent.payment_failed"]


def test_an_expired_page_is_told(fake_stripe, gateway, inbox):
    gateway.open_checkout(an_order())

    control(fake_stripe, "/clock", advance=25 * 3600)

    wait_until(lambda: inbox.types == ["checkout.session.expired"])


def test_a_delivery_is_repeated_until_it_is_accepted(fake_stripe, gateway, inbox):
    inbox.statuses = [500, 301, 404]

    pay(gateway)

    wait_until(lambda: len(inbox.received) == 7)
    wait_until(lambda: all(d["state"] == "sent" for d in fake_stripe.world.store.deliveries))
    assert len(set(inbox.ids)) == 4


def test_a_delivery_nobody_accepts_is_given_up(fake_stripe, gateway, inbox):
    inbox.statuses = [500] * 100
    object.__setattr__(fake_stripe.world.settings, "retry_delays", (0.01,))

    pay(gateway)

    wait_until(lambda: all(d["state"] == "given up" for d in fake_stripe.world.store.deliveries))
    assert len(inbox.received) == 8


def test_an_endpoint_that_is_away_gets_its_events_later(fake_stripe, gateway):
    fake_stripe.world.ensure_endpoint("http://127.0.0.1:9/hook", WEBHOOK_SECRET)

    pay(gateway)

    wait_until(lambda: fake_stripe.world.store.deliveries[0]["attempts"] > 1)
    assert "refused" in fake_stripe.world.store.deliveries[0]["last_status"].lower()


def test_an_event_comes_twice_when_asked(fake_stripe, gateway, inbox):
    control(fake_stripe, "/webhooks", duplicate=1)

    pay(gateway)

    wait_until(lambda: len(inbox.received) == 5)
    assert len(set(inbox.ids)) == 4


def test_held_events_come_in_reverse_when_asked(fake_stripe, gateway, inbox):
    control(fake_stripe, "/webhooks", hold=True)
    pay(gateway)
    assert inbox.received == []

    control(fake_stripe, "/webhooks/release", order="reversed")

    wait_until(lambda: len(inbox.received) == 4)
    assert inbox.types == [*PAID[::-1], "payment_intent.created"]


def test_a_lost_event_stays_lost_until_it_is_sent_again(fake_stripe, gateway, inbox):
    control(fake_stripe, "/webhooks", drop=4)
    pay(gateway)
    assert fake_stripe.world.store.deliveries == []
    lost = fake_stripe.world.store.every("acct_smaakkust", "event")[0]

    assert control(fake_stripe, f"/events/{lost['id']}/resend") == {"queued": 1}

    wait_until(lambda: inbox.ids == [lost["id"]])


def test_deliveries_can_be_badly_signed_stale_or_from_the_future(fake_stripe, gateway, inbox):
    control(fake_stripe, "/webhooks", bad_signature=True, signature_age=-400)
    pay(gateway)
    wait_until(lambda: len(inbox.received) == 4)
    body, headers = inbox.received[0]

    try:
        stripe.Webhook.construct_event(body, headers["Stripe-Signature"], WEBHOOK_SECRET)
    except stripe.SignatureVerificationError:
        refused = True

    assert refused
    assert control(fake_stripe, "/reset")["holding"] is False


def test_control_shows_what_was_asked(fake_stripe):
    control(fake_stripe, "/failures", path="/v1/customers", times=2)

    shown = requests.get(f"{fake_stripe.url}/_control/state", timeout=5).json()

    assert shown["failures"][0]["path"] == "/v1/customers"
    assert shown["failures"][0]["times"] == 2


def test_a_named_account_can_be_made_for_a_demo(fake_stripe):
    for _ in range(2):
        made = requests.put(
            f"{fake_stripe.url}/_control/accounts/acct_demo", json={"name": "Demo"}, timeout=5
        ).json()

    assert (made["id"], made["business_profile"]["name"]) == ("acct_demo", "Demo")


def test_connect_endpoints_hear_accounts_and_the_others_hear_the_platform():
    endpoint = {"status": "enabled", "_connect": True, "enabled_events": ["charge.succeeded"]}

    assert wants(endpoint, "acct_1", "charge.succeeded")
    assert not wants(endpoint, "acct_1", "charge.failed")
    assert not wants(endpoint, PLATFORM, "charge.succeeded")
    assert wants({**endpoint, "_connect": False}, PLATFORM, "charge.succeeded")
    assert not wants({**endpoint, "status": "disabled"}, "acct_1", "charge.succeeded")
