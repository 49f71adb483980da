"""The inbox of applications, and the decisions."""

import re
from datetime import date

import pytest

from clusterorg.domains.billing import queries as billing
from clusterorg.domains.billing.queries.invoices import InvoiceFilter
from clusterorg.domains.membership import queries
from clusterorg.domains.membership.vocabulary import ApplicationState
from tests.support.cast import Cast
from tests.support.jobs import waiting_jobs
from tests.support.office import Office
from tests.support.web import sign_in

INBOX = "/c/smaakkust/admin/applications"
APPROVAL = {"organisation": "new", "starts_on": "2026-03-02"}


def state(office: Office, application_id):
    with office.platform.session(office.cast.id) as session:
        return queries.state_of(session, application_id)


def invoices(office: Office):
    with office.platform.session(office.cast.id) as session:
        return billing.invoices(session, InvoiceFilter(), today=date(2026, 3, 2)).rows


def mails(office: Office):
    return [args for name, args in waiting_jobs(office.platform) if name == "mail.send"]


def test_the_inbox_shows_who_waits_oldest_first_with_counts(manager, office: Office):
    office.application("Zeewier bv", 50)
    office.application("Algenlab bv", 51)

    page = manager.get(INBOX)

    assert page.status_code == 200
    assert "Waiting · 2" in page.text
    assert page.text.index("Zeewier bv") < page.text.index("Algenlab bv")


def test_an_empty_inbox_says_where_applications_come_from(manager, office: Office):
    page = manager.get(INBOX)

    assert "Nobody waits" in page.text


def test_one_application_shows_its_checks_its_price_and_why(manager, office: Office):
    application_id = office.application()

    page = manager.get(f"{INBOX}/{application_id}")

    assert "0001.005.038" in page.text
    assert "Check digits right" in page.text
    assert "€1,200.00" in page.text
    assert "Yearly dues for business, small size: €1,200.00." in page.text


def test_the_approval_page_says_what_follows(manager, office: Office):
    application_id = office.application()

    page = manager.get(f"{INBOX}/{application_id}/approve")

    assert "A membership term from 2 Mar 2026 through 31 Dec 2026." in page.text
    assert "An invoice of €1,200.00" in page.text
    assert "A mail to lies@a50.example" in page.text


def test_approving_opens_the_membership_and_leads_to_its_invoice(manager, office: Office):
    application_id = office.application()

    answer = manager.post(f"{INBOX}/{application_id}/approve", data=APPROVAL)

    assert answer.status_code == 303
    (invoice,) = invoices(office)
    assert answer.location.endswith(f"/invoices/{invoice.id}")
    assert invoice.gross_cents == 120_000
    assert state(office, application_id) is ApplicationState.APPROVED


def test_another_first_day_is_priced_before_anything_is_decided(manager, office: Office):
    application_id = office.application()

    page = manager.post(
        f"{INBOX}/{application_id}/approve",
        data={**APPROVAL, "starts_on": "2026-07-01", "again": "1"},
    )

    assert "A membership term from 1 Jul 2026 through 31 Dec 2026." in page.text
    assert state(office, application_id) is ApplicationState.SUBMITTED


def test_approving_twice_with_one_form_approves_once(manager, office: Office):
    application_id = office.application()
    page = manager.get(f"{INBOX}/{application_id}/approve")
    once = re.search(r'name="once"[^>]*value="(\w+)"', page.text)[1]

    first = manager.post(f"{INBOX}/{application_id}/approve", data={**APPROVAL, "once": once})
    second = manager.post(f"{INBOX}/{application_id}/approve", data={**APPROVAL, "once": once})

    assert first.location == second.location
    assert len(invoices(office)) == 1


def test_an_application_that_was_decided_meanwhile_is_refused(manager, office: Office):
    application_id = office.application()
    manager.post(f"{INBOX}/{application_id}/approve", data=APPROVAL)

    answer = manager.post(f"{INBOX}/{application_id}/approve", data=APPROVAL)

    assert answer.status_code == 422
    assert len(invoices(office)) == 1


def test_one_that_looks_like_it_can_be_linked_instead(manager, office: Office):
    known = office.organisation("Zeewier nv", seed=1)
    application_id = office.application("Zeewier bv", 50)

    page = manager.get(f"{INBOX}/{application_id}")
    undecided = manager.post(f"{INBOX}/{application_id}/approve", data={"starts_on": "2026-03-02"})
    linked = manager.post(
        f"{INBOX}/{application_id}/approve", data={**APPROVAL, "organisation": str(known)}
    )

    assert "One organisation in the directory looks like it" in page.text
    assert undecided.status_code == 422
    assert linked.status_code == 303
    (invoice,) = invoices(office)
    assert invoice.payer_id == known


def test_the_same_number_is_linked_by_itself(manager, office: Office):
    known = office.organisation("Zeewier", seed=50)
    application_id = office.application("Zeewier bv", 50)

    page = manager.get(f"{INBOX}/{application_id}/approve")

    assert f'value="{known}"' in page.text
    assert 'value="new"' not in page.text


def test_a_question_is_mailed_and_the_application_waits_for_them(manager, office: Office):
    application_id = office.application()

    answer = manager.post(f"{INBOX}/{application_id}/ask", data={"question": "Who votes for you?"})

    assert answer.status_code == 303
    assert state(office, application_id) is ApplicationState.MORE_INFORMATION
    assert mails(office)[-1]["context"]["note"] == "Who votes for you?"
    assert "Asked back · 1" in manager.get(INBOX).text


def test_a_rejection_is_mailed_with_its_reason(manager, office: Office):
    application_id = office.application()

    answer = manager.post(f"{INBOX}/{application_id}/reject", data={"reason": "Not in the sector."})

    assert answer.status_code == 303
    assert state(office, application_id) is ApplicationState.REJECTED
    assert mails(office)[-1]["context"]["note"] == "Not in the sector."
    assert "Not in the sector." in manager.get(f"{INBOX}/{application_id}").text


@pytest.mark.parametrize(("step", "field"), [("ask", "question"), ("reject", "reason")])
def test_no_words_no_decision(manager, office: Office, step, field):
    application_id = office.application()

    empty = manager.post(f"{INBOX}/{application_id}/{step}", data={field: ""})
    blank = manager.post(f"{INBOX}/{application_id}/{step}", data={field: "   "})

    assert (empty.status_code, blank.status_code) == (422, 422)
    assert state(office, application_id) is ApplicationState.SUBMITTED


@pytest.mark.parametrize("step", ["approve", "ask", "reject"])
def test_a_viewer_reads_but_does_not_decide(client, smaak: Cast, office: Office, step):
    application_id = office.application()
    sign_in(client, smaak, "viewer")

    assert client.get(f"{INBOX}/{application_id}").status_code == 200
    assert client.get(f"{INBOX}/{application_id}/{step}").status_code == 403
    assert client.post(f"{INBOX}/{application_id}/{step}", data=APPROVAL).status_code == 403


def test_another_cluster_finds_nothing_under_this_id(client, meca: Cast, office: Office):
    application_id = office.application()
    sign_in(client, meca, "manager")

    for path in ("", "/approve", "/ask", "/reject"):
        page = client.get(f"/c/mecavallee/admin/applications/{application_id}{path}")
        assert page.status_code == 404
