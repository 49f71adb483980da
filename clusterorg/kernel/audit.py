"""The audit log: who did what to which thing, when and why; append-only; outlives its subject."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Index, String, Text, select, tuple_
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, Session, mapped_column

from clusterorg.kernel.actor import Actor
from clusterorg.kernel.db import AnyRow, Base, TenantOwned, Timestamp
from clusterorg.kernel.paging import Page, paginate


class AuditEntry(TenantOwned, Base):
    """One line of the log. Its subject is named by type and id, without a foreign key."""

    __tablename__ = "audit_entries"
    __table_args__ = (
        Index("ix_audit_entries_subject", "cluster_id", "subject_type", "subject_id", "id"),
        Index("ix_audit_entries_concerns", "cluster_id", "concerns_id", "id"),
    )

    at: Mapped[datetime] = mapped_column(Timestamp)
    actor_kind: Mapped[str] = mapped_column(String(20))
    actor_id: Mapped[UUID | None]
    actor_name: Mapped[str] = mapped_column(String(200))
    verb: Mapped[str] = mapped_column(String(80))
    subject_type: Mapped[str] = mapped_column(String(60))
    subject_id: Mapped[UUID]
    concerns_id: Mapped[UUID | None]
    before: Mapped[dict[str, Any] | None] = mapped_column(JSONB)
    after: Mapped[dict[str, Any] | None] = mapped_column(JSONB)
    reason: Mapped[str | None] = mapped_column(Text)
    request_id: Mapped[str | None] = mapped_column(String(64))


@dataclass(frozen=True, slots=True)
class Line:
    """A line waiting to be written with the unit of work; `concerns_id` is an organisation."""

    verb: str
    subject_type: str
    subject_id: UUID
    actor: Actor
    at: datetime
    concerns_id: UUID | None = None
    before: Mapping[str, Any] | None = None
    after: Mapping[str, Any] | None = None
    reason: str | None = None


def _shown() -> Sequence[Any]:
    return (
        AuditEntry.id,
        AuditEntry.at,
        AuditEntry.actor_kind,
        AuditEntry.actor_name,
        AuditEntry.verb,
        AuditEntry.subject_type,
        AuditEntry.subject_id,
        AuditEntry.concerns_id,
        AuditEntry.before,
        AuditEntry.after,
        AuditEntry.reason,
        AuditEntry.request_id,
    )


def timeline(session: Session, concerns_id: UUID, *, limit: int = 100) -> Sequence[AnyRow]:
    """Return the newest lines that concern an organisation, newest first."""
    statement = select(*_shown()).where(AuditEntry.concerns_id == concerns_id)
    return session.execute(statement.order_by(AuditEntry.id.desc()).limit(limit)).all()


def history(session: Session, *subjects: tuple[str, UUID], limit: int = 100) -> Sequence[AnyRow]:
    """Return the newest lines about the subjects (type, id), newest first."""
    statement = select(*_shown()).where(
        tuple_(AuditEntry.subject_type, AuditEntry.subject_id).in_(subjects)
    )
    return session.execute(statement.order_by(AuditEntry.id.desc()).limit(limit)).all()


def entries(
    session: Session,
    *,
    subject_type: str | None = None,
    subject_id: UUID | None = None,
    concerns_id: UUID | None = None,
    verb: str | None = None,
    cursor: str | None = None,
    limit: int = 50,
) -> Page:
    """Return one page of the log, newest first, narrowed to what is given."""
    given = {
        AuditEntry.subject_type: subject_type,
        AuditEntry.subject_id: subject_id,
        AuditEntry.concerns_id: concerns_id,
        AuditEntry.verb: verb,
    }
    wanted = [column == value for column, value in given.items() if value is not None]
    statement = select(*_shown()).where(*wanted)
    return paginate(session, statement, [AuditEntry.id.desc()], cursor=cursor, limit=limit)
