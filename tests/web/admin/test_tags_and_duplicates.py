"""Tags on one organisation; duplicates and their merge."""

from uuid import UUID

from flask.testing import FlaskClient

from tests.support.cast import Cast
from tests.support.web import sign_in
from tests.web.admin.conftest import Add

ADMIN = "/c/smaakkust/admin"


def test_a_tag_is_put_on_one_organisation_and_taken_off(manager: FlaskClient, bakery: UUID) -> None:
    url = f"{ADMIN}/members/{bakery}/tags"

    tagged = manager.post(url, data={"tag": "jury, pilot"}, follow_redirects=True).text
    bare = manager.post(f"{url}/remove", data={"tag": "jury"}, follow_redirects=True).text

    assert "Remove the tag jury" in tagged
    assert "Remove the tag jury" not in bare
    assert "Remove the tag pilot" in bare


def test_tags_are_edited_with_the_other_facts_and_those_of_others_stay(
    manager: FlaskClient, bakery: UUID
) -> None:
    url = f"{ADMIN}/members/{bakery}"
    shown = manager.get(f"{url}/edit").text
    manager.post(f"{url}/tags", data={"tag": "theirs"})
    facts = {"name": "Bakkerij", "helix": "business", "version": "1"}

    manager.post(f"{url}/edit", data={**facts, "tags": "pilot, jury", "tags_seen": "export"})

    assert 'name="tags" type="text" value="export"' in shown
    tagged = manager.get(url).text
    for tag in ("pilot", "jury", "theirs"):
        assert f"Remove the tag {tag}" in tagged
    assert "Remove the tag export" not in tagged


def test_a_tag_written_another_way_is_the_same_tag(manager: FlaskClient, bakery: UUID) -> None:
    url = f"{ADMIN}/members/{bakery}"
    facts = {"name": "Bakkerij", "helix": "business"}

    manager.post(f"{url}/edit", data={**facts, "tags": "Éxport", "tags_seen": "export"})

    assert "Remove the tag export" in manager.get(url).text


def test_a_tag_that_is_too_long_is_refused_at_its_field_and_nothing_is_written(
    manager: FlaskClient, bakery: UUID
) -> None:
    url = f"{ADMIN}/members/{bakery}/edit"

    answer = manager.post(url, data={"name": "Mine", "helix": "business", "tags": "x" * 61})

    assert answer.status_code == 422
    assert 'id="tags-error"' in answer.text
    assert 'value="Mine"' not in manager.get(url).text


def test_another_clusters_organisation_cannot_be_tagged(
    client: FlaskClient, meca: Cast, smaak: Cast, bakery: UUID
) -> None:
    sign_in(client, meca, "manager")

    answer = client.post(f"/c/{meca.slug}/admin/members/{bakery}/tags", data={"tag": "mine"})

    assert answer.status_code == 404
    sign_in(client, smaak, "manager")
    assert "mine" not in client.get(f"{ADMIN}/members/{bakery}").text


def test_entries_that_look_alike_are_listed_once(
    manager: FlaskClient, smaak: Cast, add: Add, bakery: UUID
) -> None:
    add(smaak, "Bakkerij Ter Leyevelde")

    answer = manager.get(f"{ADMIN}/duplicates")

    assert answer.text.count('class="row-link"') == 1
    assert "name" in answer.text


def test_two_entries_become_one_and_the_old_address_leads_to_it(
    manager: FlaskClient, smaak: Cast, add: Add, bakery: UUID
) -> None:
    other = add(smaak, "Bakkerij Ter Leyevelde", website="https://leyevelde.example")
    url = f"{ADMIN}/duplicates/{bakery}/{other}"

    shown = manager.get(url)
    merged = manager.post(url, data={"reason": "same firm"}, follow_redirects=True)
    old = manager.get(f"{ADMIN}/members/{other}")

    assert "leyevelde.example" in shown.text
    assert "leyevelde.example" in merged.text
    assert "same firm" in merged.text
    assert old.location == f"{ADMIN}/members/{bakery}"


def test_an_organisation_is_not_merged_with_itself(manager: FlaskClient, bakery: UUID) -> None:
    answer = manager.post(f"{ADMIN}/duplicates/{bakery}/{bakery}", data={})

    assert answer.status_code == 422


def test_a_merge_with_another_clusters_organisation_is_not_found(
    manager: FlaskClient, meca: Cast, add: Add, bakery: UUID
) -> None:
    theirs = add(meca, "Fonderies de Haute-Sambrelle SA")

    answer = manager.post(f"{ADMIN}/duplicates/{bakery}/{theirs}", data={})

    assert answer.status_code == 404
