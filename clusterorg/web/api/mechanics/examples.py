"""An example for every shape of the document: written beside the shape, or made from its fields."""

from datetime import date
from typing import Any

from marshmallow import Schema, fields

ID = "0199f1c2-7b1e-7c3a-9a41-5d0c6f5b8a40"
TEXTS = {
    "name": "Noordzee Vis",
    "payer_name": "Noordzee Vis",
    "number": "INV-2026-0001",
    "country": "BE",
    "language": "nl",
    "currency": "EUR",
    "email": "info@noordzee.example",
    "contact_email": "info@noordzee.example",
    "revenue_account": "700000",
    "code": "dues",
    "product_code": "dues",
    "category": "ordinary",
    "payment_reference": "090933755493",
    "url": "https://checkout.stripe.com/c/pay/cs_test_1",
    "success_url": "http://127.0.0.1:8000/c/smaakkust/portal/invoices?paying=done",
    "cancel_url": "http://127.0.0.1:8000/c/smaakkust/portal/invoices",
    "share": "1/2",
    "file_name": "members.csv",
}


def example_of(shape: type[Schema] | Schema, *, sent: bool = False) -> Any:
    """Return the shape's own EXAMPLE, or one made from its fields.

    `sent`: of a request, else of an answer; fields of the other direction are left out.
    """
    own = getattr(shape, "EXAMPLE", None)
    if own is not None:
        return own
    made = shape() if isinstance(shape, type) else shape
    return {
        field.data_key or name: _value(name, field, sent)
        for name, field in made.fields.items()
        if not (field.dump_only if sent else field.load_only)
    }


def _value(name: str, field: Any, sent: bool) -> Any:
    if "example" in field.metadata:
        return field.metadata["example"]
    if field.allow_none and not isinstance(field, fields.Nested):
        return None
    for validator in field.validators:
        choices = getattr(validator, "choices", None)
        if choices:
            return str(next(iter(choices)))
    return _of_kind(name, field, sent)


def _of_kind(name: str, field: Any, sent: bool) -> Any:
    if isinstance(field, fields.Pluck):
        return "exporter"
    if isinstance(field, fields.Nested):
        inner = example_of(field.schema, sent=sent)
        return [inner] if field.many else inner
    if isinstance(field, fields.List):
        return [_value(name, field.inner, sent)]
    if isinstance(field, fields.Enum):
        words: Any = field.enum
        return next(iter(words)).value
    return _simple(name, field)


def _simple(name: str, field: Any) -> Any:
    kinds: tuple[tuple[Any, Any], ...] = (
        (fields.UUID, ID),
        (fields.Boolean, False),
        (fields.Integer, _number(name)),
        (fields.DateTime, "2026-03-02T10:00:00+00:00"),
        (fields.Date, "2026-03-02"),
        (fields.Dict, {"en": "Member"} if name.endswith(("names", "texts")) else {}),
    )
    for kind, value in kinds:
        if isinstance(field, kind):
            return value
    return TEXTS.get(name, name.replace("_", " "))


def _number(name: str) -> int:
    if name.endswith("cents"):
        return 120_000
    return date(2026, 1, 1).year if name.endswith("year") else 1
