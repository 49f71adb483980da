"""Products: what can be invoiced, with its price, its account and its dated VAT treatment."""

from datetime import date
from typing import Any

from marshmallow import fields

from clusterorg.domains.billing import actions, queries
from clusterorg.domains.billing.schemas import (
    ProductOrderSchema,
    ProductPatchSchema,
    ProductSchema,
    VatDecisionSchema,
    VatSettingSchema,
)
from clusterorg.kernel.shapes import Day, Input
from clusterorg.web.api.mechanics.asking import today, who_and_when
from clusterorg.web.api.mechanics.contract import lists, reads, writes
from clusterorg.web.api.mechanics.editing import check_version
from clusterorg.web.work import session, unit_of_work


class ProductQuery(Input):
    """On which day the VAT treatment is looked up, and whether archived products are shown."""

    on = Day(metadata={"description": "Default: today."})
    archived = fields.Boolean(load_default=False)


@lists(ProductSchema, asks=ProductQuery)
def index(query: dict[str, Any]) -> Any:
    """List products by code with the VAT treatment of a day."""
    day: date = query.get("on") or today()
    return queries.products(session(), day, archived=query["archived"])


@writes(ProductSchema, takes=ProductOrderSchema, status=201, etag=True, once="optional")
def create(data: dict[str, Any]) -> Any:
    """Add a product; it needs a VAT treatment before it can be invoiced."""
    with unit_of_work() as work:
        actions.add_product(work, **data, **who_and_when())
        return queries.get_product(session(), data["code"], today())


@reads(ProductSchema, etag=True)
def show(code: str) -> Any:
    """Read a product with the VAT treatment of today."""
    return queries.get_product(session(), code, today())


@writes(ProductSchema, takes=ProductPatchSchema, etag=True, edits=True)
def update(data: dict[str, Any], code: str, version: int) -> Any:
    """Change names, revenue account or price; issued documents keep what they have."""
    with unit_of_work() as work:
        present = queries.get_product(session(), code, today())
        check_version(present.version)
        actions.change_product(work, product_id=present.id, changes=data, **who_and_when())
    return queries.get_product(session(), code, today())


@lists(VatSettingSchema)
def vat(code: str) -> Any:
    """List a product's VAT treatments, newest first."""
    return queries.vat_settings(session(), queries.get_product(session(), code, today()).id)


@writes(ProductSchema, takes=VatDecisionSchema, status=201, once="optional")
def set_vat(data: dict[str, Any], code: str) -> Any:
    """Decide the VAT treatment from a day on; the one before it ends that day.

    VAT is never derived: `approved_by` names who answers for it, such as the accountant.
    """
    with unit_of_work() as work:
        actions.set_vat(work, product_code=code, **data, **who_and_when())
        return queries.get_product(session(), code, today())
