"""Mail links over HTTP: reset and invitation, once and in time."""

from datetime import timedelta

import pytest
import time_machine
from flask.testing import FlaskClient

from clusterorg.kernel.clock import now
from clusterorg.kernel.platform import Platform
from tests.support.cast import Cast
from tests.support.jobs import mailed_path
from tests.web.account.conftest import invite, mails, switch_on

NEW = "another long pass phrase"
DETAILS = {
    "given_name": "Noor",
    "family_name": "Nieuw",
    "language": "en",
    "password": NEW,
}


def reset_path(client: FlaskClient, platform: Platform, cast: Cast) -> str:
    client.post("/password", data={"email": cast.people["manager"].email})
    return mailed_path(mails(platform)[-1])


@pytest.mark.parametrize("email", ["manager@smaakkust.example", "nobody@smaakkust.example"])
def test_asking_for_a_link_is_answered_the_same_for_everybody(
    client: FlaskClient, smaak: Cast, email: str
):
    answer = client.post("/password", data={"email": email})

    assert (answer.status_code, answer.location) == (303, "/password/asked")
    assert "If there is an account" in client.get("/password/asked").text


def test_an_address_that_asks_too_much_has_to_wait(client: FlaskClient):
    answers = [client.post("/password", data={"email": f"p{n}@x.example"}) for n in range(21)]

    assert [answer.status_code for answer in answers] == [303] * 20 + [429]
    assert "Retry-After" in answers[-1].headers


def test_a_new_password_by_link_signs_out_everywhere_and_in_nowhere(
    client: FlaskClient, platform: Platform, smaak: Cast, enter
):
    enter()
    path = reset_path(client, platform, smaak)
    assert client.get(path).headers["Cache-Control"] == "no-store"

    answer = client.post(path, data={"password": NEW})

    assert answer.location == "/sign-in"
    assert client.get("/account").status_code == 302
    assert "Your new password is set." in client.get("/sign-in").text
    assert enter().status_code == 422
    assert enter(password=NEW).status_code == 303


def test_a_reset_does_not_walk_around_the_second_factor(
    client: FlaskClient, platform: Platform, smaak: Cast, enter
):
    switch_on(platform, smaak.people["manager"])
    client.post(reset_path(client, platform, smaak), data={"password": NEW})

    assert enter(password=NEW).location == "/sign-in/code"
    assert client.get("/account").status_code == 302


def test_a_used_link_says_so_and_offers_a_new_one(
    client: FlaskClient, platform: Platform, smaak: Cast
):
    path = reset_path(client, platform, smaak)
    client.post(path, data={"password": NEW})

    for answer in (client.get(path), client.post(path, data={"password": NEW + "!"})):
        assert answer.status_code == 410
        assert "already used" in answer.text
        assert 'href="/password"' in answer.text


def test_an_expired_link_says_so_and_offers_a_new_one(
    client: FlaskClient, platform: Platform, smaak: Cast
):
    path = reset_path(client, platform, smaak)
    with time_machine.travel(now() + timedelta(hours=1, seconds=1), tick=False):
        answer = client.get(path)

    assert answer.status_code == 410
    assert "has expired" in answer.text
    assert "Mail me a new link" in answer.text


@pytest.mark.parametrize("path", ["/password/nonsense", "/invitation/nonsense"])
def test_a_link_nobody_was_mailed_is_not_found(client: FlaskClient, path: str):
    answer = client.get(path)

    assert answer.status_code == 404
    assert "Copy the whole address" in answer.text


def test_a_weak_password_is_refused_at_its_field_and_the_link_still_works(
    client: FlaskClient, platform: Platform, smaak: Cast
):
    path = reset_path(client, platform, smaak)
    refused = client.post(path, data={"password": "short"})

    assert refused.status_code == 422
    assert "Use at least 12 characters." in refused.text
    assert client.post(path, data={"password": NEW}).status_code == 303


def test_an_invitation_lets_in(client: FlaskClient, platform: Platform, smaak: Cast):
    path = invite(platform, smaak)
    shown = client.get(path)

    answer = client.post(path, data=DETAILS)

    assert "Welcome to SmaakKust" in shown.text
    assert 'value="Nora"' in shown.text
    assert answer.location == "/account/clusters"
    assert client.get("/account/clusters").location == "/c/smaakkust/admin/"


def test_an_invitation_works_once(client: FlaskClient, platform: Platform, smaak: Cast):
    path = invite(platform, smaak)
    client.post(path, data=DETAILS)
    client.post("/sign-out")

    answer = client.post(path, data=DETAILS)

    assert answer.status_code == 410
    assert "already used" in answer.text
    assert client.get("/account").status_code == 302


def test_an_expired_invitation_says_whom_to_ask(
    client: FlaskClient, platform: Platform, smaak: Cast
):
    path = invite(platform, smaak)
    with time_machine.travel(now() + timedelta(days=14, seconds=1), tick=False):
        answer = client.get(path)

    assert answer.status_code == 410
    assert "Ask the person who invited you" in answer.text


def test_who_has_an_account_already_is_led_to_sign_in(
    client: FlaskClient, platform: Platform, smaak: Cast, meca: Cast
):
    first, second = invite(platform, smaak), invite(platform, meca)
    client.post(first, data=DETAILS)
    client.post("/sign-out")

    answer = client.get(second)

    assert answer.location == "/sign-in"
    assert "You already have an account." in client.get("/sign-in").text


@pytest.mark.parametrize(
    ("field", "value"),
    [("given_name", ""), ("family_name", "x" * 101), ("language", "xx"), ("password", "short")],
)
def test_an_invitation_filled_in_badly_keeps_what_was_typed(
    client: FlaskClient, platform: Platform, smaak: Cast, field: str, value: str
):
    path = invite(platform, smaak)
    answer = client.post(path, data={**DETAILS, field: value})

    assert answer.status_code == 422
    assert 'aria-invalid="true"' in answer.text
    assert NEW not in answer.text
    assert client.post(path, data=DETAILS).status_code == 303


def test_the_log_does_not_hold_the_link(
    client: FlaskClient, platform: Platform, smaak: Cast, caplog: pytest.LogCaptureFixture
):
    path = reset_path(client, platform, smaak)
    with caplog.at_level("INFO", logger="clusterorg.web"):
        client.get(path)

    assert path.rpartition("/")[2] not in caplog.text
    assert "/password/<token>" in caplog.text
