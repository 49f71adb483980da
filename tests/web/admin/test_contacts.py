"""People of an organisation, and its parts, through real requests."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from clusterorg.domains.organisations import queries
from clusterorg.domains.organisations.models import ContactRoleRow
from clusterorg.kernel.clock import now
from tests.support.cast import Cast
from tests.support.web import sign_in
from tests.web.admin.conftest import Opened

ADMIN = "/c/smaakkust/admin"


def test_somebody_is_added_with_roles(manager: FlaskClient, bakery: UUID) -> None:
    typed = {"given_name": "Lien", "family_name": "Maes", "roles": ["billing", "general"]}

    answer = manager.post(f"{ADMIN}/members/{bakery}/people/new", data=typed, follow_redirects=True)

    assert "Lien Maes" in answer.text
    assert "Billing" in answer.text


def test_somebody_without_a_name_and_mail_is_refused(manager: FlaskClient, bakery: UUID) -> None:
    answer = manager.post(f"{ADMIN}/members/{bakery}/people/new", data={"phone": "1"})

    assert answer.status_code == 422
    assert 'id="email-error"' in answer.text


def test_a_second_voting_representative_is_refused_and_nobody_is_added(
    manager: FlaskClient, bakery: UUID, ann: UUID
) -> None:
    typed = {"given_name": "Lien", "roles": ["voting_representative"]}

    answer = manager.post(f"{ADMIN}/members/{bakery}/people/new", data=typed)

    assert answer.status_code == 422
    assert 'id="roles-error"' in answer.text
    assert "Lien" not in manager.get(f"{ADMIN}/members/{bakery}").text


def test_a_contact_is_changed(manager: FlaskClient, ann: UUID) -> None:
    typed = {"given_name": "Anna", "family_name": "Peeters", "version": "1"}

    answer = manager.post(f"{ADMIN}/people/{ann}", data=typed, follow_redirects=True)

    assert "Anna Peeters" in answer.text


def test_a_stale_change_of_a_contact_shows_both(manager: FlaskClient, ann: UUID) -> None:
    manager.post(f"{ADMIN}/people/{ann}", data={"given_name": "Anna", "version": "1"})

    answer = manager.post(f"{ADMIN}/people/{ann}", data={"given_name": "Mine", "version": "1"})

    assert answer.status_code == 409
    assert "<td>Anna</td><td>Mine</td>" in answer.text


def test_a_role_is_given_and_ended(
    manager: FlaskClient, smaak: Cast, ann: UUID, bakery: UUID, work_for: Opened
) -> None:
    long_ago = (now() - timedelta(days=30)).date().isoformat()
    typed = {"role": "billing", "valid_from": long_ago}
    manager.post(f"{ADMIN}/people/{ann}/roles/new", data=typed)
    with work_for(smaak) as work:
        billing = ContactRoleRow.role == "billing"
        role_id = work.session.scalars(select(ContactRoleRow.id).where(billing)).one()

    answer = manager.post(f"{ADMIN}/people/{ann}/roles/{role_id}/end", follow_redirects=True)

    assert "The role ends today." in answer.text
    with work_for(smaak) as work:
        contact = queries.contacts_of(work.session, bakery)[0]
        assert {role.role: role.valid_until is None for role in contact.roles} == {
            "voting_representative": True,
            "billing": False,
        }


def test_a_role_that_ends_before_it_begins_is_refused(manager: FlaskClient, ann: UUID) -> None:
    typed = {"role": "billing", "valid_from": "2026-03-02", "valid_until": "2026-03-01"}

    answer = manager.post(f"{ADMIN}/people/{ann}/roles/new", data=typed)

    assert answer.status_code == 422
    assert 'id="valid_until-error"' in answer.text


def test_an_archived_contact_leaves_the_page(manager: FlaskClient, bakery: UUID, ann: UUID) -> None:
    manager.post(f"{ADMIN}/people/{ann}/archive", follow_redirects=True)

    answer = manager.get(f"{ADMIN}/members/{bakery}")

    assert "Ann Peeters</a>" not in answer.text


@pytest.mark.parametrize(
    ("part", "typed", "shown"),
    [
        ("numbers", {"scheme": "be_enterprise", "value": "0001.000.187"}, "0001000187"),
        ("addresses", {"kind": "registered", "city": "Deinze", "country": "BE"}, "Deinze"),
        ("sizes", {"year": "2025", "headcount": "7,5", "turnover": "1.200.000"}, "1,200,000"),
        ("activities", {"revision": "2.1", "code": "10.71"}, "10.71"),
    ],
)
def test_a_part_is_added(
    manager: FlaskClient, bakery: UUID, part: str, typed: dict[str, str], shown: str
) -> None:
    answer = manager.post(f"{ADMIN}/members/{bakery}/{part}/new", data=typed, follow_redirects=True)

    assert answer.status_code == 200
    assert shown in answer.text


@pytest.mark.parametrize(
    ("part", "typed", "field"),
    [
        ("numbers", {"scheme": "be_enterprise", "value": "0001.000.188"}, "value"),
        ("addresses", {"kind": "registered", "country": "XX"}, "country"),
        ("sizes", {"year": "2025", "headcount": "many"}, "headcount"),
        ("sizes", {"year": "1066", "headcount": "3"}, "year"),
        ("activities", {"revision": "2.1", "code": "99.99.99"}, "code"),
    ],
)
def test_a_wrong_part_is_refused_at_its_field(
    manager: FlaskClient, bakery: UUID, part: str, typed: dict[str, str], field: str
) -> None:
    answer = manager.post(f"{ADMIN}/members/{bakery}/{part}/new", data=typed)

    assert answer.status_code == 422
    assert f'id="{field}-error"' in answer.text


def test_a_number_is_removed(
    manager: FlaskClient, smaak: Cast, bakery: UUID, work_for: Opened
) -> None:
    typed = {"scheme": "be_enterprise", "value": "0001.000.187"}
    manager.post(f"{ADMIN}/members/{bakery}/numbers/new", data=typed)
    with work_for(smaak) as work:
        part_id = queries.overview(work.session, bakery, now().date()).identifiers[0].id

    manager.post(f"{ADMIN}/members/{bakery}/numbers/{part_id}/remove")

    with work_for(smaak) as work:
        assert not queries.overview(work.session, bakery, now().date()).identifiers


def test_an_address_is_changed(
    manager: FlaskClient, smaak: Cast, bakery: UUID, work_for: Opened
) -> None:
    typed = {"kind": "registered", "city": "Deinze", "country": "BE"}
    manager.post(f"{ADMIN}/members/{bakery}/addresses/new", data=typed)
    with work_for(smaak) as work:
        part_id = queries.overview(work.session, bakery, now().date()).addresses[0].id

    url = f"{ADMIN}/members/{bakery}/addresses/{part_id}"
    answer = manager.post(url, data={**typed, "city": "Gent"}, follow_redirects=True)

    assert "Gent" in answer.text


def test_a_number_that_was_removed_meanwhile_is_said_so(manager: FlaskClient, bakery: UUID) -> None:
    url = f"{ADMIN}/members/{bakery}/numbers/{uuid4()}/remove"

    answer = manager.post(url, data={"once": uuid4().hex}, follow_redirects=True)

    assert answer.status_code == 404
    assert "It may have been removed." in answer.text


def test_a_part_that_is_not_there_is_not_found(manager: FlaskClient, bakery: UUID) -> None:
    answer = manager.get(f"{ADMIN}/members/{bakery}/addresses/{uuid4()}")

    assert answer.status_code == 404


def test_a_viewer_may_not_touch_people(
    client: FlaskClient, smaak: Cast, bakery: UUID, ann: UUID
) -> None:
    sign_in(client, smaak, "viewer")

    codes = {
        client.get(f"{ADMIN}/people/{ann}").status_code,
        client.post(f"{ADMIN}/people/{ann}/archive").status_code,
        client.post(f"{ADMIN}/members/{bakery}/tags", data={"tag": "x"}).status_code,
    }

    assert codes == {403}


def test_another_clusters_contact_is_not_found(
    client: FlaskClient, meca: Cast, smaak: Cast, ann: UUID
) -> None:
    sign_in(client, meca, "manager")

    answer = client.get(f"/c/{meca.slug}/admin/people/{ann}")

    assert answer.status_code == 404
