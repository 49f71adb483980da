"""The staged import: upload, columns, rules, rows, carrying out, undo."""

import io
import re

import pytest

from clusterorg.domains.organisations import queries
from tests.support.cast import Cast
from tests.support.jobs import run_jobs
from tests.support.office import Office, enterprise_number
from tests.support.web import sign_in

IMPORTS = "/c/smaakkust/admin/imports"
LIST = """name,level,website
Algenlab bv,Gold,https://algen.example
Hogeschool Kust,Silver,https://hkust.example
Zeewier bv,Gold,https://zeewier.example
"""
MAPPED = {
    "target-0": "name",
    "target-1": "extra.category",
    "target-2": "website",
    "default_country": "BE",
}
GOLD = {
    "column": "level",
    "comparison": "equals",
    "values": "Gold",
    "result": "extra.category=full",
}
CARRY_OUT = "organisations.carry_out_import"
UNDO = "organisations.undo_import"


def upload(client, text=LIST, name="members.csv", **more):
    content = text if isinstance(text, bytes) else text.encode()
    return client.post(
        f"{IMPORTS}/new",
        data={"file": (io.BytesIO(content), name), "encoding": "", **more},
        content_type="multipart/form-data",
    )


@pytest.fixture
def batch(manager, office: Office) -> str:
    """The address of an uploaded list."""
    return upload(manager).location.removesuffix("/columns")


@pytest.fixture
def checked(manager, office: Office, batch: str) -> str:
    """The address of an import that is mapped and whose proposals are accepted."""
    manager.post(f"{batch}/columns", data=MAPPED)
    manager.post(f"{batch}/proposals", data={"accept": "yes"})
    return batch


def names(office: Office):
    with office.platform.session(office.cast.id) as session:
        found = queries.search(session, "l", limit=50) or []
        return {row.name for row in found} | {
            row.name for word in ("algen", "hoge", "zee") for row in queries.search(session, word)
        }


def row_of(page, line):
    """Return the id in the address of a line's form."""
    part = page.text.split(f'id="line-{line}"')[1]
    return re.search(r"/rows/([0-9a-f-]{36})", part)[1]


def test_columns_are_proposed_with_samples_beside_them(manager, office: Office, batch):
    page = manager.get(f"{batch}/columns")

    assert page.status_code == 200
    assert "members.csv, 3 rows." in page.text
    assert "Algenlab bv" in page.text
    assert '<option value="extra.category" selected>' in page.text


@pytest.mark.parametrize(
    ("content", "name", "words"),
    [
        (b"\x89PNG\r\n\x1a\n" + bytes(range(256)), "logo.csv", "neither a CSV nor an XLSX"),
        (b"", "empty.csv", "no rows below its header"),
        (b"name\n", "header.csv", "no rows below its header"),
        (b"name,level\nA,Gold,more,still\n", "broken.csv", "cells, but the header has"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_at_its_field(
    manager, office: Office, content, name, words
):
    answer = upload(manager, content, name)

    assert answer.status_code == 422
    assert words in answer.text


def test_no_file_no_import(manager, office: Office):
    answer = manager.post(f"{IMPORTS}/new", data={"encoding": ""})

    assert answer.status_code == 422
    assert "Choose a file" in answer.text


def test_a_file_in_another_encoding_is_read_when_told(manager, office: Office):
    answer = upload(manager, "name\nCafé Zoé\n".encode("cp1252"), encoding="cp1252")

    assert "Café Zoé" in manager.get(answer.location).text


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"target-0": ""}, "which column holds the name"),
        ({"target-2": "name"}, "Two columns go to"),
        ({"target-2": "nonsense"}, "no field nonsense"),
        ({"default_country": "XX"}, "countr"),
    ],
)
def test_a_mapping_that_makes_no_sense_is_refused_as_chosen(
    manager, office: Office, batch, changes, words
):
    answer = manager.post(f"{batch}/columns", data={**MAPPED, **changes})

    assert answer.status_code == 422
    assert words in answer.text


