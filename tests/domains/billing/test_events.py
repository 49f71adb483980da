"""Deliveries: stored once, worked once, set apart when nobody owns them."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import text

from clusterorg.domains.billing import actions, checkout, queries
from clusterorg.domains.billing.jobs import find_missed, work_event
from clusterorg.domains.billing.ports import (
    CheckoutStanding,
    RailEvent,
    RailObjectUnknown,
    RailUnavailable,
)
from clusterorg.domains.billing.vocabulary import EventStatus, InvoiceState
from clusterorg.kernel.jobs import JobContext
from tests.domains.billing.conftest import PaperRail
from tests.support.cast import AT
from tests.support.jobs import run_jobs, waiting_jobs


@pytest.fixture
def page(issue, work_for, shop, rail: PaperRail, at, actor):
    """A page that is open for an invoice, with the invoice's id."""
    invoice = issue()
    opened = checkout.open_payment_page(
        lambda: work_for(shop),
        rail,
        invoice_id=invoice.id,
        success_url="https://us.example/back",
        cancel_url="https://us.example/back",
        actor=actor,
        at=at,
    )
    return invoice, opened, rail.orders[0]


def event_of(order, session_id, number=1, **more):
    facts = {
        "provider": "stripe",
        "event_id": f"evt_{number}",
        "event_type": "checkout.session.completed",
        "account": order.account,
        "created_at": AT,
        "session_id": session_id,
        "attempt_id": order.attempt_id,
    }
    return RailEvent(**(facts | more))


@pytest.fixture
def deliver(platform, at):
    """Take a delivery in, as the door does."""

    def delivered(event, when=at):
        with platform.unit_of_work(None) as work:
            return actions.store_event(work, event=event, body={"id": event.event_id}, at=when)

    return delivered


def statuses(platform):
    with platform.session() as session:
        return [row.status for row in queries.provider_events(session).rows]


def test_a_delivery_pays_the_invoice_when_the_worker_works_it(
    page, rail, deliver, platform, balance
):
    invoice, opened, order = page
    rail.becomes(opened.session_id, CheckoutStanding.SUCCEEDED)
    deliver(event_of(order, opened.session_id))
    assert balance(invoice.id).state is InvoiceState.OPEN

    run_jobs(platform, only="billing.work_event")

    assert balance(invoice.id).state is InvoiceState.PAID
    assert statuses(platform) == ["processed"]


def test_the_same_delivery_twice_is_stored_and_worked_once(page, rail, deliver, platform, in_books):
    _invoice, opened, order = page
    rail.becomes(opened.session_id, CheckoutStanding.SUCCEEDED)

    stored = [deliver(event_of(order, opened.session_id)) for _ in range(2)]
    done = run_jobs(platform, only="billing.work_event")

    assert stored == [True, False]
    assert done == ["billing.work_event"]
    assert in_books("580000") == 12100


def test_two_event_types_of_one_payment_leave_one_payment(page, rail, deliver, platform, in_books):
    _invoice, opened, order = page
    rail.becomes(opened.session_id, CheckoutStanding.SUCCEEDED)
    deliver(event_of(order, opened.session_id))
    deliver(event_of(order, None, number=2, event_type="payment_intent.succeeded"))

    run_jobs(platform, only="billing.work_event")

    assert in_books("580000") == 12100
    assert statuses(platform) == ["processed", "processed"]


def test_a_worked_delivery_worked_again_changes_nothing(page, rail, deliver, platform, in_books):
    _invoice, opened, order = page
    rail.becomes(opened.session_id, CheckoutStanding.SUCCEEDED)
    deliver(event_of(order, opened.session_id))
    (job,) = [args for name, args in waiting_jobs(platform) if name == "billing.work_event"]

    for _ in range(3):
        work_event(JobContext(platform), **job)

    assert in_books("580000") == 12100


def test_a_delivery_for_an_account_nobody_owns_is_set_apart(page, deliver, platform):
    _invoice, opened, order = page
    deliver(event_of(order, opened.session_id, account="acct_stranger"))

    run_jobs(platform, only="billing.work_event")

    assert statuses(platform) == ["quarantined"]


def test_a_delivery_set_apart_is_worked_once_its_account_has_an_owner(
    page, rail, deliver, platform, balance
):
    invoice, opened, order = page
    rail.becomes(opened.session_id, CheckoutStanding.SUCCEEDED)
    deliver(event_of(order, opened.session_id, account="acct_stranger"))
    run_jobs(platform, only="billing.work_event")
    with platform.unit_of_work(None) as work:
        (row,) = queries.provider_events(work.session).rows
        work.session.execute(text("UPDATE provider_events SET account = 'acct_smaakkust'"))
        actions.replay_event(work, event_row_id=row.id)

    run_jobs(platform, only="billing.work_event")

    assert balance(invoice.id).state is InvoiceState.PAID


def test_a_delivery_of_one_account_never_touches_anothers_attempt(
    page, rail, deliver, platform, meca, balance
):
    invoice, opened, order = page
    rail.becomes(opened.session_id, CheckoutStanding.SUCCEEDED)
    deliver(event_of(order, opened.session_id, account="acct_mecavallee"))

    run_jobs(platform, only="billing.work_event")

    assert balance(invoice.id).state is InvoiceState.OPEN
    assert statuses(platform) == ["processed"]


