"""Paying online: one page, one payment, whatever the network and the order of the news."""

from datetime import timedelta
from itertools import permutations

import pytest
from sqlalchemy import select

from clusterorg.domains.billing import actions, checkout, queries
from clusterorg.domains.billing.errors import (
    AttemptNotFound,
    CurrencyUnknown,
    FundsAwaited,
    InvoiceSettled,
    NotAnInvoice,
    OnlinePaymentOff,
    OnlinePaymentStays,
    PaymentAlreadyRecorded,
)
from clusterorg.domains.billing.models import PaymentAttempt
from clusterorg.domains.billing.news import CheckoutFailed
from clusterorg.domains.billing.ports import CheckoutStanding, RailRefused, RailUnavailable
from clusterorg.domains.billing.vocabulary import InvoiceState, PaymentMethod
from clusterorg.domains.identity.models import Cluster
from tests.domains.billing.conftest import DAY
from tests.support.jobs import run_jobs

URLS = {
    "success_url": "https://us.example/back/{attempt_id}",
    "cancel_url": "https://us.example/cancelled",
}


@pytest.fixture
def click(work_for, shop, rail, at, actor):
    """Press the pay button."""

    def clicked(invoice, later=timedelta(0)):
        return checkout.open_payment_page(
            lambda: work_for(shop),
            rail,
            invoice_id=invoice.id,
            actor=actor,
            at=at + later,
            **URLS,
        )

    return clicked


@pytest.fixture
def apply(work_for, shop, at, actor):
    """Apply what the rail says."""

    def applied(state):
        with work_for(shop) as work:
            return actions.apply_checkout(
                work, attempt_id=state.attempt_id, state=state, actor=actor, at=at
            )

    return applied


def attempts(work_for, shop, invoice):
    with work_for(shop) as work:
        return queries.attempts_of(work.session, invoice.id)


def test_the_page_asks_for_what_is_open_with_our_ids(issue, pay, click, rail, shop):
    invoice = issue()
    pay(invoice, 2100)

    page = click(invoice)

    (order,) = rail.orders
    assert page.url.endswith(page.session_id)
    assert (order.amount_cents, order.currency, order.account) == (10000, "EUR", "acct_smaakkust")
    assert order.success_url == f"https://us.example/back/{order.attempt_id}"
    assert order.metadata["invoice_id"] == str(invoice.id)


def test_a_second_click_leads_to_the_same_page(issue, click, rail):
    invoice = issue()

    assert click(invoice) == click(invoice)
    assert len(rail.orders) == 1


def test_a_crash_after_the_rail_answered_leads_to_the_same_page(
    issue, work_for, shop, rail, at, actor, click
):
    invoice = issue()
    with work_for(shop) as work:
        started = actions.start_checkout(work, invoice_id=invoice.id, actor=actor, at=at, **URLS)
    first = rail.open_checkout(started.order)

    again = click(invoice)

    assert again == first
    assert {order.idempotency_key for order in rail.orders} == {started.order.idempotency_key}


def test_a_rail_that_does_not_answer_leaves_the_click_repeatable(issue, click, rail):
    invoice = issue()
    rail.refuse = RailUnavailable("no answer")
    with pytest.raises(RailUnavailable):
        click(invoice)

    rail.refuse = None
    click(invoice)

    assert len({order.attempt_id for order in rail.orders}) == 1


def test_a_rail_that_refuses_ends_the_attempt(issue, click, rail, work_for, shop):
    invoice = issue()
    rail.refuse = RailRefused("charges are off")

    with pytest.raises(OnlinePaymentOff):
        click(invoice)

    assert [row.state for row in attempts(work_for, shop, invoice)] == ["failed"]


def test_a_page_about_to_close_is_replaced(issue, click, work_for, shop, at):
    invoice = issue()
    click(invoice)
    with work_for(shop) as work:
        attempt = work.session.execute(select(PaymentAttempt)).scalar_one()
        attempt.expires_at = at + timedelta(minutes=1)

    click(invoice)

    assert [row.state for row in attempts(work_for, shop, invoice)] == ["open", "expired"]


def test_a_page_for_another_amount_is_replaced_and_closed(
    issue, pay, click, rail, platform, work_for, shop
):
    invoice = issue()
    old = click(invoice)
    pay(invoice, 100)

    click(invoice)

    run_jobs(platform, only="billing.close_checkout")
    assert rail.expired == [old.session_id]
    assert [order.amount_cents for order in rail.orders] == [12100, 12000]


def test_success_pays_the_invoice_once_through_clearing(
    issue, click, rail, apply, balance, in_books
):
    invoice = issue()
    page = click(invoice)
    state = rail.becomes(page.session_id, CheckoutStanding.SUCCEEDED)

    changed = [apply(state), apply(state)]

    assert changed == [True, False]
    assert balance(invoice.id).state is InvoiceState.PAID
    assert (in_books("580000"), in_books("400000")) == (12100, 0)


NEWS = (
    CheckoutStanding.OPEN,
    CheckoutStanding.AWAITING_FUNDS,
    CheckoutStanding.SUCCEEDED,
    CheckoutStanding.EXPIRED,
)


@pytest.mark.parametrize("order", list(permutations(NEWS)), ids=str)
def test_in_whatever_order_the_news_comes_one_payment_is_left(
    order, issue, click, rail, apply, balance, in_books
):
    invoice = issue()
    page = click(invoice)

    for standing in order:
        apply(rail.becomes(page.session_id, standing))

    assert balance(invoice.id).state is InvoiceState.PAID
    assert in_books("580000") == 12100