def test_the_dry_run_says_what_is_missing_and_writes_nothing(manager, office: Office, batch):
    answer = manager.post(f"{batch}/columns", data=MAPPED, follow_redirects=True)

    assert "does not say which helix" in answer.text
    assert "Accept the proposed helix for all" in answer.text
    assert names(office) == set()


def test_accepted_proposals_make_the_rows_ready(manager, office: Office, checked):
    page = manager.get(f"{checked}/rows")

    assert 'Ready <span class="quiet">3</span>' in page.text
    assert "University college" in page.text


def test_rules_are_added_told_in_words_and_removed(manager, office: Office, checked):
    manager.post(f"{checked}/rules", data=GOLD)
    added = manager.get(f"{checked}/rules")
    manager.post(f"{checked}/rules/remove", data={"place": "0"})
    removed = manager.get(f"{checked}/rules")

    assert "level is “Gold”" in added.text
    assert "Membership category: Full member" in added.text
    assert "level is “Gold”" not in removed.text


@pytest.mark.parametrize(
    "changes", [{"values": ""}, {"result": ""}, {"column": "nowhere"}, {"comparison": "rhymes"}]
)
def test_a_rule_that_is_not_whole_is_refused(manager, office: Office, checked, changes):
    answer = manager.post(f"{checked}/rules", data={**GOLD, **changes})

    assert answer.status_code == 422


def test_a_row_is_corrected_by_hand(manager, office: Office, checked):
    page = manager.get(f"{checked}/rows")
    row_id = row_of(page, 4)

    answer = manager.post(f"{checked}/rows/{row_id}", data={"strand": "subgroup=association"})

    page = manager.get(answer.location)
    assert "Association" in page.text.split('id="line-4"')[1]


def test_a_row_is_left_out(manager, office: Office, checked):
    row_id = row_of(manager.get(f"{checked}/rows"), 2)

    manager.post(f"{checked}/rows/{row_id}", data={"decision": "skip"})

    page = manager.get(f"{checked}/carry-out")
    assert "2 organisations are added." in page.text
    assert "1 row is left out." in page.text


def test_possible_duplicates_wait_for_a_decision(manager, office: Office, batch):
    office.organisation("Algenlab", seed=7)
    manager.post(f"{batch}/columns", data=MAPPED)
    manager.post(f"{batch}/proposals", data={"accept": "yes"})

    page = manager.get(f"{batch}/rows?state=duplicate")
    too_soon = manager.post(f"{batch}/carry-out")
    manager.post(f"{batch}/rows/decide", data={"state": "duplicate", "decision": "update"})
    after = manager.get(f"{batch}/carry-out")

    assert "may be an organisation that is here already" in page.text
    assert "Looks like" in page.text
    assert too_soon.status_code == 422
    assert "1 organisation that is here already is updated." in after.text


def test_the_import_runs_as_a_job_and_tells_its_result(manager, office: Office, checked):
    manager.post(f"{checked}/rules", data=GOLD)

    started = manager.post(f"{checked}/carry-out")
    under_way = manager.get(started.location)
    run_jobs(office.platform, only=CARRY_OUT)
    done = manager.get(started.location)

    assert under_way.headers["Refresh"]
    assert "data-poll" in under_way.text
    assert "What did the import do?" in done.text
    assert "data-poll" not in done.text
    assert names(office) == {"Algenlab bv", "Hogeschool Kust", "Zeewier bv"}


def test_the_whole_import_is_undone(manager, office: Office, checked):
    manager.post(f"{checked}/carry-out")
    run_jobs(office.platform, only=CARRY_OUT)

    asked = manager.get(f"{checked}/undo")
    manager.post(f"{checked}/undo")
    run_jobs(office.platform, only=UNDO)
    page = manager.get(checked)

    assert "3 organisations that it added are removed" in asked.text
    assert "The import was undone" in page.text
    assert names(office) == set()


def test_steps_out_of_order_are_refused(manager, office: Office, checked):
    undo_first = manager.post(f"{checked}/undo")
    manager.post(f"{checked}/carry-out")
    twice = manager.post(f"{checked}/carry-out")
    thrown = manager.post(f"{checked}/throw-away")
    mapped = manager.post(f"{checked}/columns", data=MAPPED)

    for answer in (undo_first, twice, thrown, mapped):
        assert answer.status_code == 422