def test_a_delivery_about_nothing_of_ours_is_closed_without_effect(page, deliver, platform):
    _invoice, _opened, order = page
    deliver(event_of(order, None, attempt_id=None, event_type="customer.created"))

    run_jobs(platform, only="billing.work_event")

    assert statuses(platform) == ["processed"]


def test_a_rail_that_does_not_answer_lets_the_job_try_again(page, rail, deliver, platform, balance):
    invoice, opened, order = page
    state = rail.becomes(opened.session_id, CheckoutStanding.SUCCEEDED)
    deliver(event_of(order, opened.session_id))
    (job,) = [args for name, args in waiting_jobs(platform) if name == "billing.work_event"]

    def silent(account, session_id):
        raise RailUnavailable("time-out")

    answering, rail.fetch_checkout = rail.fetch_checkout, silent
    with pytest.raises(RailUnavailable):
        work_event(JobContext(platform), **job)
    assert statuses(platform) == ["pending"]

    rail.fetch_checkout = answering
    work_event(JobContext(platform), **job)

    assert state.charge_id
    assert balance(invoice.id).state is InvoiceState.PAID


def test_a_delivery_that_cannot_be_applied_is_kept_as_failed_with_its_reason(
    page, rail, deliver, platform
):
    _invoice, opened, order = page
    rail.becomes(opened.session_id, CheckoutStanding.SUCCEEDED, currency="USD")
    deliver(event_of(order, opened.session_id))

    run_jobs(platform, only="billing.work_event")

    with platform.session() as session:
        (row,) = queries.provider_events(session, status=EventStatus.FAILED).rows
    assert "currency_unknown" in row.error
    assert row.tries == 1


def test_a_delivery_that_another_worker_processed_is_not_marked_failed_afterwards(
    page, rail, deliver, platform
):
    _, opened, order = page
    rail.becomes(opened.session_id, CheckoutStanding.SUCCEEDED)
    fetch = rail.fetch_checkout

    def slow_and_refused(account, session_id):
        rail.fetch_checkout = fetch
        run_jobs(platform, only="billing.work_event")
        raise RailObjectUnknown(session_id)

    deliver(event_of(order, opened.session_id))
    with platform.session() as session:
        row_id = session.execute(text("SELECT id FROM provider_events")).scalar_one()
    rail.fetch_checkout = slow_and_refused
    work_event(JobContext(platform), event_row_id=str(row_id))

    assert statuses(platform) == ["processed"]


def test_attempts_without_a_page_do_not_hide_those_that_have_one(page, platform, shop, at):
    _, _opened, order = page
    with platform.session(shop.id) as session:
        later = at + timedelta(hours=1)
        found = queries.pending_attempts(session, created_before=later, opened=True, limit=1)
        assert [row.id for row in found] == [order.attempt_id]

    with platform.unit_of_work(shop.id) as work:
        work.session.execute(text("UPDATE payment_attempts SET session_id = NULL"))
        assert queries.pending_attempts(work.session, created_before=later, opened=True) == []


def test_a_delivery_quicker_than_our_own_note_of_the_page_is_applied(
    issue, work_for, shop, rail, at, actor, deliver, platform, balance
):
    invoice = issue()
    with work_for(shop) as work:
        started = actions.start_checkout(
            work,
            invoice_id=invoice.id,
            success_url="https://us.example",
            cancel_url="https://us.example",
            actor=actor,
            at=at,
        )
    opened = rail.open_checkout(started.order)
    rail.becomes(opened.session_id, CheckoutStanding.SUCCEEDED)
    deliver(event_of(started.order, opened.session_id))

    run_jobs(platform, only="billing.work_event")
    with work_for(shop) as work:
        actions.attach_page(work, attempt_id=started.attempt_id, page=opened, at=at)

    assert balance(invoice.id).state is InvoiceState.PAID
    with work_for(shop) as work:
        assert queries.get_attempt(work.session, started.attempt_id).state == "succeeded"


def test_what_deliveries_missed_is_found_by_looking(page, rail, platform, balance):
    invoice, opened, _order = page
    rail.becomes(opened.session_id, CheckoutStanding.SUCCEEDED)

    find_missed(JobContext(platform))
    run_jobs(platform, only="billing.look_again")

    assert balance(invoice.id).state is InvoiceState.PAID


def test_a_delivery_left_unworked_is_found(page, rail, deliver, platform, balance):
    invoice, opened, order = page
    rail.becomes(opened.session_id, CheckoutStanding.SUCCEEDED)
    deliver(event_of(order, opened.session_id), when=AT - timedelta(days=1))
    with platform.unit_of_work(None) as work:
        work.session.execute(text("DELETE FROM procrastinate_jobs"))

    find_missed(JobContext(platform))
    run_jobs(platform, only="billing.work_event")

    assert balance(invoice.id).state is InvoiceState.PAID


def test_a_page_whose_charge_is_missing_is_told_apart_by_its_payment(
    page, rail, deliver, platform, in_books
):
    _invoice, opened, order = page
    state = rail.becomes(opened.session_id, CheckoutStanding.SUCCEEDED)
    rail.states[opened.session_id] = replace(state, charge_id=None, payment_id="pi_1")
    deliver(event_of(order, opened.session_id))

    run_jobs(platform, only="billing.work_event")

    assert in_books("580000") == 12100
