"""What a cluster adds of its own: tags and custom fields."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Index, String, UniqueConstraint
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column

from clusterorg.domains.organisations.vocabulary import FieldKind
from clusterorg.kernel.db import (
    Base,
    TenantOwned,
    Timestamp,
    Versioned,
    enum_text,
    one_of,
    tenant_fk,
)


class Tag(TenantOwned, Base):
    """A word to group organisations by; unique without regard to case and accents."""

    __tablename__ = "tags"
    __table_args__ = (UniqueConstraint("cluster_id", "folded"),)

    name: Mapped[str] = mapped_column(String(60))
    folded: Mapped[str] = mapped_column(String(200))


class OrganisationTag(TenantOwned, Base):
    """A tag on an organisation."""

    __tablename__ = "organisation_tags"
    __table_args__ = (
        tenant_fk("organisation_id", "organisations"),
        tenant_fk("tag_id", "tags"),
        UniqueConstraint("cluster_id", "organisation_id", "tag_id"),
        Index("ix_organisation_tags_tag", "cluster_id", "tag_id"),
    )

    organisation_id: Mapped[UUID]
    tag_id: Mapped[UUID]


class CustomField(TenantOwned, Versioned, Base):
    """A field that a cluster keeps about organisations; its values stand in their `custom`."""

    __tablename__ = "custom_fields"
    __table_args__ = (
        UniqueConstraint("cluster_id", "key"),
        one_of("kind", FieldKind),
    )

    key: Mapped[str] = mapped_column(String(40))
    label: Mapped[str] = mapped_column(String(100))
    kind: Mapped[str] = enum_text(10)
    choices: Mapped[list[str]] = mapped_column(ARRAY(String(100)))
    required: Mapped[bool]
    position: Mapped[int]
    archived_at: Mapped[datetime | None] = mapped_column(Timestamp)
