"""Sign in for tests: a real sign-in row and its cookie, without the password dance."""

from flask.testing import FlaskClient

from clusterorg.domains.identity.models import SignIn
from clusterorg.domains.identity.tokens import digest
from clusterorg.kernel.clock import now
from clusterorg.kernel.platform import Platform
from tests.support.cast import Cast


def sign_in(client: FlaskClient, cast: Cast, role: str = "manager") -> FlaskClient:
    """Sign the person who holds `role` in `cast` in on this client."""
    person = cast.people[role]
    platform: Platform = client.application.extensions["platform"]
    return sign_in_person(client, platform, person.id)


def sign_in_person(client: FlaskClient, platform: Platform, person_id: object) -> FlaskClient:
    """Sign any person in."""
    token = f"test-{person_id}"
    with platform.unit_of_work() as work:
        at = now()
        work.session.add(
            SignIn(
                person_id=person_id,
                token_hash=digest(token),
                created_at=at,
                last_seen_at=at,
                second_factor_at=at,
                address="127.0.0.1",
                user_agent="test",
            )
        )
    client.set_cookie("sign-in", token)
    return client
