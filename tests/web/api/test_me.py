"""The key tells whose it is."""

from tests.support.cast import Cast
from tests.support.openapi import ApiClient, assert_refused


def test_a_key_names_its_cluster_and_its_scopes(program, smaak: Cast) -> None:
    client: ApiClient = program(smaak, "cluster.read", "members.read")

    body = client.get("/me").get_json()

    assert body["cluster"]["slug"] == smaak.slug
    assert body["scopes"] == ["cluster.read", "members.read"]


def test_without_a_key_there_is_a_challenge(nobody: ApiClient) -> None:
    response = nobody.get("/me")

    assert_refused(response, 401, "unauthorized")
    assert response.headers["WWW-Authenticate"].startswith("Bearer")


def test_a_wrong_or_broken_key_is_refused_like_none(nobody: ApiClient, smaak: Cast) -> None:
    for key in (f"co_{smaak.slug}_{'x' * 40}", "co_nobody_abc", "rubbish", "", "co__"):
        response = nobody.get("/me", headers={"Authorization": f"Bearer {key}"})

        assert_refused(response, 401, "unauthorized")


def test_another_scheme_is_refused(nobody: ApiClient) -> None:
    response = nobody.get("/me", headers={"Authorization": "Basic YTpi"})

    assert_refused(response, 401, "unauthorized")


def test_a_key_without_the_scope_is_forbidden(program, smaak: Cast) -> None:
    client: ApiClient = program(smaak, "members.read")

    assert_refused(client.get("/me"), 403, "forbidden")


def test_a_sign_in_cookie_opens_nothing(app, smaak: Cast) -> None:
    from tests.support.web import sign_in

    client = sign_in(app.test_client(), smaak, "owner")

    assert client.get("/api/v1/me").status_code == 401


def test_an_unknown_address_and_a_wrong_method_are_problems_too(api: ApiClient) -> None:
    assert_refused(api.get("/nothing-here"), 404, "not_found")
    assert_refused(api.delete("/me"), 405, "method_not_allowed")


def test_an_unknown_query_parameter_is_refused(api: ApiClient) -> None:
    assert_refused(api.get("/me?colour=red"), 422, "bad_shape", "colour")


def test_answers_are_never_kept_by_caches(api: ApiClient) -> None:
    assert api.get("/me").headers["Cache-Control"] == "no-store"
