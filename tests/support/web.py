"""Sign in for tests: a real sign-in row and its cookie, without the password dance."""

from datetime import timedelta

from flask.testing import FlaskClient

from clusterorg.domains.identity.models import SignIn
from clusterorg.domains.identity.tokens import digest
from clusterorg.kernel.clock import now
from clusterorg.kernel.platform import Platform
from tests.support.cast import Cast

JUST_NOW = timedelta()


def sign_in(
    client: FlaskClient, cast: Cast, role: str = "manager", *, proved_ago: timedelta = JUST_NOW
) -> FlaskClient:
    """Sign the person who holds `role` in `cast` in on this client."""
    person = cast.people[role]
    platform: Platform = client.application.extensions["platform"]
    return sign_in_person(client, platform, person.id, proved_ago=proved_ago)


def sign_in_person(
    client: FlaskClient,
    platform: Platform,
    person_id: object,
    *,
    proved_ago: timedelta = JUST_NOW,
) -> FlaskClient:
    """Sign any person in; `proved_ago`: how long ago they typed their password."""
    token = f"test-{person_id}"
    with platform.unit_of_work() as work:
        at = now()
        work.session.add(
            SignIn(
                person_id=person_id,
                token_hash=digest(token),
                created_at=at,
                last_seen_at=at,
                proved_at=at - proved_ago,
                second_factor_at=at,
                address="127.0.0.1",
                user_agent="test",
            )
        )
    client.set_cookie("sign-in", token)
    return client
