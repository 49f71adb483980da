"""Reading API keys, and the one look-up that a program's every request begins with."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Row, select, text

from clusterorg.domains.identity.errors import ApiKeyRefused
from clusterorg.domains.identity.models import ApiKey, Person
from clusterorg.domains.identity.rules.api_keys import slug_of
from clusterorg.domains.identity.tokens import digest
from clusterorg.domains.identity.vocabulary import KeyHolder
from clusterorg.kernel.db import AnyRow
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


# The cluster is put in scope by the very statement that then reads the key through row security:
# the materialised part is worked out first, so the key's rows are looked at with the scope set. If
# it were not, no key would be found, and nobody let in.
_HOLDER = text(
    """
    WITH named AS MATERIALIZED (
        SELECT clusters.*, set_config('app.cluster', id::text, true) AS scope
        FROM clusters WHERE slug = :slug
    )
    SELECT named.*, held.id AS key_id, held.name AS key_name, held.scopes, held.last_used_on
    FROM named CROSS JOIN LATERAL (
        SELECT id, name, scopes, last_used_on FROM api_keys
        WHERE cluster_id = named.id AND key_hash = :hash AND revoked_at IS NULL
          AND (expires_at IS NULL OR expires_at > :at)
    ) AS held
    """
)


def authenticate(session: ScopedSession, key: str, *, at: datetime) -> KeyHolder:
    """Return who holds a key and put their cluster in scope. Raises ApiKeyRefused.

    Writes nothing; see `actions.note_key_used`.
    """
    return authenticate_with_cluster(session, key, at=at)[0]


def authenticate_with_cluster(
    session: ScopedSession, key: str, *, at: datetime
) -> tuple[KeyHolder, AnyRow]:
    """Return who holds a key, and their cluster as a row: one statement. Raises ApiKeyRefused."""
    slug = slug_of(key)
    if slug is None:
        raise ApiKeyRefused()
    wanted = {"slug": slug, "hash": digest(key), "at": at}
    row = session.connection().execute(_HOLDER, wanted).one_or_none()
    if row is None:
        raise ApiKeyRefused()
    session.enter_cluster(row.id, announced=True)
    scopes = tuple(row.scopes)
    return KeyHolder(row.id, row.key_id, row.key_name, scopes, row.last_used_on), row
