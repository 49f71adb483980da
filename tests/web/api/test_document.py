"""The OpenAPI document is what is served, no more and no less; and nobody walks into another's."""

import re
from types import SimpleNamespace
from typing import Any
from uuid import uuid4

import pytest
from flask import Flask
from openapi_spec_validator import OpenAPIV31SpecValidator

from clusterorg.domains.billing.ports import PaymentRail
from clusterorg.domains.identity.vocabulary import API_SCOPES
from clusterorg.kernel.platform import Platform
from clusterorg.web.guard import Audience, access_of
from tests.support.openapi import PREFIX, ApiClient, Promises, template

ID = "0199f1c2-7b1e-7c3a-9a41-5d0c6f5b8fff"


def operations(promises: Promises) -> list[tuple[str, str, dict[str, Any]]]:
    """Every (method, path, operation) of the document."""
    return [
        (method.upper(), path, operation)
        for path, item in promises.document["paths"].items()
        for method, operation in item.items()
        if method != "parameters"
    ]


def address(path: str) -> str:
    """A path with ids of nothing in it."""
    filled = (
        path.replace("{kind}", "csv").replace("{code}", "nothing").replace("{number}", "999999")
    )
    return re.sub(r"\{\w+_id\}", ID, filled)


def send(client: ApiClient, method: str, path: str, operation: dict[str, Any]) -> Any:
    """Send the operation's own example, with all headers it may want."""
    body = operation.get("requestBody", {}).get("content", {}).get("application/json")
    query = {
        parameter["name"]: "2026" if parameter["name"] == "year" else "business"
        for parameter in operation.get("parameters", [])
        if parameter.get("in") == "query" and parameter.get("required")
    }
    more: dict[str, Any] = {"query_string": query} if query else {}
    sent = body.get("example") if body else None
    return client.send(method, address(path), sent, once=str(uuid4()), seen='"1"', **more)


def test_the_document_is_valid_openapi_3_1(promises: Promises) -> None:
    assert promises.document["openapi"] == "3.1.0"
    assert list(OpenAPIV31SpecValidator(promises.document).iter_errors()) == []


def test_every_route_is_in_the_document_and_the_other_way_round(
    app: Flask, promises: Promises
) -> None:
    served = {
        (method, template(rule.rule))
        for rule in app.url_map.iter_rules()
        if rule.rule.startswith(PREFIX)
        for method in rule.methods - {"HEAD", "OPTIONS"}
    }

    assert served == {(method, path) for method, path, _ in operations(promises)}


def test_every_operation_names_the_scope_that_the_guard_asks(
    app: Flask, promises: Promises
) -> None:
    asked = {}
    for rule in app.url_map.iter_rules():
        if rule.rule.startswith(PREFIX):
            access = access_of(app, rule.endpoint)
            assert access is not None
            assert access.audience is Audience.API
            for method in rule.methods - {"HEAD", "OPTIONS"}:
                asked[method, template(rule.rule)] = access.permission

    for method, path, operation in operations(promises):
        assert operation["security"] == [{"bearer": [asked[method, path]]}]
        assert asked[method, path] in API_SCOPES


def test_every_operation_is_described_for_people(promises: Promises) -> None:
    names = [operation["operationId"] for _, _, operation in operations(promises)]
    tags = {tag["name"] for tag in promises.document["tags"]}

    assert len(names) == len(set(names))
    for method, path, operation in operations(promises):
        assert operation["summary"].endswith("."), (method, path)
        assert "Scope: `" in operation["description"], (method, path)
        assert set(operation["tags"]) <= tags
    assert all(tag["description"] for tag in promises.document["tags"])


def test_every_example_fits_its_shape(promises: Promises) -> None:
    for method, path, operation in operations(promises):
        bodies = [operation.get("requestBody", {})]
        bodies += [promises.resolve(each) for each in operation["responses"].values()]
        for body in bodies:
            for media in body.get("content", {}).values():
                if "example" in media:
                    faults = promises.faults(media["schema"], media["example"])
                    assert faults == [], (method, path, media["schema"])


def test_bodies_and_answers_in_json_have_an_example(promises: Promises) -> None:
    for method, path, operation in operations(promises):
        bodies = [operation.get("requestBody", {})]
        bodies += [promises.resolve(each) for each in operation["responses"].values()]
        for body in bodies:
            for kind, media in body.get("content", {}).items():
                if kind.endswith("json"):
                    assert "example" in media, (method, path)


def test_no_operation_answers_without_a_key(promises: Promises, nobody: ApiClient) -> None:
    for method, path, operation in operations(promises):
        assert send(nobody, method, path, operation).status_code == 401, (method, path)


def test_every_operation_is_forbidden_to_a_key_without_its_scope(
    promises: Promises, program: Any, smaak: Any
) -> None:
    allowed = "audit.read"
    reader: ApiClient = program(smaak, allowed)

    for method, path, operation in operations(promises):
        if operation["security"] == [{"bearer": [allowed]}]:
            continue
        assert send(reader, method, path, operation).status_code == 403, (method, path)


def test_every_id_that_is_not_the_clusters_own_is_not_found(
    promises: Promises, shop: ApiClient, platform: Platform
) -> None:
    platform.adapters[PaymentRail] = SimpleNamespace(name="stripe")
    for method, path, operation in operations(promises):
        if "{" in path and "{kind}" not in path:
            response = send(shop, method, path, operation)

            assert response.status_code == 404, (method, path, response.get_json())


def test_every_list_of_an_empty_cluster_is_empty_and_well_formed(
    promises: Promises, stranger: ApiClient
) -> None:
    filled = ("/seats", "/membership-settings", "/cluster", "/me", "/audit-entries")
    for method, path, operation in operations(promises):
        if method != "GET" or "{" in path or path.removeprefix(PREFIX) in filled:
            continue
        response = send(stranger, method, path, operation)
        if response.status_code == 200:
            assert response.get_json()["items"] == [], path


def test_reading_never_writes(promises: Promises, shop: ApiClient, connection: Any) -> None:
    from tests.support.queries import count_queries

    for method, path, operation in operations(promises):
        if method == "GET":
            with count_queries(connection) as counted:
                send(shop, method, path, operation)
            changing = [
                text
                for text in counted.statements
                if text.startswith(("INSERT", "UPDATE", "DELETE"))
            ]
            assert changing == [], path


def test_swagger_ui_is_served_from_here_under_the_strict_policy(app: Flask) -> None:
    client = app.test_client()

    page = client.get("/api/docs")
    script = client.get("/api/docs/swagger-ui-bundle.js")

    addresses = re.findall(r'(?:src|href|data-url)="([^"]+)"', page.text)
    assert all(each.startswith(("/", "data:,")) for each in addresses)
    assert not re.search(r"<script(?![^>]*src=)|<style|style=", page.text)
    assert "unsafe" not in page.headers["Content-Security-Policy"]
    assert script.status_code == 200
    assert client.get("/api/docs/../urls.py").status_code == 404


@pytest.mark.parametrize("path", ["/api/openapi.json", "/api/docs"])
def test_the_document_needs_no_key(app: Flask, path: str) -> None:
    assert app.test_client().get(path).status_code == 200
