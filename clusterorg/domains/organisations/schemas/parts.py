"""Parts of an organisation: numbers, addresses, figures of a year, NACE codes."""

from typing import Any, ClassVar

from marshmallow import fields, post_load

from clusterorg.domains.organisations.schemas import EXAMPLE_ID
from clusterorg.domains.organisations.vocabulary import (
    ActivityData,
    AddressData,
    AddressKind,
    IdentifierData,
    IdentifierScheme,
    NaceRevision,
    NutsSource,
    SizeData,
)
from clusterorg.kernel.shapes import Cents, Choice, Input, Output, Text, Whole, YesNo

_NUMBER: dict[str, Any] = {"scheme": "be_enterprise", "value": "0403170701"}
_ADDRESS: dict[str, Any] = {
    "kind": "registered",
    "street": "Havenlaan 12",
    "postcode": "8400",
    "city": "Oostende",
    "country": "BE",
    "nuts_code": "BE255",
}
_SIZE: dict[str, Any] = {
    "year": 2025,
    "headcount_centi": 1250,
    "turnover_cents": 210_000_000,
    "balance_sheet_cents": None,
    "source": "annual accounts",
}
_ACTIVITY: dict[str, Any] = {"revision": "2.1", "code": "10.20", "is_main": True}


class IdentifierInput(Input):
    """A number in any notation; its check digits are checked and it is stored compact."""

    EXAMPLE: ClassVar[dict[str, Any]] = _NUMBER

    scheme = Choice(IdentifierScheme, required=True)
    value = Text(60, least=1, required=True)

    @post_load
    def make(self, data: dict[str, Any], **_more: Any) -> IdentifierData:
        """Return the value type."""
        return IdentifierData(**data)


class IdentifierOutput(Output):
    """A number, compact."""

    EXAMPLE: ClassVar[dict[str, Any]] = {"id": EXAMPLE_ID, **_NUMBER}

    id = fields.UUID()
    scheme = Choice(IdentifierScheme)
    value = fields.String()


class AddressInput(Input):
    """An address; the NUTS code is derived from the postcode unless it is given."""

    EXAMPLE: ClassVar[dict[str, Any]] = {**_ADDRESS, "nuts_code": None}

    kind = Choice(AddressKind)
    street = Text(200)
    postcode = Text(20)
    city = Text(120)
    country = Text(2, least=2)
    nuts_code = Text(5, allow_none=True)

    @post_load
    def make(self, data: dict[str, Any], **_more: Any) -> AddressData:
        """Return the value type."""
        return AddressData(**data)


class AddressOutput(Output):
    """An address; `nuts_source` says whether its NUTS code came from the postcode or by hand."""

    EXAMPLE: ClassVar[dict[str, Any]] = {
        "id": EXAMPLE_ID,
        **_ADDRESS,
        "nuts_source": "postcode",
    }

    id = fields.UUID()
    kind = Choice(AddressKind)
    street = fields.String()
    postcode = fields.String()
    city = fields.String()
    country = fields.String()
    nuts_code = fields.String(allow_none=True)
    nuts_source = Choice(NutsSource, allow_none=True)


class SizeInput(Input):
    """Figures of one year; `headcount_centi` is annual work units × 100 (7.5 = 750)."""

    EXAMPLE: ClassVar[dict[str, Any]] = _SIZE

    year = Whole(1900, 2100, required=True)
    headcount_centi = Whole(required=True)
    turnover_cents = Cents(allow_none=True)
    balance_sheet_cents = Cents(allow_none=True)
    source = Text(200, allow_none=True)

    @post_load
    def make(self, data: dict[str, Any], **_more: Any) -> SizeData:
        """Return the value type."""
        return SizeData(**data)


class SizeOutput(Output):
    """Figures of one year."""

    EXAMPLE: ClassVar[dict[str, Any]] = {"id": EXAMPLE_ID, **_SIZE}

    id = fields.UUID()
    year = fields.Integer()
    headcount_centi = fields.Integer()
    turnover_cents = fields.Integer(allow_none=True)
    balance_sheet_cents = fields.Integer(allow_none=True)
    source = fields.String(allow_none=True)


class ActivityInput(Input):
    """A NACE code of a revision, with or without its dot."""

    EXAMPLE: ClassVar[dict[str, Any]] = _ACTIVITY

    revision = Choice(NaceRevision, required=True)
    code = Text(7, least=1, required=True)
    is_main = YesNo()

    @post_load
    def make(self, data: dict[str, Any], **_more: Any) -> ActivityData:
        """Return the value type."""
        return ActivityData(**data)


class ActivityOutput(Output):
    """A NACE code."""

    EXAMPLE: ClassVar[dict[str, Any]] = {"id": EXAMPLE_ID, **_ACTIVITY}

    id = fields.UUID()
    revision = Choice(NaceRevision)
    code = fields.String()
    is_main = fields.Boolean()
