"""Law 5: the stranger's walk. Another cluster's things are not found, under any address.

The stranger is an owner of SmaakKust, a portal contact of one of its members, and a program with
all scopes. They try every address with an id of MécaVallée, reading and writing.
"""

from collections.abc import Iterator

import pytest
from flask import Flask
from sqlalchemy import create_engine, event, text
from werkzeug.routing import Rule

from clusterorg.kernel import scope
from clusterorg.kernel.db import Base
from clusterorg.kernel.scope import ScopedSession
from clusterorg.web.guard import Audience, declare
from tests.house.tables import GLOBAL
from tests.house.town import NOBODY, Town, Visitor
from tests.support.addresses import UnknownArgument, key_of
from tests.support.filling import mark

PRIVATE = ("/c/<slug>/admin", "/c/<slug>/portal", "/account", "/operator", "/api/v1")


def sample(rule: Rule, ids: dict, slug: str) -> dict:
    """Return values for all arguments of an address, from one cluster's ids."""
    plain = {"slug": slug, "year": 2026, "kind": "csv", "list_key": "members",
             "filename": "css/clusterorg.css",
             "name": "x", "key": "x", "position": 0, "token": ids.get("token", "x")}  # fmt: skip
    return {
        name: plain[name] if (key := key_of(rule, name)) is None else ids[key]
        for name in rule.arguments
    }


def home(town: Town, rule: Rule) -> str:
    """Return the address with our own things."""
    return town.url(rule, sample(rule, town.small.ids, town.small.slug))


def tries(town: Town, rule: Rule) -> list[str]:
    """Return the address with each of the other cluster's things in turn, all, and its slug."""
    own = sample(rule, town.small.ids, town.small.slug)
    theirs = sample(rule, town.large.ids, town.large.slug)
    foreign = [name for name in rule.arguments if key_of(rule, name) is not None]
    mixed = [{**own, name: theirs[name]} for name in foreign]
    if len(foreign) > 1:
        mixed.append({**theirs, "slug": town.small.slug})
    if "slug" in rule.arguments:
        mixed.append(theirs)
    return [town.url(rule, values) for values in mixed]


def leaks(town: Town, *prefixes: str) -> list[str]:
    """Walk; return every answer that is not 404, or that shows something of the other cluster."""
    found = []
    for rule, audience in town.rules(*(prefixes or PRIVATE)):
        stranger = town.visitor(audience, town.small)
        addresses = tries(town, rule)
        for method in town.methods(rule) if addresses else ():
            body = town.body(rule, method, home(town, rule), stranger)
            for url in addresses:
                answer = town.visit(stranger, method, url, **body)
                shown = f"{method} {url} ({rule.endpoint}): {answer.status_code}"
                if answer.status_code != 404:
                    found.append(shown)
                elif mark(town.large.cast) in answer.get_data(as_text=True):
                    found.append(f"{shown} shows the other cluster")
    return found


def entered(town: Town, *prefixes: str) -> list[str]:
    """Walk without signing in; return every answer that is content."""
    found = []
    for rule, audience in town.rules(*(prefixes or PRIVATE)):
        url = town.url(rule, sample(rule, town.small.ids, town.small.slug))
        for method in town.methods(rule):
            answer = town.visit(NOBODY, method, url)
            sent_on = answer.status_code == 302 and answer.location.startswith("/sign-in")
            if not (sent_on if audience is not Audience.API else answer.status_code == 401):
                found.append(f"{method} {url}: {answer.status_code}")
    return found


@pytest.fixture(params=[True, False], ids=["with the ORM filter", "by the database alone"])
def filtered(request: pytest.FixtureRequest) -> Iterator[bool]:
    """Walk twice: as built, and with the ORM's filter and refusal taken away."""
    if not request.param:
        event.remove(ScopedSession, "do_orm_execute", scope._filter_by_cluster)
    yield request.param
    if not request.param:
        event.listen(ScopedSession, "do_orm_execute", scope._filter_by_cluster)


def test_the_filling_fills_every_table(town: Town) -> None:
    empty = []
    for filled in (town.small, town.large):
        with town.platform.session(filled.id) as session:
            for name in set(Base.metadata.tables) - set(GLOBAL):
                if not session.execute(text(f"SELECT 1 FROM {name} LIMIT 1")).first():
                    empty.append(f"{filled.slug} has no {name}: add some to tests/support/filling")

    assert empty == []


@pytest.mark.parametrize("door", PRIVATE)
def test_a_stranger_finds_nothing(town: Town, filtered: bool, door: str) -> None:
    assert leaks(town, door) == []


def test_a_stranger_s_secret_link_opens_nothing_under_another_cluster(town: Town) -> None:
    token = town.large.tokens["join"]
    at_home, elsewhere = (
        f"/c/{each.slug}/join/resume/{token}" for each in (town.large, town.small)
    )

    assert town.visit(NOBODY, "GET", at_home).status_code == 200
    for method in ("GET", "POST"):
        answer = town.visit(NOBODY, method, elsewhere)
        invented = town.visit(NOBODY, method, elsewhere[:-5] + "wrong")
        assert answer.status_code == invented.status_code == 422
        assert mark(town.large.cast) not in answer.get_data(as_text=True)


