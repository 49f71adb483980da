"""A colleague lost phone and recovery codes: an owner helps, if it is about this cluster only."""

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from clusterorg.domains.identity import queries
from clusterorg.domains.identity.models import Person, Seat
from clusterorg.domains.organisations import actions as organisations
from clusterorg.domains.organisations.vocabulary import (
    ContactData,
    ContactRole,
    ContactRoleData,
    Helix,
    OrganisationData,
)
from clusterorg.kernel.audit import AuditEntry
from clusterorg.kernel.clock import now
from clusterorg.kernel.platform import Platform
from tests.support.cast import Cast
from tests.support.jobs import waiting_jobs
from tests.support.web import sign_in

WHY = {"reason": "Lost the phone; sits at the desk beside me"}


@pytest.fixture
def page(platform: Platform, smaak: Cast) -> str:
    """The page for the manager, who has a second factor."""
    person = smaak.people["manager"]
    with platform.unit_of_work() as work:
        row = work.session.get_one(Person, person.id)
        row.totp_secret, row.totp_confirmed_at = "JBSWY3DPEHPK3PXP", now()
    with platform.session(smaak.id) as session:
        seats = queries.seats(session, at=now())
        seat = next(row.id for row in seats if row.person_id == person.id)
    return f"/c/smaakkust/admin/settings/seats/{seat}/second-factor"


def is_on(platform: Platform, cast: Cast) -> bool:
    with platform.session() as session:
        return session.get_one(Person, cast.people["manager"].id).totp_confirmed_at is not None


def test_an_owner_resets_it_with_a_reason_that_stays(
    client: FlaskClient, platform: Platform, smaak: Cast, page: str
) -> None:
    sign_in(client, smaak, "owner")

    answer = client.post(page, data=WHY)

    assert answer.location == "/c/smaakkust/admin/settings/seats"
    assert not is_on(platform, smaak)
    with platform.session(smaak.id) as session:
        lines = select(AuditEntry).where(AuditEntry.verb == "second_factor.reset")
        assert session.scalars(lines).one().reason == WHY["reason"]
    mails = [args["template"] for name, args in waiting_jobs(platform) if name == "mail.send"]
    assert mails == ["second_factor_reset"]


def test_who_has_a_seat_elsewhere_is_the_operators_to_help(
    client: FlaskClient, platform: Platform, smaak: Cast, meca: Cast, page: str
) -> None:
    with platform.unit_of_work(meca.id) as work:
        person = smaak.people["manager"].id
        work.session.add(Seat(person_id=person, role="viewer", valid_from=now()))
    sign_in(client, smaak, "owner")

    answer = client.post(page, data=WHY)

    assert answer.status_code == 422
    assert "Ask the operator of the platform" in answer.text
    assert is_on(platform, smaak)


def test_so_is_who_speaks_for_a_member_elsewhere(
    client: FlaskClient, platform: Platform, smaak: Cast, meca: Cast, page: str
) -> None:
    role = ContactRoleData(role=ContactRole.GENERAL, valid_from=now().date())
    data = ContactData(given_name="M", family_name="M", email="m@x.example", roles=(role,))
    with platform.unit_of_work(meca.id) as work:
        actor, at = meca.actor(), now()
        made = organisations.add_organisation(
            work, data=OrganisationData(name="X", helix=Helix.BUSINESS), actor=actor, at=at
        )
        contact = organisations.add_contact(
            work, organisation_id=made.id, data=data, actor=actor, at=at
        )
        organisations.link_person(
            work,
            contact_id=contact.id,
            person_id=smaak.people["manager"].id,
            actor=actor,
            at=at,
        )
    sign_in(client, smaak, "owner")

    assert client.post(page, data=WHY).status_code == 422
    assert is_on(platform, smaak)


@pytest.mark.parametrize("role", ["manager", "finance", "viewer"])
def test_only_owners_reset(
    client: FlaskClient, platform: Platform, smaak: Cast, page: str, role: str
) -> None:
    sign_in(client, smaak, role)

    assert client.post(page, data=WHY).status_code == 403
    assert is_on(platform, smaak)


def test_an_owner_of_another_cluster_finds_nothing(
    client: FlaskClient, platform: Platform, smaak: Cast, meca: Cast, page: str
) -> None:
    sign_in(client, meca, "owner")

    assert client.post(page, data=WHY).status_code == 404
    assert client.post(page.replace("smaakkust", "mecavallee"), data=WHY).status_code == 404
    assert is_on(platform, smaak)
