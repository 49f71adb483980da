"""Tags in the settings: how many wear each, renamed, merged, deleted."""

from collections.abc import Callable
from datetime import datetime
from uuid import UUID, uuid4

import pytest
from flask.testing import FlaskClient

from clusterorg.domains.organisations import actions, queries
from tests.support.cast import Cast
from tests.support.web import sign_in
from tests.web.admin.conftest import Add, Opened

ADMIN = "/c/smaakkust/admin"
TAGS = f"{ADMIN}/settings/tags"
LIST = f"{ADMIN}/settings/fields"


@pytest.fixture
def tag_id(work_for: Opened, smaak: Cast, add: Add, bakery: UUID) -> Callable[[str], UUID | None]:
    """The bakery wears export, Insectora export and pilot; `tag_id("pilot")` names one."""
    add(smaak, "Insectora bv", tags=("export", "pilot"))

    def named(name: str) -> UUID | None:
        with work_for(smaak) as work:
            return queries.find_tag(work.session, name)

    return named


def test_the_list_says_how_many_wear_a_tag_and_leads_to_them(
    manager: FlaskClient, tag_id: Callable[[str], UUID]
) -> None:
    listed = manager.get(LIST).text
    worn = manager.get(f"{ADMIN}/members?status=everybody&tag={tag_id('pilot')}").text

    assert f"tag={tag_id('export')}" in listed
    assert "2 organisations" in listed
    assert ">Insectora bv<" in worn
    assert ">Bakkerij Ter Leyevelde nv<" not in worn


def test_a_tag_is_renamed_everywhere(
    manager: FlaskClient, tag_id: Callable[[str], UUID], bakery: UUID
) -> None:
    typed = {"name": "Exporter", "seen": "export"}

    answer = manager.post(f"{TAGS}/{tag_id('export')}", data=typed)

    assert answer.status_code == 303
    assert "Remove the tag Exporter" in manager.get(f"{ADMIN}/members/{bakery}").text


@pytest.mark.parametrize("name", ["", "x" * 61])
def test_a_name_that_cannot_be_is_refused_at_its_field(
    manager: FlaskClient, tag_id: Callable[[str], UUID], name: str
) -> None:
    answer = manager.post(f"{TAGS}/{tag_id('export')}", data={"name": name, "seen": "export"})

    assert answer.status_code == 422
    assert 'id="name-error"' in answer.text


def test_a_tag_that_somebody_renamed_meanwhile_is_a_conflict_and_nothing_is_lost(
    manager: FlaskClient,
    smaak: Cast,
    tag_id: Callable[[str], UUID],
    work_for: Opened,
    at: datetime,
) -> None:
    export = tag_id("export")
    with work_for(smaak) as work:
        actions.rename_tag(work, tag_id=export, name="Theirs", actor=smaak.actor(), at=at)

    stale = manager.post(f"{TAGS}/{export}", data={"name": "Mine", "seen": "export"})
    again = manager.post(f"{TAGS}/{export}", data={"name": "Mine", "seen": "Theirs"})

    assert stale.status_code == 409
    for shown in ('value="Mine"', 'value="Theirs"', "Somebody renamed this tag to Theirs"):
        assert shown in stale.text
    assert again.status_code == 303


def test_a_name_that_is_taken_leads_to_a_merge_that_says_what_follows(
    manager: FlaskClient, tag_id: Callable[[str], UUID], bakery: UUID
) -> None:
    export, pilot = tag_id("export"), tag_id("pilot")

    proposed = manager.post(f"{TAGS}/{export}", data={"name": "PILOT", "seen": "export"})
    asked = manager.get(proposed.location).text
    merged = manager.post(f"{TAGS}/{export}/merge", data={"into": str(pilot)})

    assert "1 organisation loses export and gets pilot." in asked
    assert "1 organisation wears both and keeps pilot." in asked
    assert merged.status_code == 303
    assert tag_id("export") is None
    assert "Remove the tag pilot" in manager.get(f"{ADMIN}/members/{bakery}").text


def test_the_tag_that_stays_is_chosen_first(
    manager: FlaskClient, tag_id: Callable[[str], UUID]
) -> None:
    export = tag_id("export")

    asked = manager.get(f"{TAGS}/{export}/merge").text
    nothing = manager.post(f"{TAGS}/{export}/merge", data={})
    itself = manager.post(f"{TAGS}/{export}/merge", data={"into": str(export)})
    made_up = manager.get(f"{TAGS}/{export}/merge?into={uuid4()}")

    assert f'<option value="{tag_id("pilot")}">pilot</option>' in asked
    assert (nothing.status_code, itself.status_code, made_up.status_code) == (422, 422, 200)
    assert tag_id("export") == export


def test_a_deletion_names_the_tag_and_how_many_lose_it(
    manager: FlaskClient, tag_id: Callable[[str], UUID], bakery: UUID
) -> None:
    export = tag_id("export")

    asked = manager.get(f"{TAGS}/{export}/delete").text
    done = manager.post(f"{TAGS}/{export}/delete", follow_redirects=True).text

    assert "Delete the tag export?" in asked
    assert "2 organisations lose the tag export." in asked
    assert "The tag export was deleted." in done
    shown = manager.get(f"{ADMIN}/members/{bakery}").text
    assert "Remove the tag export" not in shown
    assert "Tags: <del>export</del> → <ins>removed</ins>" in shown


def test_the_log_counts_who_lost_a_tag_instead_of_listing_ids(
    manager: FlaskClient, tag_id: Callable[[str], UUID], bakery: UUID
) -> None:
    manager.post(f"{TAGS}/{tag_id('export')}/delete")

    log = manager.get(f"{ADMIN}/settings/audit").text

    assert "Organisations: <del>2</del>" in log


@pytest.mark.parametrize("path", ["", "/merge", "/delete"])
def test_who_may_only_read_changes_no_tag_and_a_stranger_finds_none(
    client: FlaskClient, smaak: Cast, meca: Cast, tag_id: Callable[[str], UUID], path: str
) -> None:
    one = f"{tag_id('export')}{path}"
    sign_in(client, smaak, "viewer")
    reader = [client.get(f"{TAGS}/{one}").status_code, client.post(f"{TAGS}/{one}").status_code]

    sign_in(client, meca, "manager")
    theirs = f"/c/{meca.slug}/admin/settings/tags/{one}"

    assert reader == [403, 403]
    assert [client.get(theirs).status_code, client.post(theirs).status_code] == [404, 404]


def test_a_tag_is_not_merged_into_one_of_another_cluster(
    manager: FlaskClient, meca: Cast, add: Add, tag_id: Callable[[str], UUID], work_for: Opened
) -> None:
    add(meca, "Fonderie", tags=("theirs",))
    with work_for(meca) as work:
        theirs = queries.find_tag(work.session, "theirs")

    answer = manager.post(f"{TAGS}/{tag_id('export')}/merge", data={"into": str(theirs)})

    assert answer.status_code == 422
    assert "theirs" not in answer.text
