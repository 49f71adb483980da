"""Operators: no step without a second factor; and what they do for people who lost theirs."""

from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select

from clusterorg.domains.identity.models import OperatorAct, Person, RecoveryCode, SignIn
from clusterorg.kernel.clock import now
from clusterorg.kernel.ids import new_id
from clusterorg.kernel.platform import Platform
from tests.support.cast import PASSWORD, Cast, make_person
from tests.support.jobs import waiting_jobs
from tests.support.web import sign_in, sign_in_person

RESET = "/operator/second-factors"
ASKED = {"email": "manager@smaakkust.example", "reason": "Phone stolen; recognised on a video call"}


@pytest.fixture
def robin(platform: Platform) -> Person:
    """The operator, who has a second factor."""
    person = make_person("operator", "clusterorg", now())
    person.is_operator, person.totp_confirmed_at = True, now()
    with platform.unit_of_work() as work:
        work.session.add(person)
    return person


@pytest.fixture
def operator(client: FlaskClient, platform: Platform, robin: Person) -> FlaskClient:
    return sign_in_person(client, platform, robin.id)


def lock(platform: Platform, person: Person) -> None:
    """Give a person a second factor, a recovery code and a sign-in."""
    with platform.unit_of_work() as work:
        row = work.session.get_one(Person, person.id)
        row.totp_secret, row.totp_confirmed_at = "JBSWY3DPEHPK3PXP", now()
        work.session.add(RecoveryCode(person_id=person.id, code_hash=str(new_id())))


def has_factor(platform: Platform, person: Person) -> bool:
    with platform.session() as session:
        row = session.get_one(Person, person.id)
        codes = session.scalar(select(func.count(RecoveryCode.id)))
        return row.totp_secret is not None or row.totp_confirmed_at is not None or bool(codes)


def live_sign_ins(platform: Platform, person: Person) -> int:
    with platform.session() as session:
        mine = (SignIn.person_id == person.id) & SignIn.revoked_at.is_(None)
        return session.scalars(select(func.count(SignIn.id)).where(mine)).one()


@pytest.mark.parametrize(
    "path", ["/operator/", RESET, "/account", "/account/clusters", "/c/smaakkust/admin/members"]
)
def test_an_operator_without_a_second_factor_is_led_to_enrol_from_everywhere(
    client: FlaskClient, platform: Platform, smaak: Cast, path: str
) -> None:
    with platform.unit_of_work() as work:
        work.session.get_one(Person, smaak.people["manager"].id).is_operator = True
    sign_in(client, smaak, "manager")

    for led in (client.get(path), client.post(path)):
        assert (
            led.location == f"/account/second-factor/set-up?next={path}" or led.status_code == 405
        )
    assert client.get("/account/second-factor/set-up").status_code == 200


def test_a_lost_second_factor_is_reset_written_down_told_and_ends_sign_ins(
    operator: FlaskClient, platform: Platform, smaak: Cast, robin: Person
) -> None:
    manager = smaak.people["manager"]
    lock(platform, manager)
    sign_in(operator.application.test_client(), smaak, "manager")

    answer = operator.post(RESET, data=ASKED)

    assert answer.location == RESET
    assert not has_factor(platform, manager)
    assert live_sign_ins(platform, manager) == 0
    with platform.session() as session:
        act = session.scalars(select(OperatorAct)).one()
        assert (act.operator_id, act.person_id) == (robin.id, manager.id)
        assert act.reason == ASKED["reason"]
    (mail,) = [args for name, args in waiting_jobs(platform) if name == "mail.send"]
    assert (mail["to"], mail["template"]) == (manager.email, "second_factor_reset")
    assert ASKED["reason"] in operator.get(RESET).text


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"reason": " "}, "Say why"),
        ({"email": "nobody@where.example"}, "Nobody has an account"),
        ({"email": "operator@clusterorg.example"}, "Switch your own second factor off"),
        ({"email": "viewer@smaakkust.example"}, "This person has no second factor."),
    ],
)
def test_a_reset_is_refused_with_what_to_do(
    operator: FlaskClient, platform: Platform, smaak: Cast, changes: dict[str, str], words: str
) -> None:
    lock(platform, smaak.people["manager"])

    answer = operator.post(RESET, data={**ASKED, **changes})

    assert answer.status_code == 422
    assert words in answer.text
    assert has_factor(platform, smaak.people["manager"])


def test_an_operator_who_signed_in_long_ago_gives_the_password_first(
    client: FlaskClient, platform: Platform, smaak: Cast, robin: Person
) -> None:
    lock(platform, smaak.people["manager"])
    sign_in_person(client, platform, robin.id, proved_ago=timedelta(minutes=11))

    refused = client.post(RESET, data=ASKED)
    done = client.post(RESET, data={**ASKED, "password": PASSWORD})

    assert (refused.status_code, done.status_code) == (422, 303)


def test_what_operators_did_cannot_be_changed(
    operator: FlaskClient, platform: Platform, smaak: Cast
) -> None:
    lock(platform, smaak.people["manager"])
    operator.post(RESET, data=ASKED)

    for statement in ("UPDATE operator_acts SET reason = ''", "DELETE FROM operator_acts"):
        with platform.session() as session, pytest.raises(Exception, match="permission denied"):
            session.connection().exec_driver_sql(statement)