def test_the_errors_come_as_a_file_to_correct(manager, office: Office, batch):
    manager.post(f"{batch}/columns", data=MAPPED)

    report = manager.get(f"{batch}/errors.csv")

    assert report.headers["Content-Disposition"].endswith('members-errors.csv"')
    assert report.text.count("Algenlab bv") == 1
    assert "helix" in report.text


def test_an_import_is_thrown_away(manager, office: Office, batch):
    answer = manager.post(f"{batch}/throw-away")

    assert answer.status_code == 303
    assert manager.get(f"{batch}/columns").status_code == 404
    assert "No list came in yet" in manager.get(IMPORTS).text


def test_a_mapping_is_kept_for_the_next_file(manager, office: Office, checked):
    manager.post(f"{checked}/rules", data=GOLD)
    kept = manager.post(f"{checked}/keep", data={"name": "Yearly list"}, follow_redirects=True)
    twice = manager.post(f"{checked}/keep", data={"name": "Yearly list"}, follow_redirects=True)
    next_one = upload(manager).location.removesuffix("/columns")
    page = manager.get(f"{next_one}/columns")
    profile = re.search(r'<option value="([0-9a-f-]{36})">Yearly list', page.text)[1]

    manager.post(f"{next_one}/use", data={"profile_id": profile})

    assert "kept for the next file" in kept.text
    assert "already a saved mapping" in twice.text
    assert "level is “Gold”" in manager.get(f"{next_one}/rules").text


def test_the_same_upload_form_sent_twice_stages_once(manager, office: Office):
    page = manager.get(f"{IMPORTS}/new")
    once = re.search(r'name="once"[^>]*value="(\w+)"', page.text)[1]

    first = upload(manager, once=once)
    second = upload(manager, once=once)

    assert first.location == second.location


def test_a_wrong_number_is_corrected_in_the_row(manager, office: Office):
    text = f"name,enterprise number\nAlgenlab bv,{enterprise_number(9)[:-2]}00\n"
    batch = upload(manager, text).location.removesuffix("/columns")
    manager.post(
        f"{batch}/columns",
        data={"target-0": "name", "target-1": "enterprise_number", "default_country": "BE"},
    )
    manager.post(f"{batch}/proposals", data={"accept": "yes"})
    page = manager.get(f"{batch}/rows")
    assert "check digits" in page.text

    manager.post(
        f"{batch}/rows/{row_of(page, 2)}",
        data={"strand": "subgroup=enterprise", "enterprise_number": enterprise_number(9)},
    )

    assert "Will be added" in manager.get(f"{batch}/rows").text


def test_a_viewer_imports_nothing(client, smaak: Cast, manager, office: Office, checked):
    sign_in(client, smaak, "viewer")

    for path in (IMPORTS, f"{IMPORTS}/new", checked, f"{checked}/rows", f"{checked}/errors.csv"):
        assert client.get(path).status_code == 403
    assert client.post(f"{checked}/carry-out").status_code == 403


def test_another_clusters_import_is_not_found(client, meca: Cast, manager, office, checked):
    row_id = row_of(manager.get(f"{checked}/rows"), 2)
    sign_in(client, meca, "manager")
    there = checked.replace("smaakkust", "mecavallee")

    for step in ("", "/columns", "/rules", "/rows", "/carry-out", "/undo", "/errors.csv"):
        assert client.get(f"{there}{step}").status_code == 404
    assert client.post(f"{there}/rows/{row_id}", data={"decision": "skip"}).status_code == 404
    assert client.post(f"{there}/check").status_code == 404


def test_levels_that_are_no_kind_of_membership_are_said_before_and_made_with_one_button(
    manager, office: Office, checked: str
):
    before = manager.get(f"{checked}/rows").text

    manager.post(f"{checked}/categories")

    after = manager.get(f"{checked}/rows").text
    assert "Those organisations would come in without a membership." in before
    assert "Gold (2), Silver (1)" in before
    assert "Those organisations would come in without a membership." not in after
    assert "Silver" in manager.get("/c/smaakkust/admin/settings/categories").text
