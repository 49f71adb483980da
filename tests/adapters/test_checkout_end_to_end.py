"""Paying online, for real: invoice, hosted page, signed webhook over HTTP, worker, payment.

Real PostgreSQL with real commits, the real SDK, a real HTTP server for our own web process.
"""

import asyncio
import json
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

import pytest
import requests
from sqlalchemy import select
from werkzeug.serving import make_server

from clusterorg.adapters.fake_stripe import RunningFakeStripe
from clusterorg.adapters.fake_stripe.faults import Failure
from clusterorg.adapters.fake_stripe.signing import signature_header
from clusterorg.adapters.mail.attachments import StoredDocuments
from clusterorg.adapters.mail.fake_mailbox import RunningMailbox, mails
from clusterorg.adapters.mail.sender import AttachmentSource, MailSender, MailSettings
from clusterorg.adapters.mail.smtp import SmtpSender, SmtpServer
from clusterorg.app import create_app
from clusterorg.domains.billing import queries as billing
from clusterorg.domains.billing.checkout import open_payment_page
from clusterorg.domains.billing.models import ProviderEvent
from clusterorg.domains.billing.ports import CheckoutPage, PaymentRail
from clusterorg.domains.billing.vocabulary import EventStatus, InvoiceState, IssuedInvoice
from clusterorg.kernel import worker
from clusterorg.kernel.clock import local_date, now
from clusterorg.kernel.platform import Platform
from tests.adapters.selling import issue_dues
from tests.support.cast import MECA, SMAAK, Cast, make_cast
from tests.support.jobs import run_jobs, waiting_jobs
from tests.support.stripe import (
    ACCOUNT,
    OTHER_ACCOUNT,
    WEBHOOK_SECRET,
    gateway_for,
    pay_by_bancontact,
    pay_by_card,
    wait_until,
)


@dataclass
class Shop:
    """One cluster that is paid online: our web process, the fake Stripe, an open invoice."""

    platform: Platform
    fake: RunningFakeStripe
    cast: Cast
    invoice: IssuedInvoice
    url: str

    def open_page(self) -> CheckoutPage:
        """Click "Pay" on the invoice."""
        return open_payment_page(
            lambda: self.platform.unit_of_work(self.cast.id),
            self.platform.adapter(PaymentRail),
            invoice_id=self.invoice.id,
            success_url="https://smaakkust.example/paid/{attempt_id}",
            cancel_url="https://smaakkust.example/back",
            actor=self.cast.actor(),
            at=now(),
        )

    def delivered(self) -> None:
        """Wait until the fake has delivered all it has to tell."""
        wait_until(lambda: all(d["state"] == "sent" for d in self.fake.world.store.deliveries))

    def work(self) -> None:
        """Let the worker work the stored deliveries."""
        run_jobs(self.platform, only="billing.work_event")

    @property
    def row(self) -> Any:
        """The invoice as the treasurer sees it."""
        return self.detail.invoice

    @property
    def detail(self) -> billing.InvoiceDetail:
        """The invoice with payments and attempts."""
        with self.platform.session(self.cast.id) as session:
            today = local_date(now(), "Europe/Brussels")
            return billing.invoice_detail(session, self.invoice.id, today=today)

    @property
    def events(self) -> list[tuple[str, str]]:
        """Stored deliveries: type and status."""
        with self.platform.session() as session:
            rows = session.execute(
                select(ProviderEvent.event_type, ProviderEvent.status).order_by(ProviderEvent.id)
            )
            return [(row.event_type, row.status) for row in rows]

    def post(self, body: bytes, headers: dict[str, str]) -> requests.Response:
        """Deliver something by hand."""
        return requests.post(
            self.url,
            body,
            headers={"Content-Type": "application/json", **headers},
            timeout=5,
        )


@pytest.fixture
def shop(settings, committed_platform, fake_stripe) -> Iterator[Shop]:
    """Everything up and running, CSRF protection included."""
    committed_platform.adapters[PaymentRail] = gateway_for(fake_stripe.url)
    app = create_app(replace(settings, stripe_api_base=fake_stripe.url), committed_platform)
    server = make_server("127.0.0.1", 0, app, threaded=True)
    threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    url = f"http://127.0.0.1:{server.server_port}/hooks/stripe"
    fake_stripe.world.ensure_endpoint(url, WEBHOOK_SECRET)
    cast = make_cast(committed_platform, SMAAK, now())
    invoice = issue_dues(committed_platform, cast)
    yield Shop(committed_platform, fake_stripe, cast, invoice, url)
    fake_stripe.world.faults.holding = True
    server.shutdown()
    server.server_close()
    with committed_platform.session(cast.id) as session:
        assert billing.faults(session) == []


