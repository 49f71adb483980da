"""Money that came, and which invoices it pays. Append-only; taken back by a row with a minus."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from clusterorg.domains.billing.vocabulary import PaymentMethod
from clusterorg.kernel.db import Base, TenantOwned, Timestamp, one_of, tenant_fk


class Payment(TenantOwned, Base):
    """Money received from a payer; a reversal has a negative amount and names what it reverses."""

    __tablename__ = "payments"
    __table_args__ = (
        tenant_fk("payer_id", "organisations"),
        tenant_fk("reverses_id", "payments"),
        tenant_fk("attempt_id", "payment_attempts"),
        one_of("method", PaymentMethod),
        CheckConstraint("(reverses_id IS NULL) = (amount_cents > 0)", name="sign_fits"),
        CheckConstraint("amount_cents <> 0", name="amount_not_nought"),
        Index(
            "uq_payments_charge",
            "cluster_id",
            "provider",
            "provider_charge_id",
            unique=True,
            postgresql_where=text("provider_charge_id IS NOT NULL"),
        ),
        Index(
            "uq_payments_reverses",
            "cluster_id",
            "reverses_id",
            unique=True,
            postgresql_where=text("reverses_id IS NOT NULL"),
        ),
        Index("ix_payments_payer", "cluster_id", "payer_id", "received_on"),
        Index("ix_payments_received_on", "cluster_id", "received_on", "id"),
    )

    payer_id: Mapped[UUID]
    method: Mapped[str] = mapped_column(String(20))
    amount_cents: Mapped[int] = mapped_column(BigInteger)
    currency: Mapped[str] = mapped_column(String(3))
    received_on: Mapped[date]
    reference: Mapped[str | None] = mapped_column(String(200))
    provider: Mapped[str | None] = mapped_column(String(20))
    provider_charge_id: Mapped[str | None] = mapped_column(String(120))
    attempt_id: Mapped[UUID | None]
    reverses_id: Mapped[UUID | None]
    reason: Mapped[str | None] = mapped_column(String(500))
    recorded_at: Mapped[datetime] = mapped_column(Timestamp)
    recorded_by: Mapped[str] = mapped_column(String(200))


class Allocation(TenantOwned, Base):
    """What part of a payment pays which invoice; taken back by a row with a minus."""

    __tablename__ = "allocations"
    __table_args__ = (
        tenant_fk("payment_id", "payments"),
        tenant_fk("invoice_id", "invoices"),
        CheckConstraint("amount_cents <> 0", name="amount_not_nought"),
        Index("ix_allocations_invoice", "cluster_id", "invoice_id"),
        Index("ix_allocations_payment", "cluster_id", "payment_id"),
    )

    payment_id: Mapped[UUID]
    invoice_id: Mapped[UUID]
    amount_cents: Mapped[int] = mapped_column(BigInteger)
    allocated_on: Mapped[date]
    allocated_at: Mapped[datetime] = mapped_column(Timestamp)
