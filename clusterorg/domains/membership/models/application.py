"""Applications: the form as filled in, and an event for each thing that happened to it."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Index, SmallInteger, String, Text, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from clusterorg.domains.membership.vocabulary import ApplicationState, ApplicationVerb
from clusterorg.kernel.db import Base, TenantOwned, Timestamp, Versioned, one_of, tenant_fk


class Application(TenantOwned, Versioned, Base):
    """A wish to become a member. `data` is the form (`schemas.ApplicationForm`).

    The state is that of the last event. The resume link's token is kept as a SHA-256 only.
    """

    __tablename__ = "applications"
    __table_args__ = (
        tenant_fk("category_id", "membership_categories"),
        tenant_fk("organisation_id", "organisations"),
        Index("uq_applications_resume_hash", "cluster_id", "resume_hash", unique=True),
        Index(
            "ix_applications_organisation_id",
            "cluster_id",
            "organisation_id",
        ),
    )

    name: Mapped[str] = mapped_column(String(300))
    category_id: Mapped[UUID | None]
    organisation_id: Mapped[UUID | None]
    language: Mapped[str] = mapped_column(String(2))
    contact_email: Mapped[str] = mapped_column(String(320))
    data: Mapped[dict[str, Any]] = mapped_column(JSONB)
    quoted: Mapped[dict[str, Any] | None] = mapped_column(JSONB)
    consent_at: Mapped[datetime | None] = mapped_column(Timestamp)
    consent_version: Mapped[str | None] = mapped_column(String(40))
    resume_hash: Mapped[str | None] = mapped_column(String(64))
    resume_expires_at: Mapped[datetime | None] = mapped_column(Timestamp)
    created_at: Mapped[datetime] = mapped_column(Timestamp)


class ApplicationEvent(TenantOwned, Base):
    """Something that happened to an application; append-only, the last one tells the state."""

    __tablename__ = "application_events"
    __table_args__ = (
        tenant_fk("application_id", "applications"),
        UniqueConstraint("cluster_id", "application_id", "sequence"),
        Index(
            "ix_application_events_sent",
            "cluster_id",
            "application_id",
            "sequence",
            postgresql_where=text("state = 'submitted'"),
        ),
        one_of("verb", ApplicationVerb),
        one_of("state", ApplicationState),
    )

    application_id: Mapped[UUID]
    sequence: Mapped[int] = mapped_column(SmallInteger)
    verb: Mapped[str] = mapped_column(String(20))
    state: Mapped[str] = mapped_column(String(20))
    at: Mapped[datetime] = mapped_column(Timestamp)
    actor_kind: Mapped[str] = mapped_column(String(20))
    actor_name: Mapped[str] = mapped_column(String(200))
    note: Mapped[str | None] = mapped_column(Text)


class ApplicationClaim(TenantOwned, Base):
    """A number that an open application holds: the last wall against a second application.

    Written when the application is sent, removed when it is decided.
    """

    __tablename__ = "application_claims"
    __table_args__ = (
        tenant_fk("application_id", "applications"),
        UniqueConstraint("cluster_id", "scheme", "value"),
        Index("ix_application_claims_application_id", "cluster_id", "application_id"),
    )

    application_id: Mapped[UUID]
    scheme: Mapped[str] = mapped_column(String(40))
    value: Mapped[str] = mapped_column(String(40))
