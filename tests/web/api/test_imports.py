"""The staged import through the API, and the exports."""

import io

import pytest
from python_calamine import CalamineWorkbook

from clusterorg.kernel.platform import Platform
from tests.support.api_samples import add_organisation, ok
from tests.support.jobs import run_jobs
from tests.support.openapi import ApiClient, assert_refused

LIST = """name,level,website,city
Noordzee Vis,Gold,noordzee.example,Oostende
Universiteit Gent,Silver,ugent.example,Gent
"""


def upload(api: ApiClient, text: str | bytes = LIST, name: str = "members.csv", **fields: str):
    content = text.encode() if isinstance(text, str) else text
    data = {"file": (io.BytesIO(content), name), **fields}
    return api.post("/imports", data=data, content_type="multipart/form-data")


@pytest.fixture
def batch(api: ApiClient) -> dict:
    return ok(upload(api))


def mapped(api: ApiClient, batch: dict, **more) -> dict:
    sent = {"mapping": {"name": "name", "website": "website", "city": "city"}, **more}
    path = f"/imports/{batch['id']}"
    return ok(api.put(f"{path}/mapping", sent, seen=api.get(path).headers["ETag"]))


def rows(api: ApiClient, batch: dict, query: str = "") -> list[dict]:
    return api.get(f"/imports/{batch['id']}/rows?{query}").get_json()["items"]


def test_an_upload_is_staged_with_a_proposed_mapping(api: ApiClient) -> None:
    response = upload(api)

    made = response.get_json()
    assert response.status_code == 201
    assert (made["status"], made["row_count"], made["file_kind"]) == ("staged", 2, "csv")
    assert made["mapping"]["name"] == "name"
    assert made["mapping"]["level"] == "extra.category"
    assert response.headers["Location"].endswith(made["id"])
    assert [row["id"] for row in api.get("/imports").get_json()["items"]] == [made["id"]]


def test_a_list_is_mapped_tried_corrected_carried_out_and_undone(
    api: ApiClient, batch: dict, platform: Platform
) -> None:
    path = f"/imports/{batch['id']}"
    mapped(
        api,
        batch,
        rules=[
            {
                "column": "name",
                "comparison": "contains",
                "values": ["Universiteit"],
                "results": {"helix": "knowledge", "subgroup": "university"},
            }
        ],
    )

    tried = ok(api.post(f"{path}/check"))
    faulty = rows(api, batch, "state=error")
    corrected = ok(
        api.post(
            f"/import-rows/{faulty[0]['id']}/corrections",
            {"corrections": {"helix": "business", "subgroup": "enterprise"}},
        )
    )
    started = api.post(f"{path}/carry-out")
    run_jobs(platform)

    assert (tried["progress"]["ready"], tried["progress"]["errors"]) == (1, 1)
    assert faulty[0]["problems"][0]["field"] == "helix"
    assert faulty[0]["problems"][0]["text"]
    assert corrected["state"] == "ready"
    assert started.status_code == 202
    done = api.get(path).get_json()
    assert (done["status"], done["progress"]["created"]) == ("done", 2)
    listed = api.get("/organisations").get_json()["items"]
    assert [(row["name"], row["helix"]) for row in listed] == [
        ("Noordzee Vis", "business"),
        ("Universiteit Gent", "knowledge"),
    ]

    assert api.post(f"{path}/undo").status_code == 202
    run_jobs(platform)
    assert api.get(path).get_json()["status"] == "undone"
    assert api.get("/organisations").get_json()["items"] == []


def test_proposals_stand_where_they_are_accepted(api: ApiClient, batch: dict) -> None:
    mapped(api, batch, accept_proposals=True)

    tried = ok(api.post(f"/imports/{batch['id']}/check"))

    assert tried["progress"]["errors"] == 0
    found = rows(api, batch)
    assert found[1]["values"]["helix"] == "knowledge"
    assert found[1]["proposal"]["reason"]


def test_a_likely_duplicate_waits_for_a_decision(
    api: ApiClient, batch: dict, platform: Platform
) -> None:
    known = add_organisation(api, "Noordzee Vis", website="https://noordzee.example")
    path = f"/imports/{batch['id']}"
    mapped(api, batch, accept_proposals=True)
    tried = ok(api.post(f"{path}/check"))
    row = rows(api, batch, "state=duplicate")[0]

    waiting = api.post(f"{path}/carry-out")
    aimless = api.post(f"/import-rows/{row['id']}/decision", {"decision": "update"})
    decided = ok(
        api.post(
            f"/import-rows/{row['id']}/decision", {"decision": "update", "target_id": known["id"]}
        )
    )
    ok(api.post(f"{path}/carry-out"))
    run_jobs(platform)

    assert tried["progress"]["undecided"] == 1
    assert_refused(waiting, 409, "import_rows_undecided")
    assert_refused(aimless, 422, "decision_needs_target")
    assert decided["decision"] == "update"
    assert len(api.get("/organisations").get_json()["items"]) == 2
    assert api.get(f"/organisations/{known['id']}").get_json()["addresses"][0]["city"] == "Oostende"


def test_one_decision_for_all_rows_of_a_state(api: ApiClient, batch: dict) -> None:
    add_organisation(api, "Noordzee Vis", website="https://noordzee.example")
    mapped(api, batch, accept_proposals=True)
    ok(api.post(f"/imports/{batch['id']}/check"))

    decided = ok(
        api.post(f"/imports/{batch['id']}/decisions", {"state": "duplicate", "decision": "skip"})
    )

    assert decided["progress"]["undecided"] == 0


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty_file"),
        (b"name\n", "empty_file"),
        (b"%PDF-1.7 not a list", "wrong_file_type"),
        (b"name,city\nA,B,C\n", "broken_row"),
        (b'name,city\n"A,B\n', "broken_quote"),
        (b"name,name\nA,B\n", "header_invalid"),
    ],
)
def test_a_file_that_is_no_list_is_refused_and_leaves_nothing(
    api: ApiClient, content: bytes, code: str
) -> None:
    assert_refused(upload(api, content), 422, code)
    assert api.get("/imports").get_json()["items"] == []


