"""My account over HTTP: what is mine, and nothing of anybody else."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from clusterorg.domains.identity import actions
from clusterorg.domains.identity.models import Person, SignIn
from clusterorg.kernel.clock import now
from clusterorg.kernel.ids import new_id
from clusterorg.kernel.platform import Platform
from tests.support.cast import PASSWORD, Cast
from tests.support.web import sign_in
from tests.web.account.conftest import another

NEW = "another long pass phrase"
MINE = (
    "/account",
    "/account/password",
    "/account/clusters",
    "/account/second-factor",
    "/account/second-factor/set-up",
    "/account/sign-ins",
)


@pytest.mark.parametrize("path", MINE)
def test_strangers_are_led_to_the_sign_in_page(client: FlaskClient, path: str):
    answer = client.get(path)

    assert answer.status_code == 302
    assert answer.location == f"/sign-in?next={path}"


@pytest.mark.parametrize("path", [*MINE, "/sign-in", "/password", "/password/asked"])
def test_every_page_is_shown_in_each_language(
    client: FlaskClient, smaak: Cast, meca: Cast, path: str
):
    if path in MINE:
        sign_in(client, smaak, "viewer")

    for language in ("en", "nl", "fr", "de"):
        answer = client.get(path, query_string={"lang": language})
        assert answer.status_code in (200, 302)


def test_my_name_and_language_are_saved(client: FlaskClient, platform: Platform, smaak: Cast):
    sign_in(client, smaak, "manager")
    details = {"given_name": "An", "family_name": "Peeters", "language": "fr"}
    answer = client.post("/account", data=details)

    with platform.session() as session:
        person = session.get_one(Person, smaak.people["manager"].id)
    assert answer.status_code == 303
    assert (person.given_name, person.family_name, person.language) == ("An", "Peeters", "fr")
    assert 'lang="fr"' in client.get("/account").text


@pytest.mark.parametrize("field", ["given_name", "family_name", "language"])
def test_an_empty_detail_is_refused_at_its_field(client: FlaskClient, smaak: Cast, field: str):
    sign_in(client, smaak, "manager")
    details = {"given_name": "An", "family_name": "Peeters", "language": "fr"}

    assert client.post("/account", data={**details, field: ""}).status_code == 422


def test_changing_the_password_wants_the_present_one_and_ends_other_sign_ins(
    client: FlaskClient, app: Flask, enter, smaak: Cast
):
    enter()
    elsewhere = another(app)
    form = {"email": smaak.people["manager"].email, "password": PASSWORD}
    elsewhere.post("/sign-in", data=form)
    refused = client.post("/account/password", data={"current": "wrong", "password": NEW})
    answer = client.post("/account/password", data={"current": PASSWORD, "password": NEW})

    assert refused.status_code == 422
    assert "This is not your password." in refused.text
    assert answer.location == "/account"
    assert client.get("/account").status_code == 200
    assert elsewhere.get("/account").status_code == 302


def test_guessing_the_password_from_a_stolen_session_is_throttled(client: FlaskClient, enter):
    enter()
    guess = {"current": "wrong", "password": NEW}
    for _ in range(5):
        client.post("/account/password", data=guess)

    assert client.post("/account/password", data=guess).status_code == 429


def test_i_see_where_i_am_signed_in_and_end_one(client: FlaskClient, app: Flask, enter, smaak):
    enter()
    elsewhere = another(app)
    form = {"email": smaak.people["manager"].email, "password": PASSWORD}
    firefox = {"User-Agent": "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Firefox/140.0"}
    elsewhere.post("/sign-in", data=form, headers=firefox)
    page = client.get("/account/sign-ins")
    path = next(
        part.split('"')[0]
        for part in page.text.split('action="')[1:]
        if part.startswith("/account/sign-ins/") and "end-others" not in part
    )

    answer = client.post(path)

    assert "Firefox, Linux" in page.text
    assert "this browser" in page.text
    assert answer.location == "/account/sign-ins"
    assert elsewhere.get("/account").status_code == 302
    assert client.get("/account").status_code == 200


def test_i_end_all_others(client: FlaskClient, app: Flask, enter, smaak: Cast):
    enter()
    elsewhere = another(app)
    form = {"email": smaak.people["manager"].email, "password": PASSWORD}
    elsewhere.post("/sign-in", data=form)

    client.post("/account/sign-ins/end-others")

    assert elsewhere.get("/account").status_code == 302
    assert "1 other sign-in has ended." in client.get("/account/sign-ins").text


def test_ending_this_one_signs_me_out(client: FlaskClient, platform: Platform, enter):
    enter()
    with platform.session() as session:
        sign_in_id = session.query(SignIn).one().id

    assert client.post(f"/account/sign-ins/{sign_in_id}/end").location == "/sign-in"
    assert client.get("/account").status_code == 302


def test_another_persons_sign_in_is_not_found(
    client: FlaskClient, app: Flask, platform: Platform, smaak: Cast
):
    sign_in(another(app), smaak, "owner")
    with platform.session() as session:
        theirs = session.query(SignIn).one().id
    sign_in(client, smaak, "manager")

    assert client.post(f"/account/sign-ins/{theirs}/end").status_code == 404
    assert client.post(f"/account/sign-ins/{new_id()}/end").status_code == 404


def test_with_seats_in_two_clusters_i_choose(
    client: FlaskClient, platform: Platform, smaak: Cast, meca: Cast
):
    with platform.unit_of_work(meca.id) as work:
        actions.give_seat(
            work,
            person_id=smaak.people["manager"].id,
            role="viewer",
            actor=meca.actor("owner"),
            at=now(),
        )
    sign_in(client, smaak, "manager")

    page = client.get("/account/clusters")

    assert page.status_code == 200
    assert 'href="/c/smaakkust/admin/"' in page.text
    assert 'href="/c/mecavallee/admin/"' in page.text
    assert "Viewer" in page.text


def test_without_any_place_i_am_told_whom_to_ask(
    client: FlaskClient, platform: Platform, smaak: Cast
):
    from clusterorg.domains.identity import queries

    with platform.unit_of_work(smaak.id) as work:
        viewer = smaak.people["viewer"].id
        (seat,) = [s for s in queries.seats(work.session, at=now()) if s.person_id == viewer]
        actions.end_seat(work, seat_id=seat.id, actor=smaak.actor("owner"), at=now())
    sign_in(client, smaak, "viewer")

    answer = client.get("/account/clusters")

    assert answer.status_code == 200
    assert "viewer@smaakkust.example" in answer.text
    assert client.get("/c/smaakkust/admin/settings").status_code == 404


def test_a_language_chosen_by_a_link_stays_until_the_person_chooses(
    client: FlaskClient, smaak: Cast
):
    client.get("/sign-in?lang=fr")
    assert 'lang="fr"' in client.get("/sign-in").text

    sign_in(client, smaak, "manager")
    details = {"given_name": "An", "family_name": "Peeters", "language": "nl"}
    client.post("/account?lang=de", data=details)

    assert 'lang="nl"' in client.get("/account").text
