"""Views of lists that programs share, and those that are not theirs."""

from typing import Any
from uuid import uuid4

import pytest

from clusterorg.domains.identity import actions
from clusterorg.domains.identity.vocabulary import ViewKeeper
from clusterorg.kernel.platform import Platform
from tests.support.api_samples import ok
from tests.support.cast import AT, Cast
from tests.support.openapi import ApiClient, assert_refused

VIEW = {"list_key": "members", "name": "Food", "arguments": {"columns": ["city"], "q": ["vis"]}}


def test_a_view_is_shared_changed_and_deleted(api: ApiClient) -> None:
    made = api.post("/saved-views", VIEW)
    one = f"/saved-views/{made.get_json()['id']}"

    changed = api.patch(one, {"name": "Fish"}, seen=made.headers["ETag"])
    stale = api.patch(one, {"name": "Other"}, seen=made.headers["ETag"])

    assert made.status_code == 201
    assert made.headers["Location"].endswith(one)
    assert ok(changed)["arguments"] == VIEW["arguments"]
    assert_refused(stale, 412, "stale_edit")
    listed = api.get("/saved-views?list_key=members").get_json()["items"]
    assert listed == [api.get(one).get_json()]
    assert api.delete(one).status_code == 204
    assert api.get(one).status_code == 404


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        ({"columns": ["shoe_size"]}, "column_unknown"),
        ({"colour": ["red"]}, "filter_unknown"),
        ({"q": ["x"] * 60, "tag": ["y"] * 60}, "view_too_large"),
        ({"q": ["x" * 201]}, "bad_shape"),
    ],
)
def test_what_the_list_does_not_know_is_refused(
    api: ApiClient, arguments: dict[str, Any], code: str
) -> None:
    made = ok(api.post("/saved-views", VIEW))

    new = api.post("/saved-views", {**VIEW, "name": "Other", "arguments": arguments})
    old = api.patch(f"/saved-views/{made['id']}", {"arguments": arguments}, seen='"1"')

    for refused in (new, old):
        body = assert_refused(refused, 422, code)
        assert any(field.startswith("arguments") for field in body["errors"])


def test_a_list_that_is_none_and_a_taken_name_are_refused(api: ApiClient) -> None:
    ok(api.post("/saved-views", VIEW))

    unknown = api.post("/saved-views", {**VIEW, "list_key": "kittens"})
    taken = api.post("/saved-views", {**VIEW, "name": "food"})
    unasked = api.get("/saved-views?list_key=kittens")

    assert_refused(unknown, 422, "bad_shape", "list_key")
    assert_refused(taken, 409, "view_name_taken", "name")
    assert_refused(unasked, 422, "bad_shape", "list_key")


def test_a_persons_own_view_is_not_a_programs_business(
    api: ApiClient, platform: Platform, smaak: Cast
) -> None:
    by = ViewKeeper(smaak.people["manager"].id)
    with platform.unit_of_work(smaak.id) as work:
        own = actions.save_view(
            work, **VIEW, shared=False, by=by, actor=smaak.actor(), at=AT
        )  # fmt: skip

    assert api.get(f"/saved-views/{own.id}").status_code == 404
    assert api.delete(f"/saved-views/{own.id}").status_code == 404
    assert api.get("/saved-views?list_key=members").get_json()["items"] == []


def test_another_clusters_view_is_not_found(api: ApiClient, stranger: ApiClient) -> None:
    made = ok(api.post("/saved-views", VIEW))

    assert stranger.get(f"/saved-views/{made['id']}").status_code == 404
    assert (
        stranger.patch(f"/saved-views/{made['id']}", {"name": "x"}, seen='"1"').status_code == 404
    )
    assert stranger.delete(f"/saved-views/{made['id']}").status_code == 404


def test_sharing_needs_its_scope(program: Any, smaak: Cast) -> None:
    reader: ApiClient = program(smaak, "cluster.read")

    assert reader.get("/saved-views?list_key=members").status_code == 200
    assert_refused(reader.post("/saved-views", VIEW), 403, "forbidden")


def test_the_same_request_twice_shares_one_view(api: ApiClient) -> None:
    once = str(uuid4())

    first, second = (api.post("/saved-views", VIEW, once=once) for _ in range(2))

    assert first.get_json() == second.get_json()
