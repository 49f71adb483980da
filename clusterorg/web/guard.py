"""The guard: every route names its audience and its permission, or the app does not start.

One request's life: find the cluster, find who asks, check the right, only then the view. Outsiders
get 404 (a cluster they have no seat in does not exist for them), insiders without the right 403.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from flask import Blueprint, Flask, abort, g, request

from clusterorg.web import context


class Audience(StrEnum):
    """Who visits a door."""

    PUBLIC = "public"
    ACCOUNT = "account"
    ADMIN = "admin"
    PORTAL = "portal"
    ASSESSOR = "assessor"
    OPERATOR = "operator"
    API = "api"
    HOOK = "hook"
    SYSTEM = "system"


OPEN = frozenset({Audience.PUBLIC, Audience.HOOK, Audience.SYSTEM})
NEEDS_PERMISSION = frozenset(
    {Audience.ADMIN, Audience.PORTAL, Audience.ASSESSOR, Audience.OPERATOR, Audience.API}
)


@dataclass(frozen=True, slots=True)
class Access:
    """What a route asks of its visitor."""

    audience: Audience
    permission: str | None = None


class UnguardedRoute(RuntimeError):
    """A route does not say who may visit it."""


def declare(app: Flask, endpoint: str, audience: Audience, permission: str | None = None) -> None:
    """State who may visit an endpoint (of a library, or registered without a Door)."""
    if audience in NEEDS_PERMISSION and permission is None:
        raise UnguardedRoute(f"{endpoint} names no permission.")
    app.extensions.setdefault("access", {})[endpoint] = Access(audience, permission)


View = Callable[..., Any]


class Door:
    """Registers an audience's routes, each with its permission: the folder's table of contents."""

    def __init__(self, app: Flask, name: str, audience: Audience, prefix: str = "") -> None:
        self._app = app
        self._audience = audience
        self.blueprint = Blueprint(name, __name__)
        self._prefix = prefix

    def get(self, path: str, view: View, permission: str | None = None, **more: Any) -> None:
        """Register a page that only reads."""
        self._add(path, view, permission, ["GET"], **more)

    def post(self, path: str, view: View, permission: str | None = None, **more: Any) -> None:
        """Register an action."""
        self._add(path, view, permission, ["POST"], **more)

    def form(self, path: str, view: View, permission: str | None = None, **more: Any) -> None:
        """Register a form: shown by GET, sent by POST."""
        self._add(path, view, permission, ["GET", "POST"], **more)

    def _add(
        self,
        path: str,
        view: View,
        permission: str | None,
        methods: list[str],
        audience: Audience | None = None,
    ) -> None:
        endpoint = f"{view.__module__.rpartition('.')[2]}_{view.__name__}"
        self.blueprint.add_url_rule(path, endpoint, view, methods=methods)
        name = f"{self.blueprint.name}.{endpoint}"
        declare(self._app, name, audience or self._audience, permission)

    def open(self) -> None:
        """Hang the door into the app, once all routes are registered."""
        self._app.register_blueprint(self.blueprint, url_prefix=self._prefix or None)


def access_of(app: Flask, endpoint: str) -> Access | None:
    """Return what an endpoint asks, from the register or from the view itself (`needs`)."""
    declared = app.extensions.get("access", {}).get(endpoint)
    return declared or getattr(app.view_functions.get(endpoint), "access", None)


def needs(permission: str, audience: Audience = Audience.API) -> Callable[[View], View]:
    """Mark a view function with its audience and permission (API routes)."""

    def mark(view: View) -> View:
        view.access = Access(audience, permission)  # type: ignore[attr-defined]
        return view

    return mark


def seal(app: Flask) -> None:
    """Refuse to start when a route names no audience. Raises UnguardedRoute."""
    open_doors = sorted(
        rule.endpoint for rule in app.url_map.iter_rules() if not access_of(app, rule.endpoint)
    )
    if open_doors:
        raise UnguardedRoute(f"These routes name no audience: {', '.join(open_doors)}")


def init_app(app: Flask) -> None:
    """Stand before every request."""
    declare(app, "static", Audience.PUBLIC)
    app.url_value_preprocessor(_take_slug)
    app.url_defaults(_give_slug)
    app.before_request(refuse_unreadable)
    app.before_request(check)
    context.init_app(app)


def _take_slug(_endpoint: str | None, values: dict[str, Any] | None) -> None:
    g.slug = values.pop("slug", None) if values else None


def _give_slug(endpoint: str, values: dict[str, Any]) -> None:
    from flask import current_app

    cluster = g.get("cluster")
    if cluster and current_app.url_map.is_endpoint_expecting(endpoint, "slug"):
        values.setdefault("slug", cluster.slug)


FORMS = ("application/x-www-form-urlencoded", "multipart/form-data")


def refuse_unreadable() -> None:
    """Refuse a NUL in address or form: no page takes one, and PostgreSQL keeps none (400, 404).

    JSON is read by the API itself, which names the field.
    """
    if "\0" in request.path:
        abort(404)
    if request.path.startswith("/api/"):
        return
    sent = [request.args]
    if request.mimetype in FORMS:
        sent.append(request.form)
    if any("\0" in f"{key}{value}" for one in sent for key, value in one.items(multi=True)):
        abort(400)


def check() -> Any:
    """Let the request pass, or answer it: 404, 403, 401 or the sign-in page."""
    from flask import current_app

    if request.endpoint is None:
        return None
    access = access_of(current_app, request.endpoint)
    if access is None:
        abort(404)
    g.access = access
    if g.slug is not None and not context.enter_cluster(g.slug):
        abort(404)
    return None if access.audience in OPEN else _check_visitor(access)


def _check_visitor(access: Access) -> Any:
    if access.audience is Audience.API:
        context.enter_api_key()
    elif context.current_person() is None:
        return context.ask_to_sign_in()
    elif (led := context.ask_operator_for_second_factor()) is not None:
        return led
    if access.audience is Audience.ACCOUNT:
        return None
    held = context.permissions(access.audience)
    if not held:
        abort(404)
    if access.permission not in held:
        abort(403)
    return context.ask_for_second_factor(access.audience)
