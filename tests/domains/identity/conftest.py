"""Cheap hashes, and the hands that the tests of identity share."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pyotp
import pytest
from argon2 import PasswordHasher

from clusterorg.domains.identity import actions, tokens
from clusterorg.domains.identity.models import Person
from clusterorg.domains.identity.vocabulary import Opened, Outcome, PasswordProof
from clusterorg.kernel.platform import Platform
from tests.support.cast import AT, PASSWORD, Cast

HERE = "192.0.2.7"


@pytest.fixture(autouse=True)
def cheap_hashes(monkeypatch: pytest.MonkeyPatch) -> None:
    """The strength of the hash is the library's matter; that it is argon2id is tested."""
    monkeypatch.setattr(tokens, "HASHER", PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))


SignInNow = Callable[..., Outcome[Opened]]


@pytest.fixture
def enter(platform: Platform, smaak: Cast) -> SignInNow:
    """Sign the manager in, or try to."""

    def _enter(
        email: str | None = None,
        password: str = PASSWORD,
        *,
        at: datetime = AT,
        address: str = HERE,
        replaces: str | None = None,
    ) -> Outcome[Opened]:
        with platform.unit_of_work() as work:
            return actions.sign_in(
                work,
                email=email or smaak.people["manager"].email,
                password=password,
                address=address,
                user_agent="Firefox",
                at=at,
                replaces=replaces,
            )

    return _enter


@pytest.fixture
def enrolled(platform: Platform, smaak: Cast, enter: SignInNow) -> tuple[Person, str, list[str]]:
    """The manager with a second factor on: person, secret, recovery codes."""
    person = smaak.people["manager"]
    opened = enter().get()
    with platform.unit_of_work() as work:
        actions.begin_enrolment(work, proof=PasswordProof(person.id, AT), at=AT)
    with platform.unit_of_work() as work:
        secret = work.session.get_one(Person, person.id).totp_secret
        assert secret
        codes = actions.confirm_enrolment(
            work,
            proof=PasswordProof(person.id, AT),
            sign_in_id=opened.sign_in_id,
            code=pyotp.TOTP(secret).at(AT),
            at=AT,
        )
    return person, secret, codes


def refusal_code(outcome: Outcome[Any]) -> str | None:
    """Return the code of an outcome's refusal."""
    return outcome.refusal.code if outcome.refusal else None
