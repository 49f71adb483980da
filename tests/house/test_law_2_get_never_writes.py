"""Law 2: GET never writes. Every page and resource is read on a filled cluster, and watched."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from sqlalchemy import Connection, event, text
from werkzeug.routing import Rule

from clusterorg.web.guard import Audience, declare
from tests.house.test_law_5_stranger import key_of
from tests.house.town import Town
from tests.support.filling import Filled

WRITES = re.compile(
    r"^\s*(INSERT|UPDATE|DELETE|MERGE|TRUNCATE)\b|\b(INSERT INTO|DELETE FROM)\b"
    r"|\bFOR (UPDATE|SHARE|NO KEY UPDATE)\b|\b(nextval|pg_notify|procrastinate_defer\w*)\s*\(",
    re.IGNORECASE,
)
# What a GET may write all the same, by the job's name in the statement.
ALLOWED = {
    "identity.note_key_used": "the day an API key was last used: a job, once a day (decision 010)",
}
FILES = {"static", "bootstrap.static", "api_docs_file", "mailbox.mails_show", "mailbox.mails_html",
         "mailbox.mails_attachment"}  # fmt: skip
# Some pages ask for a thing in another state than the first one of the filling.
OTHER = {
    "admin.scheme_show": {"scheme_id": "published_id"},
    "admin.scheme_try_out": {"scheme_id": "published_id"},
    "admin.imports_steps_undo": {"batch_id": "done_import_id"},
}
ASKED = {
    "api.dues_schemes_quote": "?helix=business&category=member",
    "api.dues_runs_preview": "?year=2026",
    "api.organisations_suggest": "?q=works",
    "admin.search_index": "?q=works",
    "admin.search_suggest": "?q=works",
    "public.join_preview": "?helix=business&category=member",
}
DOORS = ("/c/<slug>/admin", "/c/<slug>/portal", "/account", "/operator", "/api/", "/c/<slug>/join",
         "/c/<slug>/logo", "/c/<slug>/theme.css", "/mailbox", "/sign-in", "/password",
         "/invitation", "/healthz")  # fmt: skip


def reads(town: Town, *prefixes: str) -> Iterator[tuple[Rule, str, Any]]:
    """Yield every address that can be read, with its right visitor."""
    for rule, audience in town.rules(*prefixes):
        if "GET" in (rule.methods or ()) and rule.endpoint not in FILES:
            url = town.url(rule, values(town, rule, town.large)) + ASKED.get(rule.endpoint, "")
            yield rule, url, town.visitor(audience, town.large)


def values(town: Town, rule: Rule, filled: Filled) -> dict[str, Any]:
    """Return values for an address's arguments, from a filled cluster."""
    word = "invitation" if rule.rule.startswith("/invitation") else "join"
    word = "password" if rule.rule.startswith("/password") else word
    plain = {"slug": filled.slug, "year": town.year, "kind": "csv",
             "token": filled.tokens[word]}  # fmt: skip
    ids = {**filled.ids, **plain}
    for name, other in OTHER.get(rule.endpoint, {}).items():
        ids[name] = ids[other]
    return {name: ids[key_of(rule, name) or name] for name in rule.arguments}


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
