"""Idempotency keys: a post that is sent twice acts once and answers twice with the same words.

The key is taken in the same transaction as the effect, so a second sender waits for the first and
then gets its answer. Keys live per cluster and actor.
"""

import hashlib
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Index, String, delete, func, select
from sqlalchemy.dialects.postgresql import JSONB, insert
from sqlalchemy.orm import Mapped, mapped_column

from clusterorg.kernel.db import Base, TenantOwned, Timestamp
from clusterorg.kernel.errors import Conflict, _
from clusterorg.kernel.ids import new_id
from clusterorg.kernel.scope import ScopedSession

KEPT = timedelta(days=7)
"""How long a repeated request finds its first answer."""


class IdempotencyKey(TenantOwned, Base):
    """A key that was used, what was asked with it, and what was answered."""

    __tablename__ = "idempotency_keys"
    __table_args__ = (
        Index("uq_idempotency_keys_owner_key", "cluster_id", "owner", "key", unique=True),
        Index("ix_idempotency_keys_used_at", "cluster_id", "used_at"),
    )

    owner: Mapped[str] = mapped_column(String(80))
    key: Mapped[str] = mapped_column(String(120))
    fingerprint: Mapped[str] = mapped_column(String(64))
    used_at: Mapped[datetime] = mapped_column(Timestamp, server_default=func.now())
    answer: Mapped[dict[str, Any] | None] = mapped_column(JSONB)


class KeyReused(Conflict):
    """The same key came with another request."""

    code = "idempotency_key_reused"
    message = _("This Idempotency-Key was used for another request. Use a new key.")


def fingerprint(*parts: bytes) -> str:
    """Return a digest of what was asked (method, path, body)."""
    return hashlib.sha256(b"\0".join(parts)).hexdigest()


def claim(session: ScopedSession, *, owner: str, key: str, asked: str) -> dict[str, Any] | None:
    """Take the key for this request; return the stored answer when it was answered before.

    Raises KeyReused when the key belongs to another request.
    """
    taken = session.execute(
        insert(IdempotencyKey)
        .values(cluster_id=session.cluster_id, id=new_id(), owner=owner, key=key, fingerprint=asked)
        .on_conflict_do_nothing(index_elements=["cluster_id", "owner", "key"])
        .returning(IdempotencyKey.id)
    ).first()
    if taken is not None:
        return None
    row = session.execute(
        select(IdempotencyKey.fingerprint, IdempotencyKey.answer).where(
            IdempotencyKey.owner == owner, IdempotencyKey.key == key
        )
    ).one()
    if row.fingerprint != asked:
        raise KeyReused(field="Idempotency-Key")
    return row.answer or {}


def store_answer(session: ScopedSession, *, owner: str, key: str, answer: dict[str, Any]) -> None:
    """Keep the answer beside the key, in the same transaction as its effect."""
    row = session.execute(
        select(IdempotencyKey).where(IdempotencyKey.owner == owner, IdempotencyKey.key == key)
    ).scalar_one()
    row.answer = answer
    session.flush()


def forget_old(session: ScopedSession, *, at: datetime) -> None:
    """Delete the cluster's keys that nobody will send again (job)."""
    session.execute(delete(IdempotencyKey).where(IdempotencyKey.used_at < at - KEPT))
