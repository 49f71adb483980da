"""Payments: partial, over, joint, undone; money is only ever added to."""

from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from clusterorg.domains.billing import actions, queries
from clusterorg.domains.billing.errors import (
    AlreadyCredited,
    AmountInvalid,
    AmountTooLarge,
    InvoiceNotFound,
    InvoiceSettled,
    NotAnInvoice,
    PaymentAlreadyUndone,
    PaymentInFuture,
    PaymentNotFound,
    ReasonMissing,
    ShareExceedsOpen,
    SharesExceedPayment,
    WrongPayer,
)
from clusterorg.domains.billing.news import InvoicePaid, InvoiceReopened, PaymentRecorded
from clusterorg.domains.billing.vocabulary import InvoiceState, PaymentMethod, Share, Subject
from clusterorg.domains.organisations import actions as organisations
from clusterorg.domains.organisations.errors import OrganisationNotFound
from clusterorg.kernel.days import DayOutOfReach
from clusterorg.kernel.ids import new_id
from tests.domains.billing.conftest import DAY, line
from tests.support.jobs import waiting_jobs


@pytest.fixture
def heard(platform):
    """Remember the news of payments."""
    news = []
    for kind in (InvoicePaid, InvoiceReopened, PaymentRecorded):
        platform.desk.join([(kind, lambda _work, one: news.append(one))])
    return news


def test_a_full_payment_settles_the_invoice_and_is_booked(issue, pay, balance, in_books):
    invoice = issue()

    pay(invoice, 12100)

    assert balance(invoice.id).state is InvoiceState.PAID
    assert (in_books("550000"), in_books("400000")) == (12100, 0)


def test_full_payment_tells_for_what(issue, pay, heard):
    subject = Subject("obligation", new_id())
    invoice = issue(line(subject=subject))

    pay(invoice, 12100)

    (paid,) = [news for news in heard if isinstance(news, InvoicePaid)]
    assert (paid.invoice_id, paid.subjects, paid.paid_on) == (invoice.id, (subject,), DAY)


def test_a_partial_payment_leaves_the_rest_open(issue, pay, balance, heard):
    invoice = issue()

    pay(invoice, 100)

    assert balance(invoice.id).state is InvoiceState.PART_PAID
    assert balance(invoice.id).open_cents == 12000
    assert not [news for news in heard if isinstance(news, InvoicePaid)]


def test_an_overpayment_stays_as_visible_credit(
    issue, pay, shop, work_for, baker, balance, in_books
):
    invoice = issue()

    pay(invoice, 15000)

    assert balance(invoice.id).state is InvoiceState.PAID
    with work_for(shop) as work:
        mine = queries.member_balance(work.session, baker, DAY)
    assert (mine.open_cents, mine.credit_cents) == (0, 2900)
    assert in_books("400000") == -2900


def test_cash_is_booked_on_cash_and_a_card_on_clearing(issue, pay, in_books):
    pay(issue(), 12100, method=PaymentMethod.CASH)
    pay(issue(), 12100, method=PaymentMethod.CARD)

    assert (in_books("570000"), in_books("580000"), in_books("550000")) == (12100, 12100, 0)


def test_one_sum_pays_invoices_of_two_organisations(
    issue, shop, work_for, baker, dairy, at, actor, balance, in_books
):
    one, other = issue(), issue(payer_id=dairy)

    with work_for(shop) as work:
        actions.record_joint_payment(
            work,
            payer_id=baker,
            shares=[Share(one.id, 12100), Share(other.id, 10000)],
            amount_cents=23000,
            received_on=DAY,
            method=PaymentMethod.BANK_TRANSFER,
            actor=actor,
            at=at,
        )

    assert balance(one.id).state is InvoiceState.PAID
    assert balance(other.id).open_cents == 2100
    with work_for(shop) as work:
        assert queries.member_balance(work.session, baker, DAY).credit_cents == 900
    assert in_books("400000") == 2100 - 900


def test_a_share_above_what_is_open_is_refused_at_its_place(
    issue, shop, work_for, baker, at, actor
):
    invoice = issue()

    with pytest.raises(ShareExceedsOpen) as refusal, work_for(shop) as work:
        actions.record_joint_payment(
            work,
            payer_id=baker,
            shares=[Share(invoice.id, 12101)],
            amount_cents=20000,
            received_on=DAY,
            method=PaymentMethod.BANK_TRANSFER,
            actor=actor,
            at=at,
        )

    assert refusal.value.field == "shares.0.cents"


