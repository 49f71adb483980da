"""Rights are derived when they are asked for: from seats, contact roles, or an API key's scopes."""

from datetime import datetime, timedelta
from typing import Any, cast

from flask import current_app, request
from flask_login import current_user
from sqlalchemy.orm import Session

from clusterorg.domains.identity import queries as identity
from clusterorg.domains.identity.errors import ApiKeyRefused
from clusterorg.domains.identity.models import Cluster
from clusterorg.domains.identity.queries import SignedIn
from clusterorg.domains.identity.vocabulary import (
    CONTACT_PERMISSIONS,
    ROLE_PERMISSIONS,
    KeyHolder,
    Role,
)
from clusterorg.domains.organisations import queries as organisations
from clusterorg.kernel.clock import local_date, now
from clusterorg.kernel.scope import ScopedSession


def sign_in(session: Session, token: str | None, at: datetime) -> SignedIn | None:
    """Return the live sign-in that a cookie's token belongs to; none while a code is due."""
    idle = timedelta(hours=current_app.extensions["settings"].session_hours)
    found = identity.find_sign_in(session, token, at=at, idle=idle)
    return found if found is not None and not found.second_factor_due else None


def api_key(session: ScopedSession, key: str, at: datetime) -> tuple[Cluster, KeyHolder] | None:
    """Return cluster and holder of `co_<slug>_<secret>`, or None; enters the cluster.

    The cluster is a row with the columns of its table: a program's request loads no entity.
    """
    try:
        holder, cluster = identity.authenticate_with_cluster(session, key, at=at)
    except ApiKeyRefused:
        return None
    return cast(Cluster, cluster), holder


def held(audience: str, session: ScopedSession, g: Any) -> frozenset[str]:
    """Return the visitor's permissions for an audience; empty: they have no place there."""
    if audience == "api":
        return frozenset(g.api_key.scopes)
    if audience == "operator":
        return frozenset({"operator.all"}) if current_user.is_operator else frozenset()
    if audience == "portal":
        return _of_contact(session, g)
    return _of_seats(session, audience)


def _of_seats(session: ScopedSession, audience: str) -> frozenset[str]:
    """Return what the visitor's seats allow; an assessor's seat opens the assessors' door only."""
    roles = identity.roles_of(session, current_user.id, at=now())
    theirs = [role for role in roles if (role == Role.ASSESSOR) == (audience == "assessor")]
    return frozenset[str]().union(*(ROLE_PERMISSIONS[Role(role)] for role in theirs))


def _of_contact(session: ScopedSession, g: Any) -> frozenset[str]:
    """Return what the contact may do for the organisation in view (`?for=` chooses one)."""
    today = local_date(now(), g.cluster.time_zone)
    g.portal_organisations = organisations.portal_organisations(session, current_user.id, today)
    wanted = request.args.get("for")
    rows = [row for row in g.portal_organisations if wanted in (None, str(row.organisation_id))]
    if not rows:
        return frozenset()
    g.portal = rows[0]
    granted: set[str] = set()
    same = [row for row in rows if row.organisation_id == rows[0].organisation_id]
    for role in (role for row in same for role in row.roles):
        granted |= CONTACT_PERMISSIONS[role]
    return frozenset(granted)
