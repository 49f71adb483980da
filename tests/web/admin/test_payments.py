"""Payments: by hand, in part, undone; the list and its file."""

import re
from datetime import date

import pytest

from clusterorg.domains.billing import queries
from clusterorg.domains.membership.queries import standing_of
from clusterorg.domains.membership.vocabulary import MembershipStatus
from tests.support.cast import Cast
from tests.support.office import Office
from tests.support.web import sign_in

ADMIN = "/c/smaakkust/admin"
TODAY = date(2026, 3, 2)
WHOLE = {"amount_cents": "1.200,00", "received_on": "2026-03-01", "method": "bank_transfer"}


def pay(client, invoice_id, **changes):
    return client.post(f"{ADMIN}/invoices/{invoice_id}/pay", data={**WHOLE, **changes})


def payments(office: Office):
    with office.platform.session(office.cast.id) as session:
        return queries.payments(session).rows


def invoice(office: Office, invoice_id):
    with office.platform.session(office.cast.id) as session:
        return queries.invoice_detail(session, invoice_id, today=TODAY).invoice


def test_a_bank_transfer_pays_the_invoice_and_makes_the_member_active(manager, office: Office):
    organisation_id, invoice_id = office.member(since=date(2026, 3, 1))

    answer = pay(manager, invoice_id, reference="Statement 12")

    assert answer.status_code == 303
    assert invoice(office, invoice_id).state == "paid"
    with office.platform.session(office.cast.id) as session:
        assert standing_of(session, organisation_id, TODAY).status is MembershipStatus.ACTIVE
    assert "Statement 12" in manager.get(f"{ADMIN}/invoices/{invoice_id}").text


def test_the_open_amount_is_proposed(manager, office: Office):
    _organisation, invoice_id = office.member()

    page = manager.get(f"{ADMIN}/invoices/{invoice_id}/pay")

    assert 'value="1,200"' in page.text


def test_cash_in_part_leaves_the_rest_open(manager, office: Office):
    _organisation, invoice_id = office.member()

    pay(manager, invoice_id, amount_cents="200", method="cash")

    assert invoice(office, invoice_id).state == "part_paid"
    assert invoice(office, invoice_id).open_cents == 100_000
    assert "€1,000.00 still open" in manager.get(f"{ADMIN}/invoices/{invoice_id}").text


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"amount_cents": ""}, "Give the amount"),
        ({"amount_cents": "many"}, "Write an amount in euro"),
        ({"amount_cents": "0"}, "above zero"),
        ({"amount_cents": "-5"}, "above zero"),
        ({"received_on": ""}, "Choose the day"),
        ({"received_on": "2026-03-09"}, "in the future"),
        ({"method": "shells"}, "Not a valid choice"),
    ],
)
def test_what_is_no_payment_is_refused_with_the_form_as_typed(
    manager, office: Office, changes, words
):
    _organisation, invoice_id = office.member()

    answer = pay(manager, invoice_id, reference="Statement 12", **changes)

    assert answer.status_code == 422
    assert words in answer.text
    assert "Statement 12" in answer.text
    assert payments(office) == []


def test_a_settled_invoice_takes_no_more_money(manager, office: Office):
    _organisation, invoice_id = office.member()
    pay(manager, invoice_id)

    again = pay(manager, invoice_id)

    assert again.status_code == 422
    assert "Nothing is open" in again.text


def test_one_form_sent_twice_records_one_payment(manager, office: Office):
    _organisation, invoice_id = office.member()
    page = manager.get(f"{ADMIN}/invoices/{invoice_id}/pay")
    once = re.search(r'name="once"[^>]*value="(\w+)"', page.text)[1]

    first = pay(manager, invoice_id, amount_cents="100", once=once)
    second = pay(manager, invoice_id, amount_cents="100", once=once)

    assert first.location == second.location
    assert len(payments(office)) == 1


def test_a_payment_says_where_it_went_and_can_be_undone(manager, office: Office):
    _organisation, invoice_id = office.member()
    pay(manager, invoice_id)
    (payment,) = payments(office)

    shown = manager.get(f"{ADMIN}/payments/{payment.id}")
    asked = manager.get(f"{ADMIN}/payments/{payment.id}/undo")
    answer = manager.post(f"{ADMIN}/payments/{payment.id}/undo", data={"reason": "Wrong payer"})

    assert "INV-2026-00001" in shown.text
    assert "INV-2026-00001 is open again for €1,200.00." in asked.text
    assert answer.status_code == 303
    assert invoice(office, invoice_id).state == "open"
    assert "Wrong payer" in manager.get(f"{ADMIN}/payments/{payment.id}").text


def test_undoing_needs_a_reason_and_happens_once(manager, office: Office):
    _organisation, invoice_id = office.member()
    pay(manager, invoice_id)
    (payment,) = payments(office)
    undo = f"{ADMIN}/payments/{payment.id}/undo"

    bare = manager.post(undo, data={"reason": ""})
    manager.post(undo, data={"reason": "Wrong payer"})
    again = manager.post(undo, data={"reason": "Wrong payer"})

    assert (bare.status_code, again.status_code) == (422, 422)
    assert "already been undone" in again.text


def test_the_list_and_its_file_show_the_same_payments(manager, office: Office):
    _organisation, invoice_id = office.member()
    pay(manager, invoice_id)

    page = manager.get(f"{ADMIN}/payments")
    text = manager.get(f"{ADMIN}/payments.csv")
    other_year = manager.get(f"{ADMIN}/payments?year=2024")

    assert "Zuivelhuis bv" in page.text
    assert "Bank transfer" in text.text
    assert "1200.00" in text.text
    assert "No payments in this period" in other_year.text


def test_finance_records_and_a_viewer_only_reads(client, smaak: Cast, office: Office):
    _organisation, invoice_id = office.member()
    sign_in(client, smaak, "finance")
    assert pay(client, invoice_id).status_code == 303
    (payment,) = payments(office)

    sign_in(client, smaak, "viewer")

    assert client.get(f"{ADMIN}/payments").status_code == 200
    assert client.get(f"{ADMIN}/payments/{payment.id}/undo").status_code == 403
    assert pay(client, invoice_id).status_code == 403


def test_another_clusters_payment_is_not_found(client, smaak: Cast, meca: Cast, office: Office):
    _organisation, invoice_id = office.member()
    sign_in(client, smaak, "manager")
    pay(client, invoice_id)
    (payment,) = payments(office)
    sign_in(client, meca, "manager")

    for path in (f"payments/{payment.id}", f"payments/{payment.id}/undo"):
        assert client.get(f"/c/mecavallee/admin/{path}").status_code == 404
