"""The membership of one organisation: start by hand, notice, suspension."""

from datetime import date

import pytest

from clusterorg.domains.membership import queries
from clusterorg.domains.membership.vocabulary import MembershipStatus
from tests.support.cast import Cast
from tests.support.office import Office
from tests.support.web import sign_in

START = {"category": "full", "starts_on": "2026-03-02", "charged": "y"}


def path(organisation_id, step=""):
    return f"/c/smaakkust/admin/members/{organisation_id}/membership{step}"


def standing(office: Office, organisation_id):
    with office.platform.session(office.cast.id) as session:
        return queries.standing_of(session, organisation_id, date(2026, 3, 2))


def test_a_stranger_can_be_made_a_member_by_hand(manager, office: Office):
    organisation_id = office.organisation()

    before = manager.get(path(organisation_id))
    answer = manager.post(path(organisation_id, "/start"), data=START)

    assert "Start membership" in before.text
    assert "/invoices/" in answer.location
    assert standing(office, organisation_id).status is MembershipStatus.AWAITING_PAYMENT


def test_without_a_charge_the_membership_counts_at_once(manager, office: Office):
    organisation_id = office.organisation()

    answer = manager.post(
        path(organisation_id, "/start"), data={"category": "full", "starts_on": "2026-03-02"}
    )

    assert answer.location.endswith("/membership")
    assert standing(office, organisation_id).status is MembershipStatus.ACTIVE


def test_a_member_is_not_started_twice(manager, office: Office):
    organisation_id, _invoice = office.member()

    answer = manager.post(path(organisation_id, "/start"), data=START)

    assert answer.status_code == 422
    assert "has a term in that period already" in answer.text


def test_the_page_tells_what_was_charged_and_why(manager, office: Office):
    organisation_id, _invoice = office.member()

    page = manager.get(path(organisation_id))

    assert "Membership dues 2026" in page.text
    assert "Yearly dues for business, small size: €1,200.00." in page.text
    assert "31 Dec 2026" in page.text


def test_a_notice_ends_the_membership_with_its_term_and_can_be_taken_back(manager, office: Office):
    organisation_id, _invoice = office.member()

    manager.post(
        path(organisation_id, "/cancel"), data={"requested_on": "2026-03-02", "reason": "Moves"}
    )
    leaving = standing(office, organisation_id)
    again = manager.post(path(organisation_id, "/cancel"), data={"requested_on": "2026-03-02"})
    manager.post(path(organisation_id, "/take-back"))

    assert leaving.ends_on == date(2027, 1, 1)
    assert again.status_code == 422
    assert standing(office, organisation_id).ends_on is None


def test_taking_back_what_was_never_given_is_refused(manager, office: Office):
    organisation_id, _invoice = office.member()

    page = manager.post(path(organisation_id, "/take-back"), follow_redirects=True)

    assert "not cancelled, so there is nothing to take back" in page.text


def test_a_suspension_needs_a_reason_and_is_lifted(manager, office: Office):
    organisation_id, _invoice = office.member()

    bare = manager.post(path(organisation_id, "/suspend"), data={"reason": ""})
    manager.post(path(organisation_id, "/suspend"), data={"reason": "Decision of the board"})
    suspended = standing(office, organisation_id).status
    manager.post(path(organisation_id, "/lift"))

    assert bare.status_code == 422
    assert suspended is MembershipStatus.SUSPENDED
    assert standing(office, organisation_id).status is not MembershipStatus.SUSPENDED


def test_lifting_what_is_not_suspended_is_refused(manager, office: Office):
    organisation_id, _invoice = office.member()

    page = manager.post(path(organisation_id, "/lift"), follow_redirects=True)

    assert "not suspended" in page.text


@pytest.mark.parametrize("step", ["/cancel", "/suspend"])
def test_who_is_no_member_cannot_leave(manager, office: Office, step):
    organisation_id = office.organisation()

    answer = manager.post(
        path(organisation_id, step), data={"requested_on": "2026-03-02", "reason": "Why"}
    )

    assert answer.status_code == 404
    assert "no membership that runs today" in answer.text


def test_a_viewer_reads_but_changes_nothing(client, smaak: Cast, office: Office):
    organisation_id, _invoice = office.member()
    sign_in(client, smaak, "viewer")

    assert client.get(path(organisation_id)).status_code == 200
    for step in ("/start", "/cancel", "/suspend"):
        assert client.get(path(organisation_id, step)).status_code == 403
    for step in ("/take-back", "/lift"):
        assert client.post(path(organisation_id, step)).status_code == 403


def test_another_clusters_organisation_is_not_found(client, meca: Cast, office: Office):
    organisation_id, _invoice = office.member()
    sign_in(client, meca, "manager")

    for step in ("", "/start", "/cancel", "/suspend"):
        page = client.get(f"/c/mecavallee/admin/members/{organisation_id}/membership{step}")
        assert page.status_code == 404


def test_dues_are_waived_after_asking_once_more_with_what_follows(manager, office: Office):
    organisation_id, _invoice = office.member()
    waive = path(organisation_id, "/waive/2026")

    asked = manager.get(waive).text
    bare = manager.post(waive, data={"reason": ""})
    manager.post(waive, data={"reason": "Decision of the board"})

    assert "Everything on the same invoice is credited with it" in asked
    assert bare.status_code == 422
    assert "Waived" in manager.get(path(organisation_id)).text
    assert standing(office, organisation_id).status is MembershipStatus.ACTIVE


def test_dues_that_were_never_charged_cannot_be_waived(manager, office: Office):
    organisation_id, _invoice = office.member()

    answer = manager.get(path(organisation_id, "/waive/2024"))

    assert answer.status_code == 409


def test_a_viewer_waives_nothing(client, smaak: Cast, office: Office):
    organisation_id, _invoice = office.member()
    sign_in(client, smaak, "viewer")

    assert client.get(path(organisation_id, "/waive/2026")).status_code == 403
