"""A tag for many organisations at once: what is picked, looked at, and then done or not."""

import re
from uuid import UUID, uuid4

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select

from clusterorg.domains.organisations import actions
from clusterorg.domains.organisations.models import OrganisationTag
from clusterorg.domains.organisations.rules import tagging
from clusterorg.domains.organisations.vocabulary import Helix
from clusterorg.kernel import audit
from clusterorg.kernel.platform import Platform
from tests.support.cast import Cast
from tests.support.queries import count_queries
from tests.support.web import sign_in
from tests.web.admin.conftest import Add, Opened

ADMIN = "/c/smaakkust/admin"
ASKED = "?status=everybody"
PREVIEW, DO = f"{ADMIN}/members/tags/preview{ASKED}", f"{ADMIN}/members/tags{ASKED}"


def seen(page: str) -> str:
    found = re.search(r'name="seen"[^>]*value="(\w+)"', page)
    assert found, page
    return found[1]


def do_it(client: FlaskClient, url: str = DO, **sent: object):
    """Look, then do what was looked at."""
    looked = client.post(url.replace("/tags", "/tags/preview"), data=sent)
    return client.post(url, data={**sent, "seen": seen(looked.text), "once": uuid4().hex})


def worn(platform: Platform, cast: Cast) -> int:
    with platform.session(cast.id) as session:
        return session.scalar(select(func.count()).select_from(OrganisationTag)) or 0


def test_the_preview_says_how_many_change_which_do_not_and_why(
    manager: FlaskClient, smaak: Cast, add: Add, bakery: UUID, platform: Platform
) -> None:
    fresh = add(smaak, "Insectora bv")
    picked = [str(bakery), str(fresh), str(uuid4())]

    looked = manager.post(PREVIEW, data={"id": picked, "tag": "Export", "way": "add"}).text

    assert "Put the tag “Export” on 1 organisation?" in looked
    assert "1 of them changes." in looked
    assert "1 is left as it is." in looked
    assert "1 is no longer here." in looked
    assert looked.index("Insectora bv") < looked.index("has the tag already")
    assert worn(platform, smaak) == 1


def test_what_was_looked_at_is_done_and_leads_back_to_the_list_as_it_was(
    manager: FlaskClient, smaak: Cast, add: Add, bakery: UUID
) -> None:
    other = add(smaak, "Insectora bv")

    answer = do_it(manager, id=[str(bakery), str(other)], tag="pilot", way="add")

    assert answer.location == f"{ADMIN}/members{ASKED}"
    assert "2 entries tagged." in manager.get(answer.location).text
    assert "Remove the tag pilot" in manager.get(f"{ADMIN}/members/{other}").text


def test_each_organisation_that_changes_has_a_line_and_no_other(
    manager: FlaskClient, smaak: Cast, add: Add, bakery: UUID, platform: Platform
) -> None:
    other = add(smaak, "Insectora bv")

    do_it(manager, id=[str(bakery), str(other)], tag="export", way="add")

    with platform.session(smaak.id) as session:
        lines = audit.entries(session, verb="organisation.tagged").rows
    assert [(line.concerns_id, line.after) for line in lines] == [(other, {"tags": ["export"]})]


def test_a_tag_is_taken_off_those_who_wear_it(
    manager: FlaskClient, smaak: Cast, add: Add, bakery: UUID, platform: Platform
) -> None:
    other = add(smaak, "Insectora bv")
    sent = {"id": [str(bakery), str(other)], "tag": "EXPORT", "way": "remove"}

    looked = manager.post(PREVIEW, data=sent).text
    do_it(manager, **sent)

    assert "Take the tag “EXPORT” off 1 organisation?" in looked
    assert "does not have the tag" in looked
    assert worn(platform, smaak) == 0


def test_all_that_the_list_finds_is_picked_on_every_page_and_nothing_else(
    manager: FlaskClient, smaak: Cast, add: Add, bakery: UUID, platform: Platform
) -> None:
    for number in range(60):
        add(smaak, f"Bedrijf {number:02}")
    add(smaak, "Instituut", helix=Helix.KNOWLEDGE)
    url = f"{ADMIN}/members/tags?status=everybody&helix=business"

    looked = manager.post(url.replace("/tags", "/tags/preview"), data={"whole": "1", "tag": "mail"})
    answer = do_it(manager, url, whole="1", tag="mail", way="add")

    assert "Put the tag “mail” on 61 organisations?" in looked.text
    assert "and 11 more" in looked.text
    assert "Instituut" not in looked.text
    assert answer.location == f"{ADMIN}/members?status=everybody&helix=business"
    assert worn(platform, smaak) == 62


