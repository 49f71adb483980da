"""What passes between us and a payment rail: attempts of ours, deliveries of theirs."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, Index, Integer, String, Text, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from clusterorg.domains.billing.vocabulary import AttemptState, EventStatus
from clusterorg.kernel.db import Base, TenantOwned, Timestamp, one_of, tenant_fk
from clusterorg.kernel.ids import new_id

_UNDER_WAY = text("state IN ('created', 'open', 'awaiting_funds')")


class PaymentAttempt(TenantOwned, Base):
    """One try to pay an invoice on a rail; its id is the idempotency key. States only move up."""

    __tablename__ = "payment_attempts"
    __table_args__ = (
        tenant_fk("invoice_id", "invoices"),
        one_of("state", AttemptState),
        CheckConstraint("amount_cents > 0", name="amount_positive"),
        Index(
            "uq_payment_attempts_open",
            "cluster_id",
            "invoice_id",
            unique=True,
            postgresql_where=_UNDER_WAY,
        ),
        Index("ix_payment_attempts_invoice", "cluster_id", "invoice_id", "id"),
        Index("ix_payment_attempts_session", "cluster_id", "session_id"),
    )

    invoice_id: Mapped[UUID]
    provider: Mapped[str] = mapped_column(String(20))
    account: Mapped[str] = mapped_column(String(60))
    amount_cents: Mapped[int] = mapped_column(BigInteger)
    currency: Mapped[str] = mapped_column(String(3))
    state: Mapped[str] = mapped_column(String(20))
    success_url: Mapped[str] = mapped_column(Text)
    cancel_url: Mapped[str] = mapped_column(Text)
    session_id: Mapped[str | None] = mapped_column(String(120))
    url: Mapped[str | None] = mapped_column(Text)
    expires_at: Mapped[datetime | None] = mapped_column(Timestamp)
    method: Mapped[str | None] = mapped_column(String(40))
    charge_id: Mapped[str | None] = mapped_column(String(120))
    failure_code: Mapped[str | None] = mapped_column(String(80))
    failure_text: Mapped[str | None] = mapped_column(Text)
    created_at: Mapped[datetime] = mapped_column(Timestamp)
    created_by: Mapped[str] = mapped_column(String(200))
    settled_at: Mapped[datetime | None] = mapped_column(Timestamp)


class ProviderEvent(Base):
    """A delivery as it came, once per event id. Global: whose it is, the worker finds out."""

    __tablename__ = "provider_events"
    __table_args__ = (
        one_of("status", EventStatus),
        Index("uq_provider_events_event_id", "provider", "account", "event_id", unique=True),
        Index(
            "ix_provider_events_waiting",
            "received_at",
            postgresql_where=text("status <> 'processed'"),
        ),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    provider: Mapped[str] = mapped_column(String(20))
    account: Mapped[str] = mapped_column(String(60))
    event_id: Mapped[str] = mapped_column(String(120))
    event_type: Mapped[str] = mapped_column(String(120))
    session_id: Mapped[str | None] = mapped_column(String(120))
    attempt_id: Mapped[UUID | None]
    created_at: Mapped[datetime] = mapped_column(Timestamp)
    body: Mapped[dict[str, Any]] = mapped_column(JSONB)
    received_at: Mapped[datetime] = mapped_column(Timestamp)
    processed_at: Mapped[datetime | None] = mapped_column(Timestamp)
    status: Mapped[str] = mapped_column(String(20))
    tries: Mapped[int] = mapped_column(Integer)
    error: Mapped[str | None] = mapped_column(Text)
