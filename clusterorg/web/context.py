"""Who asks, in which cluster, with which rights: resolved once per request."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from flask import Flask, abort, current_app, g, redirect, request, url_for
from flask_login import LoginManager, UserMixin, current_user
from sqlalchemy import Text, bindparam, cast, func, select

from clusterorg.config import Settings
from clusterorg.domains.identity.models import Cluster
from clusterorg.kernel.actor import Actor
from clusterorg.kernel.clock import now
from clusterorg.kernel.platform import Platform
from clusterorg.web import rights
from clusterorg.web.database import request_session
from clusterorg.web.guard_words import AUDIENCES_OF_STAFF

login_manager = LoginManager()
# Finding the cluster and telling the database about it is one statement.
_BY_SLUG = select(
    Cluster,
    func.set_config("app.cluster", cast(Cluster.id, Text), True),
    func.set_config("app.person", "", True),
).where(Cluster.slug == bindparam("slug"))


@dataclass(frozen=True)
class Visitor(UserMixin):
    """A signed-in person, as the request knows them (a copy, not a row)."""

    id: UUID
    sign_in_id: UUID
    given_name: str
    family_name: str
    email: str
    language: str
    is_operator: bool
    has_second_factor: bool
    second_factor_at: datetime | None
    last_seen_at: datetime
    proved_at: datetime

    @property
    def name(self) -> str:
        """Given and family name."""
        return f"{self.given_name} {self.family_name}".strip()

    def get_id(self) -> str:
        """Flask-Login's name for the person's id."""
        return str(self.id)


def settings() -> Settings:
    """Return the settings of this process."""
    return current_app.extensions["settings"]


def platform() -> Platform:
    """Return the platform of this process."""
    return current_app.extensions["platform"]


def current_cluster() -> Cluster:
    """Return the cluster of this request; 404 when its address names none."""
    cluster = g.get("cluster")
    if cluster is None:
        abort(404)
    return cluster


def current_person() -> Visitor | None:
    """Return the signed-in person, or None."""
    return current_user if current_user.is_authenticated else None


def current_actor() -> Actor:
    """Return who acts, for the audit log."""
    if "api_key" in g:
        return Actor.api_key(g.api_key.id, g.api_key.name)
    person = current_person()
    return Actor.person(person.id, person.name) if person else Actor.public()


def enter_cluster(slug: str) -> bool:
    """Put the cluster that the address names in scope; False when there is none."""
    found = request_session().execute(_BY_SLUG, {"slug": slug}).one_or_none()
    if found is None:
        return False
    g.cluster = found[0]
    request_session().enter_cluster(g.cluster.id, announced=True)
    return True


def enter_api_key() -> None:
    """Resolve the Authorization header to a cluster and its scopes; 401 when it holds no key."""
    scheme, _space, key = request.headers.get("Authorization", "").partition(" ")
    found = rights.api_key(request_session(), key, now()) if scheme.lower() == "bearer" else None
    if found is None:
        abort(401)
    g.cluster, g.api_key = found


def permissions(audience: str) -> frozenset[str]:
    """Return what the visitor may do here; empty: the place does not exist for them."""
    if "permissions" not in g:
        g.permissions = rights.held(audience, request_session(), g)
    return g.permissions


def can(permission: str) -> bool:
    """Tell whether the visitor holds a permission in this request's place."""
    return permission in g.get("permissions", frozenset())


def ask_to_sign_in() -> Any:
    """Send the visitor to the sign-in page and back here afterwards."""
    target = request.full_path.rstrip("?") if request.method == "GET" else None
    return redirect(url_for("account.sign_in_show", next=target))


ENROLLING = frozenset({"account.second_factor_enrol", "account.second_factor_begin"})


def ask_operator_for_second_factor() -> Any:
    """Lead an operator without a second factor to enrol, wherever they wanted to go."""
    person = current_person()
    if person is None or not person.is_operator or person.has_second_factor:
        return None
    if request.endpoint in ENROLLING:
        return None
    return redirect(url_for("account.second_factor_enrol", next=request.path))


def ask_for_second_factor(audience: str) -> Any:
    """Lead staff to enrol a second factor where their cluster requires one."""
    person, cluster = current_person(), g.get("cluster")
    if person is None or cluster is None or audience not in AUDIENCES_OF_STAFF:
        return None
    if cluster.requires_second_factor and not person.has_second_factor:
        return redirect(url_for("account.second_factor_enrol", next=request.path))
    return None


@login_manager.request_loader
def _load(_request: Any) -> Visitor | None:
    if request.path.startswith("/api/"):
        return None  # programs come with a key alone; a cookie beside it opens nothing
    found = rights.sign_in(request_session(), request.cookies.get(cookie_name()), now())
    if found is None:
        return None
    if g.get("slug") is None:  # an address of a cluster enters the cluster instead
        request_session().enter_person(found.person_id)
    return Visitor(
        id=found.person_id,
        sign_in_id=found.id,
        given_name=found.given_name,
        family_name=found.family_name,
        email=found.email,
        language=found.language,
        is_operator=found.is_operator,
        has_second_factor=found.has_second_factor,
        second_factor_at=found.second_factor_at,
        last_seen_at=found.last_seen_at,
        proved_at=found.proved_at,
    )


def cookie_name() -> str:
    """Return the name of the sign-in cookie; bound to this host where cookies are secure."""
    return "__Host-sign-in" if settings().secure_cookies else "sign-in"


def init_app(app: Flask) -> None:
    """Join Flask-Login."""
    login_manager.init_app(app)