def an_event(**changes: Any) -> bytes:
    event = {
        "id": "evt_by_hand",
        "object": "event",
        "account": ACCOUNT,
        "created": int(time.time()),
        "type": "charge.succeeded",
        "data": {"object": {"id": "ch_1", "object": "charge", "metadata": {}}},
    }
    return json.dumps({**event, **changes}).encode()


def signed(body: bytes, *, age: int = 0, secret: str = WEBHOOK_SECRET) -> dict[str, str]:
    return {"Stripe-Signature": signature_header(body, secret, int(time.time()) - age)}


def test_an_approved_card_pays_the_invoice(shop):
    page = shop.open_page()

    answer = pay_by_card(page.url)
    shop.delivered()
    shop.work()

    assert answer.headers["Location"].startswith("https://smaakkust.example/paid/")
    assert shop.row.state == InvoiceState.PAID
    [payment] = shop.detail.payments
    assert payment.amount_cents == 60_500
    assert payment.method == "card"
    assert {status for _, status in shop.events} == {EventStatus.PROCESSED}


def test_the_real_worker_books_the_payment_and_mails_invoice_and_receipt(
    shop, committed_database, tmp_path
):
    pay_by_card(shop.open_page().url)
    shop.delivered()

    with RunningMailbox(tmp_path / "mailbox") as box:
        shop.platform.adapters |= {
            MailSender: SmtpSender(SmtpServer.from_url(box.url)),
            MailSettings: MailSettings("no-reply@clusterorg.example", "http://127.0.0.1:8000"),
            AttachmentSource: StoredDocuments(),
        }
        asyncio.run(worker.run(shop.platform, committed_database, once=True))

    assert shop.row.state == InvoiceState.PAID
    sent = {len(mail.attachments): mail for mail in mails(box.folder)}
    [(name, content)] = sent[1].attachments
    assert name == f"{shop.invoice.number}.pdf"
    assert content.startswith(b"%PDF")
    assert shop.invoice.number in sent[0].text
    assert sent[0].message["Content-Language"] == "nl"


def test_bancontact_pays_the_invoice(shop):
    pay_by_bancontact(shop.open_page().url)
    shop.delivered()
    shop.work()

    assert shop.row.state == InvoiceState.PAID
    assert shop.detail.payments[0].method == "bancontact"


def test_a_declined_card_leaves_the_invoice_open_and_the_page_may_be_tried_again(shop):
    page = shop.open_page()

    pay_by_card(page.url, "4000000000000002")
    shop.delivered()
    shop.work()

    assert shop.row.state == InvoiceState.OPEN
    assert shop.detail.attempts[0].failure_code == "generic_decline"
    assert shop.open_page().url == page.url

    pay_by_card(page.url)
    shop.delivered()
    shop.work()

    assert shop.row.state == InvoiceState.PAID
    assert len(shop.detail.payments) == 1


def test_two_clicks_lead_to_one_page(shop):
    assert shop.open_page().session_id == shop.open_page().session_id
    assert len(shop.fake.world.store.every(ACCOUNT, "checkout.session")) == 1


def test_deliveries_that_come_twice_pay_once(shop):
    shop.fake.world.faults.duplicate = 10

    pay_by_card(shop.open_page().url)
    shop.delivered()
    shop.work()

    assert len(shop.fake.world.store.deliveries) == 8
    assert len(shop.events) == 4
    assert len(shop.detail.payments) == 1


def test_deliveries_in_reverse_order_pay_once_and_nothing_goes_back(shop):
    shop.fake.world.faults.holding = True
    page = shop.open_page()
    pay_by_card(page.url, "4000000000000002")
    pay_by_card(page.url)

    shop.fake.world.postman.reverse_queue()
    shop.fake.world.faults.holding = False
    shop.fake.world.postman.wake()
    shop.delivered()
    shop.work()

    assert shop.events[0][0] == "checkout.session.completed"
    assert shop.events[-1][0] == "payment_intent.created"
    assert shop.row.state == InvoiceState.PAID
    assert len(shop.detail.payments) == 1
    assert shop.detail.attempts[0].state == "succeeded"


