"""The fake answers as Stripe does: keys, accounts, errors, idempotency, lists, refunds."""

import pytest
import requests
import stripe

from tests.support.stripe import ACCOUNT, OTHER_ACCOUNT, SECRET_KEY, pay_by_card

OURS = {"stripe_account": ACCOUNT}
PAGE = {
    "mode": "payment",
    "line_items": [
        {
            "quantity": 2,
            "price_data": {
                "currency": "eur",
                "unit_amount": 5000,
                "product_data": {"name": "Dues 2026"},
            },
        }
    ],
    "success_url": "https://example.org/paid",
    "cancel_url": "https://example.org/back",
}


@pytest.fixture
def client(fake_stripe):
    stripe.enable_telemetry = False
    addresses = dict.fromkeys(("api", "files", "connect", "meter_events"), fake_stripe.url)
    return stripe.StripeClient(SECRET_KEY, base_addresses=addresses)


@pytest.fixture
def paid(client):
    page = client.v1.checkout.sessions.create(PAGE, OURS)
    pay_by_card(page.url)
    return client.v1.checkout.sessions.retrieve(
        page.id, {"expand": ["payment_intent.latest_charge.balance_transaction"]}, OURS
    )


def test_a_missing_or_live_key_is_refused(fake_stripe):
    for key in ("", "sk_live_1", "nonsense"):
        answer = requests.get(
            f"{fake_stripe.url}/v1/customers", headers={"Authorization": f"Bearer {key}"}, timeout=5
        )
        assert answer.status_code == 401
        assert answer.json()["error"]["type"] == "invalid_request_error"


def test_an_unknown_address_is_refused_as_stripe_does(fake_stripe):
    answer = requests.get(
        f"{fake_stripe.url}/v1/nothing",
        headers={"Authorization": f"Bearer {SECRET_KEY}"},
        timeout=5,
    )

    assert answer.status_code == 404
    assert "Unrecognized request URL" in answer.json()["error"]["message"]
    assert answer.headers["Request-Id"].startswith("req_")


def test_another_version_of_the_api_is_refused(fake_stripe):
    client = stripe.StripeClient(
        SECRET_KEY, stripe_version="2020-08-27", base_addresses={"api": fake_stripe.url}
    )

    with pytest.raises(stripe.InvalidRequestError, match="version"):
        client.v1.customers.list()


def test_an_account_made_on_the_platform_can_be_used_and_read(client):
    account = client.v1.accounts.create({"country": "BE", "business_profile": {"name": "New vzw"}})

    customer = client.v1.customers.create({"name": "Korrel"}, {"stripe_account": account.id})

    assert customer.name == "Korrel"
    assert client.v1.accounts.retrieve(account.id).business_profile.name == "New vzw"
    assert account.id in [one.id for one in client.v1.accounts.list().data]


def test_a_customer_can_be_changed_by_its_own_account_only(client):
    customer = client.v1.customers.create({"email": "a@example.org"}, OURS)

    client.v1.customers.update(customer.id, {"name": "Korrel", "metadata": {"x": "1"}}, OURS)

    assert client.v1.customers.retrieve(customer.id, None, OURS).metadata.x == "1"
    with pytest.raises(stripe.InvalidRequestError) as refusal:
        client.v1.customers.retrieve(customer.id, None, {"stripe_account": OTHER_ACCOUNT})
    assert refusal.value.code == "resource_missing"
    assert refusal.value.http_status == 404
    with pytest.raises(stripe.InvalidRequestError):
        client.v1.customers.retrieve(customer.id)


def test_a_repeated_key_replays_the_answer_and_says_so(client):
    options = {**OURS, "idempotency_key": "once"}

    first = client.v1.customers.create({"name": "Korrel"}, options)
    second = client.v1.customers.create({"name": "Korrel"}, options)

    assert first.id == second.id
    assert second.last_response.headers["Idempotent-Replayed"] == "true"
    assert "Idempotent-Replayed" not in first.last_response.headers
    assert len(client.v1.customers.list(None, OURS).data) == 1


def test_a_key_with_other_parameters_is_refused(client):
    options = {**OURS, "idempotency_key": "once"}
    client.v1.customers.create({"name": "Korrel"}, options)

    with pytest.raises(stripe.IdempotencyError):
        client.v1.customers.create({"name": "Other"}, options)


def test_a_key_belongs_to_one_account(client):
    ours = client.v1.customers.create({"name": "K"}, {**OURS, "idempotency_key": "once"})
    theirs = client.v1.customers.create(
        {"name": "K"}, {"stripe_account": OTHER_ACCOUNT, "idempotency_key": "once"}
    )

    assert ours.id != theirs.id


def test_a_refused_request_does_not_use_up_its_key(client):
    options = {**OURS, "idempotency_key": "once"}
    with pytest.raises(stripe.InvalidRequestError):
        client.v1.checkout.sessions.create({**PAGE, "line_items": []}, options)

    assert client.v1.checkout.sessions.create(PAGE, options).url


