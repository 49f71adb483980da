"""Saved views of lists: saved from what the list shows, opened, overwritten, opened with."""

import re
from uuid import UUID

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from clusterorg.domains.identity import queries
from clusterorg.domains.identity.vocabulary import ViewKeeper
from clusterorg.kernel.platform import Platform
from tests.support.cast import Cast
from tests.support.queries import count_queries
from tests.support.web import sign_in
from tests.web.admin.conftest import Add

ADMIN = "/c/smaakkust/admin"
MEMBERS = f"{ADMIN}/members"
ASKED = "status=everybody&helix=business&columns=city&columns=tags"


def save(client: FlaskClient, name: str = "Food", asked: str = ASKED, **more: str) -> TestResponse:
    return client.post(f"{ADMIN}/views/members/new?{asked}", data={"name": name, **more})


def views(platform: Platform, cast: Cast, role: str = "manager", list_key: str = "members"):
    with platform.session(cast.id) as session:
        return queries.saved_views(session, list_key, ViewKeeper(cast.people[role].id))


def test_what_the_list_shows_is_saved_and_opens_again(
    manager: FlaskClient, smaak: Cast, platform: Platform, bakery: UUID
) -> None:
    saved = save(manager)

    (view,) = views(platform, smaak)
    assert view.arguments == {
        "status": ["everybody"],
        "helix": ["business"],
        "columns": ["city", "tags"],
    }
    assert saved.location == (
        f"{MEMBERS}?status=everybody&helix=business&columns=city&columns=tags&view={view.id}"
    )
    page = manager.get(saved.location).text
    assert "The view Food was saved." in page
    assert re.search(r"<summary[^>]*>.*Food.*</summary>", page)
    assert 'aria-current="true">Food' in page
    assert "Bakkerij Ter Leyevelde" in page


def test_the_page_that_saves_says_what_is_kept(manager: FlaskClient) -> None:
    page = manager.get(f"{ADMIN}/views/members/new?{ASKED}").text
    plain = manager.get(f"{ADMIN}/views/members/new").text

    assert "2 filters, 2 columns" in page
    assert "0 filters, the usual columns" in plain


def test_what_the_list_could_not_mean_is_not_kept(
    manager: FlaskClient, smaak: Cast, platform: Platform
) -> None:
    save(
        manager, asked="columns=nonsense&columns=city&cursor=x&view=y&colour=red&q=&helix=business"
    )

    (view,) = views(platform, smaak)
    assert view.arguments == {"columns": ["city"], "helix": ["business"]}


def test_a_view_is_its_owners_alone_until_it_is_shared(
    client: FlaskClient, manager: FlaskClient, smaak: Cast
) -> None:
    save(manager, "Mine")
    mine = manager.get(save(manager, "Ours", shared="yes").location).text

    sign_in(client, smaak, "viewer")
    page = client.get(MEMBERS).text

    assert "Mine" in mine
    assert "Ours" in page
    assert "Mine" not in page


def test_who_may_not_share_saves_for_themselves(
    client: FlaskClient, smaak: Cast, platform: Platform
) -> None:
    sign_in(client, smaak, "viewer")

    asked = client.get(f"{ADMIN}/views/members/new").text
    forged = save(client, shared="yes")
    own = save(client)

    assert "All colleagues" not in asked
    assert forged.status_code == 422
    assert "You may not change views that all colleagues see." in forged.text
    assert own.status_code == 303
    assert [view.shared for view in views(platform, smaak, "viewer")] == [False]


def test_a_shared_view_offers_no_change_to_who_may_not(
    client: FlaskClient, manager: FlaskClient, smaak: Cast, platform: Platform
) -> None:
    save(manager, shared="yes")
    (view,) = views(platform, smaak)
    sign_in(client, smaak, "viewer")

    page = client.get(f"{ADMIN}/views/members").text
    answers = [
        client.post(f"{ADMIN}/views/{view.id}/{verb}", data={"version": "1", "name": "x"})
        for verb in ("edit", "delete", "overwrite")
    ]

    assert "Rename" not in page
    assert [answer.status_code for answer in answers] == [422, 422, 403]
    assert [each.name for each in views(platform, smaak)] == ["Food"]


def test_a_taken_name_is_said_at_its_field(manager: FlaskClient) -> None:
    save(manager)

    answer = save(manager, "FOOD")

    assert answer.status_code == 422
    assert 'id="name-error"' in answer.text
    assert "already has a view with this name" in answer.text


@pytest.mark.parametrize("name", ["", "x" * 61])
def test_a_name_that_cannot_be_is_refused(manager: FlaskClient, name: str) -> None:
    assert save(manager, name).status_code == 422


def test_a_view_is_renamed(manager: FlaskClient, smaak: Cast, platform: Platform) -> None:
    save(manager)
    (view,) = views(platform, smaak)
    url = f"{ADMIN}/views/{view.id}/edit"

    renamed = manager.post(url, data={"name": "Drinks", "version": "1"})
    stale = manager.post(url, data={"name": "Other", "version": "1"})

    assert renamed.location == f"{ADMIN}/views/members"
    assert stale.status_code == 422
    assert [each.name for each in views(platform, smaak)] == ["Drinks"]


