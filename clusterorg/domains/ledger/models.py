"""Tables of the ledger: the chart, and the append-only entries with their postings."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, Index, SmallInteger, String, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from clusterorg.domains.ledger.vocabulary import AccountKind, AccountRole
from clusterorg.kernel.db import Base, TenantOwned, Timestamp, Versioned, one_of, tenant_fk


class Account(TenantOwned, Versioned, Base):
    """One account of a cluster's chart. `names` holds a name per language."""

    __tablename__ = "accounts"
    __table_args__ = (
        one_of("kind", AccountKind),
        one_of("role", AccountRole),
        CheckConstraint("number ~ '^[0-9]{2,10}$'", name="number_digits"),
        Index("uq_accounts_cluster_id_number", "cluster_id", "number", unique=True),
        Index(
            "uq_accounts_role",
            "cluster_id",
            "role",
            unique=True,
            postgresql_where=text("role IS NOT NULL"),
        ),
    )

    number: Mapped[str] = mapped_column(String(10))
    names: Mapped[dict[str, Any]] = mapped_column(JSONB)
    kind: Mapped[str] = mapped_column(String(20))
    role: Mapped[str | None] = mapped_column(String(20))
    archived_at: Mapped[datetime | None] = mapped_column(Timestamp)


class JournalEntry(TenantOwned, Base):
    """One booked fact. Never changed; a wrong one is turned by its reversal."""

    __tablename__ = "journal_entries"
    __table_args__ = (
        tenant_fk("reverses_id", "journal_entries"),
        Index(
            "uq_journal_entries_cause",
            "cluster_id",
            "cause_type",
            "cause_id",
            "kind",
            unique=True,
        ),
        Index(
            "uq_journal_entries_reverses",
            "cluster_id",
            "reverses_id",
            unique=True,
            postgresql_where=text("reverses_id IS NOT NULL"),
        ),
        Index("ix_journal_entries_booked_on", "cluster_id", "booked_on", "id"),
    )

    booked_on: Mapped[date]
    text: Mapped[str] = mapped_column(String(300))
    cause_type: Mapped[str] = mapped_column(String(40))
    cause_id: Mapped[UUID]
    kind: Mapped[str] = mapped_column(String(40))
    reverses_id: Mapped[UUID | None]
    posted_at: Mapped[datetime] = mapped_column(Timestamp)
    posted_by: Mapped[str] = mapped_column(String(200))


class Posting(TenantOwned, Base):
    """One line of an entry: signed cents, debit plus and credit minus, on one account."""

    __tablename__ = "postings"
    __table_args__ = (
        tenant_fk("entry_id", "journal_entries"),
        tenant_fk("account_id", "accounts"),
        tenant_fk("organisation_id", "organisations"),
        CheckConstraint("cents <> 0", name="cents_not_nought"),
        Index("uq_postings_entry_position", "cluster_id", "entry_id", "position", unique=True),
        Index("ix_postings_account", "cluster_id", "account_id", "id"),
        Index(
            "ix_postings_organisation",
            "cluster_id",
            "organisation_id",
            "account_id",
            postgresql_where=text("organisation_id IS NOT NULL"),
        ),
    )

    entry_id: Mapped[UUID]
    position: Mapped[int] = mapped_column(SmallInteger)
    account_id: Mapped[UUID]
    cents: Mapped[int] = mapped_column(BigInteger)
    organisation_id: Mapped[UUID | None]
