"""The OpenAPI 3.1 document, made from what is registered, and Swagger UI, served from here."""

import json
import sys
from dataclasses import dataclass
from http import HTTPStatus
from pathlib import Path
from threading import Lock
from types import ModuleType
from typing import Any, ClassVar

import flask_swagger_ui
from flask import Flask, Response, current_app, render_template, send_from_directory
from flask_smorest import Api
from marshmallow import fields

from clusterorg import __doc__ as about_the_product
from clusterorg.kernel.shapes import Output
from clusterorg.web.api.mechanics.contract import ApiBlueprint, Contract, View
from clusterorg.web.api.mechanics.describing import about, describe, headers_asked, title
from clusterorg.web.errors import SENTENCES
from clusterorg.web.guard import Audience, declare

VERSION = "1.0.0"
SWAGGER_FILES = Path(flask_swagger_ui.__file__).parent / "dist"
PROBLEM = "application/problem+json"

BEARER = {
    "type": "http",
    "scheme": "bearer",
    "bearerFormat": "co_<cluster>_<secret>",
    "description": "An API key of one cluster; an owner makes it in the settings and chooses its "
    "scopes. The key says which cluster is meant. Cookies are ignored.",
}


@dataclass(frozen=True, slots=True)
class Route:
    """A route as the table of contents names it."""

    path: str
    view: View
    permission: str
    methods: list[str]


class Problem(Output):
    """A refusal (RFC 9457): `code` is stable, `detail` says what to do, `errors` says where."""

    type = fields.String(metadata={"description": "urn:clusterorg:problem:<code>"})
    title = fields.String(metadata={"description": "The status in words."})
    status = fields.Integer()
    code = fields.String(metadata={"description": "Stable; programs decide by it."})
    detail = fields.String(metadata={"description": "For people, in the language asked for."})
    request_id = fields.String(allow_none=True, metadata={"description": "Quote it to us."})
    errors = fields.Dict(
        keys=fields.String(),
        values=fields.List(fields.String()),
        metadata={"description": "Sentences per field, such as `identifiers.0.value`."},
    )

    def on_bind_field(self, field_name: str, field_obj: Any) -> None:
        """All but `errors` are on every refusal."""
        field_obj.required = field_name != "errors"


class ClusterorgApi(Api):
    """flask-smorest with our error desk: its own handler for refusals is left out."""

    ERROR_SCHEMA = Problem
    DEFAULT_ERROR_RESPONSE_NAME: ClassVar[str] = "DEFAULT_ERROR"

    def __init__(self, app: Flask, **more: Any) -> None:
        self.routes: list[Route] = []
        self._text: str | None = None
        self._writing = Lock()
        super().__init__(app, **more)

    def _register_error_handlers(self) -> None:
        """Leave refusals to web/errors.py."""

    def _register_responses(self) -> None:
        for status in HTTPStatus:
            if status >= HTTPStatus.BAD_REQUEST:
                self.spec.components.response(status.name, refusal(status), lazy=True)
        fault = refusal(HTTPStatus.INTERNAL_SERVER_ERROR)
        self.spec.components.response(self.DEFAULT_ERROR_RESPONSE_NAME, fault, lazy=True)

    def _register_etag_headers(self) -> None:
        """Leave flask-smorest's own headers out: describing.py has ours."""

    def _register_pagination_header(self) -> None:
        """Leave it out: lists answer in the body and with Link."""

    def _openapi_json(self) -> Response:
        return Response(self.text(), mimetype="application/json")

    def text(self) -> str:
        """Return the document as JSON; it is written when it is first asked for."""
        with self._writing:
            if self._text is None:
                self._describe()
                self._text = json.dumps(self.spec.to_dict(), indent=1)
        return self._text

    def _describe(self) -> None:
        """Put every route into the document, in the order of the table of contents."""
        shelf = ApiBlueprint("api", __name__)
        for route in self.routes:
            resource = sys.modules[route.view.__module__]
            endpoint = f"{resource.__name__.rpartition('.')[2]}_{route.view.__name__}"
            shelf._store_endpoint_docs(
                endpoint, described(route, resource), None, None, methods=route.methods
            )
            tag = {"name": title(resource), "description": about(resource)}
            if tag not in self.spec._tags:
                self.spec.tag(tag)
        shelf.register_views_in_doc(self, self._app, self.spec, name="api", parameters=None)


def described(route: Route, resource: ModuleType) -> View:
    """Return the route's view with all that the document says of it."""
    contract: Contract = route.view.contract  # type: ignore[attr-defined]
    manual = describe(route.view, contract, resource, route.permission, with_ids="<" in route.path)
    view: View = ApiBlueprint.doc(**manual)(route.view)
    arguments = view._apidoc.setdefault("arguments", {})  # type: ignore[attr-defined]
    arguments.setdefault("parameters", []).extend(headers_asked(contract))
    return view


def refusal(status: HTTPStatus) -> dict[str, Any]:
    """Return a refusal as the document shows it."""
    code = status.phrase.lower().replace(" ", "_")
    example: dict[str, Any] = {
        "type": f"urn:clusterorg:problem:{code}",
        "title": status.phrase,
        "status": status.value,
        "code": code,
        "detail": str(_sentence(status)),
        "request_id": "5f1c1f6a0c8e4a6b9a7c6a1f2f3e4d5c",
    }
    if status == HTTPStatus.UNPROCESSABLE_ENTITY:
        example |= {"code": "bad_shape", "errors": {"name": ["This field is needed."]}}
    return {
        "description": status.phrase,
        "content": {PROBLEM: {"schema": Problem, "example": example}},
    }


def _sentence(status: HTTPStatus) -> str:
    lazy = SENTENCES.get(status.value)
    # The English source: the document is written outside any request, in one language.
    return str(lazy._args[0]) if lazy is not None else status.phrase


def make_api(app: Flask) -> ClusterorgApi:
    """Return the API of an app, its document at /api/openapi.json, its pages at /api/docs."""
    app.config.update(
        API_TITLE="clusterorg API",
        API_VERSION=VERSION,
        OPENAPI_VERSION="3.1.0",
        OPENAPI_URL_PREFIX="/api",
        OPENAPI_JSON_PATH="openapi.json",
    )
    api = ClusterorgApi(
        app,
        spec_kwargs={
            "info": {"description": _introduction(), "summary": about_the_product},
            "servers": [{"url": "/", "description": "This server."}],
        },
    )
    api.spec.components.security_scheme("bearer", BEARER)
    declare(app, "api-docs.openapi_json", Audience.PUBLIC)
    _open_docs(app)
    return api


def _introduction() -> str:
    from clusterorg.web import api

    return (api.__doc__ or "").strip()


def _open_docs(app: Flask) -> None:
    app.add_url_rule("/api/docs", "api_docs", docs)
    app.add_url_rule("/api/docs/<path:name>", "api_docs_file", docs_file)
    declare(app, "api_docs", Audience.PUBLIC)
    declare(app, "api_docs_file", Audience.PUBLIC)


def docs() -> Any:
    """Show Swagger UI, from the flask-swagger-ui package.

    The package's own page starts it with an inline script; ours does so from a file, so that the
    strict policy of all pages holds here too.
    """
    return render_template("api/docs.html")


def docs_file(name: str) -> Response:
    """Serve a file of Swagger UI."""
    return send_from_directory(
        SWAGGER_FILES, name, max_age=current_app.config["SEND_FILE_MAX_AGE_DEFAULT"]
    )