def test_an_opened_view_is_overwritten_with_what_the_list_shows_now(
    manager: FlaskClient, smaak: Cast, platform: Platform
) -> None:
    opened = save(manager).location
    (view,) = views(platform, smaak)

    same, changed = manager.get(opened).text, manager.get(f"{opened}&q=bakker").text
    url = re.search(rf'action="([^"]*/views/{view.id}/overwrite[^"]*)"', changed)
    assert url
    answer = manager.post(url[1].replace("&amp;", "&"), data={"version": "1"})
    stale = manager.post(url[1].replace("&amp;", "&"), data={"version": "1"})

    assert "Save the changes in" not in same
    assert "· changed" in changed
    assert "q=bakker" in answer.location
    assert views(platform, smaak)[0].arguments["q"] == ["bakker"]
    assert stale.status_code == 409


def test_a_view_is_deleted_after_saying_what_follows(
    manager: FlaskClient, smaak: Cast, platform: Platform
) -> None:
    opened = save(manager, shared="yes").location
    (view,) = views(platform, smaak)

    asked = manager.get(f"{ADMIN}/views/{view.id}/delete").text
    manager.post(f"{ADMIN}/views/{view.id}/delete")

    assert "It disappears for all colleagues." in asked
    assert views(platform, smaak) == []
    assert manager.get(opened).status_code == 200


def test_a_list_opens_with_the_view_that_a_person_chose(
    client: FlaskClient, manager: FlaskClient, smaak: Cast, platform: Platform
) -> None:
    save(manager, shared="yes", default="y")
    (view,) = views(platform, smaak)

    opened, plain = manager.get(MEMBERS), manager.get(f"{MEMBERS}?view=none")
    filtered = manager.get(f"{MEMBERS}?helix=knowledge")

    assert opened.location.endswith(f"&view={view.id}")
    assert (plain.status_code, filtered.status_code) == (200, 200)
    assert f'href="{MEMBERS}?view=none"' in manager.get(opened.location).text
    manager.post(f"{ADMIN}/views/{view.id}/default")
    assert manager.get(MEMBERS).status_code == 200
    manager.post(f"{ADMIN}/views/{view.id}/default", data={"chosen": "1"})
    assert manager.get(MEMBERS).status_code == 302
    sign_in(client, smaak, "viewer")
    assert client.get(MEMBERS).status_code == 200


def test_somebody_elses_own_view_is_not_found(
    client: FlaskClient, manager: FlaskClient, smaak: Cast, platform: Platform
) -> None:
    opened = save(manager, "Mine").location
    (view,) = views(platform, smaak)
    sign_in(client, smaak, "owner")

    for verb in ("edit", "delete"):
        assert client.get(f"{ADMIN}/views/{view.id}/{verb}").status_code == 404
    for verb in ("edit", "delete", "overwrite", "default"):
        assert client.post(f"{ADMIN}/views/{view.id}/{verb}").status_code == 404
    shown = client.get(opened)
    assert shown.status_code == 200
    assert "Mine" not in shown.text


def test_a_view_of_another_cluster_is_not_found(
    client: FlaskClient, manager: FlaskClient, smaak: Cast, meca: Cast, platform: Platform
) -> None:
    save(manager, shared="yes")
    (view,) = views(platform, smaak)
    sign_in(client, meca, "owner")

    for verb in ("edit", "delete", "overwrite", "default"):
        url = f"/c/{meca.slug}/admin/views/{view.id}/{verb}"
        assert client.post(url, data={"name": "x", "version": "1"}).status_code == 404


def test_only_lists_that_there_are_have_views(manager: FlaskClient) -> None:
    for path in ("views/kittens", "views/kittens/new"):
        assert manager.get(f"{ADMIN}/{path}").status_code == 404
    assert "No views yet" in manager.get(f"{ADMIN}/views/invoices").text


def test_the_list_asks_for_its_views_once_whatever_their_number(
    manager: FlaskClient, platform: Platform, bakery: UUID
) -> None:
    def statements() -> int:
        with count_queries(platform.bind) as counted:
            manager.get(f"{MEMBERS}?status=everybody")
        return counted.number

    statements()
    for_none = statements()
    for number in range(5):
        save(manager, f"View {number}")

    assert statements() == for_none


def test_all_columns_cost_as_many_statements_for_one_row_as_for_fifty(
    manager: FlaskClient, smaak: Cast, add: Add, bakery: UUID, platform: Platform
) -> None:
    page = manager.get(f"{MEMBERS}?status=everybody").text
    every = "".join(f"&columns={key}" for key in re.findall(r'name="columns" value="(\w+)"', page))

    def statements() -> int:
        with count_queries(platform.bind) as counted:
            answer = manager.get(f"{MEMBERS}?status=everybody{every}")
        assert "Region (NUTS)</th>" in answer.text
        return counted.number

    for_one = statements()
    for number in range(49):
        add(smaak, f"Bedrijf {number:02}", tags=("export",))

    assert statements() == for_one
