"""What members owe, and the runs that write it down."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Index,
    SmallInteger,
    String,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from clusterorg.domains.membership.vocabulary import DuesEnd, FeeItem, RunOutcome
from clusterorg.kernel.db import Base, TenantOwned, Timestamp, one_of, tenant_fk


class Obligation(TenantOwned, Base):
    """One fee item of one membership year of one organisation; inserted once, never edited.

    A correction is a further `revision`, which replaces the one before; the highest one counts.
    `explanation` holds the steps of the quote.
    """

    __tablename__ = "obligations"
    __table_args__ = (
        tenant_fk("organisation_id", "organisations"),
        tenant_fk("term_id", "terms"),
        tenant_fk("scheme_id", "dues_schemes"),
        tenant_fk("run_id", "dues_runs"),
        UniqueConstraint(
            "cluster_id",
            "organisation_id",
            "fee_item",
            "year",
            "revision",
            name="uq_obligations_once",
        ),
        one_of("fee_item", FeeItem),
        CheckConstraint("cents >= 0", name="cents_not_negative"),
        CheckConstraint("starts_on < until", name="dates_in_order"),
        Index("ix_obligations_term_id", "cluster_id", "term_id"),
        Index("ix_obligations_run_id", "cluster_id", "run_id"),
    )

    organisation_id: Mapped[UUID]
    term_id: Mapped[UUID]
    fee_item: Mapped[str] = mapped_column(String(20))
    year: Mapped[int] = mapped_column(SmallInteger)
    revision: Mapped[int] = mapped_column(SmallInteger)
    starts_on: Mapped[date]
    until: Mapped[date]
    cents: Mapped[int] = mapped_column(BigInteger)
    full_cents: Mapped[int] = mapped_column(BigInteger)
    currency: Mapped[str] = mapped_column(String(3))
    product_code: Mapped[str] = mapped_column(String(40))
    explanation: Mapped[list[dict[str, Any]]] = mapped_column(JSONB)
    due_on: Mapped[date]
    scheme_id: Mapped[UUID]
    run_id: Mapped[UUID | None]
    created_at: Mapped[datetime] = mapped_column(Timestamp)


class ObligationInvoice(TenantOwned, Base):
    """The invoice on which an obligation was charged."""

    __tablename__ = "obligation_invoices"
    __table_args__ = (
        tenant_fk("obligation_id", "obligations"),
        tenant_fk("invoice_id", "invoices"),
        UniqueConstraint("cluster_id", "obligation_id"),
        Index("ix_obligation_invoices_invoice_id", "cluster_id", "invoice_id"),
    )

    obligation_id: Mapped[UUID]
    invoice_id: Mapped[UUID]


class ObligationEnd(TenantOwned, Base):
    """An obligation is no longer asked: withdrawn by a credit note, or waived by a decision.

    Nothing is booked for a withdrawn one any more, so that the next run charges it anew; a waived
    one is left alone.
    """

    __tablename__ = "obligation_ends"
    __table_args__ = (
        tenant_fk("obligation_id", "obligations"),
        UniqueConstraint("cluster_id", "obligation_id", "kind"),
        one_of("kind", DuesEnd),
    )

    obligation_id: Mapped[UUID]
    kind: Mapped[str] = mapped_column(String(20))
    ended_on: Mapped[date]
    reason: Mapped[str | None] = mapped_column(Text)
    created_at: Mapped[datetime] = mapped_column(Timestamp)


class DuesRun(TenantOwned, Base):
    """A carried-out run for one membership year, with its progress.

    `carried` numbers are raised with each block; `finished_at` is set with the last one.
    """

    __tablename__ = "dues_runs"
    __table_args__ = (
        tenant_fk("scheme_id", "dues_schemes"),
        Index(
            "uq_dues_runs_unfinished",
            "cluster_id",
            unique=True,
            postgresql_where=text("finished_at IS NULL"),
        ),
        Index("ix_dues_runs_year", "cluster_id", "year"),
    )

    year: Mapped[int] = mapped_column(SmallInteger)
    scheme_id: Mapped[UUID]
    issued_on: Mapped[date]
    due_on: Mapped[date]
    with_corrections: Mapped[bool]
    total: Mapped[int]
    done: Mapped[int]
    skipped: Mapped[int]
    failed: Mapped[int]
    charged_cents: Mapped[int] = mapped_column(BigInteger)
    started_by: Mapped[str] = mapped_column(String(200))
    started_at: Mapped[datetime] = mapped_column(Timestamp)
    finished_at: Mapped[datetime | None] = mapped_column(Timestamp)


class DuesRunItem(TenantOwned, Base):
    """What a run did for one organisation, and why; exactly one row each."""

    __tablename__ = "dues_run_items"
    __table_args__ = (
        tenant_fk("run_id", "dues_runs"),
        tenant_fk("organisation_id", "organisations"),
        tenant_fk("invoice_id", "invoices"),
        UniqueConstraint("cluster_id", "run_id", "organisation_id"),
        one_of("outcome", RunOutcome),
    )

    run_id: Mapped[UUID]
    organisation_id: Mapped[UUID]
    outcome: Mapped[str] = mapped_column(String(20))
    reason: Mapped[str | None] = mapped_column(String(60))
    params: Mapped[dict[str, Any]] = mapped_column(JSONB)
    cents: Mapped[int] = mapped_column(BigInteger)
    invoice_id: Mapped[UUID | None]