def test_a_list_that_changed_meanwhile_is_looked_at_again_and_nothing_is_done(
    manager: FlaskClient, smaak: Cast, add: Add, bakery: UUID, platform: Platform
) -> None:
    sent = {"whole": "1", "tag": "mail", "way": "add"}
    before = seen(manager.post(PREVIEW, data=sent).text)
    add(smaak, "Insectora bv")

    answer = manager.post(DO, data={**sent, "seen": before})

    assert answer.status_code == 409
    assert "The list changed after you looked at it" in answer.text
    assert "on 2 organisations?" in answer.text
    assert worn(platform, smaak) == 1
    again = manager.post(DO, data={**sent, "seen": seen(answer.text)})
    assert (again.status_code, worn(platform, smaak)) == (303, 3)


@pytest.mark.parametrize("changed", [{"tag": "other"}, {"way": "remove"}, {"seen": ""}])
def test_nothing_else_than_what_was_looked_at_is_done(
    manager: FlaskClient, smaak: Cast, bakery: UUID, platform: Platform, changed: dict[str, str]
) -> None:
    sent = {"id": str(bakery), "tag": "mail", "way": "add"}
    mark = seen(manager.post(PREVIEW, data=sent).text)

    answer = manager.post(DO, data={**sent, "seen": mark, **changed})

    assert answer.status_code == 409
    assert worn(platform, smaak) == 1


def test_archived_organisations_are_left_as_they_are(
    manager: FlaskClient, smaak: Cast, bakery: UUID, work_for: Opened, at
) -> None:
    with work_for(smaak) as work:
        actions.archive_organisation(work, organisation_id=bakery, actor=smaak.actor(), at=at)

    looked = manager.post(PREVIEW, data={"id": str(bakery), "tag": "mail"})

    assert "Nothing would change" in looked.text
    assert "is archived" in looked.text


@pytest.mark.parametrize(("tag", "said"), [("", "Write a tag."), ("x" * 61, "60")])
def test_a_tag_that_cannot_be_is_asked_for_again_and_the_picks_are_kept(
    manager: FlaskClient, bakery: UUID, tag: str, said: str
) -> None:
    answer = manager.post(PREVIEW, data={"id": str(bakery), "tag": tag})

    assert answer.status_code == 422
    assert said in answer.text
    assert f'name="id" value="{bakery}"' in answer.text


@pytest.mark.parametrize("picked", [{}, {"id": "x"}, {"id": str(uuid4())}])
def test_nothing_picked_leads_back(manager: FlaskClient, picked: dict[str, str]) -> None:
    for url in (PREVIEW, DO):
        answer = manager.post(url, data={**picked, "tag": "a"})

        assert answer.location == f"{ADMIN}/members{ASKED}"


def test_too_many_at_once_are_refused(
    manager: FlaskClient, smaak: Cast, add: Add, bakery: UUID, monkeypatch: pytest.MonkeyPatch
) -> None:
    add(smaak, "Insectora bv")
    monkeypatch.setattr(tagging, "MOST_AT_ONCE", 1)

    answer = manager.post(PREVIEW, data={"whole": "1", "tag": "mail"})

    assert answer.status_code == 422
    assert "At most 1 organisations can be changed at once" in answer.text


def test_who_only_reads_picks_nothing(client: FlaskClient, smaak: Cast, bakery: UUID) -> None:
    sign_in(client, smaak, "viewer")

    assert client.post(PREVIEW, data={"id": str(bakery), "tag": "x"}).status_code == 403
    assert "bulkbar" not in client.get(f"{ADMIN}/members{ASKED}").text


def test_another_clusters_organisations_are_never_picked(
    client: FlaskClient, meca: Cast, smaak: Cast, bakery: UUID, platform: Platform
) -> None:
    sign_in(client, meca, "manager")

    answer = client.post(
        f"/c/{meca.slug}/admin/members/tags/preview", data={"id": str(bakery), "tag": "mine"}
    )

    assert answer.status_code == 303
    assert (worn(platform, meca), worn(platform, smaak)) == (0, 1)


def test_many_take_as_many_statements_as_one(
    manager: FlaskClient, smaak: Cast, add: Add, bakery: UUID, platform: Platform
) -> None:
    def statements(tag: str) -> int:
        with count_queries(platform.bind) as counted:
            do_it(manager, whole="1", tag=tag, way="add")
        return counted.number

    statements("warm")
    for_one = statements("one")
    for number in range(50):
        add(smaak, f"Bedrijf {number:02}")

    assert statements("many") == for_one
