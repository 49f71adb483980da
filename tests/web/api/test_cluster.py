"""The cluster's own details, its staff, and the audit log."""

from tests.support.api_samples import add_organisation
from tests.support.openapi import ApiClient, assert_refused


def test_details_are_changed_on_the_version_that_was_seen(api: ApiClient) -> None:
    seen = api.get("/cluster")

    changed = api.patch("/cluster", {"colour": "#0b5fa5"}, seen=seen.headers["ETag"])
    stale = api.patch("/cluster", {"colour": "#123456"}, seen=seen.headers["ETag"])
    missing = api.patch("/cluster", {"colour": "#123456"})

    assert changed.get_json()["colour"] == "#0b5fa5"
    assert changed.get_json()["name"] == seen.get_json()["name"]
    assert_refused(stale, 412, "stale_edit")
    assert_refused(missing, 428, "if_match_missing")


def test_the_languages_hold_the_first_one(api: ApiClient) -> None:
    seen = api.get("/cluster").headers["ETag"]

    response = api.patch("/cluster", {"languages": ["en"]}, seen=seen)

    assert_refused(response, 422, "default_language_not_offered")


def test_the_slug_and_unknown_fields_cannot_be_changed(api: ApiClient) -> None:
    seen = api.get("/cluster").headers["ETag"]

    response = api.patch("/cluster", {"slug": "other", "requires_second_factor": False}, seen=seen)

    body = assert_refused(response, 422, "bad_shape", "slug")
    assert "requires_second_factor" in body["errors"]


def test_a_wrong_number_is_refused_at_its_field(api: ApiClient) -> None:
    seen = api.get("/cluster").headers["ETag"]

    response = api.patch("/cluster", {"iban": "BE68539007547035"}, seen=seen)

    assert_refused(response, 422, "iban_invalid", "iban")


def test_changing_the_settings_needs_their_scope(program, smaak) -> None:
    reader: ApiClient = program(smaak, "cluster.read")

    assert_refused(reader.patch("/cluster", {}, seen='"1"'), 403, "forbidden")


def test_the_staff_are_listed_with_their_roles(api: ApiClient) -> None:
    roles = [seat["role"] for seat in api.get("/seats").get_json()["items"]]

    assert roles == ["owner", "manager", "finance", "viewer", "assessor"]


def test_the_log_is_narrowed_to_a_subject(api: ApiClient) -> None:
    made = add_organisation(api)
    add_organisation(api, "Kust Zuivel")

    lines = api.get(f"/audit-entries?subject_type=organisation&subject_id={made['id']}").get_json()[
        "items"
    ]

    assert [(line["verb"], line["actor_kind"]) for line in lines] == [
        ("organisation.added", "api_key")
    ]
    assert len(api.get("/audit-entries?verb=organisation.added").get_json()["items"]) == 2


def test_the_log_is_each_clusters_own(api: ApiClient, stranger: ApiClient) -> None:
    made = add_organisation(api)

    lines = stranger.get(f"/audit-entries?subject_id={made['id']}").get_json()["items"]

    assert lines == []
