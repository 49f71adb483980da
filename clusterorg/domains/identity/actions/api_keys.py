"""API keys: made, revoked, noted as used."""

from collections.abc import Collection
from datetime import datetime, time
from uuid import UUID

from sqlalchemy import or_, update

from clusterorg.domains.identity import queries, tokens
from clusterorg.domains.identity.errors import ApiKeyNotFound, ExpiryPast
from clusterorg.domains.identity.models import ApiKey
from clusterorg.domains.identity.rules import api_keys, texts
from clusterorg.domains.identity.vocabulary import NewApiKey
from clusterorg.kernel.actor import Actor
from clusterorg.kernel.ids import new_id
from clusterorg.kernel.unit_of_work import UnitOfWork


def create_api_key(
    work: UnitOfWork,
    *,
    name: str,
    scopes: Collection[str],
    actor: Actor,
    at: datetime,
    expires_at: datetime | None = None,
) -> NewApiKey:
    """Make a key for a program; the whole key is in the answer and nowhere else.

    Raises NameMissing, TooLong, ScopesMissing, ScopeUnknown, ExpiryPast.
    """
    name = texts.check_name(name, field="name")
    allowed = api_keys.check_scopes(scopes)
    if expires_at is not None and expires_at <= at:
        raise ExpiryPast(field="expires_at")
    secret = tokens.new_key_secret()
    cluster = queries.get_cluster(work.session, work.cluster_id)
    key = api_keys.write_key(cluster.slug, secret)
    row = ApiKey(
        id=new_id(),
        name=name,
        prefix=secret[: api_keys.SHOWN],
        key_hash=tokens.digest(key),
        scopes=allowed,
        created_by=actor.id if actor.kind == "person" else None,
        created_at=at,
        expires_at=expires_at,
    )
    work.session.add(row)
    work.session.flush()
    work.record(
        "api_key.created",
        subject=("api_key", row.id),
        actor=actor,
        at=at,
        after={"name": name, "prefix": row.prefix, "scopes": allowed},
    )
    return NewApiKey(row.id, key)


def revoke_api_key(work: UnitOfWork, *, key_id: UUID, actor: Actor, at: datetime) -> None:
    """Revoke a key for good; revoking it twice changes nothing. Raises ApiKeyNotFound."""
    row = work.session.get(ApiKey, (work.cluster_id, key_id))
    if row is None:
        raise ApiKeyNotFound()
    if row.revoked_at is not None:
        return
    row.revoked_at = at
    work.record(
        "api_key.revoked",
        subject=("api_key", row.id),
        actor=actor,
        at=at,
        before={"name": row.name, "prefix": row.prefix},
    )


def note_key_used(work: UnitOfWork, *, key_id: UUID, at: datetime) -> bool:
    """Remember that a key was used today (UTC); tell whether it was the day's first use (job)."""
    day = datetime.combine(at.date(), time(), at.tzinfo)
    moved = work.session.execute(
        update(ApiKey)
        .where(ApiKey.id == key_id, or_(ApiKey.last_used_on.is_(None), ApiKey.last_used_on < day))
        .values(last_used_on=at)
    )
    return bool(moved.rowcount)  # type: ignore[attr-defined]
