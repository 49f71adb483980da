"""Products with the VAT treatment of a day."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Row, func, select
from sqlalchemy.orm import Session

from clusterorg.domains.billing.errors import ProductNotFound
from clusterorg.domains.billing.models import Product, ProductVatSetting
from clusterorg.domains.billing.rules.totals import vat_of


def products(session: Session, on: date, *, archived: bool = False) -> Sequence[Row[Any]]:
    """Return products by code with the VAT setting valid on a day (None where none is).

    Columns: id, code, names, revenue_account_id, unit_cents, archived_at, version, category,
    rate_bp, vatex_code, legal_texts, approved_by, approved_on, valid_from.
    """
    statement = _with_vat(on).order_by(Product.code)
    if not archived:
        statement = statement.where(Product.archived_at.is_(None))
    return session.execute(statement).all()


def get_product(session: Session, code: str, on: date) -> Row[Any]:
    """Return one product as `products` does; raises ProductNotFound."""
    row = session.execute(_with_vat(on).where(Product.code == code)).one_or_none()
    if row is None:
        raise ProductNotFound(code)
    return row


def vat_settings(session: Session, product_id: UUID) -> Sequence[Row[Any]]:
    """Return a product's VAT settings, newest first: valid (range), category, rate_bp …"""
    return session.execute(
        select(
            ProductVatSetting.id,
            ProductVatSetting.valid,
            ProductVatSetting.category,
            ProductVatSetting.rate_bp,
            ProductVatSetting.vatex_code,
            ProductVatSetting.legal_texts,
            ProductVatSetting.approved_by,
            ProductVatSetting.approved_on,
        )
        .where(ProductVatSetting.product_id == product_id)
        .order_by(func.lower(ProductVatSetting.valid).desc())
    ).all()


def price_with_vat(session: Session, code: str, net_cents: int, on: date) -> tuple[int, int]:
    """Return VAT and gross in cents of a net amount of one product on a day, for a preview.

    An invoice rounds VAT once per rate, so several lines may come to a cent less or more.
    Raises ProductNotFound. A product without a VAT setting on the day previews without VAT.
    """
    row = get_product(session, code, on)
    vat = vat_of(net_cents, row.rate_bp or 0)
    return vat, net_cents + vat


def _with_vat(on: date) -> Any:
    setting = ProductVatSetting
    return select(
        Product.id,
        Product.code,
        Product.names,
        Product.revenue_account_id,
        Product.unit_cents,
        Product.archived_at,
        Product.version,
        setting.category,
        setting.rate_bp,
        setting.vatex_code,
        setting.legal_texts,
        setting.approved_by,
        setting.approved_on,
        func.lower(setting.valid).label("valid_from"),
    ).outerjoin(
        setting,
        (setting.cluster_id == Product.cluster_id)
        & (setting.product_id == Product.id)
        & setting.valid.contains(on),
    )
