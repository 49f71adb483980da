"""Products with the VAT treatment of a day."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Row, func, select
from sqlalchemy.orm import Session

from clusterorg.domains.billing.errors import ProductNotFound
from clusterorg.domains.billing.models import Product, ProductVatSetting
from clusterorg.domains.billing.rules.totals import totals
from clusterorg.domains.billing.vocabulary import Totals, VatCategory, VatDecision


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


def price_with_vat(session: Session, nets: Iterable[tuple[str, int]], on: date) -> Totals:
    """Return what an invoice of this day would come to: `nets` are (product code, net cents).

    Added up by the invoice's own rule, so that the preview is what is asked later, to the cent.
    A product that is not there yet, or has no VAT setting on the day, previews without VAT.
    """
    wanted = list(nets)
    codes = {code for code, _cents in wanted}
    rows = session.execute(_with_vat(on).where(Product.code.in_(codes))).all()
    decisions = {row.code: _decision(row) for row in rows if row.category is not None}
    none = VatDecision(VatCategory.OUT_OF_SCOPE)
    return totals([(decisions.get(code, none), cents) for code, cents in wanted])


def _decision(row: Row[Any]) -> VatDecision:
    return VatDecision(VatCategory(row.category), row.rate_bp, row.vatex_code)


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
