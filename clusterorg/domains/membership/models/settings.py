"""A cluster's membership policies and its categories of members."""

from typing import Any

from sqlalchemy import CheckConstraint, String, UniqueConstraint
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from clusterorg.domains.membership.vocabulary import ApprovalPolicy
from clusterorg.kernel.db import Base, TenantOwned, Versioned, one_of


class MembershipSettings(TenantOwned, Versioned, Base):
    """One row per cluster. `notice_days` is the statutory notice before a term's end."""

    __tablename__ = "membership_settings"
    __table_args__ = (
        UniqueConstraint("cluster_id"),
        one_of("approval", ApprovalPolicy),
        CheckConstraint("notice_days BETWEEN 0 AND 366", name="notice_days_range"),
        CheckConstraint("resume_days BETWEEN 1 AND 366", name="resume_days_range"),
    )

    approval: Mapped[str] = mapped_column(String(20))
    notice_days: Mapped[int]
    resume_days: Mapped[int]
    consent_version: Mapped[str] = mapped_column(String(40))
    consent_texts: Mapped[dict[str, Any]] = mapped_column(JSONB)


class MembershipCategory(TenantOwned, Versioned, Base):
    """A kind of membership. `names` and `descriptions` hold a text per language.

    `helix` None: open to every strand. `approval` None: as the cluster's settings say.
    """

    __tablename__ = "membership_categories"
    __table_args__ = (
        UniqueConstraint("cluster_id", "code"),
        CheckConstraint("code ~ '^[a-z0-9][a-z0-9_-]{0,39}$'", name="code_shape"),
        one_of("approval", ApprovalPolicy),
    )

    code: Mapped[str] = mapped_column(String(40))
    names: Mapped[dict[str, Any]] = mapped_column(JSONB)
    descriptions: Mapped[dict[str, Any]] = mapped_column(JSONB)
    voting: Mapped[bool]
    helix: Mapped[str | None] = mapped_column(String(40))
    open_for_application: Mapped[bool]
    approval: Mapped[str | None] = mapped_column(String(20))
    position: Mapped[int]