def test_slow_money_is_awaited_and_cannot_be_paid_twice(issue, click, rail, apply, balance):
    invoice = issue()
    page = click(invoice)

    apply(rail.becomes(page.session_id, CheckoutStanding.AWAITING_FUNDS))

    assert balance(invoice.id).state is InvoiceState.OPEN
    with pytest.raises(FundsAwaited):
        click(invoice)


def test_slow_money_that_fails_leaves_the_invoice_open_and_tells(
    issue, click, rail, apply, platform, balance
):
    heard = []
    platform.desk.join([(CheckoutFailed, lambda _work, news: heard.append(news))])
    invoice = issue()
    page = click(invoice)
    apply(rail.becomes(page.session_id, CheckoutStanding.AWAITING_FUNDS))

    apply(rail.becomes(page.session_id, CheckoutStanding.FAILED, failure_code="insufficient"))

    assert [(news.failure_code, news.final) for news in heard] == [("insufficient", True)]
    assert balance(invoice.id).state is InvoiceState.OPEN
    click(invoice)
    assert len(rail.orders) == 2


def test_a_declined_card_keeps_the_page_open_and_is_told_once(
    issue, click, rail, apply, platform, work_for, shop
):
    heard = []
    platform.desk.join([(CheckoutFailed, lambda _work, news: heard.append(news))])
    invoice = issue()
    page = click(invoice)
    declined = rail.becomes(
        page.session_id,
        CheckoutStanding.OPEN,
        failure_code="card_declined",
        failure_text="Your card was declined.",
    )

    changed = [apply(declined), apply(declined)]

    assert changed == [True, False]
    assert [news.final for news in heard] == [False]
    (row,) = attempts(work_for, shop, invoice)
    assert (row.state, row.failure_code) == ("open", "card_declined")


def test_money_for_an_invoice_settled_meanwhile_becomes_credit(
    issue, pay, click, rail, apply, work_for, shop, baker
):
    invoice = issue()
    page = click(invoice)
    pay(invoice, 12100)

    apply(rail.becomes(page.session_id, CheckoutStanding.SUCCEEDED))

    with work_for(shop) as work:
        assert queries.member_balance(work.session, baker, DAY).credit_cents == 12100


def test_the_page_of_an_invoice_settled_otherwise_is_closed(
    issue, pay, click, rail, platform, work_for, shop
):
    invoice = issue()
    page = click(invoice)

    pay(invoice, 12100)
    run_jobs(platform, only="billing.close_checkout")

    assert rail.expired == [page.session_id]
    assert [row.state for row in attempts(work_for, shop, invoice)] == ["expired"]


@pytest.mark.parametrize("settles", ["transfer", "credit"])
def test_an_invoice_settled_while_its_page_was_opened_has_the_page_closed(
    issue, pay, click, rail, work_for, shop, platform, at, actor, settles
):
    invoice, opens = issue(), rail.open_checkout

    def settled_meanwhile(order):
        if settles == "transfer":
            pay(invoice, 12100)
        else:
            with work_for(shop) as work:
                actions.credit_invoice(
                    work, invoice_id=invoice.id, reason="x", issued_on=DAY, actor=actor, at=at
                )
        run_jobs(platform, only="billing.close_checkout")
        return opens(order)

    rail.open_checkout = settled_meanwhile

    page = click(invoice)
    run_jobs(platform, only="billing.close_checkout")

    assert rail.expired == [page.session_id]
    assert [row.state for row in attempts(work_for, shop, invoice)] == ["expired"]


def test_what_cannot_be_paid_online_is_refused(issue, pay, click, work_for, shop, at, actor):
    settled, credited = issue(), issue()
    pay(settled, 12100)
    with work_for(shop) as work:
        note = actions.credit_invoice(
            work, invoice_id=credited.id, reason="x", issued_on=DAY, actor=actor, at=at
        )

    with pytest.raises(InvoiceSettled):
        click(settled)
    with pytest.raises(NotAnInvoice):
        click(note)


def test_a_cluster_without_an_account_takes_no_online_payment(issue, click, work_for, shop):
    invoice = issue()
    with work_for(shop) as work:
        work.session.get(Cluster, shop.id).stripe_account_id = None

    with pytest.raises(OnlinePaymentOff):
        click(invoice)


def test_another_currency_is_refused(issue, click, rail, apply):
    page = click(issue())

    with pytest.raises(CurrencyUnknown):
        apply(rail.becomes(page.session_id, CheckoutStanding.SUCCEEDED, currency="USD"))


def test_a_page_of_another_account_is_not_found(issue, click, rail, apply):
    page = click(issue())

    with pytest.raises(AttemptNotFound):
        apply(rail.becomes(page.session_id, CheckoutStanding.SUCCEEDED, account="acct_other"))


def test_online_money_is_not_undone_by_hand(issue, click, rail, apply, work_for, shop, at, actor):
    invoice = issue()
    apply(rail.becomes(click(invoice).session_id, CheckoutStanding.SUCCEEDED))
    with work_for(shop) as work:
        (payment,) = queries.payments(work.session).rows

    with pytest.raises(OnlinePaymentStays), work_for(shop) as work:
        actions.undo_payment(work, payment_id=payment.id, reason="x", actor=actor, at=at)


def test_the_database_writes_a_charge_down_once(
    issue, click, rail, apply, work_for, shop, at, actor
):
    invoice = issue()
    state = rail.becomes(click(invoice).session_id, CheckoutStanding.SUCCEEDED)
    apply(state)

    with pytest.raises(PaymentAlreadyRecorded), work_for(shop) as work:
        actions.record_charge(
            work,
            invoice_id=invoice.id,
            amount_cents=100,
            received_on=DAY,
            method=PaymentMethod.CARD,
            charge=actions.Charge("stripe", state.charge_id, state.attempt_id),
            actor=actor,
            at=at,
        )
