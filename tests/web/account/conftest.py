"""Hands that the tests of the account pages share."""

from collections.abc import Callable

import pyotp
import pytest
from argon2 import PasswordHasher
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from clusterorg.domains.identity import actions, tokens
from clusterorg.domains.identity.models import Person
from clusterorg.kernel.clock import now
from clusterorg.kernel.platform import Platform
from tests.support.cast import PASSWORD, Cast
from tests.support.jobs import mailed_path, run_jobs, waiting_jobs


@pytest.fixture(autouse=True)
def cheap_hashes(monkeypatch: pytest.MonkeyPatch) -> None:
    """The strength of the hash is not what these tests are about."""
    cheap = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    monkeypatch.setattr(tokens, "HASHER", cheap)


@pytest.fixture
def enter(client: FlaskClient, smaak: Cast) -> Callable[..., TestResponse]:
    """Send the sign-in form as the manager, or as somebody else."""

    def _enter(
        role: str = "manager", password: str = PASSWORD, path: str = "/sign-in"
    ) -> TestResponse:
        form = {"email": smaak.people[role].email, "password": password}
        return client.post(path, data=form)

    return _enter


@pytest.fixture
def secret(platform: Platform, smaak: Cast) -> str:
    """The manager's second factor, switched on a while ago; its secret."""
    return switch_on(platform, smaak.people["manager"])


def switch_on(platform: Platform, person: Person) -> str:
    """Give a person a confirmed second factor; return its secret."""
    secret = pyotp.random_base32()
    with platform.unit_of_work() as work:
        row = work.session.get_one(Person, person.id)
        row.totp_secret, row.totp_confirmed_at = secret, now()
    return secret


def code_of(secret: str) -> str:
    """Return the code that an app shows now."""
    return pyotp.TOTP(secret).now()


def mails(platform: Platform) -> list[dict]:
    """Let links be sent and return the mails that wait."""
    run_jobs(platform, only="identity.send_reset_link")
    return [args for name, args in waiting_jobs(platform) if name == "mail.send"]


def invite(platform: Platform, cast: Cast, email: str = "new@smaakkust.example") -> str:
    """Invite somebody and return the path in the mail."""
    with platform.unit_of_work(cast.id) as work:
        actions.invite_to_seat(
            work,
            email=email,
            given_name="Nora",
            family_name="Nieuw",
            language="en",
            role="viewer",
            actor=cast.actor("owner"),
            at=now(),
        )
    return mailed_path(mails(platform)[-1])


def another(app: Flask) -> FlaskClient:
    """Return another browser."""
    return app.test_client()
