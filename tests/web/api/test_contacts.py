"""Contacts, parts, tags and custom fields of organisations through the API."""

import pytest

from tests.support.api_samples import add_organisation, ok
from tests.support.openapi import ApiClient, assert_refused

AN = {"given_name": "An", "family_name": "Peeters", "email": "an@noordzee.example"}
VOTE = {"role": "voting_representative", "valid_from": "2026-01-01"}


@pytest.fixture
def firm(api: ApiClient) -> str:
    return add_organisation(api)["id"]


def test_a_contact_is_added_changed_and_put_away(api: ApiClient, firm: str) -> None:
    made = api.post(f"/organisations/{firm}/contacts", {**AN, "roles": [VOTE]})
    path = f"/contacts/{made.get_json()['id']}"

    changed = api.patch(path, {"job_title": "Chair"}, seen=made.headers["ETag"])
    stale = api.patch(path, {"job_title": "Cook"}, seen=made.headers["ETag"])
    gone = api.post(f"{path}/archive")

    assert made.status_code == 201
    assert made.headers["Location"].endswith(path)
    assert (changed.get_json()["job_title"], changed.get_json()["given_name"]) == ("Chair", "An")
    assert_refused(stale, 412, "stale_edit")
    assert gone.get_json()["archived"] is True
    assert gone.get_json()["roles"][0]["valid_until"] == "2026-03-02"


def test_one_votes_at_a_time(api: ApiClient, firm: str) -> None:
    path = f"/organisations/{firm}/contacts"
    first = ok(api.post(path, {**AN, "roles": [VOTE]}))
    second = ok(api.post(path, {"given_name": "Bo"}))

    taken = api.post(f"/contacts/{second['id']}/roles", VOTE)
    ended = api.post(f"/contact-roles/{first['roles'][0]['id']}/end", {"on": "2026-04-01"})
    later = api.post(f"/contacts/{second['id']}/roles", {**VOTE, "valid_from": "2026-04-01"})

    assert_refused(taken, 409, "voting_representative_taken", "role")
    assert ended.status_code == 204
    assert later.status_code == 201
    names = [row["given_name"] for row in api.get(path).get_json()["items"]]
    assert sorted(names) == ["An", "Bo"]


def test_refusals_of_contacts(api: ApiClient, firm: str) -> None:
    path = f"/organisations/{firm}/contacts"
    backwards = {**VOTE, "valid_from": "2026-02-01", "valid_until": "2026-01-01"}

    assert_refused(api.post(path, {}), 422, "contact_nameless")
    assert_refused(api.post(path, {"email": "nobody"}), 422, "email_invalid")
    assert_refused(api.post(path, {**AN, "roles": [backwards]}), 422, "dates_reversed")
    assert_refused(api.post(path, {**AN, "roles": [{"role": "king"}]}), 422, "bad_shape")


def test_parts_are_added_and_removed(api: ApiClient, firm: str) -> None:
    one = f"/organisations/{firm}"

    number = ok(api.post(f"{one}/identifiers", {"scheme": "vat", "value": "BE 0403.170.701"}))
    billing = {"kind": "billing", "street": "Kaai 1", "postcode": "9000", "city": "Gent"}
    address = ok(api.post(f"{one}/addresses", billing))
    moved = ok(api.put(f"/addresses/{address['id']}", {**billing, "postcode": "8000"}))
    size = ok(api.put(f"{one}/sizes", {"year": 2024, "headcount_centi": 900}))
    same = ok(api.put(f"{one}/sizes", {"year": 2024, "headcount_centi": 950}))
    activity = ok(api.post(f"{one}/activities", {"revision": "2.1", "code": "1020"}))

    assert number["value"] == "BE0403170701"
    assert (address["nuts_code"], moved["nuts_code"]) == ("BE234", "BE251")
    assert (same["id"], same["headcount_centi"]) == (size["id"], 950)
    assert activity["code"] == "10.20"
    for path in (
        f"/identifiers/{number['id']}",
        f"/addresses/{address['id']}",
        f"/sizes/{size['id']}",
        f"/activities/{activity['id']}",
    ):
        assert api.delete(path).status_code == 204
        assert_refused(api.delete(path), 404, "part_not_found")


def test_refusals_of_parts(api: ApiClient, firm: str) -> None:
    one = f"/organisations/{firm}"
    other = add_organisation(api, "Kust Zuivel")["id"]
    number = {"scheme": "be_enterprise", "value": "0403170701"}
    ok(api.post(f"/organisations/{other}/identifiers", number))

    assert_refused(api.post(f"{one}/identifiers", number), 409, "identifier_taken")
    assert_refused(
        api.post(f"{one}/identifiers", {"scheme": "iban", "value": "BE1"}),
        422,
        "wrong_check_digit",
    )
    assert_refused(api.post(f"{one}/addresses", {"kind": "registered"}), 409, "address_kind_taken")
    assert_refused(
        api.post(f"{one}/activities", {"revision": "2.1", "code": "99.99"}), 422, "unknown_nace"
    )
    assert_refused(
        api.put(f"{one}/sizes", {"year": 1800, "headcount_centi": 1}), 422, "bad_shape", "year"
    )


