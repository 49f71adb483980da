"""Invoices: the list, one document, credit, sending again, an invoice by hand."""

import io
import re
from datetime import date

import pytest
from python_calamine import CalamineWorkbook

from clusterorg.domains.billing import queries
from clusterorg.domains.billing.queries.invoices import InvoiceFilter
from clusterorg.domains.billing.vocabulary import DocumentKind
from tests.support.cast import Cast
from tests.support.jobs import run_jobs, waiting_jobs
from tests.support.office import Office
from tests.support.queries import count_queries
from tests.support.web import sign_in

ADMIN = "/c/smaakkust/admin"
LIST = f"{ADMIN}/invoices"


def documents(office: Office, **wanted):
    with office.platform.session(office.cast.id) as session:
        found = queries.invoices(session, InvoiceFilter(**wanted), today=date(2026, 3, 2))
        return found.rows


def rows_of(book: bytes):
    return CalamineWorkbook.from_filelike(io.BytesIO(book)).get_sheet_by_index(0).to_python()


def by_hand(**changes):
    return {
        "lines-0-product": "training",
        "lines-0-description": "Food safety",
        "lines-0-quantity": "2",
        "lines-0-unit_cents": "350,50",
        "issued_on": "2026-03-02",
        "due_on": "2026-04-01",
        **changes,
    }


def test_the_list_says_who_owes_what(manager, office: Office):
    office.member()

    page = manager.get(LIST)

    assert page.status_code == 200
    assert "INV-2026-00001" in page.text
    assert "Billed in 2026" in page.text


def test_an_empty_list_says_how_invoices_come_about(manager, office: Office):
    page = manager.get(LIST)

    assert "No invoices yet" in page.text


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("state=open", True),
        ("state=paid", False),
        ("state=overdue", False),
        ("state=credit_note", False),
        ("year=2026", True),
        ("year=2024", False),
        ("q=INV-2026-00001", True),
        ("q=zuivel", True),
        ("q=bakker", False),
        ("state=nonsense&year=x", True),
    ],
)
def test_filters_and_search_live_in_the_address(manager, office: Office, query, shown):
    office.member()

    page = manager.get(f"{LIST}?{query}")

    assert ("INV-2026-00001</a>" in page.text) is shown


def test_the_payment_reference_finds_its_invoice(manager, office: Office):
    office.member()
    (invoice,) = documents(office)

    page = manager.get(f"{LIST}?q={invoice.payment_reference}")

    assert "INV-2026-00001</a>" in page.text


def test_the_list_is_downloaded_as_it_is_filtered(manager, office: Office):
    office.member("Zuivelhuis bv", 1)
    office.member("Bakker bv", 2)

    everything = manager.get(f"{LIST}.csv")
    some = manager.get(f"{LIST}.csv?q=bakker")
    book = manager.get(f"{LIST}.xlsx")

    assert len(everything.text.splitlines()) == 3
    assert len(some.text.splitlines()) == 2
    assert book.data.startswith(b"PK")


def test_the_file_has_exactly_the_columns_that_the_list_shows(manager, office: Office):
    office.member()
    asked = "?columns=vat&columns=payer&columns=state&columns=nonsense"

    page = manager.get(f"{LIST}{asked}").text
    usual = manager.get(f"{LIST}.xlsx").data
    chosen = manager.get(f"{LIST}.xlsx{asked}").data

    heads = re.findall(r'<th role="columnheader"[^>]*>([^<]+)</th>', page)
    assert heads == ["Number", "Payer", "VAT", "State"]
    assert rows_of(chosen) == [heads, ["INV-2026-00001", "Zuivelhuis bv", 0, "Open"]]
    assert rows_of(usual)[0] == ["Number", "Payer", "Date", "Due", "State", "Amount", "Open"]


def test_a_document_shows_lines_vat_entries_and_story(manager, office: Office):
    _organisation, invoice_id = office.member()

    page = manager.get(f"{LIST}/{invoice_id}")

    for words in (
        "Invoice INV-2026-00001",
        "Membership dues 2026",
        "€1,200.00",
        "Exempt from VAT",
        "Ledger entries",
        "Invoice issued",
        "+++",
        "an@org1.example",
    ):
        assert words in page.text


