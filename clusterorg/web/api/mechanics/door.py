"""The API's door: it names each route's permission, like every door, and documents the route."""

import sys
from typing import Any

from flask import Flask, Response

from clusterorg.web.api.mechanics.contract import ApiBlueprint, Contract, View
from clusterorg.web.api.mechanics.describing import describe, headers_asked
from clusterorg.web.guard import Audience, Door
from clusterorg.web.pages import csrf

PREFIX = "/api/v1"


class ApiDoor(Door):
    """Registers resources under /api/v1 and in the OpenAPI document."""

    def __init__(self, app: Flask, api: Any) -> None:
        super().__init__(app, "api", Audience.API, PREFIX)
        self.blueprint: ApiBlueprint = ApiBlueprint("api", __name__)
        self.blueprint.after_request(_keep_private)
        self._api = api

    def patch(self, path: str, view: View, permission: str) -> None:
        """Register an edit: only the fields that are sent change."""
        self._add(path, view, permission, ["PATCH"])

    def put(self, path: str, view: View, permission: str) -> None:
        """Register a replacement."""
        self._add(path, view, permission, ["PUT"])

    def delete(self, path: str, view: View, permission: str) -> None:
        """Register a removal."""
        self._add(path, view, permission, ["DELETE"])

    def _add(
        self,
        path: str,
        view: View,
        permission: str | None,
        methods: list[str],
        audience: Audience | None = None,
    ) -> None:
        contract: Contract = view.contract  # type: ignore[attr-defined]
        resource = sys.modules[view.__module__]
        self._api.know_resource(resource)
        manual = describe(view, contract, resource, permission or "", with_ids="<" in path)
        described = self.blueprint.doc(**manual)(view)
        arguments = described._apidoc.setdefault("arguments", {})
        arguments.setdefault("parameters", []).extend(headers_asked(contract))
        super()._add(path, described, permission, methods, audience)

    def open(self) -> None:
        """Hang the door in. It takes bearer keys alone, so it needs no CSRF token."""
        csrf.exempt(self.blueprint)
        self._api.register_blueprint(self.blueprint, url_prefix=PREFIX)


def _keep_private(response: Response) -> Response:
    response.headers["Cache-Control"] = "no-store"
    return response
