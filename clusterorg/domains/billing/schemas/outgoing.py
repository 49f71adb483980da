"""What the API gives. Everything is read only; amounts are whole cents."""

from marshmallow import fields

from clusterorg.domains.billing.rules import shown_reference
from clusterorg.kernel.shapes import Output


class InvoiceSchema(Output):
    """A document as it is listed."""

    id = fields.UUID()
    kind = fields.String()
    number = fields.String()
    issued_on = fields.Date()
    due_on = fields.Date()
    payer_id = fields.UUID()
    payer_name = fields.String()
    currency = fields.String()
    net_cents = fields.Integer()
    vat_cents = fields.Integer()
    gross_cents = fields.Integer()
    paid_cents = fields.Integer()
    credited_cents = fields.Integer()
    open_cents = fields.Integer()
    state = fields.String()
    is_overdue = fields.Boolean()
    payment_reference = fields.String()
    shown_reference = fields.Function(
        lambda row: shown_reference(row.payment_reference),
        metadata={"type": "string", "example": "+++090/9337/55493+++"},
    )
    credits_id = fields.UUID(allow_none=True)
    language = fields.String()


class LineSchema(Output):
    """A line of a document."""

    id = fields.UUID()
    position = fields.Integer()
    product_code = fields.String()
    description = fields.String()
    detail = fields.String(allow_none=True)
    quantity = fields.Decimal(as_string=True, metadata={"type": "string", "example": "1.5"})
    unit_cents = fields.Integer()
    net_cents = fields.Integer()
    vat_category = fields.String()
    vat_rate_bp = fields.Integer()
    vatex_code = fields.String(allow_none=True)
    legal_text = fields.String(allow_none=True)
    subject_type = fields.String(allow_none=True)
    subject_id = fields.UUID(allow_none=True)


class AllocationSchema(Output):
    """What a payment gave to a document, or took back."""

    payment_id = fields.UUID()
    amount_cents = fields.Integer()
    allocated_on = fields.Date()
    method = fields.String()
    received_on = fields.Date()
    reference = fields.String(allow_none=True)
    provider = fields.String(allow_none=True)
    payment_cents = fields.Integer()
    undone = fields.Boolean()
    recorded_by = fields.String()


class CreditNoteSchema(Output):
    """A credit note of an invoice, in short."""

    id = fields.UUID()
    number = fields.String()
    issued_on = fields.Date()
    gross_cents = fields.Integer()
    reason = fields.String(allow_none=True)


class AttemptSchema(Output):
    """A try to pay online."""

    id = fields.UUID()
    invoice_id = fields.UUID()
    provider = fields.String()
    amount_cents = fields.Integer()
    currency = fields.String()
    state = fields.String()
    method = fields.String(allow_none=True)
    failure_code = fields.String(allow_none=True)
    failure_text = fields.String(allow_none=True)
    created_at = fields.AwareDateTime()
    expires_at = fields.AwareDateTime(allow_none=True)
    settled_at = fields.AwareDateTime(allow_none=True)


class DocumentSchema(InvoiceSchema):
    """A document with what was frozen with it."""

    seller = fields.Dict()
    buyer = fields.Dict()
    vat_breakdown = fields.List(fields.Dict())
    legal_texts = fields.List(fields.String())
    reference_kind = fields.String()
    buyer_reference = fields.String(allow_none=True)
    note = fields.String(allow_none=True)
    reason = fields.String(allow_none=True)
    issued_at = fields.AwareDateTime()
    issued_by = fields.String()
    credits_number = fields.String(allow_none=True)


class InvoiceDetailSchema(Output):
    """One document with all that belongs to it (`queries.invoice_detail`)."""

    invoice = fields.Nested(DocumentSchema)
    lines = fields.List(fields.Nested(LineSchema))
    payments = fields.List(fields.Nested(AllocationSchema))
    credit_notes = fields.List(fields.Nested(CreditNoteSchema))
    attempts = fields.List(fields.Nested(AttemptSchema))


