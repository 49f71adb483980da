"""Rights are derived when they are asked for: from seats, contact roles, or an API key's scopes."""

import hashlib
from datetime import datetime, timedelta
from typing import Any

from flask import current_app
from flask_login import current_user
from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from clusterorg.domains.identity.models import ApiKey, Cluster, Person, Seat, SignIn
from clusterorg.domains.identity.vocabulary import (
    CONTACT_PERMISSIONS,
    PERMISSIONS,
    ROLE_PERMISSIONS,
    Role,
)
from clusterorg.kernel.clock import local_date, now
from clusterorg.kernel.db import AnyRow
from clusterorg.kernel.scope import ScopedSession


def digest(token: str) -> str:
    """Return what we keep of a token."""
    return hashlib.sha256(token.encode()).hexdigest()


def sign_in(session: Session, token: str | None, at: datetime) -> AnyRow | None:
    """Return the live sign-in that a cookie's token belongs to, with its person."""
    if not token:
        return None
    idle = timedelta(hours=current_app.extensions["settings"].session_hours)
    return session.execute(
        select(
            SignIn.id,
            SignIn.person_id,
            SignIn.second_factor_at,
            Person.given_name,
            Person.family_name,
            Person.email,
            Person.language,
            Person.is_operator,
            Person.totp_confirmed_at,
        )
        .join(Person, Person.id == SignIn.person_id)
        .where(
            SignIn.token_hash == digest(token),
            SignIn.revoked_at.is_(None),
            SignIn.last_seen_at > at - idle,
            or_(Person.totp_confirmed_at.is_(None), SignIn.second_factor_at.is_not(None)),
        )
    ).first()


def api_key(session: ScopedSession, key: str) -> tuple[Cluster, Any] | None:
    """Return cluster and key row of `co_<slug>_<secret>`, or None; enters the cluster."""
    marker, _underscore, rest = key.partition("_")
    slug, _underscore, _secret = rest.rpartition("_")
    if marker != "co" or not slug:
        return None
    cluster = session.execute(select(Cluster).where(Cluster.slug == slug)).scalar_one_or_none()
    if cluster is None:
        return None
    session.enter_cluster(cluster.id)
    row = session.execute(
        select(ApiKey.id, ApiKey.name, ApiKey.scopes, ApiKey.last_used_on).where(
            ApiKey.key_hash == digest(key),
            ApiKey.revoked_at.is_(None),
            or_(ApiKey.expires_at.is_(None), ApiKey.expires_at > func.now()),
        )
    ).first()
    return (cluster, row) if row else None


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
    at = now()
    roles = session.scalars(
        select(Seat.role).where(
            Seat.person_id == current_user.id,
            Seat.valid_from <= at,
            or_(Seat.valid_until.is_(None), Seat.valid_until > at),
        )
    ).all()
    granted: set[str] = set()
    for role in roles:
        if (role == Role.ASSESSOR) == (audience == "assessor"):
            granted |= ROLE_PERMISSIONS[Role(role)]
    return frozenset(granted)


def _of_contact(session: ScopedSession, g: Any) -> frozenset[str]:
    from clusterorg.domains.organisations import queries

    today = local_date(now(), g.cluster.time_zone)
    g.portal_roles = queries.portal_roles(session, current_user.id, today)
    granted: set[str] = set()
    for row in g.portal_roles:
        granted |= CONTACT_PERMISSIONS[row.role]
    return frozenset(granted & set(PERMISSIONS))