def test_a_member_s_contact_finds_nothing_of_another_member(town: Town) -> None:
    with town.platform.session(town.large.id) as session:
        other = session.execute(
            text("SELECT i.id invoice_id, c.id contact_id FROM contacts c JOIN invoices i"
                 " ON i.payer_id <> :own WHERE c.organisation_id <> :own LIMIT 1"),
            {"own": town.large.ids["organisation_id"]},
        ).one()  # fmt: skip
    contact, found = town.contact(town.large), []

    for rule, _audience in town.rules("/c/<slug>/portal"):
        if set(rule.arguments) & {"invoice_id", "contact_id"}:
            url = town.url(rule, {"slug": town.large.slug, **other._mapping})
            found += [(url, town.visit(contact, each, url).status_code)
                      for each in town.methods(rule)]  # fmt: skip

    assert found
    assert {status for _url, status in found} == {404}, found


def test_nobody_enters_without_signing_in(town: Town) -> None:
    assert entered(town) == []


def test_the_owner_finds_what_the_stranger_does_not(town: Town) -> None:
    owner = town.staff(town.large)
    url = f"/c/{town.large.slug}/admin/members/{town.large.ids['organisation_id']}"

    assert town.visit(owner, "GET", url).status_code == 200


def hang(app: Flask, path: str, view, audience: Audience, permission: str | None) -> None:
    """Hang a route into an app that is already sealed."""
    app.add_url_rule(path, view.__name__, view, methods=["GET", "POST"])
    declare(app, view.__name__, audience, permission)


@pytest.fixture
def open_app(other_town: Town) -> Town:
    """An app that has not served anything yet, so that a twin can hang routes into it."""
    other_town.app._got_first_request = False
    return other_town


def test_a_route_that_reads_as_the_database_owner_is_found(open_app: Town, filled_database) -> None:
    engine = create_engine(filled_database.owner_url)

    def leak(organisation_id) -> str:
        with engine.connect() as connection:
            named = text("SELECT name FROM organisations WHERE id = :id")
            return connection.execute(named, {"id": organisation_id}).scalar_one()

    path = "/c/<slug>/admin/leak/<uuid:organisation_id>"
    hang(open_app.app, path, leak, Audience.ADMIN, "members.read")

    found = leaks(open_app, "/c/<slug>/admin/leak")

    engine.dispose()
    assert [line.rpartition(" ")[2] for line in found] == ["200", "200"]


def test_a_route_that_opens_the_other_cluster_s_session_is_found(open_app: Town) -> None:
    def leak(invoice_id) -> str:
        with open_app.platform.session(open_app.large.id) as session:
            named = text("SELECT number FROM invoices WHERE id = :id")
            return session.execute(named, {"id": invoice_id}).scalar_one()

    path = "/c/<slug>/portal/leak/<uuid:invoice_id>"
    hang(open_app.app, path, leak, Audience.PORTAL, "portal.read")

    assert len(leaks(open_app, "/c/<slug>/portal/leak")) == 2


def test_a_refusal_that_names_the_other_cluster_is_found(open_app: Town) -> None:
    def leak(tag_id) -> tuple[str, int]:
        return f"The tag {mark(open_app.large.cast)} is theirs.", 404

    hang(open_app.app, "/api/v1/leak/<uuid:tag_id>", leak, Audience.API, "members.read")
    open_app.document["paths"]["/api/v1/leak/{tag_id}"] = {"post": {}}

    assert "shows the other cluster" in leaks(open_app, "/api/v1/leak")[0]


def test_a_page_that_anybody_can_read_is_found(open_app: Town) -> None:
    def ajar(slug: str = "") -> str:
        return "content"

    hang(open_app.app, "/c/<slug>/admin/ajar", ajar, Audience.PUBLIC, None)

    assert len(entered(open_app, "/c/<slug>/admin/ajar")) == 2


def test_an_argument_that_nobody_knows_is_named(open_app: Town) -> None:
    def riddle(riddle_id) -> str:
        return ""

    path = "/c/<slug>/admin/riddle/<uuid:riddle_id>"
    hang(open_app.app, path, riddle, Audience.ADMIN, "members.read")

    with pytest.raises(UnknownArgument, match="riddle_id: add it to IDS"):
        leaks(open_app, "/c/<slug>/admin/riddle")


def test_the_stranger_is_somebody_at_home(town: Town) -> None:
    doors = ((Audience.ADMIN, "/c/smaakkust/admin/"), (Audience.PORTAL, "/c/smaakkust/portal/"),
             (Audience.API, "/api/v1/me"), (Audience.ACCOUNT, "/account"))  # fmt: skip
    for audience, url in doors:
        visitor: Visitor = town.visitor(audience, town.small)
        assert town.visit(visitor, "GET", url).status_code == 200, url
