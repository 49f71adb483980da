"""Law 2: GET never writes. Every page and resource is read on a filled cluster, and watched."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from sqlalchemy import Connection, event, text
from werkzeug.routing import Rule

from clusterorg.web.guard import Audience, declare
from tests.house.town import Town
from tests.support.addresses import ASKED, FILES, values

WRITES = re.compile(
    r"^\s*(INSERT|UPDATE|DELETE|MERGE|TRUNCATE)\b|\b(INSERT INTO|DELETE FROM)\b"
    r"|\bFOR (UPDATE|SHARE|NO KEY UPDATE)\b|\b(nextval|pg_notify|procrastinate_defer\w*)\s*\(",
    re.IGNORECASE,
)
# What a GET may write all the same, by the job's name in the statement.
ALLOWED = {
    "identity.note_key_used": "the day an API key was last used: a job, once a day (decision 010)",
}
DOORS = ("/c/<slug>/admin", "/c/<slug>/portal", "/account", "/operator", "/api/", "/c/<slug>/join",
         "/c/<slug>/logo", "/c/<slug>/theme.css", "/mailbox", "/sign-in", "/password",
         "/invitation", "/healthz")  # fmt: skip


def reads(town: Town, *prefixes: str) -> Iterator[tuple[Rule, str, Any]]:
    """Yield every address that can be read, with its right visitor."""
    for rule, audience in town.rules(*prefixes):
        if "GET" in (rule.methods or ()) and rule.endpoint not in FILES:
            url = town.url(rule, values(rule, town.large)) + ASKED.get(rule.endpoint, "")
            yield rule, url, town.visitor(audience, town.large)


@contextmanager
def writing(connection: Connection) -> Iterator[list[str]]:
    """Collect the statements that change something."""
    found: list[str] = []

    def note(_conn: Any, _cursor: Any, statement: str, parameters: Any, *_more: Any) -> None:
        named = any(job in str(parameters) for job in ALLOWED)
        if WRITES.search(statement) and not named:
            found.append(" ".join(statement.split())[:120])

    event.listen(connection, "before_cursor_execute", note)
    yield found
    event.remove(connection, "before_cursor_execute", note)


def faults(town: Town, *prefixes: str) -> list[str]:
    """Read everything; return what wrote, and what could not be read."""
    found = []
    for rule, url, visitor in reads(town, *prefixes):
        with writing(town.connection) as written:
            answer = town.visit(visitor, "GET", url)
        if answer.status_code >= 400:
            found.append(f"{url} ({rule.endpoint}): {answer.status_code}")
        found += [f"{url} ({rule.endpoint}): {statement}" for statement in written]
    return found


@pytest.mark.parametrize("door", DOORS)
def test_reading_writes_nothing(town: Town, door: str) -> None:
    assert faults(town, door) == []


def test_no_address_is_left_out(town: Town) -> None:
    left = {
        rule.rule
        for rule, _audience in town.rules()
        if "GET" in (rule.methods or ())
        and rule.endpoint not in FILES
        and not rule.rule.startswith(DOORS)
    }

    assert left == {"/", "/c/<slug>", "/readyz"}
    assert faults(town, "/readyz") == ["/readyz (system.health_readyz): 503"]
    with writing(town.connection) as written:
        for url in ("/", f"/c/{town.large.slug}"):
            assert town.visit(town.contact(town.large), "GET", url).status_code == 302
    assert written == []


@pytest.mark.parametrize("statement", [
    "UPDATE tags SET name = name",
    "INSERT INTO sign_in_attempts SELECT * FROM sign_in_attempts",
    "SELECT 1 FROM tags FOR UPDATE",
    "WITH gone AS (DELETE FROM import_profiles RETURNING 1) SELECT 1",
])  # fmt: skip
def test_a_page_that_writes_is_found(other_town: Town, statement: str) -> None:
    def scribble(slug: str = "") -> str:
        with other_town.platform.session(other_town.large.id) as session:
            session.execute(text(statement))
        return "done"

    other_town.app._got_first_request = False
    other_town.app.add_url_rule("/c/<slug>/admin/scribble", "scribble", scribble)
    declare(other_town.app, "scribble", Audience.ADMIN, "members.read")

    found = faults(other_town, "/c/<slug>/admin/scribble")

    assert [statement[:12] in line for line in found] == [True]
