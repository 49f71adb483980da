"""The dues scheme: dated versions, editable as drafts, never changed once published (a trigger)."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, Index, SmallInteger, String, UniqueConstraint
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from clusterorg.domains.membership.vocabulary import LateJoin, ProRata, StartPolicy
from clusterorg.kernel.db import Base, TenantOwned, Timestamp, Versioned, one_of, tenant_fk


class DuesScheme(TenantOwned, Versioned, Base):
    """One version; fields as in `rules.quote.Scheme`. Published when `published_at` is set."""

    __tablename__ = "dues_schemes"
    __table_args__ = (
        UniqueConstraint("cluster_id", "number"),
        Index("uq_dues_schemes_cluster_id_valid_from", "cluster_id", "valid_from", unique=True),
        one_of("pro_rata", ProRata),
        one_of("late_join", LateJoin),
        one_of("start_policy", StartPolicy),
        CheckConstraint("startup_basis_points BETWEEN 0 AND 10000", name="startup_share_range"),
        CheckConstraint("entry_fee_cents >= 0", name="entry_fee_not_negative"),
        CheckConstraint("first_month BETWEEN 1 AND 12", name="first_month_range"),
    )

    number: Mapped[int]
    valid_from: Mapped[date]
    note: Mapped[str | None] = mapped_column(String(500))
    currency: Mapped[str] = mapped_column(String(3))
    first_month: Mapped[int] = mapped_column(SmallInteger)
    entry_fee_cents: Mapped[int] = mapped_column(BigInteger)
    rejoin_pays_entry_fee: Mapped[bool]
    startup_years: Mapped[int] = mapped_column(SmallInteger)
    startup_basis_points: Mapped[int]
    pro_rata: Mapped[str] = mapped_column(String(20))
    steps: Mapped[list[dict[str, Any]]] = mapped_column(JSONB)
    late_join: Mapped[str] = mapped_column(String(30))
    late_join_month: Mapped[int | None] = mapped_column(SmallInteger)
    reference_month: Mapped[int] = mapped_column(SmallInteger)
    reference_day: Mapped[int] = mapped_column(SmallInteger)
    dues_product: Mapped[str] = mapped_column(String(40))
    entry_fee_product: Mapped[str] = mapped_column(String(40))
    payment_days: Mapped[int] = mapped_column(SmallInteger)
    start_policy: Mapped[str] = mapped_column(String(20))
    settle_days: Mapped[int | None] = mapped_column(SmallInteger)
    created_at: Mapped[datetime] = mapped_column(Timestamp)
    published_at: Mapped[datetime | None] = mapped_column(Timestamp)


class DuesRate(TenantOwned, Base):
    """Yearly dues in cents for those who meet every criterion that is filled in."""

    __tablename__ = "dues_rates"
    __table_args__ = (
        tenant_fk("scheme_id", "dues_schemes", ondelete="CASCADE"),
        tenant_fk("category_id", "membership_categories"),
        Index(
            "uq_dues_rates_criteria",
            "cluster_id",
            "scheme_id",
            "helix",
            "subgroup",
            "size_class",
            "category_id",
            unique=True,
            postgresql_nulls_not_distinct=True,
        ),
        CheckConstraint("cents >= 0", name="cents_not_negative"),
    )

    scheme_id: Mapped[UUID]
    helix: Mapped[str | None] = mapped_column(String(40))
    subgroup: Mapped[str | None] = mapped_column(String(40))
    size_class: Mapped[str | None] = mapped_column(String(20))
    category_id: Mapped[UUID | None]
    cents: Mapped[int] = mapped_column(BigInteger)
