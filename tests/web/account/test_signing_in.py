"""Signing in and out over HTTP: cookies, throttling, where it leads, what it refuses."""

from datetime import timedelta

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient

from clusterorg.app import create_app
from clusterorg.config import Settings
from clusterorg.domains.identity.models import Person, SignIn
from clusterorg.kernel.clock import now
from clusterorg.kernel.platform import Platform
from tests.support.cast import PASSWORD, Cast
from tests.support.web import sign_in
from tests.web.account.conftest import another, code_of, mails, switch_on


def cookie(answer) -> str:
    return next(c for c in answer.headers.getlist("Set-Cookie") if "sign-in=" in c)


def test_the_right_password_leads_to_the_one_cluster_there_is(client: FlaskClient, enter):
    answer = enter()

    assert (answer.status_code, answer.location) == (303, "/account/clusters")
    assert client.get("/account/clusters").location == "/c/smaakkust/admin/"


def test_the_cookie_is_for_this_host_and_out_of_reach_of_scripts(client: FlaskClient, enter):
    set_cookie = cookie(enter())

    assert "HttpOnly" in set_cookie
    assert "SameSite=Lax" in set_cookie
    assert "Path=/" in set_cookie
    assert "Expires" not in set_cookie


def test_over_https_the_cookie_is_bound_to_the_host(
    settings: Settings, platform: Platform, smaak: Cast
):
    from dataclasses import replace

    app = create_app(replace(settings, secure_cookies=True), platform)
    app.config["WTF_CSRF_ENABLED"] = False
    form = {"email": smaak.people["manager"].email, "password": PASSWORD}
    answer = app.test_client().post("/sign-in", data=form, base_url="https://localhost")

    set_cookie = cookie(answer)
    assert set_cookie.startswith("__Host-sign-in=")
    assert "Secure" in set_cookie
    assert "Domain" not in set_cookie


@pytest.mark.parametrize("email", ["manager@smaakkust.example", "nobody@smaakkust.example"])
def test_a_wrong_password_and_an_unknown_account_get_the_same_page(
    client: FlaskClient, smaak: Cast, email: str
):
    answer = client.post("/sign-in", data={"email": email, "password": "wrong"})

    assert answer.status_code == 422
    assert "do not belong together" in answer.text
    assert client.get("/account").status_code == 302


def test_an_empty_form_says_what_to_fill_in(client: FlaskClient):
    answer = client.post("/sign-in", data={})

    assert answer.status_code == 422
    assert "Fill in your e-mail address." in answer.text
    assert "Fill in your password." in answer.text


def test_after_five_wrong_passwords_one_has_to_wait_and_is_told_how_long(enter):
    for _ in range(5):
        enter(password="wrong")

    answer = enter()

    assert answer.status_code == 429
    assert 0 < int(answer.headers["Retry-After"]) <= 15 * 60
    assert "There were too many attempts. Wait 15 min and try again." in answer.text


@pytest.mark.parametrize("path", ["/account", "/c/smaakkust/admin/settings?x=1"])
def test_after_signing_in_one_is_where_one_wanted_to_be(client: FlaskClient, enter, path: str):
    asked = client.get(path)

    answer = enter(path=asked.location)

    assert answer.location == path


@pytest.mark.parametrize(
    "evil",
    [
        "https://evil.example/",
        "//evil.example/",
        "/\\evil.example",
        "\\\\evil.example",
        "/\t/evil.example",
        "javascript:alert(1)",
        "evil.example",
        "",
    ],
)
def test_signing_in_never_leads_out_of_the_house(client: FlaskClient, smaak: Cast, evil: str):
    form = {"email": smaak.people["manager"].email, "password": PASSWORD}
    answer = client.post("/sign-in", query_string={"next": evil}, data=form)

    assert answer.location == "/account/clusters"


def test_someone_signed_in_is_not_asked_again(client: FlaskClient, enter):
    enter()

    assert client.get("/sign-in").location == "/account/clusters"


def test_the_token_changes_with_each_sign_in_and_the_old_one_ends(
    client: FlaskClient, platform: Platform, smaak: Cast, enter
):
    enter()
    first = client.get_cookie("sign-in").value
    client.post("/sign-out")
    enter()

    client.set_cookie("sign-in", first)

    assert client.get("/account").status_code == 302


def test_signing_out_ends_the_session_on_the_server(client: FlaskClient, app: Flask, enter):
    enter()
    thief = another(app)
    thief.set_cookie("sign-in", client.get_cookie("sign-in").value)
    assert thief.get("/account").status_code == 200

    answer = client.post("/sign-out")

    assert answer.location == "/sign-in"
    assert client.get_cookie("sign-in") is None
    assert thief.get("/account").status_code == 302


