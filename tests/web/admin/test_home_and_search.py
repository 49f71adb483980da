"""The home page and the global search."""

from uuid import UUID

import pytest
from flask.testing import FlaskClient

from clusterorg.kernel.platform import Platform
from tests.support.cast import Cast
from tests.support.queries import count_queries
from tests.support.web import sign_in
from tests.web.admin.conftest import Add

ADMIN = "/c/smaakkust/admin"


@pytest.mark.parametrize("role", ["owner", "manager", "finance", "viewer"])
def test_each_seat_has_a_home(client: FlaskClient, smaak: Cast, bakery: UUID, role: str) -> None:
    sign_in(client, smaak, role)

    answer = client.get(f"{ADMIN}/")

    assert answer.status_code == 200
    assert "What needs me today?" in answer.text


def test_an_assessor_has_no_place_here(client: FlaskClient, smaak: Cast) -> None:
    sign_in(client, smaak, "assessor")

    answer = client.get(f"{ADMIN}/")

    assert answer.status_code == 404


def test_an_empty_cluster_is_told_how_to_begin(manager: FlaskClient) -> None:
    answer = manager.get(f"{ADMIN}/")

    assert "Bring in your members" in answer.text


def test_a_new_cluster_sees_its_decisions_ticked_as_they_are_made(
    manager: FlaskClient, bakery: UUID
) -> None:
    first = manager.get(f"{ADMIN}/").text

    category = {"code": "full", "names-nl": "Gewoon lid", "helix": "", "approval": ""}
    manager.post(f"{ADMIN}/settings/categories/new", data=category)

    then = manager.get(f"{ADMIN}/").text
    assert "Name your kinds of membership" in first
    assert then.count('class="done"') == first.count('class="done"') + 1


def test_a_viewer_is_not_asked_to_set_up(client: FlaskClient, smaak: Cast, bakery: UUID) -> None:
    sign_in(client, smaak, "viewer")

    assert "Before your first member joins and pays" not in client.get(f"{ADMIN}/").text


def test_the_home_page_runs_as_many_queries_for_one_organisation_as_for_thirty(
    manager: FlaskClient, smaak: Cast, add: Add, bakery: UUID, platform: Platform
) -> None:
    manager.get(f"{ADMIN}/")
    with count_queries(platform.bind) as for_one:
        manager.get(f"{ADMIN}/")
    for number in range(29):
        add(smaak, f"Bedrijf {number:02}")

    with count_queries(platform.bind) as for_thirty:
        manager.get(f"{ADMIN}/")

    assert for_thirty.number == for_one.number


def test_the_rail_shows_only_doors_that_open_for_the_visitor(
    client: FlaskClient, smaak: Cast, bakery: UUID
) -> None:
    sign_in(client, smaak, "viewer")

    answer = client.get(f"{ADMIN}/")

    assert f'href="{ADMIN}/members"' in answer.text
    assert f'href="{ADMIN}/duplicates"' not in answer.text


def test_one_find_leads_straight_to_it(manager: FlaskClient, bakery: UUID) -> None:
    answer = manager.get(f"{ADMIN}/search?q=leyevelde")

    assert answer.location == f"{ADMIN}/members/{bakery}"


def test_several_finds_are_listed(
    manager: FlaskClient, smaak: Cast, add: Add, bakery: UUID
) -> None:
    add(smaak, "Bakkerij Morandijn")

    answer = manager.get(f"{ADMIN}/search?q=bakkerij")

    assert "2 found" in answer.text


def test_people_are_found_by_name_and_by_mail_address(
    manager: FlaskClient, ann: UUID, bakery: UUID
) -> None:
    answer = manager.get(f"{ADMIN}/search?q=péeters")

    assert answer.location == f"{ADMIN}/members/{bakery}#people"


def test_an_invoice_number_that_is_nowhere_finds_nothing(manager: FlaskClient) -> None:
    answer = manager.get(f"{ADMIN}/search?q=INV-1999-00001")

    assert "Nothing is called like that" in answer.text


def test_suggestions_are_links_of_this_cluster_only(
    manager: FlaskClient, meca: Cast, add: Add, bakery: UUID
) -> None:
    add(meca, "Bakkerij Ailleurs")

    answer = manager.get(f"{ADMIN}/search/suggest?q=bakk")

    assert answer.text.count("<li>") == 1
    assert str(bakery) in answer.text


def test_the_page_is_drawn_dark_when_the_visitor_chose_it(manager: FlaskClient) -> None:
    manager.set_cookie("scheme", "dark")

    answer = manager.get(f"{ADMIN}/")

    assert '<html lang="en" data-bs-theme="dark">' in answer.text