def test_one_delivery_is_enough_when_the_others_are_lost(shop):
    page = shop.open_page()
    shop.fake.world.faults.drop = 3

    pay_by_card(page.url)
    shop.delivered()
    shop.work()

    assert [kind for kind, _ in shop.events] == ["checkout.session.completed"]
    assert shop.row.state == InvoiceState.PAID


def test_an_answer_lost_after_the_page_was_opened_makes_one_page(shop):
    shop.fake.world.faults.failures.append(Failure("/v1/checkout/sessions", when="after"))

    pay_by_card(shop.open_page().url)
    shop.delivered()
    shop.work()

    assert len(shop.fake.world.store.every(ACCOUNT, "checkout.session")) == 1
    assert len(shop.detail.payments) == 1


def test_an_expired_page_makes_room_for_a_new_one(shop):
    first = shop.open_page()
    shop.platform.adapter(PaymentRail).expire_checkout(ACCOUNT, first.session_id)
    shop.delivered()
    shop.work()

    second = shop.open_page()

    assert second.session_id != first.session_id
    assert [attempt.state for attempt in shop.detail.attempts] == ["open", "expired"]


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Stripe-Signature": "t=1,v1=abc"},
        signed(an_event(), secret="whsec_other"),
        signed(an_event(id="evt_other")),
        signed(b"not json"),
    ],
    ids=["none", "nonsense", "other secret", "other body", "not this body"],
)
def test_a_badly_signed_delivery_is_refused_and_nothing_is_kept(shop, headers):
    answer = shop.post(an_event(), headers)

    assert answer.status_code == 400
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert answer.json()["code"] == "bad_delivery"
    assert shop.events == []
    assert all(name != "billing.work_event" for name, _ in waiting_jobs(shop.platform))


def test_a_stale_a_future_and_an_unreadable_delivery_are_refused(shop):
    body, words = an_event(), b"not json"

    answers = [
        shop.post(body, signed(body, age=400)),
        shop.post(body, signed(body, age=-400)),
        shop.post(words, signed(words)),
        shop.post(b'{"object": "v2.core.event"}', signed(b'{"object": "v2.core.event"}')),
        shop.post(b"", signed(b"")),
    ]

    assert [answer.status_code for answer in answers] == [400] * 5
    assert shop.events == []


def test_a_delivery_that_is_too_large_is_refused(shop):
    body = an_event(padding="x" * 1_100_000)

    assert shop.post(body, signed(body)).status_code == 413
    assert shop.events == []


def test_reading_the_address_is_not_possible(shop):
    assert requests.get(shop.url, timeout=5).status_code == 405


def test_an_account_nobody_owns_is_answered_and_put_in_quarantine(shop):
    body = an_event(account="acct_stranger")

    answer = shop.post(body, signed(body))
    shop.work()

    assert answer.status_code == 200
    assert shop.events == [("charge.succeeded", EventStatus.QUARANTINED)]


@pytest.mark.parametrize(
    ("account", "status"),
    [
        ("acct_stranger", EventStatus.QUARANTINED),
        (OTHER_ACCOUNT, EventStatus.PROCESSED),
    ],
)
def test_an_event_of_another_account_cannot_touch_our_invoice(shop, account, status):
    make_cast(shop.platform, MECA, now())
    shop.fake.world.faults.holding = True
    page = shop.open_page()
    pay_by_card(page.url)
    metadata = {"attempt_id": str(shop.detail.attempts[0].id)}
    thing = {"id": page.session_id, "object": "checkout.session", "metadata": metadata}
    body = an_event(account=account, data={"object": thing})

    answer = shop.post(body, signed(body))
    shop.work()

    assert answer.status_code == 200
    assert shop.events == [("charge.succeeded", status)]
    assert shop.detail.payments == []


def test_an_event_sent_again_after_the_payment_changes_nothing(shop):
    page = shop.open_page()
    pay_by_card(page.url)
    shop.delivered()
    shop.work()
    shop.fake.world.postman.resend(shop.fake.world.store.every(ACCOUNT, "event")[0]["id"])
    shop.delivered()

    shop.work()

    assert len(shop.detail.payments) == 1
    assert shop.row.open_cents == 0
