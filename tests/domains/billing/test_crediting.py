"""Credit notes: own series, linked, once; money already paid becomes credit."""

from datetime import timedelta

import pytest

from clusterorg.domains.billing import actions, queries
from clusterorg.domains.billing.errors import (
    AlreadyCredited,
    InvoiceNotFound,
    IssueDateInFuture,
    IssueDateTooEarly,
    NotAnInvoice,
    ReasonMissing,
)
from clusterorg.domains.billing.news import InvoiceCredited
from clusterorg.domains.billing.vocabulary import InvoiceState, Subject
from clusterorg.kernel.ids import new_id
from tests.domains.billing.conftest import DAY, line


@pytest.fixture
def credit(work_for, shop, at, actor):
    """Credit an invoice."""

    def credited(invoice_id, reason="Left before the year began", issued_on=DAY):
        with work_for(shop) as work:
            return actions.credit_invoice(
                work,
                invoice_id=invoice_id,
                reason=reason,
                issued_on=issued_on,
                actor=actor,
                at=at,
            )

    return credited


def test_a_credit_note_has_its_own_series_and_names_its_invoice(issue, credit, shop, work_for):
    invoice = issue()

    note = credit(invoice.id)

    assert note.number == "CN-2026-00001"
    with work_for(shop) as work:
        document = queries.frozen_document(work.session, note.id)
        detail = queries.invoice_detail(work.session, invoice.id, today=DAY)
    assert document.credited_number == invoice.number
    assert document.gross_cents == invoice.gross_cents
    assert [row.number for row in detail.credit_notes] == [note.number]


def test_a_credited_invoice_is_not_owed_and_cancels_in_the_books(issue, credit, balance, in_books):
    invoice = issue(line("services", 10000), line("dues", 50000))

    credit(invoice.id)

    assert balance(invoice.id).state is InvoiceState.CREDITED
    assert balance(invoice.id).open_cents == 0
    assert {in_books(n) for n in ("400000", "451000", "700000", "730000")} == {0}


def test_what_was_paid_becomes_credit(issue, pay, credit, balance, shop, work_for, baker, in_books):
    invoice = issue()
    pay(invoice, 5000)

    credit(invoice.id)

    assert balance(invoice.id).state is InvoiceState.CREDITED
    assert balance(invoice.id).paid_cents == 0
    with work_for(shop) as work:
        assert queries.member_balance(work.session, baker, DAY).credit_cents == 5000
    assert in_books("400000") == -5000


def test_crediting_tells_the_news(issue, credit, platform):
    heard = []
    platform.desk.join([(InvoiceCredited, lambda _work, news: heard.append(news))])
    subject = Subject("obligation", new_id())
    invoice = issue(line(subject=subject))

    note = credit(invoice.id)

    assert heard == [InvoiceCredited(invoice.id, note.id, invoice.payer_id, (subject,), DAY)]


def test_an_invoice_is_credited_once(issue, credit):
    invoice = issue()
    credit(invoice.id)

    with pytest.raises(AlreadyCredited) as refusal:
        credit(invoice.id)

    assert refusal.value.params["number"] == invoice.number


def test_a_credit_note_is_not_credited(issue, credit):
    note = credit(issue().id)

    with pytest.raises(NotAnInvoice):
        credit(note.id)


def test_a_credit_note_needs_a_reason_a_date_and_an_invoice_of_ours(issue, credit):
    invoice = issue()

    with pytest.raises(ReasonMissing):
        credit(invoice.id, reason=" ")
    with pytest.raises(IssueDateInFuture):
        credit(invoice.id, issued_on=DAY + timedelta(days=1))
    with pytest.raises(IssueDateTooEarly):
        credit(invoice.id, issued_on=DAY - timedelta(days=1))
    with pytest.raises(InvoiceNotFound):
        credit(new_id())
