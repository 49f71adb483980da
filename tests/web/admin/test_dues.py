"""The dues run: preview, carrying out as a job, result."""

from datetime import date

import time_machine

from clusterorg.domains.billing import actions as billing
from clusterorg.domains.billing import queries
from clusterorg.domains.billing.queries.invoices import InvoiceFilter
from clusterorg.domains.billing.vocabulary import PaymentMethod
from clusterorg.domains.organisations.vocabulary import Helix
from tests.support.cast import Cast
from tests.support.jobs import run_jobs
from tests.support.office import Office
from tests.support.web import sign_in

DUES = "/c/smaakkust/admin/dues"
TODAY = date(2026, 3, 2)
JOB = "membership.carry_out_dues_run"


def paid_member(office: Office, name="Zuivelhuis bv", seed=1, **facts):
    """A member who paid for 2026 and goes on in 2027."""
    organisation_id, invoice_id = office.member(name, seed, since=date(2026, 1, 1), **facts)
    if invoice_id:
        with office.platform.unit_of_work(office.cast.id) as work:
            billing.record_payment(
                work,
                invoice_id=invoice_id,
                amount_cents=queries.balances_of(work.session, [invoice_id])[invoice_id].open_cents,
                received_on=date(2026, 3, 1),
                method=PaymentMethod.BANK_TRANSFER,
                actor=office.actor,
                at=office.at,
            )
    return organisation_id


def carry_out(client, office: Office, year=2027, **changes):
    sent = {"due_on": "2027-01-31", **changes}
    return client.post(f"{DUES}/{year}/start", data=sent)


def invoices(office: Office):
    with office.platform.session(office.cast.id) as session:
        return queries.invoices(session, InvoiceFilter(), today=TODAY).rows


def test_without_runs_the_page_leads_to_a_preview(manager, office: Office):
    page = manager.get(DUES)

    assert "No dues run yet" in page.text
    assert f"{DUES}/2026" in page.text


def test_the_preview_shows_amount_reason_and_last_year_and_writes_nothing(manager, office: Office):
    paid_member(office)

    page = manager.get(f"{DUES}/2027")

    assert "Yearly dues for business, small size: €1,200.00." in page.text
    assert "To charge" in page.text
    assert len(invoices(office)) == 1


def test_problems_come_first_and_can_be_picked_out(manager, office: Office):
    paid_member(office, "Algenlab bv", 1)
    organisation_id = paid_member(office, "Zuivelhuis bv", 2)
    _make_unpriced(office, organisation_id)

    page = manager.get(f"{DUES}/2027")
    only = manager.get(f"{DUES}/2027?kind=problem")

    assert page.text.index("Zuivelhuis bv") < page.text.index("Algenlab bv")
    assert "Algenlab bv" not in only.text


def _make_unpriced(office: Office, organisation_id):
    from clusterorg.domains.organisations.models import Organisation

    with office.platform.unit_of_work(office.cast.id) as work:
        row = work.session.get(Organisation, (office.cast.id, organisation_id))
        row.helix, row.subgroup = Helix.CIVIL_SOCIETY.value, None


def test_a_year_without_a_scheme_says_what_to_do(manager, office: Office):
    page = manager.get(f"{DUES}/2020")

    assert page.status_code == 200
    assert "Publish one first" in page.text


def test_a_year_nobody_is_charged_for_says_why(manager, office: Office):
    page = manager.get(f"{DUES}/2027")

    assert "Nobody to charge in 2027" in page.text


def test_the_run_is_a_job_with_progress_and_a_result(manager, office: Office):
    paid_member(office)

    started = carry_out(manager, office)
    under_way = manager.get(started.location)
    run_jobs(office.platform, only=JOB)
    done = manager.get(started.location)

    assert started.status_code == 303
    assert under_way.headers["Refresh"]
    assert "data-poll" in under_way.text
    assert "Refresh" not in done.headers
    assert "data-poll" not in done.text
    assert "Zuivelhuis bv" in done.text
    assert len(invoices(office)) == 2


def test_running_again_charges_nobody_twice(manager, office: Office):
    paid_member(office)
    carry_out(manager, office)
    run_jobs(office.platform, only=JOB)

    preview = manager.get(f"{DUES}/2027")
    again = carry_out(manager, office)
    run_jobs(office.platform, only=JOB)

    assert "Everything that can be charged for 2027 is charged." in preview.text
    assert "Is charged already, with the same amount." in manager.get(again.location).text
    assert len(invoices(office)) == 2


def test_what_fails_is_told_with_its_reason(manager, office: Office):
    organisation_id = paid_member(office)
    _make_unpriced(office, organisation_id)

    started = carry_out(manager, office)
    run_jobs(office.platform, only=JOB)
    failed = manager.get(f"{started.location}?outcome=failed")

    assert "The dues scheme has no rate for this kind of organisation." in failed.text


def test_two_runs_at_once_are_refused(manager, office: Office):
    paid_member(office)
    carry_out(manager, office)

    answer = carry_out(manager, office)
    page = manager.get(answer.location)

    assert "A dues run is under way" in page.text


def test_a_due_date_in_the_past_or_none_is_refused(manager, office: Office):
    paid_member(office)

    past = manager.get(carry_out(manager, office, due_on="2026-01-01").location)
    none = manager.get(carry_out(manager, office, due_on="").location)

    assert 'class="notice bad"' in past.text
    assert "Choose a day" in none.text
    assert len(invoices(office)) == 1


def test_preview_and_result_come_as_files(manager, office: Office):
    paid_member(office)
    before = manager.get(f"{DUES}/2027.csv")
    started = carry_out(manager, office)
    run_jobs(office.platform, only=JOB)

    after = manager.get(f"{started.location}.xlsx")

    assert "Zuivelhuis bv" in before.text
    assert "1200.00" in before.text
    assert after.data.startswith(b"PK")


def test_the_list_tells_what_each_run_charged(manager, office: Office):
    paid_member(office)
    carry_out(manager, office)
    run_jobs(office.platform, only=JOB)

    with time_machine.travel(office.at, tick=False):
        page = manager.get(DUES)

    assert "Dues 2027" in page.text
    assert "€1,200.00" in page.text


def test_a_viewer_sees_the_preview_but_cannot_carry_it_out(client, smaak: Cast, office: Office):
    paid_member(office)
    sign_in(client, smaak, "viewer")

    page = client.get(f"{DUES}/2027")

    assert page.status_code == 200
    assert "Carry out" not in page.text
    assert carry_out(client, office).status_code == 403


def test_another_clusters_run_is_not_found(client, smaak: Cast, meca: Cast, office: Office):
    paid_member(office)
    sign_in(client, smaak, "manager")
    run_id = carry_out(client, office).location.rpartition("/")[2]
    sign_in(client, meca, "manager")

    for path in (run_id, f"{run_id}.csv"):
        assert client.get(f"/c/mecavallee/admin/dues/runs/{path}").status_code == 404
