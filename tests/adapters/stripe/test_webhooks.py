"""Deliveries are verified on their raw bytes; each way to be wrong has its own error."""

import json
import time
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest

from clusterorg.adapters.fake_stripe.signing import signature_header
from clusterorg.adapters.stripe import StripeSettings
from clusterorg.adapters.stripe.webhooks import (
    FromTheFuture,
    NotAnEvent,
    Stale,
    Unsigned,
    read_event,
)
from clusterorg.domains.billing.ports import BadSignature

SECRET = "whsec_test"
SETTINGS = StripeSettings("sk_test_fake", (SECRET,))
ATTEMPT = UUID("018f0000-0000-7000-8000-000000000009")
EVENT: dict[str, Any] = {
    "id": "evt_1",
    "object": "event",
    "account": "acct_smaakkust",
    "created": 1_772_445_600,
    "type": "checkout.session.completed",
    "data": {
        "object": {
            "id": "cs_1",
            "object": "checkout.session",
            "metadata": {"attempt_id": str(ATTEMPT)},
        }
    },
}
BODY = json.dumps(EVENT).encode()


def signed(body: bytes, *, age: int = 0, secret: str = SECRET) -> dict[str, str]:
    return {"Stripe-Signature": signature_header(body, secret, int(time.time()) - age)}


def body_of(**changes: Any) -> bytes:
    return json.dumps({**EVENT, **changes}).encode()


def test_a_signature_of_foreign_letters_is_no_signature():
    with pytest.raises(Unsigned):
        read_event(SETTINGS, BODY, {"Stripe-Signature": f"t={int(time.time())},v1=é"})


def test_a_good_delivery_leads_to_the_attempt():
    event, stored = read_event(SETTINGS, BODY, signed(BODY))

    assert (event.provider, event.event_id, event.account) == ("stripe", "evt_1", "acct_smaakkust")
    assert event.event_type == "checkout.session.completed"
    assert event.session_id == "cs_1"
    assert event.attempt_id == ATTEMPT
    assert event.created_at == datetime(2026, 3, 2, 10, 0, tzinfo=UTC)
    assert stored == EVENT


def test_an_event_of_a_payment_has_no_page_but_leads_to_the_attempt():
    thing = {"id": "pi_1", "object": "payment_intent", "metadata": {"attempt_id": str(ATTEMPT)}}
    body = body_of(type="payment_intent.succeeded", data={"object": thing})

    event, _ = read_event(SETTINGS, body, signed(body))

    assert event.session_id is None
    assert event.attempt_id == ATTEMPT


@pytest.mark.parametrize("metadata", [None, {}, {"attempt_id": "not ours"}])
def test_an_object_that_is_not_ours_has_no_attempt(metadata):
    thing = {"id": "pi_1", "object": "payment_intent", "metadata": metadata}
    body = body_of(data={"object": thing})

    event, _ = read_event(SETTINGS, body, signed(body))

    assert event.attempt_id is None


def test_an_event_of_the_platform_itself_has_an_empty_account():
    body = body_of(account=None)

    event, _ = read_event(SETTINGS, body, signed(body))

    assert event.account == ""


def test_the_header_is_found_in_any_case():
    headers = {name.lower(): value for name, value in signed(BODY).items()}

    event, _ = read_event(SETTINGS, BODY, headers)

    assert event.event_id == "evt_1"


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Stripe-Signature": ""},
        {"Stripe-Signature": "nonsense"},
        {"Stripe-Signature": f"t={int(time.time())},v0=abc"},
        signed(BODY, secret="whsec_other"),
        signed(BODY + b" "),
    ],
    ids=["no header", "empty", "nonsense", "old scheme only", "other secret", "other body"],
)
def test_a_delivery_that_was_not_signed_for_us_is_refused(headers):
    with pytest.raises(Unsigned):
        read_event(SETTINGS, BODY, headers)


def test_without_a_secret_nothing_is_accepted():
    with pytest.raises(Unsigned):
        read_event(StripeSettings("sk_test_fake"), BODY, signed(BODY, secret=""))


def test_a_blank_secret_accepts_nothing():
    with pytest.raises(Unsigned):
        read_event(StripeSettings("sk_test_fake", ("",)), BODY, signed(BODY, secret=""))


def test_while_a_secret_is_replaced_both_are_accepted():
    settings = StripeSettings("sk_test_fake", ("whsec_new", SECRET))

    event, _ = read_event(settings, BODY, signed(BODY))

    assert event.event_id == "evt_1"


@pytest.mark.parametrize(("age", "error"), [(310, Stale), (-310, FromTheFuture)])
def test_a_timestamp_too_far_from_now_is_refused_in_both_directions(age, error):
    with pytest.raises(error):
        read_event(SETTINGS, BODY, signed(BODY, age=age))


@pytest.mark.parametrize("age", [290, -290])
def test_a_timestamp_within_the_tolerance_is_accepted(age):
    event, _ = read_event(SETTINGS, BODY, signed(BODY, age=age))

    assert event.event_id == "evt_1"


@pytest.mark.parametrize(
    "body",
    [
        b"not json",
        b"",
        b"[]",
        b'"event"',
        b'{"object": "v2.core.event", "id": "evt_1", "type": "x"}',
        b'{"object": "event"}',
        body_of(id=""),
        body_of(created="soon"),
        body_of(data={}),
        body_of(data={"object": []}),
        body_of(id="evt_" + "x" * 200),
        body_of(note="\0"),
    ],
)
def test_a_signed_body_that_is_no_snapshot_event_is_refused(body):
    with pytest.raises(NotAnEvent):
        read_event(SETTINGS, body, signed(body))


def test_bytes_that_are_not_text_are_refused():
    with pytest.raises(BadSignature):
        read_event(SETTINGS, b"\xff\xfe", signed(b"\xff\xfe"))
