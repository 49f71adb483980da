"""What the API takes. Amounts are whole cents: a float or a string is refused, never rounded."""

from decimal import Decimal
from typing import Any

from marshmallow import RAISE, Schema, fields, post_load
from marshmallow.validate import Length, OneOf, Range

from clusterorg.domains.billing.rules.totals import LARGEST_CENTS
from clusterorg.domains.billing.vocabulary import (
    MANUAL_METHODS,
    DocumentKind,
    InvoiceState,
    NewLine,
    PaymentMethod,
    Share,
    Subject,
    VatCategory,
    VatDecision,
)
from clusterorg.kernel.i18n import LANGUAGES
from clusterorg.kernel.shapes import Day

_LANGUAGE = OneOf(LANGUAGES)
_POSITIVE = Range(min=1, max=LARGEST_CENTS)


class Strict(Schema):
    """Refuses fields it does not know."""

    class Meta:
        unknown = RAISE


class Cents(fields.Integer):
    """An amount in whole cents."""

    def __init__(self, **more: Any) -> None:
        more.setdefault("metadata", {"description": "Whole cents", "example": 120000})
        super().__init__(strict=True, **more)


class SubjectSchema(Strict):
    """What a line is for."""

    type = fields.String(required=True, validate=Length(1, 40))
    id = fields.UUID(required=True)

    @post_load
    def build(self, data: dict[str, Any], **_more: Any) -> Subject:
        """Return the value type."""
        return Subject(**data)


class NewLineSchema(Strict):
    """A line to invoice."""

    product_code = fields.String(required=True, validate=Length(1, 40))
    description = fields.String(required=True, validate=Length(1, 1000))
    detail = fields.String(allow_none=True, load_default=None, validate=Length(max=1000))
    quantity = fields.Decimal(
        load_default=Decimal(1),
        as_string=True,
        metadata={"type": ["string", "number"], "default": "1", "example": "1.5"},
    )
    unit_cents = Cents(required=True, validate=Range(-LARGEST_CENTS, LARGEST_CENTS))
    subject = fields.Nested(SubjectSchema, allow_none=True, load_default=None)

    @post_load
    def build(self, data: dict[str, Any], **_more: Any) -> NewLine:
        """Return the value type."""
        return NewLine(**data)


class InvoiceOrderSchema(Strict):
    """An invoice to issue; the keys are those of `actions.issue_invoice`."""

    payer_id = fields.UUID(required=True)
    lines = fields.List(fields.Nested(NewLineSchema), required=True, validate=Length(1, 500))
    issued_on = Day(required=True)
    due_on = Day(required=True)
    language = fields.String(allow_none=True, load_default=None, validate=_LANGUAGE)
    buyer_reference = fields.String(allow_none=True, load_default=None, validate=Length(1, 100))
    note = fields.String(allow_none=True, load_default=None, validate=Length(max=2000))
    deliver = fields.Boolean(load_default=True)


class CreditOrderSchema(Strict):
    """A credit note over a whole invoice."""

    reason = fields.String(required=True, validate=Length(1, 500))
    issued_on = Day(required=True)


class ShareSchema(Strict):
    """What part of a payment goes to an invoice."""

    invoice_id = fields.UUID(required=True)
    cents = Cents(required=True, validate=_POSITIVE)

    @post_load
    def build(self, data: dict[str, Any], **_more: Any) -> Share:
        """Return the value type."""
        return Share(**data)


class PaymentOrderSchema(Strict):
    """Money that came; `shares` None spreads it over the one `invoice_id`."""

    invoice_id = fields.UUID(allow_none=True, load_default=None)
    payer_id = fields.UUID(allow_none=True, load_default=None)
    shares = fields.List(fields.Nested(ShareSchema), load_default=None, allow_none=True)
    amount_cents = Cents(required=True, validate=_POSITIVE)
    received_on = Day(required=True)
    method = fields.Enum(
        PaymentMethod, by_value=True, required=True, validate=OneOf(MANUAL_METHODS)
    )
    reference = fields.String(allow_none=True, load_default=None, validate=Length(max=200))


class UndoSchema(Strict):
    """Why something is taken back."""

    reason = fields.String(required=True, validate=Length(1, 500))


class CreditApplicationSchema(Strict):
    """What is left of a payment, used for another invoice of the same organisation."""

    invoice_id = fields.UUID(required=True)
    amount_cents = Cents(required=True, validate=_POSITIVE)


class CheckoutOrderSchema(Strict):
    """Where the payer goes after the hosted page; both addresses are ours."""

    success_url = fields.URL(required=True, require_tld=False)
    cancel_url = fields.URL(required=True, require_tld=False)


class ProductOrderSchema(Strict):
    """Something that can be invoiced."""

    code = fields.String(required=True, validate=Length(2, 40))
    names = fields.Dict(
        keys=fields.String(validate=_LANGUAGE), values=fields.String(), required=True
    )
    revenue_account = fields.String(required=True, validate=Length(2, 10))
    unit_cents = Cents(allow_none=True, load_default=None, validate=Range(0, LARGEST_CENTS))


class ProductPatchSchema(Strict):
    """What may change of a product."""

    names = fields.Dict(keys=fields.String(validate=_LANGUAGE), values=fields.String())
    revenue_account = fields.String(validate=Length(2, 10))
    unit_cents = Cents(allow_none=True, validate=Range(0, LARGEST_CENTS))
    archived = fields.Boolean()


class VatDecisionSchema(Strict):
    """A VAT treatment from a day on, with who approved it."""

    category = fields.Enum(VatCategory, by_value=True, required=True)
    rate_bp = fields.Integer(
        strict=True, load_default=0, metadata={"description": "Basis points: 2100 is 21 %"}
    )
    vatex_code = fields.String(allow_none=True, load_default=None, validate=Length(max=40))
    legal_texts = fields.Dict(
        keys=fields.String(validate=_LANGUAGE), values=fields.String(), load_default=dict
    )
    valid_from = Day(required=True)
    approved_by = fields.String(required=True, validate=Length(1, 200))
    approved_on = Day(required=True)

    @post_load
    def build(self, data: dict[str, Any], **_more: Any) -> dict[str, Any]:
        """Return the keys of `actions.set_vat`, the decision as one value."""
        parts = ("category", "rate_bp", "vatex_code", "legal_texts")
        decision = VatDecision(**{name: data.pop(name) for name in parts})
        return {**data, "decision": decision}


class InvoiceQuerySchema(Strict):
    """Filters of the document list; the keys are those of `queries.InvoiceFilter`."""

    kind = fields.Enum(DocumentKind, by_value=True, load_default=None)
    state = fields.Enum(InvoiceState, by_value=True, load_default=None)
    overdue = fields.Boolean(load_default=None)
    year = fields.Integer(load_default=None, validate=Range(2000, 2200))
    payer_id = fields.UUID(load_default=None)
    text = fields.String(load_default=None, validate=Length(max=200))