def test_the_document_is_seen_and_saved_as_pdf(manager, office: Office):
    _organisation, invoice_id = office.member()

    seen = manager.get(f"{LIST}/{invoice_id}.pdf")
    saved = manager.get(f"{LIST}/{invoice_id}.pdf?save=1")

    assert seen.data.startswith(b"%PDF")
    assert seen.headers["Content-Disposition"].startswith("inline")
    assert saved.headers["Content-Disposition"].startswith("attachment")


def test_crediting_says_what_follows_and_issues_a_credit_note(manager, office: Office):
    _organisation, invoice_id = office.member()

    asked = manager.get(f"{LIST}/{invoice_id}/credit")
    answer = manager.post(
        f"{LIST}/{invoice_id}/credit", data={"reason": "Charged twice", "issued_on": "2026-03-02"}
    )

    assert "A credit note of €1,200.00" in asked.text
    assert answer.status_code == 303
    (note,) = documents(office, kind=DocumentKind.CREDIT_NOTE)
    assert note.number == "CN-2026-00001"
    assert "Charged twice" in manager.get(f"{LIST}/{note.id}").text


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        ({"reason": "", "issued_on": "2026-03-02"}, "Say why"),
        ({"reason": "Twice", "issued_on": ""}, "Choose a day"),
        ({"reason": "Twice", "issued_on": "2026-02-01"}, "dated"),
    ],
)
def test_a_credit_note_that_cannot_be_is_refused(manager, office: Office, sent, words):
    _organisation, invoice_id = office.member()

    answer = manager.post(f"{LIST}/{invoice_id}/credit", data=sent)

    assert answer.status_code == 422
    assert words in answer.text
    assert documents(office, kind=DocumentKind.CREDIT_NOTE) == []


def test_an_invoice_is_credited_once(manager, office: Office):
    _organisation, invoice_id = office.member()
    sent = {"reason": "Charged twice", "issued_on": "2026-03-02"}
    manager.post(f"{LIST}/{invoice_id}/credit", data=sent)

    again = manager.post(f"{LIST}/{invoice_id}/credit", data=sent)

    assert again.status_code == 422
    assert "already been credited" in again.text


def test_the_same_form_sent_twice_credits_once(manager, office: Office):
    _organisation, invoice_id = office.member()
    page = manager.get(f"{LIST}/{invoice_id}/credit")
    once = re.search(r'name="once"[^>]*value="(\w+)"', page.text)[1]
    sent = {"reason": "Charged twice", "issued_on": "2026-03-02", "once": once}

    first = manager.post(f"{LIST}/{invoice_id}/credit", data=sent)
    second = manager.post(f"{LIST}/{invoice_id}/credit", data=sent)

    assert (first.status_code, second.status_code) == (303, 303)
    assert len(documents(office, kind=DocumentKind.CREDIT_NOTE)) == 1


def test_the_mail_goes_out_again_once_its_file_is_made(manager, office: Office):
    _organisation, invoice_id = office.member()

    too_soon = manager.post(f"{LIST}/{invoice_id}/send", follow_redirects=True)
    run_jobs(office.platform, only="billing.render_document")
    later = manager.post(f"{LIST}/{invoice_id}/send", follow_redirects=True)

    assert "still being made" in too_soon.text
    assert "The mail to an@org1.example is on its way." in later.text
    sent = [args for name, args in waiting_jobs(office.platform) if name == "mail.send"]
    assert [mail["to"] for mail in sent] == ["an@org1.example"] * 2


def test_a_payer_without_an_address_is_named(manager, office: Office):
    _organisation, invoice_id = office.member(email=None, contacts=())
    run_jobs(office.platform, only="billing.render_document")

    page = manager.post(f"{LIST}/{invoice_id}/send", follow_redirects=True)

    assert "Zuivelhuis bv has no mail address" in page.text


