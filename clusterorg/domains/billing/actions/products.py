"""Products and their dated VAT treatment."""

import re
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.dialects.postgresql import Range

from clusterorg.domains.billing import rules
from clusterorg.domains.billing.errors import (
    AmountInvalid,
    ProductCodeInvalid,
    ProductCodeTaken,
    ProductNamesMissing,
    ProductNotFound,
    VatApprovalMissing,
    VatSettingOverlaps,
)
from clusterorg.domains.billing.models import Product, ProductVatSetting
from clusterorg.domains.billing.vocabulary import VatDecision
from clusterorg.domains.ledger import queries as ledger
from clusterorg.kernel.actor import Actor
from clusterorg.kernel.days import check_day
from clusterorg.kernel.i18n import LANGUAGES
from clusterorg.kernel.ids import new_id
from clusterorg.kernel.unit_of_work import UnitOfWork

_CODE = re.compile(r"[a-z0-9][a-z0-9-]{1,39}")


def add_product(
    work: UnitOfWork,
    *,
    code: str,
    names: Mapping[str, str],
    revenue_account: str,
    unit_cents: int | None = None,
    actor: Actor,
    at: datetime,
) -> Product:
    """Add something that can be invoiced; it needs a VAT setting before it is.

    Raises ProductCodeInvalid, ProductCodeTaken, ProductNamesMissing, AmountInvalid and the
    ledger's AccountNotFound.
    """
    if not _CODE.fullmatch(code):
        raise ProductCodeInvalid(field="code")
    if work.session.execute(select(Product.id).where(Product.code == code)).first() is not None:
        raise ProductCodeTaken(field="code")
    product = Product(
        id=new_id(),
        code=code,
        names=_names(names),
        revenue_account_id=_account(work, revenue_account),
        unit_cents=_unit(unit_cents),
    )
    work.session.add(product)
    work.session.flush()
    work.record(
        "product.added",
        subject=("product", product.id),
        actor=actor,
        at=at,
        after={"code": code, "names": product.names, "revenue_account": revenue_account},
    )
    return product


def change_product(
    work: UnitOfWork,
    *,
    product_id: UUID,
    changes: Mapping[str, Any],
    actor: Actor,
    at: datetime,
) -> Product:
    """Change names, revenue_account, unit_cents or `archived` (bool) of a product, not its code.

    Documents already issued keep what they were issued with. Raises ProductNotFound,
    ProductNamesMissing, AmountInvalid and the ledger's AccountNotFound.
    """
    product = work.session.get(Product, (work.cluster_id, product_id))
    if product is None:
        raise ProductNotFound("?")
    before = _shown(work, product)
    if "names" in changes:
        product.names = _names(changes["names"])
    if "revenue_account" in changes:
        product.revenue_account_id = _account(work, changes["revenue_account"])
    if "unit_cents" in changes:
        product.unit_cents = _unit(changes["unit_cents"])
    if "archived" in changes:
        product.archived_at = at if changes["archived"] else None
    work.session.flush()
    work.record(
        "product.changed",
        subject=("product", product.id),
        actor=actor,
        at=at,
        before=before,
        after=_shown(work, product),
    )
    return product


def set_vat(
    work: UnitOfWork,
    *,
    product_code: str,
    decision: VatDecision,
    valid_from: date,
    approved_by: str,
    approved_on: date,
    actor: Actor,
    at: datetime,
) -> ProductVatSetting:
    """Decide a product's VAT treatment from a day on; the setting before it ends that day.

    VAT is never derived: `approved_by` names who answers for it, such as the accountant. Raises
    ProductNotFound, VatRateInvalid, VatReasonMissing, VatApprovalMissing, VatSettingOverlaps,
    DayOutOfReach.
    """
    whole = rules.check_vat(decision)
    check_day(valid_from, field="valid_from")
    check_day(approved_on, field="approved_on")
    if not approved_by.strip():
        raise VatApprovalMissing(field="approved_by")
    product_id = work.session.execute(
        select(Product.id).where(Product.code == product_code)
    ).scalar_one_or_none()
    if product_id is None:
        raise ProductNotFound(product_code, field="product_code")
    _end_present_setting(work, product_id, valid_from)
    setting = ProductVatSetting(
        id=new_id(),
        product_id=product_id,
        valid=Range(valid_from, None),
        category=whole.category,
        rate_bp=whole.rate_bp,
        vatex_code=whole.vatex_code,
        legal_texts=dict(whole.legal_texts),
        approved_by=approved_by.strip(),
        approved_on=approved_on,
    )
    work.session.add(setting)
    work.session.flush()
    work.record(
        "product.vat_decided",
        subject=("product", product_id),
        actor=actor,
        at=at,
        after={
            "valid_from": valid_from.isoformat(),
            "category": whole.category.value,
            "rate_bp": whole.rate_bp,
            "vatex_code": whole.vatex_code,
            "approved_by": setting.approved_by,
        },
    )
    return setting


def _end_present_setting(work: UnitOfWork, product_id: UUID, day: date) -> None:
    last = work.session.execute(
        select(ProductVatSetting)
        .where(ProductVatSetting.product_id == product_id)
        .order_by(func.lower(ProductVatSetting.valid).desc())
        .limit(1)
    ).scalar_one_or_none()
    if last is None:
        return
    if last.valid.lower is None or last.valid.lower >= day:
        raise VatSettingOverlaps(field="valid_from")
    last.valid = Range(last.valid.lower, day)
    work.session.flush()


def _names(names: Mapping[str, str]) -> dict[str, str]:
    kept = {lang: names[lang].strip() for lang in LANGUAGES if names.get(lang, "").strip()}
    if not kept:
        raise ProductNamesMissing(field="names")
    return kept


def _unit(cents: int | None) -> int | None:
    if cents is not None and cents < 0:
        raise AmountInvalid(field="unit_cents")
    return cents


def _account(work: UnitOfWork, number: str) -> UUID:
    return ledger.account_refs(work.session, [number])[number].id


def _shown(work: UnitOfWork, product: Product) -> dict[str, Any]:
    accounts = {row.id: row.number for row in ledger.accounts(work.session, archived=True)}
    return {
        "names": dict(product.names),
        "revenue_account": accounts[product.revenue_account_id],
        "unit_cents": product.unit_cents,
        "archived": product.archived_at is not None,
    }
