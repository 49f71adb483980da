"""What is sold, and its dated VAT treatment."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, Index, Integer, String
from sqlalchemy.dialects.postgresql import DATERANGE, JSONB, ExcludeConstraint, Range
from sqlalchemy.orm import Mapped, mapped_column

from clusterorg.domains.billing.vocabulary import VatCategory
from clusterorg.kernel.db import Base, TenantOwned, Timestamp, Versioned, one_of, tenant_fk


class Product(TenantOwned, Versioned, Base):
    """Something a cluster invoices: dues, an entry fee, a service. Names per language."""

    __tablename__ = "products"
    __table_args__ = (
        tenant_fk("revenue_account_id", "accounts"),
        CheckConstraint("code ~ '^[a-z0-9][a-z0-9-]{1,39}$'", name="code_shape"),
        Index("uq_products_code", "cluster_id", "code", unique=True),
    )

    code: Mapped[str] = mapped_column(String(40))
    names: Mapped[dict[str, Any]] = mapped_column(JSONB)
    revenue_account_id: Mapped[UUID]
    unit_cents: Mapped[int | None] = mapped_column(BigInteger)
    archived_at: Mapped[datetime | None] = mapped_column(Timestamp)


class ProductVatSetting(TenantOwned, Base):
    """The VAT treatment of a product between two days, as a person approved it. Never derived."""

    __tablename__ = "product_vat_settings"
    __table_args__ = (
        tenant_fk("product_id", "products"),
        one_of("category", VatCategory),
        CheckConstraint("(category = 'S') = (rate_bp > 0)", name="rate_fits_category"),
        ExcludeConstraint(
            ("cluster_id", "="),
            ("product_id", "="),
            ("valid", "&&"),
            name="ex_product_vat_settings_valid",
            using="gist",
        ),
    )

    product_id: Mapped[UUID]
    valid: Mapped[Range[date]] = mapped_column(DATERANGE)
    category: Mapped[str] = mapped_column(String(2))
    rate_bp: Mapped[int] = mapped_column(Integer)
    vatex_code: Mapped[str | None] = mapped_column(String(40))
    legal_texts: Mapped[dict[str, Any]] = mapped_column(JSONB)
    approved_by: Mapped[str] = mapped_column(String(200))
    approved_on: Mapped[date]