@pytest.mark.parametrize(
    ("cents", "more", "error"),
    [
        (0, {}, AmountInvalid),
        (-5, {}, AmountInvalid),
        (10**12, {}, AmountTooLarge),
        (100, {"received_on": DAY + timedelta(days=1)}, PaymentInFuture),
    ],
)
def test_a_payment_that_cannot_be_is_refused(issue, pay, cents, more, error):
    invoice = issue()

    with pytest.raises(error):
        pay(invoice, cents, **more)


def test_nothing_can_be_paid_on_a_settled_invoice(issue, pay):
    invoice = issue()
    pay(invoice, 12100)

    with pytest.raises(InvoiceSettled):
        pay(invoice, 1)


def test_a_slip_in_the_year_of_a_payment_or_invoice_is_refused(issue, pay):
    invoice = issue()

    with pytest.raises(DayOutOfReach) as paid:
        pay(invoice, 100, received_on=date(1, 1, 1))
    with pytest.raises(DayOutOfReach) as due:
        issue(due_on=date(9999, 1, 1))

    assert (paid.value.field, due.value.field) == ("received_on", "due_on")


def test_a_credit_note_is_not_paid(issue, pay, shop, work_for, at, actor):
    invoice = issue()
    with work_for(shop) as work:
        note = actions.credit_invoice(
            work, invoice_id=invoice.id, reason="x", issued_on=DAY, actor=actor, at=at
        )

    with pytest.raises(NotAnInvoice):
        pay(note, 100)


def test_another_clusters_invoice_is_not_found(issue, meca, work_for, at):
    invoice = issue()

    with pytest.raises(InvoiceNotFound), work_for(meca) as work:
        actions.record_payment(
            work,
            invoice_id=invoice.id,
            amount_cents=1,
            received_on=DAY,
            method=PaymentMethod.CASH,
            actor=meca.actor(),
            at=at,
        )


def test_credit_pays_another_invoice_of_the_same_organisation(
    issue, pay, shop, work_for, at, actor, balance, in_books, heard
):
    first, second = issue(), issue()
    payment_id = pay(first, 24200)

    with work_for(shop) as work:
        actions.apply_credit(
            work,
            payment_id=payment_id,
            invoice_id=second.id,
            amount_cents=12100,
            actor=actor,
            at=at,
        )

    assert balance(second.id).state is InvoiceState.PAID
    assert in_books("400000") == 0
    assert [n.invoice_id for n in heard if isinstance(n, InvoicePaid)] == [first.id, second.id]


def test_credit_does_not_pay_beyond_itself_nor_for_others(
    issue, pay, shop, work_for, dairy, at, actor
):
    first, second, theirs = issue(), issue(), issue(payer_id=dairy)
    payment_id = pay(first, 12200)

    for invoice_id, cents, error in (
        (second.id, 101, SharesExceedPayment),
        (second.id, 0, AmountInvalid),
        (theirs.id, 100, WrongPayer),
    ):
        with pytest.raises(error), work_for(shop) as work:
            actions.apply_credit(
                work,
                payment_id=payment_id,
                invoice_id=invoice_id,
                amount_cents=cents,
                actor=actor,
                at=at,
            )


def test_credit_of_an_organisation_pays_the_invoice_of_the_twin_it_was_merged_with(
    issue, pay, shop, work_for, at, actor, balance, baker, dairy, in_books
):
    mine, its_own = issue(), issue(payer_id=dairy)
    payment_id = pay(its_own, 24200)
    with work_for(shop) as work:
        organisations.merge_organisations(
            work, kept_id=baker, gone_id=dairy, actor=actor, at=at, reason="typed twice"
        )

    with work_for(shop) as work:
        actions.apply_credit(
            work,
            payment_id=payment_id,
            invoice_id=mine.id,
            amount_cents=12100,
            actor=actor,
            at=at,
        )

    assert balance(mine.id).state is InvoiceState.PAID
    assert in_books("400000") == 0
    with work_for(shop) as work:
        assert queries.member_balance(work.session, baker, DAY).credit_cents == 0


def undo(work_for, shop, payment_id, at, actor, reason="typed on the wrong invoice"):
    with work_for(shop) as work:
        return actions.undo_payment(work, payment_id=payment_id, reason=reason, actor=actor, at=at)