class IssuedInvoiceSchema(Output):
    """What issuing answers."""

    id = fields.UUID()
    number = fields.String()
    payer_id = fields.UUID()
    issued_on = fields.Date()
    due_on = fields.Date()
    gross_cents = fields.Integer()
    payment_reference = fields.String()


class PaymentSchema(Output):
    """A payment as it is listed."""

    id = fields.UUID()
    payer_id = fields.UUID()
    method = fields.String()
    amount_cents = fields.Integer()
    free_cents = fields.Integer()
    currency = fields.String()
    received_on = fields.Date()
    reference = fields.String(allow_none=True)
    provider = fields.String(allow_none=True)
    reverses_id = fields.UUID(allow_none=True)
    undone = fields.Boolean()
    reason = fields.String(allow_none=True)
    recorded_at = fields.AwareDateTime()
    recorded_by = fields.String()


class CheckoutPageSchema(Output):
    """The hosted page to send the payer to."""

    session_id = fields.String()
    url = fields.URL()
    expires_at = fields.AwareDateTime(allow_none=True)


class ProductSchema(Output):
    """A product with its VAT setting of the day."""

    id = fields.UUID()
    code = fields.String()
    names = fields.Dict()
    unit_cents = fields.Integer(allow_none=True)
    category = fields.String(allow_none=True)
    rate_bp = fields.Integer(allow_none=True)
    vatex_code = fields.String(allow_none=True)
    legal_texts = fields.Dict(allow_none=True)
    approved_by = fields.String(allow_none=True)
    approved_on = fields.Date(allow_none=True)
    valid_from = fields.Date(allow_none=True)
    archived_at = fields.AwareDateTime(allow_none=True)
    version = fields.Integer()


class MemberBalanceSchema(Output):
    """What an organisation owes and has to its credit."""

    open_cents = fields.Integer()
    overdue_cents = fields.Integer()
    credit_cents = fields.Integer()
    open_count = fields.Integer()
    overdue_count = fields.Integer()


class AgeingSchema(Output):
    """One age of debt."""

    bucket = fields.String()
    count = fields.Integer()
    open_cents = fields.Integer()


class PaymentFactsSchema(Output):
    """One payment (`queries.PaymentFacts`)."""

    id = fields.UUID()
    payer_id = fields.UUID()
    method = fields.String()
    amount_cents = fields.Integer()
    free_cents = fields.Integer()
    reference = fields.String(allow_none=True)
    provider = fields.String(allow_none=True)
    undone = fields.Boolean(attribute="reversed")


class ShareOfPaymentSchema(Output):
    """What part of a payment went to which document."""

    invoice_id = fields.UUID()
    number = fields.String()
    payer_name = fields.String()
    amount_cents = fields.Integer()
    allocated_on = fields.Date()


class PaymentDetailSchema(Output):
    """One payment and where it went."""

    payment = fields.Nested(PaymentFactsSchema)
    shares = fields.List(fields.Nested(ShareOfPaymentSchema))


class VatSettingSchema(Output):
    """A product's VAT treatment in a period."""

    id = fields.UUID()
    valid_from = fields.Date(attribute="valid.lower")
    valid_until = fields.Date(attribute="valid.upper", allow_none=True)
    category = fields.String()
    rate_bp = fields.Integer()
    vatex_code = fields.String(allow_none=True)
    legal_texts = fields.Dict()
    approved_by = fields.String()
    approved_on = fields.Date()


class ProviderEventSchema(Output):
    """A delivery of a payment provider and what became of it."""

    id = fields.UUID()
    provider = fields.String()
    account = fields.String(allow_none=True)
    event_id = fields.String()
    event_type = fields.String()
    received_at = fields.AwareDateTime()
    processed_at = fields.AwareDateTime(allow_none=True)
    status = fields.String()
    tries = fields.Integer()
    error = fields.String(allow_none=True)
