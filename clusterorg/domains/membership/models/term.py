"""Terms and the facts about them. Nothing here is edited; what ends or begins is a new row."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import (
    CheckConstraint,
    Computed,
    Index,
    SmallInteger,
    String,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.dialects.postgresql import DATERANGE, ExcludeConstraint, Range
from sqlalchemy.orm import Mapped, mapped_column

from clusterorg.domains.membership.vocabulary import ActivationCause, StartPolicy, TermOrigin
from clusterorg.kernel.db import Base, TenantOwned, Timestamp, one_of, tenant_fk


class Term(TenantOwned, Base):
    """A membership from `starts_on` up to, not including, `until`.

    `chain_id` is the id of the first of the terms that follow each other without a gap;
    `previous_term_id` the one before. `start_policy` and `settle_by` are the scheme's policy as it
    was when the term was opened, so that a later scheme changes no standing term.
    """

    __tablename__ = "terms"
    __table_args__ = (
        tenant_fk("organisation_id", "organisations"),
        tenant_fk("category_id", "membership_categories"),
        tenant_fk("chain_id", "terms"),
        tenant_fk("previous_term_id", "terms"),
        tenant_fk("application_id", "applications"),
        one_of("start_policy", StartPolicy),
        one_of("origin", TermOrigin),
        CheckConstraint("starts_on < until", name="dates_in_order"),
        CheckConstraint("(chain_id = id) = (previous_term_id IS NULL)", name="chain_begins_once"),
        ExcludeConstraint(
            ("cluster_id", "="),
            ("organisation_id", "="),
            ("period", "&&"),
            name="ex_terms_no_overlap",
            using="gist",
        ),
        Index("ix_terms_organisation", "cluster_id", "organisation_id", "starts_on"),
        Index("ix_terms_until", "cluster_id", "until"),
        Index(
            "uq_terms_previous_term_id",
            "cluster_id",
            "previous_term_id",
            unique=True,
            postgresql_where=text("previous_term_id IS NOT NULL"),
        ),
    )

    organisation_id: Mapped[UUID]
    category_id: Mapped[UUID]
    chain_id: Mapped[UUID]
    previous_term_id: Mapped[UUID | None]
    starts_on: Mapped[date]
    until: Mapped[date]
    period: Mapped[Range[date]] = mapped_column(
        DATERANGE, Computed("daterange(starts_on, until, '[)')", persisted=True)
    )
    start_policy: Mapped[str] = mapped_column(String(20))
    settle_by: Mapped[date | None]
    origin: Mapped[str] = mapped_column(String(20))
    application_id: Mapped[UUID | None]
    created_at: Mapped[datetime] = mapped_column(Timestamp)


class TermActivation(TenantOwned, Base):
    """A term counts from `activated_on`. `nth` numbers later ones after a withdrawal."""

    __tablename__ = "term_activations"
    __table_args__ = (
        tenant_fk("term_id", "terms"),
        tenant_fk("invoice_id", "invoices"),
        UniqueConstraint("cluster_id", "term_id", "cause", "nth"),
        one_of("cause", ActivationCause),
    )

    term_id: Mapped[UUID]
    cause: Mapped[str] = mapped_column(String(20))
    nth: Mapped[int] = mapped_column(SmallInteger)
    activated_on: Mapped[date]
    invoice_id: Mapped[UUID | None]
    created_at: Mapped[datetime] = mapped_column(Timestamp)


class ActivationWithdrawal(TenantOwned, Base):
    """An activation no longer holds, as when a direct debit came back."""

    __tablename__ = "activation_withdrawals"
    __table_args__ = (
        tenant_fk("activation_id", "term_activations"),
        UniqueConstraint("cluster_id", "activation_id"),
    )

    activation_id: Mapped[UUID]
    withdrawn_on: Mapped[date]
    created_at: Mapped[datetime] = mapped_column(Timestamp)


class Cancellation(TenantOwned, Base):
    """Notice given on `requested_on`; the membership ends on `effective_on`, a term's end."""

    __tablename__ = "cancellations"
    __table_args__ = (
        tenant_fk("chain_id", "terms"),
        UniqueConstraint("cluster_id", "chain_id", "nth"),
    )

    chain_id: Mapped[UUID]
    nth: Mapped[int] = mapped_column(SmallInteger)
    requested_on: Mapped[date]
    effective_on: Mapped[date]
    reason: Mapped[str | None] = mapped_column(Text)
    created_at: Mapped[datetime] = mapped_column(Timestamp)


class CancellationWithdrawal(TenantOwned, Base):
    """A cancellation was taken back before it took effect."""

    __tablename__ = "cancellation_withdrawals"
    __table_args__ = (
        tenant_fk("cancellation_id", "cancellations"),
        UniqueConstraint("cluster_id", "cancellation_id"),
    )

    cancellation_id: Mapped[UUID]
    withdrawn_on: Mapped[date]
    created_at: Mapped[datetime] = mapped_column(Timestamp)


class Suspension(TenantOwned, Base):
    """A decision of the board; never automatic."""

    __tablename__ = "suspensions"
    __table_args__ = (
        tenant_fk("chain_id", "terms"),
        UniqueConstraint("cluster_id", "chain_id", "nth"),
    )

    chain_id: Mapped[UUID]
    nth: Mapped[int] = mapped_column(SmallInteger)
    starts_on: Mapped[date]
    reason: Mapped[str] = mapped_column(Text)
    created_at: Mapped[datetime] = mapped_column(Timestamp)


class SuspensionLift(TenantOwned, Base):
    """The suspension ends on `lifted_on`."""

    __tablename__ = "suspension_lifts"
    __table_args__ = (
        tenant_fk("suspension_id", "suspensions"),
        UniqueConstraint("cluster_id", "suspension_id"),
    )

    suspension_id: Mapped[UUID]
    lifted_on: Mapped[date]
    reason: Mapped[str | None] = mapped_column(Text)
    created_at: Mapped[datetime] = mapped_column(Timestamp)
