"""The operator over HTTP: opens clusters; to everybody else the place does not exist."""

import pytest
from flask.testing import FlaskClient

from clusterorg.domains.identity import queries
from clusterorg.domains.identity.models import Person
from clusterorg.kernel.clock import now
from clusterorg.kernel.platform import Platform
from tests.support.cast import Cast
from tests.support.jobs import waiting_jobs
from tests.support.web import sign_in

NEW = {
    "slug": "bouwkring",
    "name": "BouwKring",
    "legal_name": "BouwKring vzw",
    "legal_form": "vzw",
    "vat_status": "not_liable",
    "street": "Markt 1",
    "postcode": "2800",
    "city": "Mechelen",
    "country": "BE",
    "email": "info@bouwkring.example",
    "time_zone": "Europe/Brussels",
    "languages": ["nl"],
    "default_language": "nl",
    "colour": "#334455",
    "owner_email": "bea@bouwkring.example",
    "owner_given_name": "Bea",
    "owner_family_name": "Bouw",
    "owner_language": "nl",
}


@pytest.fixture
def operator(client: FlaskClient, platform: Platform, smaak: Cast) -> FlaskClient:
    """A browser in which the operator is signed in."""
    with platform.unit_of_work() as work:
        person = work.session.get_one(Person, smaak.people["manager"].id)
        person.is_operator, person.totp_confirmed_at = True, now()
    return sign_in(client, smaak, "manager")


def mails(platform: Platform) -> list[dict]:
    return [args for name, args in waiting_jobs(platform) if name == "mail.send"]


def test_all_clusters_are_listed(operator: FlaskClient, smaak: Cast, meca: Cast):
    page = operator.get("/operator/")

    assert page.status_code == 200
    assert "/c/smaakkust" in page.text
    assert "/c/mecavallee" in page.text


@pytest.mark.parametrize("role", ["owner", "manager", "assessor"])
def test_to_nobody_else_the_operators_door_exists(client: FlaskClient, smaak: Cast, role: str):
    sign_in(client, smaak, role)

    assert client.get("/operator/").status_code == 404
    assert client.post("/operator/clusters/new", data=NEW).status_code == 404


def test_a_new_cluster_has_an_owner_who_was_mailed(operator: FlaskClient, platform: Platform):
    answer = operator.post("/operator/clusters/new", data=NEW)

    with platform.session() as session:
        made = queries.find_cluster(session, "bouwkring")
    assert answer.location == "/operator/"
    assert made is not None
    with platform.session(made.id) as session:
        (seat,) = queries.seats(session, at=now())
    assert (seat.role, seat.email, seat.accepted) == ("owner", "bea@bouwkring.example", False)
    (mail,) = mails(platform)
    assert (mail["to"], mail["cluster_id"]) == ("bea@bouwkring.example", str(made.id))


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"slug": "Bouw Kring"}, "Use 3 to 40 small letters"),
        ({"slug": "smaakkust"}, "Another cluster has this address."),
        ({"name": ""}, "Fill this in."),
        ({"owner_email": "bea"}, "This is not an e-mail address."),
        ({"vat_status": "liable"}, "has a VAT number"),
    ],
)
def test_a_cluster_filled_in_badly_is_refused_whole(
    operator: FlaskClient, platform: Platform, changes, words
):
    answer = operator.post("/operator/clusters/new", data={**NEW, **changes})

    with platform.session() as session:
        assert queries.find_cluster(session, "bouwkring") is None
    assert answer.status_code == 422
    assert words in answer.text
    assert mails(platform) == []
