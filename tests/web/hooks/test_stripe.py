"""The webhook door: store and defer in one transaction, once; answer at once.

The whole way, over real HTTP, stands in tests/adapters/test_checkout_end_to_end.py.
"""

import json
import time

import pytest

from clusterorg.adapters.fake_stripe.signing import signature_header
from clusterorg.domains.billing.models import ProviderEvent
from clusterorg.domains.billing.ports import PaymentRail
from tests.support.jobs import waiting_jobs
from tests.support.stripe import WEBHOOK_SECRET, gateway_for

BODY = json.dumps(
    {
        "id": "evt_1",
        "object": "event",
        "account": "acct_smaakkust",
        "created": 1_772_445_600,
        "type": "charge.succeeded",
        "data": {"object": {"id": "ch_1", "object": "charge", "metadata": {}}},
    }
).encode()


@pytest.fixture
def deliver(platform, client):
    platform.adapters[PaymentRail] = gateway_for("http://127.0.0.1:9")

    def post(body: bytes = BODY):
        header = signature_header(body, WEBHOOK_SECRET, int(time.time()))
        return client.post("/hooks/stripe", data=body, headers={"Stripe-Signature": header})

    return post


def stored(platform) -> int:
    with platform.session() as session:
        return session.query(ProviderEvent).count()


def test_a_delivery_is_stored_with_one_job_and_answered(platform, deliver):
    answer = deliver()

    assert (answer.status_code, answer.json) == (200, {"received": True})
    assert stored(platform) == 1
    assert [name for name, _ in waiting_jobs(platform)] == ["billing.work_event"]


def test_the_same_delivery_again_is_answered_the_same_and_stored_once(platform, deliver):
    answers = [deliver(), deliver(), deliver()]

    assert [answer.status_code for answer in answers] == [200, 200, 200]
    assert stored(platform) == 1
    assert len(waiting_jobs(platform)) == 1


def test_the_same_event_id_of_two_accounts_is_two_deliveries(platform, deliver):
    deliver()
    deliver(BODY.replace(b"acct_smaakkust", b"acct_mecavallee"))

    assert stored(platform) == 2


def test_a_delivery_without_signature_is_a_problem_in_json(platform, deliver, client):
    answer = client.post("/hooks/stripe", data=BODY)

    assert answer.status_code == 400
    assert answer.mimetype == "application/problem+json"
    assert answer.json["code"] == "bad_delivery"
    assert stored(platform) == 0
