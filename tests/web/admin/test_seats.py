"""Colleagues over HTTP: owners invite, change and end; others look; outsiders find nothing."""

import pytest
from flask.testing import FlaskClient

from clusterorg.domains.identity import queries
from clusterorg.kernel.clock import now
from clusterorg.kernel.ids import new_id
from clusterorg.kernel.platform import Platform
from tests.support.cast import Cast
from tests.support.jobs import waiting_jobs
from tests.support.web import sign_in

INDEX = "/c/smaakkust/admin/settings/seats"
NEW = {
    "email": "new@smaakkust.example",
    "given_name": "Nora",
    "family_name": "Nieuw",
    "language": "nl",
    "role": "finance",
}


def seat_of(platform: Platform, cast: Cast, role: str):
    with platform.session(cast.id) as session:
        return next(row for row in queries.seats(session, at=now()) if row.role == role)


def test_every_colleague_sees_who_works_here(client: FlaskClient, smaak: Cast):
    sign_in(client, smaak, "viewer")
    page = client.get(INDEX)

    assert page.status_code == 200
    assert "owner@smaakkust.example" in page.text
    assert "Invite a colleague" not in page.text


@pytest.mark.parametrize("role", ["manager", "finance", "viewer"])
def test_only_owners_change_seats(client: FlaskClient, platform: Platform, smaak: Cast, role: str):
    seat = seat_of(platform, smaak, "viewer")
    sign_in(client, smaak, role)

    for path in (f"{INDEX}/new", f"{INDEX}/{seat.id}", f"{INDEX}/{seat.id}/end"):
        assert client.get(path).status_code == 403
        assert client.post(path).status_code == 403
    assert client.post(f"{INDEX}/{seat.id}/invite").status_code == 403


def test_to_outsiders_and_assessors_the_settings_do_not_exist(
    client: FlaskClient, smaak: Cast, meca: Cast
):
    sign_in(client, meca, "owner")
    assert client.get(INDEX).status_code == 404
    sign_in(client, smaak, "assessor")
    assert client.get(INDEX).status_code == 404


def test_an_invited_colleague_has_a_seat_and_a_mail(
    client: FlaskClient, platform: Platform, smaak: Cast
):
    sign_in(client, smaak, "owner")
    answer = client.post(f"{INDEX}/new", data=NEW)

    assert answer.location == INDEX
    (mail,) = [args for name, args in waiting_jobs(platform) if name == "mail.send"]
    assert (mail["to"], mail["template"], mail["locale"]) == (NEW["email"], "invitation", "nl")
    page = client.get(INDEX)
    assert "Nora Nieuw" in page.text
    assert "Invite again" in page.text


def test_the_same_form_sent_twice_invites_once(
    client: FlaskClient, platform: Platform, smaak: Cast
):
    sign_in(client, smaak, "owner")
    answers = [client.post(f"{INDEX}/new", data={**NEW, "once": "abc"}) for _ in range(2)]

    assert [answer.location for answer in answers] == [INDEX, INDEX]
    assert len([name for name, _args in waiting_jobs(platform) if name == "mail.send"]) == 1


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("email", "", "Fill in the e-mail address."),
        ("email", "nora", "This is not an e-mail address."),
        ("given_name", "", "Fill in the given name."),
        ("role", "emperor", "Not a valid choice"),
        ("language", "xx", "Not a valid choice"),
    ],
)
def test_a_bad_invitation_is_refused_and_nothing_is_written(
    client: FlaskClient, platform: Platform, smaak: Cast, field: str, value: str, words: str
):
    sign_in(client, smaak, "owner")
    answer = client.post(f"{INDEX}/new", data={**NEW, field: value})

    assert answer.status_code == 422
    assert words in answer.text
    assert waiting_jobs(platform) == []


def test_who_has_the_role_already_cannot_be_invited_to_it(client: FlaskClient, smaak: Cast):
    sign_in(client, smaak, "owner")
    again = {**NEW, "email": "viewer@smaakkust.example", "role": "viewer"}

    answer = client.post(f"{INDEX}/new", data=again)

    assert answer.status_code == 422
    assert "already has this role" in answer.text


def test_a_role_is_changed(client: FlaskClient, platform: Platform, smaak: Cast):
    seat = seat_of(platform, smaak, "viewer")
    sign_in(client, smaak, "owner")
    answer = client.post(f"{INDEX}/{seat.id}", data={"role": "manager"})

    assert answer.location == INDEX
    assert "Viewer Smaakkust is now Manager." in client.get(INDEX).text
    sign_in(client, smaak, "viewer")
    assert client.get(INDEX).status_code == 200


def test_an_ended_seat_shuts_its_holder_out_at_once(
    client: FlaskClient, platform: Platform, smaak: Cast
):
    seat = seat_of(platform, smaak, "viewer")
    sign_in(client, smaak, "owner")
    assert "End the seat of Viewer Smaakkust" in client.get(f"{INDEX}/{seat.id}/end").text
    client.post(f"{INDEX}/{seat.id}/end")

    assert client.get(f"{INDEX}/{seat.id}").status_code == 404
    sign_in(client, smaak, "viewer")
    assert client.get(INDEX).status_code == 404


def test_the_last_owner_stays(client: FlaskClient, platform: Platform, smaak: Cast):
    seat = seat_of(platform, smaak, "owner")
    sign_in(client, smaak, "owner")

    for answer in (
        client.post(f"{INDEX}/{seat.id}/end"),
        client.post(f"{INDEX}/{seat.id}", data={"role": "viewer"}),
    ):
        assert answer.status_code == 422
        assert "This is the only owner." in answer.text
    assert client.get(INDEX).status_code == 200


def test_a_seat_of_another_cluster_is_not_found(
    client: FlaskClient, platform: Platform, smaak: Cast, meca: Cast
):
    sign_in(client, smaak, "owner")

    for seat_id in (seat_of(platform, meca, "viewer").id, new_id()):
        for path in (f"{INDEX}/{seat_id}", f"{INDEX}/{seat_id}/end"):
            assert client.get(path).status_code == 404
            assert client.post(path, data={"role": "owner"}).status_code == 404
        assert client.post(f"{INDEX}/{seat_id}/invite").status_code == 404


def test_an_invitation_is_mailed_again(client: FlaskClient, platform: Platform, smaak: Cast):
    seat = seat_of(platform, smaak, "viewer")
    sign_in(client, smaak, "owner")

    client.post(f"{INDEX}/{seat.id}/invite")

    (mail,) = [args for name, args in waiting_jobs(platform) if name == "mail.send"]
    assert mail["to"] == "viewer@smaakkust.example"
