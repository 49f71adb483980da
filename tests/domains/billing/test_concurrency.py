"""Several at once: numbers without gaps, one payment, one page. Real commits, real threads."""

import random
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest

from clusterorg.domains.billing import actions, queries
from clusterorg.domains.billing.errors import AlreadyCredited, AttemptUnderWay, InvoiceSettled
from clusterorg.domains.billing.vocabulary import InvoiceOrder, PaymentMethod
from clusterorg.domains.ledger import queries as ledger_queries
from tests.domains.billing.conftest import DAY, DUE, add_payer, line, open_shop
from tests.support.cast import AT, SMAAK, make_cast

WRITERS, TRIES = 6, 8


class Thrown(Exception):
    """A crash in the middle of a transaction."""


@pytest.fixture
def busy(committed_platform):
    """A shop whose commits are real, with a payer."""
    cast = open_shop(committed_platform, make_cast(committed_platform, SMAAK))
    yield cast, add_payer(committed_platform, cast, "Bakkerij Ter Leyevelde nv")
    with committed_platform.session(cast.id) as session:
        assert [*ledger_queries.faults(session), *queries.faults(session)] == []


def at_once(work, count=WRITERS):
    """Run work(n) in threads that start together; return the results in order."""
    gate = threading.Barrier(count)

    def run(number):
        gate.wait()
        return work(number)

    with ThreadPoolExecutor(count) as pool:
        return list(pool.map(run, range(count)))


def issue_one(platform, cast, payer_id, count=1):
    orders = [InvoiceOrder(payer_id, (line("dues", 50000),), DAY, DUE)] * count
    with platform.unit_of_work(cast.id) as work:
        return actions.issue_many(work, orders=orders, actor=cast.actor(), at=AT)


def test_writers_with_crashes_leave_no_gap(committed_platform, busy):
    cast, payer_id = busy

    def write(number):
        chance = random.Random(number)
        done = 0
        for _ in range(TRIES):
            try:
                with committed_platform.unit_of_work(cast.id) as work:
                    orders = [
                        InvoiceOrder(payer_id, (line("dues", 50000),), DAY, DUE)
                    ] * chance.randint(1, 3)
                    actions.issue_many(work, orders=orders, actor=cast.actor(), at=AT)
                    if chance.random() < 0.3:
                        raise Thrown
                done += len(orders)
            except Thrown:
                pass
        return done

    issued = sum(at_once(write))

    with committed_platform.session(cast.id) as session:
        page = queries.invoices(session, queries.InvoiceFilter(), today=DAY, limit=200)
    numbers = sorted(row.number for row in page.rows)
    assert numbers == [f"INV-2026-{n:05d}" for n in range(1, issued + 1)]
    assert len({row.payment_reference for row in page.rows}) == issued


def test_midnight_of_new_years_eve_numbers_both_years(committed_platform, busy):
    cast, payer_id = busy
    days = (date(2025, 12, 31), date(2026, 1, 1))

    def write(number):
        order = InvoiceOrder(payer_id, (line("dues", 100),), days[number % 2], DUE)
        with committed_platform.unit_of_work(cast.id) as work:
            return actions.issue_many(work, orders=[order], actor=cast.actor(), at=AT)[0].number

    numbers = at_once(write)

    assert sorted(numbers) == [
        f"INV-{year}-{n:05d}" for year in (2025, 2026) for n in range(1, WRITERS // 2 + 1)
    ]


def test_two_who_record_the_same_payment_at_once_settle_it_once(committed_platform, busy):
    cast, payer_id = busy
    (invoice,) = issue_one(committed_platform, cast, payer_id)

    def pay(_number):
        try:
            with committed_platform.unit_of_work(cast.id) as work:
                actions.record_payment(
                    work,
                    invoice_id=invoice.id,
                    amount_cents=50000,
                    received_on=DAY,
                    method=PaymentMethod.BANK_TRANSFER,
                    actor=cast.actor(),
                    at=AT,
                )
        except InvoiceSettled:
            return "settled"
        return "paid"

    assert sorted(at_once(pay)) == ["paid"] + ["settled"] * (WRITERS - 1)


def test_two_clicks_at_once_make_one_attempt(committed_platform, busy):
    cast, payer_id = busy
    (invoice,) = issue_one(committed_platform, cast, payer_id)

    def click(_number):
        try:
            with committed_platform.unit_of_work(cast.id) as work:
                return actions.start_checkout(
                    work,
                    invoice_id=invoice.id,
                    success_url="https://us.example",
                    cancel_url="https://us.example",
                    actor=cast.actor(),
                    at=AT,
                ).attempt_id
        except AttemptUnderWay:
            return None

    assert len(set(at_once(click))) == 1


def test_credits_at_once_leave_one_credit_note(committed_platform, busy):

    cast, payer_id = busy
    (invoice,) = issue_one(committed_platform, cast, payer_id)

    def credit(_number):
        try:
            with committed_platform.unit_of_work(cast.id) as work:
                return actions.credit_invoice(
                    work,
                    invoice_id=invoice.id,
                    reason="x",
                    issued_on=DAY,
                    actor=cast.actor(),
                    at=AT,
                ).number
        except AlreadyCredited:
            return None

    assert sorted(filter(None, at_once(credit))) == ["CN-2026-00001"]