def test_a_sign_in_ends_after_idle_hours_and_reading_does_not_prolong_it(
    client: FlaskClient, enter
):
    with time_machine.travel(now(), tick=False) as clock:
        enter()
        clock.shift(timedelta(hours=11))
        assert client.get("/account").status_code == 200
        clock.shift(timedelta(hours=1))

        assert client.get("/account").status_code == 302


def test_saving_something_prolongs_it(client: FlaskClient, enter):
    details = {"given_name": "An", "family_name": "Peeters", "language": "en"}
    with time_machine.travel(now(), tick=False) as clock:
        enter()
        clock.shift(timedelta(hours=11))
        assert client.post("/account", data=details).status_code == 303
        clock.shift(timedelta(hours=11))

        assert client.get("/account").status_code == 200


def test_reading_writes_nothing(client: FlaskClient, platform: Platform, enter):
    with time_machine.travel(now(), tick=False) as clock:
        enter()
        clock.shift(timedelta(hours=1))
        client.get("/account")
        client.get("/account/sign-ins")

    with platform.session() as session:
        row = session.query(SignIn).one()
    assert row.last_seen_at == row.created_at


class TestSecondStep:
    def test_the_password_alone_opens_nothing(self, client: FlaskClient, secret: str, enter):
        answer = enter()

        assert answer.location == "/sign-in/code"
        assert client.get("/account").status_code == 302
        assert client.get("/c/smaakkust/admin/settings").status_code == 302
        assert client.get("/sign-in/code").status_code == 200

    def test_the_code_opens_and_the_token_changes(self, client: FlaskClient, secret: str, enter):
        enter(path="/sign-in?next=/account/sign-ins")
        before = client.get_cookie("sign-in").value

        answer = client.post("/sign-in/code?next=/account/sign-ins", data={"code": code_of(secret)})

        assert answer.location == "/account/sign-ins"
        assert client.get_cookie("sign-in").value != before
        assert client.get("/account").status_code == 200

    def test_a_wrong_code_says_so(self, client: FlaskClient, secret: str, enter):
        enter()
        answer = client.post("/sign-in/code", data={"code": "000000"})

        assert answer.status_code == 422
        assert "This code is not right." in answer.text

    def test_a_code_works_once(self, client: FlaskClient, app: Flask, secret: str, enter, smaak):
        enter()
        code = code_of(secret)
        client.post("/sign-in/code", data={"code": code})
        other = another(app)
        form = {"email": smaak.people["manager"].email, "password": PASSWORD}
        other.post("/sign-in", data=form)

        answer = other.post("/sign-in/code", data={"code": code})

        assert answer.status_code == 422
        assert "already used" in answer.text

    def test_wrong_codes_are_throttled(self, client: FlaskClient, secret: str, enter):
        enter()
        for _ in range(5):
            client.post("/sign-in/code", data={"code": "000000"})

        assert client.post("/sign-in/code", data={"code": code_of(secret)}).status_code == 429

    def test_after_ten_minutes_one_begins_again(self, client: FlaskClient, secret: str, enter):
        with time_machine.travel(now(), tick=False) as clock:
            enter()
            clock.shift(timedelta(minutes=10))
            answer = client.post("/sign-in/code", data={"code": code_of(secret)})

        assert answer.location == "/sign-in"

    @pytest.mark.parametrize("path", ["/sign-in/code", "/sign-in/recovery"])
    def test_without_a_password_before_it_there_is_no_code_to_give(
        self, client: FlaskClient, path: str
    ):
        assert client.get(path).location == "/sign-in"

    def test_one_may_turn_back(self, client: FlaskClient, secret: str, enter):
        enter()
        client.post("/sign-out")

        assert client.get("/sign-in/code").location == "/sign-in"


