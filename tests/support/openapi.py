"""The API as its document promises it: every answer of a test is held against the document."""

from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from jsonschema import Draft202012Validator
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT202012
from werkzeug.exceptions import HTTPException
from werkzeug.test import TestResponse

from clusterorg.domains.identity import actions
from clusterorg.domains.identity.vocabulary import API_SCOPES
from clusterorg.kernel.platform import Platform
from tests.support.cast import AT, Cast

PROBLEM = "application/problem+json"
PREFIX = "/api/v1"


def make_key(
    platform: Platform, cast: Cast, scopes: tuple[str, ...] = API_SCOPES, name: str = "Website"
) -> str:
    """Make an API key as an owner would and return it."""
    with platform.unit_of_work(cast.id) as work:
        made = actions.create_api_key(
            work, name=name, scopes=scopes, actor=cast.actor("owner"), at=AT
        )
    return made.key


class Promises:
    """The document, and the app whose answers are checked against it."""

    def __init__(self, app: Flask, document: dict[str, Any], validators: dict[str, Any]) -> None:
        self.app = app
        self.document = document
        self.validators = validators
        contents = Resource(contents=document, specification=DRAFT202012)
        self.registry: Any = Registry().with_resource("urn:api", contents)

    def operation(self, method: str, path: str) -> dict[str, Any] | None:
        """Return the operation that serves an address; None when none does."""
        try:
            rule, _values = self.app.url_map.bind("127.0.0.1").match(
                path.partition("?")[0], method, return_rule=True
            )
        except HTTPException:
            return None
        if not rule.endpoint.startswith("api."):
            return None
        return self.document["paths"][template(rule.rule)][method.lower()]

    def resolve(self, node: dict[str, Any]) -> dict[str, Any]:
        """Follow a reference."""
        while "$ref" in node:
            found: Any = self.document
            for part in node["$ref"].removeprefix("#/").split("/"):
                found = found[part]
            node = found
        return node

    def faults(self, schema: dict[str, Any], value: Any) -> list[str]:
        """Return what is wrong with a value. A validator is made once per shape: that is slow."""
        name = schema.get("$ref", "")
        if name not in self.validators:
            whole = {"$ref": f"urn:api{name}"} if name else schema
            made = Draft202012Validator(
                whole, registry=self.registry, format_checker=Draft202012Validator.FORMAT_CHECKER
            )
            if not name:
                return [error.message for error in made.iter_errors(value)]
            self.validators[name] = made
        found = self.validators[name].iter_errors(value)
        return [f"{error.json_path}: {error.message}" for error in found]

    def check(self, method: str, path: str, sent: Any, response: TestResponse) -> None:
        """Fail when an exchange is not what the document promises."""
        operation = self.operation(method, path)
        if operation is None:
            return
        where = f"{method} {path} → {response.status_code}"
        promised = operation["responses"].get(str(response.status_code))
        assert promised, f"{where} is not in the document: {response.get_data(as_text=True)}"
        promised = self.resolve(promised)
        for name in promised.get("headers", {}):
            assert name in ("Link", "Location", "Idempotent-Replayed") or name in response.headers
        if "content" not in promised:
            assert response.get_data() == b"", where
            return
        assert response.mimetype in promised["content"], f"{where}: {response.mimetype}"
        shape = promised["content"][response.mimetype]["schema"]
        if response.is_json:
            faults = self.faults(shape, response.get_json())
            assert not faults, f"{where}: {faults}\n{response.get_data(as_text=True)}"
        if response.status_code < 300 and sent is not None:
            body = self.resolve(operation["requestBody"])["content"]["application/json"]
            faults = self.faults(body["schema"], sent)
            assert not faults, f"{where}, sent: {faults}"


def template(rule: str) -> str:
    """Return a Flask rule as the document writes it."""
    out = rule
    for part in rule.split("<")[1:]:
        inner = part.partition(">")[0]
        out = out.replace(f"<{inner}>", "{" + inner.rpartition(":")[2] + "}")
    return out


class ApiClient:
    """A program with a key. Every exchange is checked against the document."""

    def __init__(self, app: Flask, promises: Promises, key: str | None) -> None:
        self.client: FlaskClient = app.test_client(use_cookies=False)
        self.promises = promises
        self.headers = {"Authorization": f"Bearer {key}"} if key else {}

    def send(
        self,
        method: str,
        path: str,
        sent: Any = None,
        *,
        once: str | None = None,
        seen: str | None = None,
        headers: dict[str, str] | None = None,
        **more: Any,
    ) -> TestResponse:
        """Send JSON; `once` is the Idempotency-Key, `seen` the ETag of what is edited."""
        all_headers = {**self.headers, **(headers or {})}
        if once is not None:
            all_headers["Idempotency-Key"] = once
        if seen is not None:
            all_headers["If-Match"] = seen
        if sent is not None:
            more["json"] = sent
        address = path if path.startswith("/api/") else PREFIX + path
        response = self.client.open(address, method=method, headers=all_headers, **more)
        self.promises.check(method, address, sent, response)
        return response

    def get(self, path: str, **more: Any) -> TestResponse:
        """Read."""
        return self.send("GET", path, **more)

    def post(self, path: str, sent: Any = None, **more: Any) -> TestResponse:
        """Create or act."""
        return self.send("POST", path, sent, **more)

    def patch(self, path: str, sent: Any = None, **more: Any) -> TestResponse:
        """Edit."""
        return self.send("PATCH", path, sent, **more)

    def put(self, path: str, sent: Any = None, **more: Any) -> TestResponse:
        """Replace."""
        return self.send("PUT", path, sent, **more)

    def delete(self, path: str, **more: Any) -> TestResponse:
        """Remove."""
        return self.send("DELETE", path, **more)


def assert_refused(
    response: TestResponse, status: int, code: str, field: str | None = None
) -> dict[str, Any]:
    """Check a refusal and return its body."""
    body = response.get_json()
    assert response.status_code == status, body
    assert response.mimetype == PROBLEM
    assert (body["status"], body["code"]) == (status, code), body
    if field is not None:
        assert field in body["errors"], body
    return dict(body)
