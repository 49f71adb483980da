"""Two filled clusters behind one app, and hands to visit any address of it.

The database is filled and committed once per test process; each visit is undone afterwards.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

from flask import Flask
from sqlalchemy import Connection
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from clusterorg.kernel.platform import Platform
from clusterorg.web.guard import Audience, access_of
from tests.house.forms import values_of
from tests.support.filling import Filled

WRITING = ("POST", "PUT", "PATCH", "DELETE")


@dataclass(frozen=True)
class Visitor:
    """Somebody with a cookie, or a program with a key, or neither."""

    cookie: str | None = None
    key: str | None = None

    @property
    def headers(self) -> dict[str, str]:
        """What a program sends with everything, so that only the right decides."""
        named = {"Idempotency-Key": str(uuid4()), "If-Match": '"1"'}
        return {**named, **({"Authorization": f"Bearer {self.key}"} if self.key else {})}


NOBODY = Visitor()


@dataclass
class Town:
    """The app, its two clusters (`small` has one of each thing, `large` several), their people."""

    app: Flask
    platform: Platform
    connection: Connection
    small: Filled
    large: Filled
    document: dict[str, Any] = field(default_factory=dict)

    def staff(self, filled: Filled, role: str = "owner") -> Visitor:
        """Somebody who works for a cluster."""
        return self._signed_in(filled.cast.people[role].id)

    def contact(self, filled: Filled) -> Visitor:
        """The portal contact of a cluster's member."""
        assert filled.contact is not None
        return self._signed_in(filled.contact.id)

    def operator(self) -> Visitor:
        """Somebody of the platform."""
        return self.staff(self.small, "operator")

    def visitor(self, audience: Audience, filled: Filled) -> Visitor:
        """The right visitor of a cluster's door."""
        if audience is Audience.API:
            return Visitor(key=filled.key)
        if audience is Audience.PORTAL:
            return self.contact(filled)
        if audience is Audience.OPERATOR:
            return self.operator()
        if audience in (Audience.ADMIN, Audience.ACCOUNT):
            return self.staff(filled)
        return NOBODY

    def _signed_in(self, person_id: object) -> Visitor:
        return Visitor(cookie=f"test-{person_id}")

    def rules(self, *prefixes: str) -> Iterator[tuple[Rule, Audience]]:
        """Every address below these prefixes, with who may visit it."""
        for rule in sorted(self.app.url_map.iter_rules(), key=lambda each: each.rule):
            access = access_of(self.app, rule.endpoint)
            if rule.rule.startswith(prefixes or "/") and access is not None:
                yield rule, access.audience

    def url(self, rule: Rule, values: dict[str, Any]) -> str:
        """Write an address out."""
        built = rule.build({name: values[name] for name in rule.arguments})
        assert built is not None, rule
        return built[1]

    def methods(self, rule: Rule) -> list[str]:
        """What an address takes, reading first."""
        return [method for method in ("GET", *WRITING) if method in (rule.methods or ())]

    def visit(self, visitor: Visitor, method: str, url: str, **more: Any) -> TestResponse:
        """Send one request; whatever it did is undone."""
        client = self.app.test_client(use_cookies=visitor.cookie is not None)
        if visitor.cookie is not None:
            client.set_cookie("sign-in", visitor.cookie)
        with self.undone():
            return client.open(url, method=method, headers=visitor.headers, **more)

    def body(self, rule: Rule, method: str, own: str, visitor: Visitor) -> dict[str, Any]:
        """What may plausibly be sent: the document's example, or the filled-in form of `own`."""
        if method == "GET":
            return {}
        if rule.endpoint.startswith("api."):
            return self._example(rule, method)
        shown = self.visit(visitor, "GET", own) if "GET" in (rule.methods or ()) else None
        values = values_of(shown.get_data(as_text=True)) if shown is not None else {}
        return {"data": {"tag": "x", "reason": "x", **values, "once": str(uuid4())}}

    def _example(self, rule: Rule, method: str) -> dict[str, Any]:
        from tests.support.openapi import template

        operation = self.document["paths"][template(rule.rule)][method.lower()]
        content = operation.get("requestBody", {}).get("content", {})
        return {"json": content["application/json"]["example"]} if content else {}

    @contextmanager
    def undone(self) -> Iterator[None]:
        """Undo whatever happens inside."""
        nested = self.connection.begin_nested()
        try:
            yield
        finally:
            nested.rollback()