@pytest.mark.parametrize(
    ("changes", "match"),
    [
        ({"line_items": []}, "line_items"),
        ({"success_url": "javascript:alert(1)"}, "valid URL"),
        ({"success_url": ""}, "success_url"),
        ({"expires_at": 5}, "expires_at"),
        ({"mode": "subscription"}, "payment mode"),
        ({"customer": "cus_nobody"}, "No such customer"),
        ({"allowed_payment_method_types": ["ideal"]}, "payment method"),
        ({"metadata": {"long": "x" * 501}}, "500 characters"),
        ({"metadata": {f"key{n}": "x" for n in range(51)}}, "50 keys"),
        ({"expand": ["a.b.c.d.e"]}, "deep"),
    ],
)
def test_a_page_that_cannot_be_is_refused(client, changes, match):
    with pytest.raises(stripe.InvalidRequestError, match=match):
        client.v1.checkout.sessions.create({**PAGE, **changes}, OURS)


@pytest.mark.parametrize(
    ("price", "code"),
    [
        ({"unit_amount": 1}, "amount_too_small"),
        ({"unit_amount": 99_999_999}, "amount_too_large"),
        ({"unit_amount": -5}, "parameter_invalid_integer"),
        ({"currency": "xxx"}, "parameter_invalid_empty"),
    ],
)
def test_a_price_that_cannot_be_is_refused(client, price, code):
    line = PAGE["line_items"][0]
    lines = [{**line, "price_data": {**line["price_data"], **price}}]

    with pytest.raises(stripe.InvalidRequestError) as refusal:
        client.v1.checkout.sessions.create({**PAGE, "line_items": lines}, OURS)

    assert refusal.value.code == code


def test_the_lines_of_a_page_can_be_listed(client):
    page = client.v1.checkout.sessions.create(PAGE, OURS)

    lines = client.v1.checkout.sessions.line_items.list(page.id, None, OURS)

    assert [(line.description, line.amount_total) for line in lines.data] == [("Dues 2026", 10000)]


def test_the_intent_is_made_when_the_payer_confirms(client):
    page = client.v1.checkout.sessions.create(PAGE, OURS)

    assert page.payment_intent is None
    assert client.v1.payment_intents.list(None, OURS).data == []


def test_a_payment_leads_to_its_charge_and_its_fee(paid):
    charge = paid.payment_intent.latest_charge

    assert paid.payment_intent.amount_received == charge.amount == 10000
    assert charge.balance_transaction.fee == 175
    assert charge.balance_transaction.net == 9825


def test_payments_can_be_found_again(client, paid):
    intent = paid.payment_intent

    assert client.v1.payment_intents.list(None, OURS).data[0].id == intent.id
    assert client.v1.charges.list({"payment_intent": intent.id}, OURS).data[0].paid
    assert client.v1.charges.retrieve(intent.latest_charge.id, None, OURS).captured
    assert client.v1.balance_transactions.list({"type": "charge"}, OURS).data[0].net == 9825
    assert client.v1.charges.list(None, {"stripe_account": OTHER_ACCOUNT}).data == []


def test_money_goes_back_at_most_once(client, paid):
    intent = paid.payment_intent.id
    first = client.v1.refunds.create({"payment_intent": intent, "amount": 4000}, OURS)
    with pytest.raises(stripe.InvalidRequestError, match="greater than unrefunded"):
        client.v1.refunds.create({"payment_intent": intent, "amount": 6001}, OURS)
    rest = client.v1.refunds.create({"charge": first.charge}, OURS)
    with pytest.raises(stripe.InvalidRequestError) as refusal:
        client.v1.refunds.create({"charge": first.charge}, OURS)

    assert rest.amount == 6000
    assert refusal.value.code == "charge_already_refunded"
    assert client.v1.charges.retrieve(first.charge, None, OURS).refunded
    assert len(client.v1.refunds.list({"charge": first.charge}, OURS).data) == 2


def test_nothing_is_refunded_that_was_not_paid(client):
    page = client.v1.checkout.sessions.create(PAGE, OURS)
    pay_by_card(page.url, "4000000000000002")
    intent = client.v1.checkout.sessions.retrieve(page.id, None, OURS).payment_intent

    with pytest.raises(stripe.InvalidRequestError, match="no successful charge"):
        client.v1.refunds.create({"payment_intent": intent}, OURS)
    with pytest.raises(stripe.InvalidRequestError, match="Provide one of"):
        client.v1.refunds.create({}, OURS)


def test_events_can_be_asked_for_by_type_and_page(client, paid):
    both = ["charge.succeeded", "checkout.session.completed"]

    newest = client.v1.events.list({"types": both, "limit": 1}, OURS)
    next_one = client.v1.events.list({"types": both, "starting_after": newest.data[0].id}, OURS)

    assert newest.has_more
    assert [event.type for event in newest.data + next_one.data] == both[::-1]
    assert client.v1.events.retrieve(newest.data[0].id, None, OURS).account == ACCOUNT
    assert client.v1.events.list({"created": {"gt": 9_999_999_999}}, OURS).data == []


def test_an_endpoint_shows_its_secret_once(client):
    made = client.v1.webhook_endpoints.create(
        {"url": "http://127.0.0.1:9/hook", "enabled_events": ["*"], "connect": True}
    )

    read = client.v1.webhook_endpoints.retrieve(made.id)
    client.v1.webhook_endpoints.delete(made.id)

    assert made.secret.startswith("whsec_")
    assert not hasattr(read, "secret")
    assert client.v1.webhook_endpoints.list().data == []
