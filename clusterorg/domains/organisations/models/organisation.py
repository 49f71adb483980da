"""The organisation and what is written down about it."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from clusterorg.domains.organisations.vocabulary import (
    SUB_GROUPS,
    AddressKind,
    Helix,
    IdentifierScheme,
    NaceRevision,
    NutsSource,
    SizeClass,
    SubGroup,
)
from clusterorg.kernel.db import (
    Base,
    TenantOwned,
    Timestamp,
    Versioned,
    enum_text,
    one_of,
    tenant_fk,
)


def _subgroup_of_helix() -> CheckConstraint:
    def listed(groups: tuple[SubGroup, ...]) -> str:
        return ", ".join(f"'{group}'" for group in groups)

    pairs = " OR ".join(
        f"(helix = '{helix}' AND subgroup IN ({listed(groups)}))"
        for helix, groups in SUB_GROUPS.items()
    )
    return CheckConstraint(f"subgroup IS NULL OR {pairs}", name="subgroup_of_helix")


class Organisation(TenantOwned, Versioned, Base):
    """A company, knowledge institution, government body or civil-society organisation.

    `sort_name`, `match_name`, `search_text`, `web_domain` and `mail_domain` follow from the other
    columns (rules.names) and are written by actions only. `custom` holds the cluster's own fields.
    """

    __tablename__ = "organisations"
    __table_args__ = (
        one_of("helix", Helix),
        _subgroup_of_helix(),
        one_of("declared_size", SizeClass),
        Index(
            "ix_organisations_sort",
            "cluster_id",
            "sort_name",
            "id",
            postgresql_include=["search_text", "archived_at"],
        ),
        # Partial, so that no key check can mistake them for the primary key while the table is new.
        Index(
            "ix_organisations_web_domain",
            "cluster_id",
            "web_domain",
            postgresql_where=text("web_domain IS NOT NULL"),
        ),
        Index(
            "ix_organisations_mail_domain",
            "cluster_id",
            "mail_domain",
            postgresql_where=text("mail_domain IS NOT NULL"),
        ),
    )

    name: Mapped[str] = mapped_column(String(200))
    legal_name: Mapped[str | None] = mapped_column(String(200))
    sort_name: Mapped[str] = mapped_column(String(600, collation="C"))
    match_name: Mapped[str] = mapped_column(String(600, collation="C"))
    search_text: Mapped[str] = mapped_column(String(1500, collation="C"))
    helix: Mapped[str] = enum_text(20)
    subgroup: Mapped[str | None] = mapped_column(String(40))
    declared_size: Mapped[str | None] = mapped_column(String(10))
    website: Mapped[str | None] = mapped_column(String(300))
    web_domain: Mapped[str | None] = mapped_column(String(253))
    email: Mapped[str | None] = mapped_column(String(320))
    mail_domain: Mapped[str | None] = mapped_column(String(253))
    phone: Mapped[str | None] = mapped_column(String(40))
    language: Mapped[str | None] = mapped_column(String(2))
    is_startup: Mapped[bool]
    founded_on: Mapped[date | None]
    note: Mapped[str | None] = mapped_column(Text)
    custom: Mapped[dict[str, Any]]
    created_at: Mapped[datetime] = mapped_column(Timestamp)
    archived_at: Mapped[datetime | None] = mapped_column(Timestamp)


class Identifier(TenantOwned, Base):
    """A number of the organisation, compact; unique in the cluster."""

    __tablename__ = "organisation_identifiers"
    __table_args__ = (
        tenant_fk("organisation_id", "organisations"),
        one_of("scheme", IdentifierScheme),
        UniqueConstraint("cluster_id", "scheme", "value"),
        Index("ix_organisation_identifiers_organisation", "cluster_id", "organisation_id"),
    )

    organisation_id: Mapped[UUID]
    scheme: Mapped[str] = enum_text(20)
    value: Mapped[str] = mapped_column(String(60, collation="C"))


class Address(TenantOwned, Base):
    """An address; one registered, one billing, any number to visit."""

    __tablename__ = "organisation_addresses"
    __table_args__ = (
        tenant_fk("organisation_id", "organisations"),
        one_of("kind", AddressKind),
        one_of("nuts_source", NutsSource),
        Index("ix_organisation_addresses_organisation", "cluster_id", "organisation_id"),
        Index(
            "uq_organisation_addresses_single_kind",
            "cluster_id",
            "organisation_id",
            "kind",
            unique=True,
            postgresql_where=text("kind <> 'visiting'"),
        ),
    )

    organisation_id: Mapped[UUID]
    kind: Mapped[str] = enum_text(20)
    street: Mapped[str] = mapped_column(String(200))
    postcode: Mapped[str] = mapped_column(String(20))
    city: Mapped[str] = mapped_column(String(120))
    country: Mapped[str] = mapped_column(String(2))
    nuts_code: Mapped[str | None] = mapped_column(String(5))
    nuts_source: Mapped[str | None] = mapped_column(String(10))


class Size(TenantOwned, Base):
    """Figures of one year; headcount in annual work units × 100, amounts in cents."""

    __tablename__ = "organisation_sizes"
    __table_args__ = (
        tenant_fk("organisation_id", "organisations"),
        UniqueConstraint("cluster_id", "organisation_id", "year"),
        CheckConstraint("headcount_centi >= 0", name="headcount_not_negative"),
    )

    organisation_id: Mapped[UUID]
    year: Mapped[int]
    headcount_centi: Mapped[int]
    turnover_cents: Mapped[int | None] = mapped_column(BigInteger)
    balance_sheet_cents: Mapped[int | None] = mapped_column(BigInteger)
    source: Mapped[str | None] = mapped_column(String(200))


class Activity(TenantOwned, Base):
    """A NACE code of one revision, with its dot."""

    __tablename__ = "organisation_activities"
    __table_args__ = (
        tenant_fk("organisation_id", "organisations"),
        one_of("revision", NaceRevision),
        UniqueConstraint("cluster_id", "organisation_id", "revision", "code"),
    )

    organisation_id: Mapped[UUID]
    revision: Mapped[str] = enum_text(3)
    code: Mapped[str] = mapped_column(String(5))
    is_main: Mapped[bool]


class OrganisationForward(TenantOwned, Base):
    """After a merge: who asks for `gone_id` is sent to `kept_id`. `moved` says what was moved."""

    __tablename__ = "organisation_forwards"
    __table_args__ = (
        tenant_fk("gone_id", "organisations"),
        tenant_fk("kept_id", "organisations"),
        UniqueConstraint("cluster_id", "gone_id"),
        CheckConstraint("gone_id <> kept_id", name="not_itself"),
        Index("ix_organisation_forwards_kept", "cluster_id", "kept_id"),
    )

    gone_id: Mapped[UUID]
    kept_id: Mapped[UUID]
    merged_at: Mapped[datetime] = mapped_column(Timestamp)
    moved: Mapped[dict[str, Any]]