def test_an_invoice_by_hand_takes_what_was_typed(manager, office: Office):
    organisation_id = office.organisation()

    chosen = manager.get(f"{LIST}/new?q=zuivel")
    answer = manager.post(f"{LIST}/new/{organisation_id}", data=by_hand())

    assert f"/invoices/new/{organisation_id}" in chosen.text
    assert answer.status_code == 303
    (invoice,) = documents(office)
    assert (invoice.net_cents, invoice.vat_cents) == (70_100, 14_721)


def test_an_empty_price_is_the_usual_one(manager, office: Office):
    organisation_id = office.organisation()

    manager.post(
        f"{LIST}/new/{organisation_id}",
        data=by_hand(**{"lines-0-unit_cents": "", "lines-0-quantity": ""}),
    )

    (invoice,) = documents(office)
    assert invoice.net_cents == 30_000


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"lines-0-product": ""}, "at least one line"),
        ({"lines-0-quantity": "0"}, "quantity above zero"),
        ({"lines-0-unit_cents": "abc"}, "Write an amount in euro"),
        ({"due_on": "2026-02-01"}, "due date lies before"),
        ({"issued_on": ""}, "Choose a day"),
    ],
)
def test_an_invoice_that_cannot_be_is_refused_and_nothing_typed_is_lost(
    manager, office: Office, changes, words
):
    organisation_id = office.organisation()

    answer = manager.post(f"{LIST}/new/{organisation_id}", data=by_hand(**changes))

    assert answer.status_code == 422
    assert words in answer.text
    assert "Food safety" in answer.text
    assert documents(office) == []


def test_more_lines_keep_what_was_typed(manager, office: Office):
    organisation_id = office.organisation()

    page = manager.post(f"{LIST}/new/{organisation_id}", data=by_hand(more="1"))

    assert page.text.count('role="group"') == 6
    assert "Food safety" in page.text
    assert documents(office) == []


def test_the_link_to_pay_is_the_products_own_whatever_host_a_request_claims(
    manager, office: Office, smaak: Cast
):
    _organisation, invoice_id = office.member()
    manager.set_cookie("sign-in", f"test-{smaak.people['manager'].id}", domain="evil.example")

    page = manager.get(f"{LIST}/{invoice_id}", base_url="http://evil.example")

    assert f"http://127.0.0.1:8000/c/smaakkust/portal/invoices/{invoice_id}" in page.text
    assert "evil.example" not in page.text


def test_the_list_runs_as_many_statements_for_three_as_for_one(manager, office: Office):
    office.member("Zuivelhuis bv", 1)
    manager.get(LIST)
    with count_queries(office.platform.bind) as one:
        manager.get(LIST)
    office.member("Bakker bv", 2)
    office.member("Algenlab bv", 3)

    with count_queries(office.platform.bind) as three:
        manager.get(LIST)

    assert three.number == one.number


@pytest.mark.parametrize("path", ["/credit", "/pay"])
def test_a_viewer_reads_but_does_not_write(client, smaak: Cast, office: Office, path):
    _organisation, invoice_id = office.member()
    sign_in(client, smaak, "viewer")

    assert client.get(f"{LIST}/{invoice_id}").status_code == 200
    assert client.get(f"{LIST}/{invoice_id}{path}").status_code == 403
    assert client.post(f"{LIST}/{invoice_id}/send").status_code == 403
    assert client.get(f"{LIST}/new").status_code == 403


def test_another_clusters_invoice_is_not_found(client, meca: Cast, office: Office):
    organisation_id, invoice_id = office.member()
    sign_in(client, meca, "manager")

    for path in (f"{invoice_id}", f"{invoice_id}.pdf", f"{invoice_id}/credit", f"{invoice_id}/pay"):
        assert client.get(f"/c/mecavallee/admin/invoices/{path}").status_code == 404
    assert client.post(f"/c/mecavallee/admin/invoices/{invoice_id}/send").status_code == 404
    assert client.get(f"/c/mecavallee/admin/invoices/new/{organisation_id}").status_code == 404