class TestEnrolment:
    def enrol(self, client: FlaskClient, platform: Platform, person: Person):
        client.post("/account/second-factor/begin")
        with platform.session() as session:
            secret = session.get_one(Person, person.id).totp_secret
        return secret, client.post("/account/second-factor/set-up", data={"code": code_of(secret)})

    def test_looking_at_the_page_makes_no_secret(
        self, client: FlaskClient, platform: Platform, smaak: Cast, enter
    ):
        enter()
        page = client.get("/account/second-factor/set-up")

        with platform.session() as session:
            assert session.get_one(Person, smaak.people["manager"].id).totp_secret is None
        assert page.status_code == 200
        assert "Begin" in page.text

    def test_ten_codes_are_shown_once_and_one_lets_in(
        self, client: FlaskClient, platform: Platform, smaak: Cast, enter
    ):
        enter()
        _secret, answer = self.enrol(client, platform, smaak.people["manager"])
        codes = [part[:19] for part in answer.text.split("<code>")[1:]]

        client.post("/sign-out")
        enter()
        let_in = client.post("/sign-in/recovery", data={"code": codes[0]})
        client.post("/sign-out")
        enter()
        again = client.post("/sign-in/recovery", data={"code": codes[0]})

        assert len(codes) == 10
        assert let_in.location == "/account/clusters"
        assert again.status_code == 422
        assert "was already used" in again.text
        assert [mail["template"] for mail in mails(platform)] == [
            "second_factor_changed",
            "recovery_code_used",
        ]

    def test_a_wrong_first_code_changes_nothing(
        self, client: FlaskClient, platform: Platform, smaak: Cast, enter
    ):
        enter()
        client.post("/account/second-factor/begin")

        answer = client.post("/account/second-factor/set-up", data={"code": "000000"})

        assert answer.status_code == 422
        assert "data:image/svg+xml" in answer.text

    def test_a_sign_in_of_long_ago_gives_the_password_before_enrolling(
        self, client: FlaskClient, platform: Platform, smaak: Cast
    ):
        sign_in(client, smaak, proved_ago=timedelta(minutes=11))
        with platform.unit_of_work() as work:
            person = work.session.get_one(Person, smaak.people["manager"].id)
            person.totp_secret = (
                "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"  # begun by its owner, who went away
            )

        looked = client.get("/account/second-factor/set-up")
        finished = client.post(
            "/account/second-factor/set-up",
            data={"code": code_of("JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP")},
        )
        refused = client.post("/account/second-factor/begin")
        began = client.post("/account/second-factor/begin", data={"password": PASSWORD})

        assert "data:image/svg+xml" not in looked.text + finished.text
        assert "recovery" not in finished.text
        assert refused.status_code == 422
        assert began.location == "/account/second-factor/set-up"
        assert "data:image/svg+xml" in client.get(began.location).text

    def test_switching_off_wants_the_password(
        self, client: FlaskClient, platform: Platform, smaak: Cast, enter
    ):
        enter()
        self.enrol(client, platform, smaak.people["manager"])
        refused = client.post("/account/second-factor/off", data={"password": "wrong"})
        answer = client.post("/account/second-factor/off", data={"password": PASSWORD})

        assert refused.status_code == 422
        assert "This is not your password." in refused.text
        assert answer.location == "/account/second-factor"
        assert client.get("/account/second-factor/off").location == "/account/second-factor"

    def test_new_recovery_codes_want_the_password(
        self, client: FlaskClient, platform: Platform, smaak: Cast, enter
    ):
        enter()
        self.enrol(client, platform, smaak.people["manager"])

        assert client.post("/account/second-factor/codes", data={}).status_code == 422
        answer = client.post("/account/second-factor/codes", data={"password": PASSWORD})
        assert answer.text.count("<li><code>") == 10


class TestStrictCluster:
    @pytest.fixture(autouse=True)
    def strict(self, platform: Platform, smaak: Cast):
        from clusterorg.domains.identity import actions

        with platform.unit_of_work(smaak.id) as work:
            actions.require_second_factor(work, required=True, actor=smaak.actor("owner"), at=now())

    def test_staff_without_a_second_factor_are_led_to_enrol_and_back(
        self, client: FlaskClient, platform: Platform, smaak: Cast, enter
    ):
        enter()
        wanted = "/c/smaakkust/admin/settings"

        led = client.get(wanted)
        begin = client.get(led.location)
        began = client.post("/account/second-factor/begin", query_string={"next": wanted})
        with platform.session() as session:
            secret = session.get_one(Person, smaak.people["manager"].id).totp_secret
        done = client.post(began.location, data={"code": code_of(secret)})

        assert led.location == f"/account/second-factor/set-up?next={wanted}"
        assert "asks a second factor of its staff" in begin.text
        assert f'href="{wanted}"' in done.text
        assert client.get(wanted).status_code == 200

    def test_who_has_one_comes_in(
        self, client: FlaskClient, platform: Platform, smaak: Cast, enter
    ):
        secret = switch_on(platform, smaak.people["manager"])
        enter()
        client.post("/sign-in/code", data={"code": code_of(secret)})

        assert client.get("/c/smaakkust/admin/settings").status_code == 200

    def test_another_cluster_stays_open(
        self, client: FlaskClient, platform: Platform, smaak: Cast, meca: Cast, enter
    ):
        from clusterorg.domains.identity import actions

        with platform.unit_of_work(meca.id) as work:
            actions.give_seat(
                work,
                person_id=smaak.people["manager"].id,
                role="viewer",
                actor=meca.actor("owner"),
                at=now(),
            )
        enter()

        assert client.get("/c/mecavallee/admin/settings").status_code == 200