def test_an_upload_is_multipart_with_a_file(api: ApiClient) -> None:
    without = api.post("/imports", data={"encoding": "utf-8"}, content_type="multipart/form-data")
    as_json = api.post("/imports", data=b"{}", content_type="application/json")
    unknown = upload(api, colour="red")
    encoded = upload(api, LIST.encode("utf-16"), encoding="utf-8")

    assert_refused(without, 422, "bad_shape", "file")
    assert_refused(as_json, 415, "unsupported_media_type")
    assert_refused(unknown, 422, "bad_shape", "colour")
    assert_refused(encoded, 422, "wrong_encoding")


def test_a_mapping_is_checked_and_needs_the_version_seen(api: ApiClient, batch: dict) -> None:
    path = f"/imports/{batch['id']}/mapping"
    seen = f'"{batch["version"]}"'

    nowhere = api.put(path, {"mapping": {"name": "nowhere"}}, seen=seen)
    nameless = api.put(path, {"mapping": {"city": "city"}}, seen=seen)
    first = api.put(path, {"mapping": {"name": "name"}}, seen=seen)
    stale = api.put(path, {"mapping": {"name": "name"}}, seen='"99"')

    assert_refused(nowhere, 422, "unknown_import_target", "mapping")
    assert_refused(nameless, 422, "import_name_not_mapped")
    assert first.status_code == 200
    assert_refused(stale, 412, "stale_edit")


def test_the_errors_come_as_a_file(api: ApiClient, batch: dict) -> None:
    mapped(api, batch)
    ok(api.post(f"/imports/{batch['id']}/check"))

    response = api.get(f"/imports/{batch['id']}/report")

    assert response.mimetype == "text/csv"
    assert "Noordzee Vis" in response.get_data().decode("utf-8-sig")


def test_a_mapping_is_saved_and_used_again(api: ApiClient, batch: dict) -> None:
    mapped(api, batch, accept_proposals=True)
    saved = ok(api.post(f"/imports/{batch['id']}/profile", {"name": "Website"}))
    second = ok(upload(api))

    used = ok(api.post(f"/imports/{second['id']}/use-profile", {"profile_id": saved["id"]}))

    assert used["mapping"] == {"name": "name", "website": "website", "city": "city"}
    assert api.get("/import-profiles").get_json()["items"] == [saved]
    twice = api.post(f"/imports/{batch['id']}/profile", {"name": "Website"})
    assert_refused(twice, 409, "import_profile_taken", "name")


def test_an_import_that_was_not_carried_out_is_thrown_away(api: ApiClient, batch: dict) -> None:
    assert api.delete(f"/imports/{batch['id']}").status_code == 204
    assert_refused(api.get(f"/imports/{batch['id']}"), 404, "import_not_found")


def test_an_import_is_carried_out_once(api: ApiClient, batch: dict) -> None:
    path = f"/imports/{batch['id']}"

    assert_refused(api.post(f"{path}/carry-out"), 409, "import_not_ready")
    assert_refused(api.post(f"{path}/undo"), 409, "import_not_ready")


def test_another_clusters_import_is_not_found(
    api: ApiClient, stranger: ApiClient, batch: dict
) -> None:
    row = rows(api, batch)[0]

    assert_refused(stranger.get(f"/imports/{batch['id']}"), 404, "import_not_found")
    assert_refused(stranger.get(f"/imports/{batch['id']}/rows"), 404, "import_not_found")
    assert_refused(stranger.get(f"/import-rows/{row['id']}"), 404, "import_not_found")


def test_a_list_is_exported_as_it_is_shown_and_runs_no_formula(api: ApiClient) -> None:
    add_organisation(api, "=1+1", helix="knowledge", subgroup="university")
    add_organisation(api, "Kust Zuivel")

    csv = api.get("/exports/organisations.csv?helix=knowledge").get_data().decode("utf-8-sig")
    xlsx = api.get("/exports/organisations.xlsx")

    assert "'=1+1" in csv
    assert "Kust Zuivel" not in csv
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(xlsx.get_data())).get_sheet_by_index(0)
    assert sheet.to_python()[0][:3] == ["id", "name", "helix"]
    assert len(sheet.to_python()) == 3
    assert_refused(api.get("/exports/organisations.pdf"), 404, "not_found")
    assert_refused(api.get("/exports/organisations.csv?limit=1"), 422, "bad_shape", "limit")


@pytest.mark.parametrize("file", ["organisations.csv", "members.csv?status=none"])
def test_an_export_ends_with_the_clusters_own_fields(api: ApiClient, file: str) -> None:
    ok(api.post("/custom-fields", {"key": "score", "label": "Score", "kind": "number"}))
    ok(api.post("/custom-fields", {"key": "press", "label": "Press", "kind": "yes_no"}))
    add_organisation(api, "Vleesgilde", custom={"score": 7.5, "press": True})

    csv = api.get(f"/exports/{file}").get_data().decode("utf-8-sig")

    head, row = csv.splitlines()
    assert head.endswith(",custom.score,custom.press")
    assert row.endswith(",7.5,yes")


@pytest.mark.parametrize("name", ["members", "invoices", "payments"])
def test_every_list_can_be_exported(shop: ApiClient, name: str) -> None:
    response = shop.get(f"/exports/{name}.csv")

    assert response.status_code == 200
    assert response.get_data().decode("utf-8-sig").startswith("id")
