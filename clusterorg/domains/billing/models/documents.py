"""Numbered documents: frozen when they are issued, kept as they are for ever."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Index,
    Integer,
    LargeBinary,
    Numeric,
    SmallInteger,
    String,
    Text,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from clusterorg.domains.billing.vocabulary import DocumentKind, ReferenceKind, VatCategory
from clusterorg.kernel.db import Base, TenantOwned, Timestamp, one_of, tenant_fk


class DocumentCounter(TenantOwned, Base):
    """The next number of a series in a year: one locked row makes numbers without gaps."""

    __tablename__ = "document_counters"
    __table_args__ = (
        one_of("series", DocumentKind),
        Index("uq_document_counters_series", "cluster_id", "series", "year", unique=True),
    )

    series: Mapped[str] = mapped_column(String(20))
    year: Mapped[int] = mapped_column(SmallInteger)
    next_sequence: Mapped[int] = mapped_column(Integer)
    last_issued_on: Mapped[date]


class Invoice(TenantOwned, Base):
    """An invoice or credit note with all that was true on its day. Amounts of both are plus."""

    __tablename__ = "invoices"
    __table_args__ = (
        tenant_fk("payer_id", "organisations"),
        tenant_fk("credits_id", "invoices"),
        one_of("kind", DocumentKind),
        one_of("reference_kind", ReferenceKind),
        CheckConstraint("gross_cents = net_cents + vat_cents", name="gross_adds_up"),
        CheckConstraint("gross_cents >= 0", name="gross_not_negative"),
        CheckConstraint("due_on >= issued_on", name="due_after_issue"),
        CheckConstraint("(kind = 'credit_note') = (credits_id IS NOT NULL)", name="credit_linked"),
        Index("uq_invoices_number", "cluster_id", "kind", "year", "sequence", unique=True),
        Index("uq_invoices_reference", "cluster_id", "payment_reference", unique=True),
        Index("ix_invoices_issued_on", "cluster_id", "issued_on", "id"),
        Index("ix_invoices_payer", "cluster_id", "payer_id", "issued_on"),
        Index(
            "ix_invoices_credits",
            "cluster_id",
            "credits_id",
            postgresql_where=text("credits_id IS NOT NULL"),
        ),
    )

    kind: Mapped[str] = mapped_column(String(20))
    year: Mapped[int] = mapped_column(SmallInteger)
    sequence: Mapped[int] = mapped_column(Integer)
    number: Mapped[str] = mapped_column(String(30))
    issued_on: Mapped[date]
    due_on: Mapped[date]
    language: Mapped[str] = mapped_column(String(2))
    currency: Mapped[str] = mapped_column(String(3))
    payer_id: Mapped[UUID]
    payer_name: Mapped[str] = mapped_column(String(300))
    seller: Mapped[dict[str, Any]] = mapped_column(JSONB)
    buyer: Mapped[dict[str, Any]] = mapped_column(JSONB)
    net_cents: Mapped[int] = mapped_column(BigInteger)
    vat_cents: Mapped[int] = mapped_column(BigInteger)
    gross_cents: Mapped[int] = mapped_column(BigInteger)
    vat_breakdown: Mapped[list[Any]] = mapped_column(JSONB)
    legal_texts: Mapped[list[Any]] = mapped_column(JSONB)
    reference_kind: Mapped[str] = mapped_column(String(10))
    payment_reference: Mapped[str] = mapped_column(String(25))
    buyer_reference: Mapped[str | None] = mapped_column(String(100))
    note: Mapped[str | None] = mapped_column(Text)
    credits_id: Mapped[UUID | None]
    reason: Mapped[str | None] = mapped_column(Text)
    layout: Mapped[int] = mapped_column(SmallInteger)
    issued_at: Mapped[datetime] = mapped_column(Timestamp)
    issued_by: Mapped[str] = mapped_column(String(200))


class InvoiceLine(TenantOwned, Base):
    """One line with its own VAT decision, revenue account and neutral subject."""

    __tablename__ = "invoice_lines"
    __table_args__ = (
        tenant_fk("invoice_id", "invoices"),
        tenant_fk("product_id", "products"),
        tenant_fk("revenue_account_id", "accounts"),
        one_of("vat_category", VatCategory),
        CheckConstraint("quantity > 0", name="quantity_positive"),
        CheckConstraint("(subject_type IS NULL) = (subject_id IS NULL)", name="subject_whole"),
        Index("uq_invoice_lines_position", "cluster_id", "invoice_id", "position", unique=True),
        Index(
            "ix_invoice_lines_subject",
            "cluster_id",
            "subject_id",
            "subject_type",
            postgresql_where=text("subject_id IS NOT NULL"),
        ),
    )

    invoice_id: Mapped[UUID]
    position: Mapped[int] = mapped_column(SmallInteger)
    product_id: Mapped[UUID]
    product_code: Mapped[str] = mapped_column(String(40))
    description: Mapped[str] = mapped_column(Text)
    detail: Mapped[str | None] = mapped_column(Text)
    quantity: Mapped[Decimal] = mapped_column(Numeric(12, 3))
    unit_cents: Mapped[int] = mapped_column(BigInteger)
    net_cents: Mapped[int] = mapped_column(BigInteger)
    vat_category: Mapped[str] = mapped_column(String(2))
    vat_rate_bp: Mapped[int] = mapped_column(Integer)
    vatex_code: Mapped[str | None] = mapped_column(String(40))
    legal_text: Mapped[str | None] = mapped_column(Text)
    revenue_account_id: Mapped[UUID]
    subject_type: Mapped[str | None] = mapped_column(String(40))
    subject_id: Mapped[UUID | None]


class InvoiceDocument(TenantOwned, Base):
    """The printed file of a document, with its digest; it can be made again byte for byte."""

    __tablename__ = "invoice_documents"
    __table_args__ = (
        tenant_fk("invoice_id", "invoices"),
        Index("uq_invoice_documents_format", "cluster_id", "invoice_id", "format", unique=True),
    )

    invoice_id: Mapped[UUID]
    format: Mapped[str] = mapped_column(String(10))
    content: Mapped[bytes] = mapped_column(LargeBinary)
    sha256: Mapped[str] = mapped_column(String(64))
    made_at: Mapped[datetime] = mapped_column(Timestamp)


class SellerLogo(TenantOwned, Base):
    """A logo some document was issued with, kept by its digest: settings may change, paper not."""

    __tablename__ = "seller_logos"
    __table_args__ = (Index("uq_seller_logos_sha256", "cluster_id", "sha256", unique=True),)

    sha256: Mapped[str] = mapped_column(String(64))
    png: Mapped[bytes] = mapped_column(LargeBinary)
