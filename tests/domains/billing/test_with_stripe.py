"""The whole way over the real SDK and our fake Stripe: page, card, delivery, payment."""

import pytest

from clusterorg.domains.billing import actions, checkout, queries
from clusterorg.domains.billing.ports import PaymentRail
from clusterorg.domains.billing.vocabulary import InvoiceState
from clusterorg.kernel.clock import now
from tests.support.jobs import run_jobs
from tests.support.stripe import (  # noqa: F401
    fake_stripe,
    gateway,
    inbox,
    pay_by_bancontact,
    pay_by_card,
    wait_until,
)


@pytest.fixture
def page(issue, work_for, shop, platform, gateway, inbox, actor):  # noqa: F811
    """An open page of the fake, with its invoice."""
    platform.adapters[PaymentRail] = gateway
    invoice = issue()
    opened = checkout.open_payment_page(
        lambda: work_for(shop),
        gateway,
        invoice_id=invoice.id,
        success_url="http://127.0.0.1/back",
        cancel_url="http://127.0.0.1/cancelled",
        actor=actor,
        at=now(),
    )
    return invoice, opened


@pytest.fixture
def work_deliveries(platform, gateway, inbox):  # noqa: F811
    """Take in what the fake has delivered, twice each, and work it."""

    def worked(event_type):
        wait_until(lambda: event_type in inbox.types)
        for body, headers in [*inbox.received, *inbox.received]:
            event, parsed = gateway.read_event(body, headers)
            with platform.unit_of_work(None) as work:
                actions.store_event(work, event=event, body=parsed, at=now())
        run_jobs(platform, only="billing.work_event")

    return worked


def test_a_card_pays_the_invoice(page, work_deliveries, balance, in_books):
    invoice, opened = page

    pay_by_card(opened.url)
    work_deliveries("checkout.session.completed")

    assert balance(invoice.id).state is InvoiceState.PAID
    assert in_books("580000") == 12100


def test_a_declined_card_leaves_it_open_and_another_card_pays(
    page, work_deliveries, balance, work_for, shop
):
    invoice, opened = page
    pay_by_card(opened.url, "4000 0000 0000 0002")
    work_deliveries("payment_intent.payment_failed")
    with work_for(shop) as work:
        (attempt,) = queries.attempts_of(work.session, invoice.id)
    assert (attempt.state, balance(invoice.id).state) == ("open", InvoiceState.OPEN)
    assert attempt.failure_code

    pay_by_card(opened.url)
    work_deliveries("checkout.session.completed")

    assert balance(invoice.id).state is InvoiceState.PAID


def test_bancontact_is_noted_as_the_method(page, work_deliveries, shop, work_for):
    invoice, opened = page

    pay_by_bancontact(opened.url)
    work_deliveries("checkout.session.completed")

    with work_for(shop) as work:
        detail = queries.invoice_detail(work.session, invoice.id, today=now().date())
    assert [row.method for row in detail.payments] == ["bancontact"]


def test_a_page_that_is_not_wanted_any_more_is_closed_at_stripe(page, pay, platform, gateway):  # noqa: F811
    invoice, opened = page

    pay(invoice, 12100)
    run_jobs(platform, only="billing.close_checkout")

    state = gateway.fetch_checkout("acct_smaakkust", opened.session_id)
    assert state.standing == "expired"
