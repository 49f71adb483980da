"""How requests are read: strictly, and with an answer for everything that is wrong."""

import pytest

from tests.support.api_samples import organisation
from tests.support.openapi import ApiClient, assert_refused


def post(api: ApiClient, body: bytes, content_type: str = "application/json"):
    return api.post("/organisations", data=body, content_type=content_type)


@pytest.mark.parametrize(
    "body", [b"{", b"{'name': 1}", b"\xff\xfe", b"NaN", b'{"name": Infinity}', b"[" * 100_000]
)
def test_what_is_not_json_is_a_bad_request(api: ApiClient, body: bytes) -> None:
    assert_refused(post(api, body), 400, "malformed_json")


@pytest.mark.parametrize("content_type", ["text/plain", "application/x-www-form-urlencoded"])
def test_another_content_type_is_not_supported(api: ApiClient, content_type: str) -> None:
    assert_refused(post(api, b"name=x", content_type), 415, "unsupported_media_type")


@pytest.mark.parametrize("body", [b"[]", b"1", b'"text"', b"null"])
def test_json_that_is_no_object_is_refused(api: ApiClient, body: bytes) -> None:
    assert_refused(post(api, body), 422, "bad_shape", "_schema")


def test_an_empty_body_lacks_its_fields(api: ApiClient) -> None:
    assert_refused(post(api, b""), 422, "bad_shape", "name")


@pytest.mark.parametrize("text", ["a\0b", "\ud800"])
def test_a_character_that_is_not_text_is_refused_at_its_field(api: ApiClient, text: str) -> None:
    sent = organisation(contacts=[{"given_name": text}])

    response = api.post("/organisations", sent)

    assert_refused(response, 422, "bad_shape", "contacts.0.given_name")


def test_a_nul_in_the_query_string_is_refused(api: ApiClient) -> None:
    assert_refused(api.get("/organisations?q=a%00b"), 422, "bad_shape")


def test_a_body_that_is_too_large_is_refused(api: ApiClient) -> None:
    response = post(api, b'{"name": "' + b"x" * 13 * 1024 * 1024 + b'"}')

    assert_refused(response, 413, "request_entity_too_large")


def test_a_body_on_an_action_without_fields_must_be_empty(api: ApiClient) -> None:
    made = api.post("/organisations", organisation()).get_json()

    response = api.post(f"/organisations/{made['id']}/restore", {"now": True})

    assert_refused(response, 422, "bad_shape", "now")


def test_sentences_come_in_the_language_asked_for(api: ApiClient) -> None:
    response = api.get("/organisations?limit=0", headers={"Accept-Language": "en"})

    assert assert_refused(response, 422, "bad_shape")["detail"] == "Some values are not right."


def test_a_refused_request_can_be_found_by_its_id(api: ApiClient) -> None:
    response = api.get("/organisations?limit=0", headers={"X-Request-ID": "my-request-42"})

    assert assert_refused(response, 422, "bad_shape")["request_id"] == "my-request-42"


def test_what_is_wrong_is_said_in_the_language_of_accept_language(api: ApiClient) -> None:
    response = api.post("/organisations", {"helix": "business"}, headers={"Accept-Language": "nl"})

    assert response.get_json()["errors"]["name"] == ["Dit veld is nodig."]