def test_an_undone_payment_opens_its_invoices_and_cancels_in_the_books(
    issue, pay, shop, work_for, at, actor, balance, in_books, heard, baker
):
    invoice = issue()
    payment_id = pay(invoice, 15000)

    undo(work_for, shop, payment_id, at, actor)

    assert balance(invoice.id).state is InvoiceState.OPEN
    assert (in_books("550000"), in_books("400000")) == (0, 12100)
    assert [n.invoice_id for n in heard if isinstance(n, InvoiceReopened)] == [invoice.id]
    with work_for(shop) as work:
        assert queries.member_balance(work.session, baker, DAY).credit_cents == 0


def test_a_payment_is_undone_once_and_a_reversal_never(issue, pay, shop, work_for, at, actor):
    payment_id = pay(issue(), 12100)
    reversal_id = undo(work_for, shop, payment_id, at, actor)

    for one in (payment_id, reversal_id):
        with pytest.raises(PaymentAlreadyUndone):
            undo(work_for, shop, one, at, actor)


def test_undoing_needs_a_reason_and_a_payment_of_ours(issue, pay, shop, work_for, at, actor):
    payment_id = pay(issue(), 12100)

    with pytest.raises(ReasonMissing):
        undo(work_for, shop, payment_id, at, actor, reason="  ")
    with pytest.raises(PaymentNotFound):
        undo(work_for, shop, new_id(), at, actor)


def test_a_payment_after_an_undone_one_is_recorded_anew(
    issue, pay, shop, work_for, at, actor, balance
):
    invoice = issue()
    undo(work_for, shop, pay(invoice, 12100), at, actor)

    pay(invoice, 12100)

    assert balance(invoice.id).state is InvoiceState.PAID


def test_the_payer_gets_a_receipt_in_their_language(issue, pay, platform):
    invoice = issue()

    pay(invoice, 10000)

    (mail,) = [args for name, args in waiting_jobs(platform) if name == "mail.send"]
    assert (mail["to"], mail["locale"], mail["template"]) == (
        "boekhouding@payer.example",
        "nl",
        "receipt",
    )
    assert mail["context"]["invoices"] == [
        {"number": invoice.number, "paid_cents": 10000, "open_cents": 2100}
    ]


def test_no_receipt_is_sent_when_told_so(issue, pay, platform):
    pay(issue(), 12100, send_receipt=False)

    assert not [name for name, _args in waiting_jobs(platform) if name == "mail.send"]


STEPS = st.lists(
    st.tuples(st.sampled_from(["issue", "pay", "undo", "credit"]), st.integers(1, 20000)),
    max_size=8,
)


@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(steps=STEPS)
def test_whatever_happens_the_books_are_what_is_owed(
    steps, issue, pay, shop, work_for, at, actor, in_books
):
    invoices, payments = [issue()], []

    for verb, cents in steps:
        try:
            if verb == "issue":
                invoices.append(issue(line("services", cents)))
            elif verb == "pay":
                payments.append(pay(invoices[cents % len(invoices)], cents))
            elif verb == "undo" and payments:
                undo(work_for, shop, payments[cents % len(payments)], at, actor)
            elif verb == "credit":
                with work_for(shop) as work:
                    actions.credit_invoice(
                        work,
                        invoice_id=invoices[cents % len(invoices)].id,
                        reason="x",
                        issued_on=date(2026, 3, 2),
                        actor=actor,
                        at=at,
                    )
        except (InvoiceSettled, PaymentAlreadyUndone, AlreadyCredited):
            pass

    with work_for(shop) as work:
        assert queries.faults(work.session) == []
        mine = queries.ageing(work.session, DAY)
        owed = sum(cents for _count, cents in mine.values())
        payer_id = queries.invoice_detail(work.session, invoices[0].id, today=DAY).invoice.payer_id
        credit = queries.member_balance(work.session, payer_id, DAY).credit_cents
    assert in_books("400000") == owed - credit


def test_money_of_nobody_here_is_refused_by_name(shop, work_for, at, actor):
    with pytest.raises(OrganisationNotFound) as refusal, work_for(shop) as work:
        actions.record_joint_payment(
            work,
            payer_id=new_id(),
            shares=(),
            amount_cents=100,
            received_on=DAY,
            method=PaymentMethod.BANK_TRANSFER,
            actor=actor,
            at=at,
        )

    assert refusal.value.field == "payer_id"
