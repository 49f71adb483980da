"""API keys over HTTP: shown once, revoked for good, for owners only."""

import re
from datetime import timedelta

import pytest
from flask.testing import FlaskClient

from clusterorg.domains.identity import actions
from clusterorg.kernel.clock import now
from clusterorg.kernel.ids import new_id
from clusterorg.kernel.platform import Platform
from tests.support.cast import PASSWORD, Cast
from tests.support.jobs import run_jobs
from tests.support.web import sign_in

INDEX = "/c/smaakkust/admin/settings/api-keys"
NEW = {"name": "Website", "scopes": ["cluster.read", "members.read"]}


def make(client: FlaskClient, **changes) -> str:
    page = client.post(f"{INDEX}/new", data={**NEW, **changes})
    found = re.search(r"co_smaakkust_[A-Za-z0-9]{40}", page.text)
    assert found
    return found[0]


def me(client: FlaskClient, key: str):
    return client.get("/api/v1/me", headers={"Authorization": f"Bearer {key}"})


def test_a_new_key_is_shown_once_and_opens_the_api(client: FlaskClient, smaak: Cast):
    sign_in(client, smaak, "owner")
    key = make(client)

    listed = client.get(INDEX)

    assert key not in listed.text
    assert f"co_smaakkust_{key[13:19]}…" in listed.text
    assert me(client, key).status_code == 200


def test_the_same_form_sent_twice_makes_one_key(client: FlaskClient, smaak: Cast):
    sign_in(client, smaak, "owner")
    make(client, once="abc")

    again = client.post(f"{INDEX}/new", data={**NEW, "once": "abc"})

    assert again.status_code == 303
    assert client.get(INDEX).text.count("co_smaakkust_") == 1


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"name": ""}, "Give the key a name."),
        ({"scopes": []}, "Choose at least one thing"),
        ({"scopes": ["seats.manage"]}, "not a valid choice"),
        ({"expires_on": "2020-01-01"}, "Choose a date in the future."),
        ({"expires_on": "soon"}, "Not a valid date value."),
    ],
)
def test_a_key_that_makes_no_sense_is_refused(client: FlaskClient, smaak: Cast, changes, words):
    sign_in(client, smaak, "owner")
    answer = client.post(f"{INDEX}/new", data={**NEW, **changes})

    assert answer.status_code == 422
    assert words in answer.text
    assert "co_smaakkust_" not in client.get(INDEX).text


def test_a_revoked_key_opens_nothing(client: FlaskClient, platform: Platform, smaak: Cast):
    sign_in(client, smaak, "owner")
    key = make(client)
    path = re.search(rf"{INDEX}/[0-9a-f-]+/revoke", client.get(INDEX).text)[0]

    assert "Revoke the key Website?" in client.get(path).text
    client.post(path)

    assert me(client, key).status_code == 401
    assert "Revoked" in client.get(INDEX).text


@pytest.mark.parametrize("role", ["manager", "finance", "viewer"])
def test_only_owners_see_keys(client: FlaskClient, smaak: Cast, role: str):
    sign_in(client, smaak, role)

    assert client.get(INDEX).status_code == 403
    assert client.post(f"{INDEX}/new", data=NEW).status_code == 403


def test_a_key_of_another_cluster_is_not_found(
    client: FlaskClient, platform: Platform, smaak: Cast, meca: Cast
):
    with platform.unit_of_work(meca.id) as work:
        theirs = actions.create_api_key(
            work, name="x", scopes=["cluster.read"], actor=meca.actor("owner"), at=now()
        )
    sign_in(client, smaak, "owner")

    for key_id in (theirs.id, new_id()):
        assert client.get(f"{INDEX}/{key_id}/revoke").status_code == 404
        assert client.post(f"{INDEX}/{key_id}/revoke").status_code == 404
    assert me(client, theirs.key).status_code == 200


def test_an_expired_key_is_refused(client: FlaskClient, platform: Platform, smaak: Cast):
    with platform.unit_of_work(smaak.id) as work:
        made = actions.create_api_key(
            work,
            name="x",
            scopes=["cluster.read"],
            actor=smaak.actor("owner"),
            at=now() - timedelta(days=2),
            expires_at=now() - timedelta(days=1),
        )

    assert me(client, made.key).status_code == 401
    sign_in(client, smaak, "owner")
    assert "Expired" in client.get(INDEX).text


def test_the_day_of_last_use_is_noted_by_a_job_once_a_day(
    client: FlaskClient, platform: Platform, smaak: Cast
):
    sign_in(client, smaak, "owner")
    key = make(client)
    assert "never" in client.get(INDEX).text
    for _ in range(3):
        me(client, key)

    assert run_jobs(platform, only="identity.note_key_used") == ["identity.note_key_used"]
    assert "never" not in client.get(INDEX).text
    me(client, key)
    assert run_jobs(platform, only="identity.note_key_used") == []


def test_a_sign_in_of_long_ago_gives_the_password_once_more(client: FlaskClient, smaak: Cast):
    sign_in(client, smaak, "owner", proved_ago=timedelta(minutes=11))

    shown = client.get(f"{INDEX}/new")
    without = client.post(f"{INDEX}/new", data=NEW)
    wrong = client.post(f"{INDEX}/new", data={**NEW, "password": "not mine", "once": "a"})
    right = client.post(f"{INDEX}/new", data={**NEW, "password": PASSWORD, "once": "a"})

    assert 'name="password"' in shown.text
    assert (without.status_code, wrong.status_code) == (422, 422)
    assert 'value="Website"' in wrong.text
    assert "This is not your password." in wrong.text
    assert "co_smaakkust_" in right.text
    assert 'name="password"' not in client.get(f"{INDEX}/new").text


def test_a_password_is_not_guessed_on_the_page_for_keys(client: FlaskClient, smaak: Cast):
    sign_in(client, smaak, "owner", proved_ago=timedelta(minutes=11))

    answers = [client.post(f"{INDEX}/new", data={**NEW, "password": f"no {n}"}) for n in range(6)]

    assert [answer.status_code for answer in answers] == [422] * 5 + [429]
    assert int(answers[-1].headers["Retry-After"]) > 0
