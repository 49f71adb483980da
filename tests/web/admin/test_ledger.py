"""The ledger pages: read only, and the same numbers as a file."""

from tests.support.cast import Cast
from tests.support.office import Office
from tests.support.web import sign_in

ADMIN = "/c/smaakkust/admin"


def test_the_journal_shows_what_an_invoice_booked(manager, office: Office):
    office.member()

    page = manager.get(f"{ADMIN}/ledger")

    assert page.status_code == 200
    assert "INV-2026-00001 Zuivelhuis bv" in page.text
    assert "400000" in page.text
    assert "€1,200.00" in page.text


def test_the_trial_balance_says_that_both_sides_agree(manager, office: Office):
    office.member()

    page = manager.get(f"{ADMIN}/ledger/balance")

    assert "Debits and credits agree: €1,200.00 on each side." in page.text


def test_an_account_shows_its_postings_of_the_chosen_year(manager, office: Office):
    office.member()

    this_year = manager.get(f"{ADMIN}/ledger/accounts/400000")
    other_year = manager.get(f"{ADMIN}/ledger/accounts/400000?year=2024")

    assert "INV-2026-00001" in this_year.text
    assert "Nothing is booked on this account" in other_year.text


def test_an_account_that_is_not_in_the_chart_is_not_found(manager, office: Office):
    page = manager.get(f"{ADMIN}/ledger/accounts/999999")

    assert page.status_code == 404


def test_the_journal_comes_as_csv_and_xlsx(manager, office: Office):
    office.member("=HYPERLINK(1) bv")

    text = manager.get(f"{ADMIN}/ledger/journal.csv")
    book = manager.get(f"{ADMIN}/ledger/journal.xlsx")
    other = manager.get(f"{ADMIN}/ledger/journal.pdf")

    assert text.headers["Content-Disposition"].endswith('journal-2026.csv"')
    assert len(text.text.splitlines()) == 3
    assert "1200.00" in text.text
    assert book.data.startswith(b"PK")
    assert other.status_code == 404


def test_balance_and_account_come_as_files_too(manager, office: Office):
    office.member()

    balance = manager.get(f"{ADMIN}/ledger/balance.csv")
    account = manager.get(f"{ADMIN}/ledger/accounts/400000.csv")

    assert "730000" in balance.text
    assert "INV-2026-00001" in account.text


def test_an_empty_ledger_says_how_it_fills(manager, office: Office):
    page = manager.get(f"{ADMIN}/ledger")

    assert "Nothing is booked in this period" in page.text


def test_a_viewer_may_not_read_the_ledger(client, smaak: Cast, office: Office):
    sign_in(client, smaak, "viewer")

    for path in ("ledger", "ledger/balance", "ledger/accounts/400000", "ledger/journal.csv"):
        assert client.get(f"{ADMIN}/{path}").status_code == 403


def test_another_clusters_manager_finds_no_ledger_here(client, meca: Cast, office: Office):
    sign_in(client, meca, "manager")

    assert client.get(f"{ADMIN}/ledger").status_code == 404


def test_another_clusters_entries_stay_unseen(client, meca: Cast, office: Office):
    office.member()
    sign_in(client, meca, "manager")

    page = client.get("/c/mecavallee/admin/ledger")

    assert "Zuivelhuis" not in page.text
