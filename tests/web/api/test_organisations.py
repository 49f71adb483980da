"""Organisations through the API."""

from uuid import uuid4

import pytest
from sqlalchemy import Connection

from tests.support.api_samples import add_organisation, organisation
from tests.support.openapi import ApiClient, assert_refused
from tests.support.queries import count_queries


def test_an_organisation_is_added_with_its_parts_and_read_again(api: ApiClient) -> None:
    sent = organisation(
        identifiers=[{"scheme": "be_enterprise", "value": "0403.170.701"}],
        contacts=[{"given_name": "An", "family_name": "Peeters", "email": "an@noordzee.example"}],
        tags=["exporter"],
    )

    response = api.post("/organisations", sent)

    made = response.get_json()
    assert response.status_code == 201
    assert response.headers["Location"].endswith(f"/api/v1/organisations/{made['id']}")
    assert response.headers["ETag"] == f'"{made["version"]}"'
    read = api.get(f"/organisations/{made['id']}")
    assert read.get_json() == made
    assert made["identifiers"][0]["value"] == "0403170701"
    assert made["addresses"][0]["nuts_code"] == "BE255"
    assert made["size_class"] == "small"
    assert made["tags"] == ["exporter"]
    assert made["contacts"][0]["given_name"] == "An"


def test_a_wrong_check_digit_is_refused_with_its_field(api: ApiClient) -> None:
    sent = organisation(identifiers=[{"scheme": "be_enterprise", "value": "0403170702"}])

    response = api.post("/organisations", sent)

    assert_refused(response, 422, "wrong_check_digit", "identifiers.0.value")


def test_a_sub_group_of_another_helix_is_refused(api: ApiClient) -> None:
    response = api.post("/organisations", organisation(subgroup="university"))

    assert_refused(response, 422, "subgroup_of_other_helix")


def test_unknown_missing_and_malformed_fields_are_all_named(api: ApiClient) -> None:
    sent = {"colour": "red", "helix": "sideways", "sizes": [{"year": "x", "headcount_centi": 1.5}]}

    response = api.post("/organisations", sent)

    body = assert_refused(response, 422, "bad_shape")
    assert set(body["errors"]) == {
        "colour",
        "name",
        "helix",
        "sizes.0.year",
        "sizes.0.headcount_centi",
    }


def test_an_edit_needs_the_version_that_was_seen(api: ApiClient) -> None:
    made = add_organisation(api)
    path, etag = f"/organisations/{made['id']}", f'"{made["version"]}"'

    missing = api.patch(path, {"phone": "+32 59 1"})
    first = api.patch(path, {"phone": "+32 59 1"}, seen=etag)
    stale = api.patch(path, {"phone": "+32 59 2"}, seen=etag)
    strange = api.patch(path, {"phone": "+32 59 2"}, seen="W/abc")

    assert_refused(missing, 428, "if_match_missing", "If-Match")
    assert first.status_code == 200
    assert first.headers["ETag"] != etag
    assert_refused(stale, 412, "stale_edit", "If-Match")
    assert_refused(strange, 412, "stale_edit", "If-Match")
    assert api.get(path).get_json()["phone"] == "+32 59 1"


def test_a_patch_changes_only_what_it_sends(api: ApiClient) -> None:
    made = add_organisation(api)

    body = api.patch(
        f"/organisations/{made['id']}", {"website": "noordzee.example"}, seen='"1"'
    ).get_json()

    assert body["website"] == "https://noordzee.example"
    assert (body["name"], body["email"]) == (made["name"], made["email"])


def test_the_list_is_narrowed_by_text_and_filters(api: ApiClient) -> None:
    add_organisation(api, "Noordzee Vis")
    add_organisation(api, "Kust Zuivel", tags=["dairy"])
    add_organisation(
        api, "Universiteit Oostende", helix="knowledge", subgroup="university", sizes=[]
    )

    def names(query: str) -> list[str]:
        return [row["name"] for row in api.get(f"/organisations?{query}").get_json()["items"]]

    tag_id = api.get("/tags").get_json()["items"][0]["id"]
    assert names("q=zuivel") == ["Kust Zuivel"]
    assert names("helix=knowledge") == ["Universiteit Oostende"]
    assert names(f"tag={tag_id}") == ["Kust Zuivel"]
    assert names("size_class=small") == ["Kust Zuivel", "Noordzee Vis"]
    assert len(names("archived=also")) == 3


def test_pages_join_without_gap_or_repetition(api: ApiClient) -> None:
    for number in range(7):
        add_organisation(api, f"Firm {number}")

    seen, path = [], "/organisations?limit=3"
    while path:
        response = api.get(path)
        seen += [row["name"] for row in response.get_json()["items"]]
        links = response.headers.get("Link", "")
        nexts = [part for part in links.split(", ") if 'rel="next"' in part]
        path = nexts[0].partition(">")[0].strip("<") if nexts else ""

    assert seen == [f"Firm {number}" for number in range(7)]


