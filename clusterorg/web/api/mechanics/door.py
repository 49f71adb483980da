"""The API's door: it names each route's permission, like every door, and documents the route."""

from flask import Flask, Response

from clusterorg.web.api.mechanics.contract import View
from clusterorg.web.api.mechanics.document import ClusterorgApi, Route
from clusterorg.web.guard import Audience, Door
from clusterorg.web.pages import csrf

PREFIX = "/api/v1"


class ApiDoor(Door):
    """Registers resources under /api/v1 and in the OpenAPI document."""

    def __init__(self, app: Flask, api: ClusterorgApi) -> None:
        super().__init__(app, "api", Audience.API, PREFIX)
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
        super()._add(path, view, permission, methods, audience)
        self._api.routes.append(Route(path, view, permission or "", methods))

    def open(self) -> None:
        """Hang the door in. It takes bearer keys alone, so it needs no CSRF token."""
        csrf.exempt(self.blueprint)
        super().open()


def _keep_private(response: Response) -> Response:
    response.headers["Cache-Control"] = "no-store"
    return response
