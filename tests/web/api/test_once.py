"""Idempotency-Key: twice sent, once done."""

from uuid import uuid4

from tests.support.api_samples import organisation
from tests.support.openapi import ApiClient, assert_refused


def test_the_same_key_and_request_act_once_and_answer_twice(api: ApiClient) -> None:
    key = str(uuid4())

    first = api.post("/organisations", organisation(), once=key)
    second = api.post("/organisations", organisation(), once=key)

    assert second.status_code == first.status_code == 201
    assert second.get_data() == first.get_data()
    assert second.headers["ETag"] == first.headers["ETag"]
    assert second.headers["Location"] == first.headers["Location"]
    assert second.headers["Idempotent-Replayed"] == "true"
    assert "Idempotent-Replayed" not in first.headers
    assert len(api.get("/organisations").get_json()["items"]) == 1


def test_the_same_key_with_another_request_is_a_conflict(api: ApiClient) -> None:
    key = str(uuid4())
    api.post("/organisations", organisation(), once=key)

    other = api.post("/organisations", organisation("Other"), once=key)

    assert_refused(other, 409, "idempotency_key_reused", "Idempotency-Key")


def test_a_refused_request_leaves_its_key_free(api: ApiClient) -> None:
    key = str(uuid4())

    refused = api.post("/organisations", organisation(helix="sideways"), once=key)
    corrected = api.post("/organisations", organisation(), once=key)

    assert refused.status_code == 422
    assert corrected.status_code == 201
    assert "Idempotent-Replayed" not in corrected.headers


def test_keys_of_two_programs_and_two_clusters_do_not_meet(
    api: ApiClient, stranger: ApiClient, program, smaak
) -> None:
    key = str(uuid4())
    other: ApiClient = program(smaak, "members.write")

    for client in (api, stranger, other):
        response = client.post("/organisations", organisation(), once=key)

        assert response.status_code == 201
        assert "Idempotent-Replayed" not in response.headers


def test_a_key_that_is_none_is_refused(api: ApiClient) -> None:
    for key in ("x" * 121, "with space"):
        response = api.post("/organisations", organisation(), once=key)

        assert_refused(response, 422, "idempotency_key_invalid", "Idempotency-Key")