def test_tags_are_put_on_renamed_and_removed(api: ApiClient, firm: str) -> None:
    sent = {"organisation_ids": [firm], "add": ["exporter", "fish"]}
    assert api.post("/tags/assign", sent).status_code == 204
    tags = {row["name"]: row["id"] for row in api.get("/tags").get_json()["items"]}

    renamed = api.patch(f"/tags/{tags['fish']}", {"name": "seafood"})
    taken = api.patch(f"/tags/{tags['fish']}", {"name": "Exporter"})

    assert renamed.get_json() == {"id": tags["fish"], "name": "seafood", "used": 1}
    assert_refused(taken, 409, "tag_taken", "name")
    assert api.delete(f"/tags/{tags['exporter']}").status_code == 204
    assert api.get(f"/organisations/{firm}").get_json()["tags"] == ["seafood"]


def test_custom_fields_are_made_filled_and_put_away(api: ApiClient, firm: str) -> None:
    sector = {"key": "sector", "label": "Sector", "kind": "choice", "choices": ["FISH", "MEAT"]}
    made = ok(api.post("/custom-fields", sector))

    filled = api.patch(f"/organisations/{firm}", {"custom": {"sector": "FISH"}}, seen='"1"')
    wrong = api.patch(f"/organisations/{firm}", {"custom": {"sector": "MILK"}}, seen='"2"')
    nested = api.patch(f"/organisations/{firm}", {"custom": {"sector": {"a": 1}}}, seen='"2"')
    changed = api.put(
        f"/custom-fields/{made['id']}",
        {"label": "Sector code", "choices": ["FISH", "MEAT", "MILK"], "required": False},
        seen='"1"',
    )

    assert filled.get_json()["custom"] == {"sector": "FISH"}
    assert_refused(wrong, 422, "custom_value_invalid", "custom.sector")
    assert_refused(nested, 422, "bad_shape")
    assert changed.get_json()["label"] == "Sector code"
    assert_refused(api.post("/custom-fields", sector), 409, "field_key_taken", "key")
    assert api.delete(f"/custom-fields/{made['id']}").status_code == 204
    assert api.get("/custom-fields").get_json()["items"] == []
    assert len(api.get("/custom-fields?archived=true").get_json()["items"]) == 1


def test_a_tag_is_merged_into_another(api: ApiClient, firm: str) -> None:
    assert api.post("/tags/assign", {"organisation_ids": [firm], "add": ["fish", "seafood"]})
    tags = {row["name"]: row["id"] for row in api.get("/tags").get_json()["items"]}
    merge = f"/tags/{tags['fish']}/merge"

    with_itself = api.post(merge, {"kept_id": tags["fish"]})
    with_nothing = api.post(merge, {"kept_id": firm})
    merged = api.post(merge, {"kept_id": tags["seafood"]})

    assert_refused(with_itself, 422, "tag_merged_with_itself", "kept_id")
    assert_refused(with_nothing, 404, "part_not_found", "kept_id")
    assert merged.get_json() == {"id": tags["seafood"], "name": "seafood", "used": 1}
    assert api.get(f"/organisations/{firm}").get_json()["tags"] == ["seafood"]


def test_a_custom_field_is_read_and_changed_by_its_etag_and_comes_back(api: ApiClient) -> None:
    made = api.post("/custom-fields", {"key": "press", "label": "Press", "kind": "yes_no"})
    one = f"/custom-fields/{made.get_json()['id']}"
    change = {"label": "Newsletter", "choices": [], "required": False}

    blind = api.put(one, change)
    changed = api.put(one, change, seen=api.get(one).headers["ETag"])
    stale = api.put(one, change, seen=made.headers["ETag"])
    api.delete(one)
    restored = api.post(f"{one}/restore")

    assert_refused(blind, 428, "if_match_missing")
    assert changed.get_json()["label"] == "Newsletter"
    assert_refused(stale, 412, "stale_edit")
    assert restored.get_json()["archived_at"] is None
    assert [row["key"] for row in api.get("/custom-fields").get_json()["items"]] == ["press"]


def test_organisations_are_listed_by_what_their_own_fields_say(api: ApiClient, firm: str) -> None:
    sector = {"key": "sector", "label": "Sector", "kind": "choice", "choices": ["FISH", "MEAT"]}
    ok(api.post("/custom-fields", sector))
    add_organisation(api, "Vleesgilde", custom={"sector": "MEAT"})

    meat = api.get("/organisations?custom=sector:MEAT").get_json()["items"]
    either = api.get("/organisations?custom=sector:MEAT&custom=sector:FISH").get_json()["items"]

    assert [row["name"] for row in meat] == [row["name"] for row in either] == ["Vleesgilde"]
    assert_refused(api.get("/organisations?custom=nope:1"), 422, "unknown_custom_field", "custom")
    assert_refused(api.get("/organisations?custom=nope"), 422, "bad_shape")


def test_another_clusters_parts_are_not_found(
    api: ApiClient, stranger: ApiClient, firm: str
) -> None:
    contact = ok(api.post(f"/organisations/{firm}/contacts", {**AN, "roles": [VOTE]}))
    number = ok(
        api.post(f"/organisations/{firm}/identifiers", {"scheme": "vat", "value": "BE0403170701"})
    )
    role_id = contact["roles"][0]["id"]

    assert_refused(stranger.get(f"/contacts/{contact['id']}"), 404, "contact_not_found")
    assert_refused(stranger.get(f"/organisations/{firm}/contacts"), 404, "organisation_not_found")
    assert_refused(stranger.delete(f"/identifiers/{number['id']}"), 404, "part_not_found")
    assert_refused(
        stranger.post(f"/contact-roles/{role_id}/end", {"on": "2026-04-01"}), 404, "part_not_found"
    )
    assert_refused(
        stranger.post("/tags/assign", {"organisation_ids": [firm], "add": ["x"]}),
        404,
        "organisation_not_found",
    )
