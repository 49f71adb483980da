"""Reading API keys, and the one look-up that a program's every request begins with."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Row, or_, select

from clusterorg.domains.identity.errors import ApiKeyRefused
from clusterorg.domains.identity.models import ApiKey, Person
from clusterorg.domains.identity.queries.clusters import find_cluster
from clusterorg.domains.identity.rules.api_keys import slug_of
from clusterorg.domains.identity.tokens import digest
from clusterorg.domains.identity.vocabulary import KeyHolder
from clusterorg.kernel.scope import ScopedSession

_LISTED: tuple[Any, ...] = (
    ApiKey.id,
    ApiKey.name,
    ApiKey.prefix,
    ApiKey.scopes,
    ApiKey.created_at,
    ApiKey.last_used_on,
    ApiKey.expires_at,
    ApiKey.revoked_at,
    Person.given_name,
    Person.family_name,
)


def api_keys(session: ScopedSession) -> Sequence[Row[Any]]:
    """Return the keys of the cluster in scope, newest first; never the key or its hash."""
    return session.execute(
        select(*_LISTED)
        .outerjoin(Person, Person.id == ApiKey.created_by)
        .order_by(ApiKey.created_at.desc(), ApiKey.id.desc())
    ).all()


def authenticate(session: ScopedSession, key: str, *, at: datetime) -> KeyHolder:
    """Return who holds a key and put their cluster in scope. Raises ApiKeyRefused.

    The key names its cluster, whose scope must stand before row security shows the key's row:
    hence two look-ups by unique index. Writes nothing; see `actions.note_key_used`.
    """
    slug = slug_of(key)
    cluster = find_cluster(session, slug) if slug else None
    if cluster is None:
        raise ApiKeyRefused()
    session.enter_cluster(cluster.id)
    row = session.execute(
        select(ApiKey.id, ApiKey.name, ApiKey.scopes, ApiKey.last_used_on).where(
            ApiKey.key_hash == digest(key),
            ApiKey.revoked_at.is_(None),
            or_(ApiKey.expires_at.is_(None), ApiKey.expires_at > at),
        )
    ).one_or_none()
    if row is None:
        raise ApiKeyRefused()
    return KeyHolder(cluster.id, row.id, row.name, tuple(row.scopes), row.last_used_on)