def test_a_page_leads_back_to_the_one_before(api: ApiClient) -> None:
    for number in range(4):
        add_organisation(api, f"Firm {number}")
    first = api.get("/organisations?limit=2").get_json()
    second = api.get("/organisations", query_string={"limit": 2, "cursor": first["next"]})

    again = api.get(
        "/organisations", query_string={"limit": 2, "cursor": second.get_json()["previous"]}
    )

    assert again.get_json()["items"] == first["items"]


def test_a_limit_out_of_bounds_is_refused(api: ApiClient) -> None:
    for limit in ("0", "201", "-1", "1.5", "all", ""):
        assert_refused(api.get(f"/organisations?limit={limit}"), 422, "bad_shape", "limit")


@pytest.mark.parametrize(
    "cursor",
    ["rubbish", ">s:x", ">s:a~s:b", ">s:a~i:5", "<i:1~i:2", ">dt:x~s:x", "~", ">s:a~uuid:1"],
)
def test_a_made_up_cursor_is_refused(api: ApiClient, cursor: str) -> None:
    response = api.get("/organisations", query_string={"cursor": cursor})

    assert_refused(response, 422, "bad_cursor", "cursor")


def test_the_list_asks_as_often_for_one_row_as_for_fifty(
    api: ApiClient, connection: Connection
) -> None:
    add_organisation(api, "Firm 00")
    with count_queries(connection) as one:
        assert len(api.get("/organisations").get_json()["items"]) == 1
    for number in range(1, 50):
        add_organisation(api, f"Firm {number:02}", tags=["a", "b"])

    with count_queries(connection) as fifty:
        assert len(api.get("/organisations").get_json()["items"]) == 50

    assert fifty.number == one.number


def test_names_are_suggested_as_one_types(api: ApiClient) -> None:
    add_organisation(api, "Noordzee Vis")
    add_organisation(api, "Kust Zuivel")

    found = api.get("/organisations/suggest?q=noord").get_json()["items"]

    assert [row["name"] for row in found] == ["Noordzee Vis"]


def test_an_archived_organisation_leaves_the_list_and_comes_back(api: ApiClient) -> None:
    made = add_organisation(api)
    path = f"/organisations/{made['id']}"

    gone = api.post(f"{path}/archive", {"reason": "Closed down."})
    twice = api.post(f"{path}/archive", {})

    assert gone.get_json()["archived_at"] is not None
    assert api.get("/organisations").get_json()["items"] == []
    assert_refused(twice, 409, "already_archived")
    assert api.post(f"{path}/restore").get_json()["archived_at"] is None
    assert_refused(api.post(f"{path}/restore"), 409, "not_archived")


def test_a_duplicate_is_found_and_merged_without_loss(api: ApiClient) -> None:
    kept = add_organisation(api, "Noordzee Vis", website="https://noordzee.example")
    gone = add_organisation(
        api, "Noordzeevis", website="https://www.noordzee.example", phone="+32 59 1", addresses=[]
    )
    found = api.get(f"/organisations/{kept['id']}/duplicates").get_json()["items"]

    merged = api.post(
        f"/organisations/{kept['id']}/merge", {"gone_id": gone["id"], "reason": "Entered twice."}
    )

    assert found[0]["organisation_id"] == gone["id"]
    assert merged.get_json()["phone"] == "+32 59 1"
    body = assert_refused(api.get(f"/organisations/{gone['id']}"), 404, "organisation_merged")
    assert kept["id"] in body["detail"]


def test_an_organisation_cannot_be_merged_with_itself(api: ApiClient) -> None:
    made = add_organisation(api)

    response = api.post(f"/organisations/{made['id']}/merge", {"gone_id": made["id"]})

    assert_refused(response, 422, "merge_with_itself", "gone_id")


def test_the_timeline_tells_who_did_what_and_why(api: ApiClient) -> None:
    made = add_organisation(api)
    api.post(f"/organisations/{made['id']}/archive", {"reason": "Closed down."})

    lines = api.get(f"/organisations/{made['id']}/timeline").get_json()["items"]

    assert [line["verb"] for line in lines] == ["organisation.archived", "organisation.added"]
    assert (lines[0]["reason"], lines[0]["actor_kind"]) == ("Closed down.", "api_key")
    assert len(api.get(f"/organisations/{made['id']}/timeline?limit=1").get_json()["items"]) == 1


def test_another_clusters_organisation_is_not_found(api: ApiClient, stranger: ApiClient) -> None:
    made = add_organisation(api)
    path = f"/organisations/{made['id']}"

    assert_refused(stranger.get(path), 404, "organisation_not_found")
    assert_refused(
        stranger.patch(path, {"name": "Mine"}, seen='"1"'), 404, "organisation_not_found"
    )
    assert stranger.get("/organisations").get_json()["items"] == []


def test_an_id_that_is_none_is_not_found(api: ApiClient) -> None:
    assert_refused(api.get(f"/organisations/{uuid4()}"), 404, "organisation_not_found")
    assert_refused(api.get("/organisations/not-an-id"), 404, "not_found")


def test_reading_does_not_let_one_write(program, smaak) -> None:
    reader: ApiClient = program(smaak, "members.read")

    assert reader.get("/organisations").status_code == 200
    assert_refused(reader.post("/organisations", organisation()), 403, "forbidden")
