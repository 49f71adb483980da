"""The frozen document as the printer and the e-invoice maker receive it."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date
from decimal import Decimal
from typing import Any, Self

from clusterorg.domains.billing.vocabulary import DocumentKind, VatCategory, VatGroup


@dataclass(frozen=True, slots=True)
class FrozenParty:
    """Seller or buyer as they were on the day of issue."""

    name: str
    legal_name: str
    street: str = ""
    postcode: str = ""
    city: str = ""
    country: str = ""
    enterprise_number: str | None = None
    vat_number: str | None = None
    email: str | None = None
    phone: str | None = None
    website: str | None = None
    contact_name: str | None = None
    iban: str | None = None
    bic: str | None = None
    colour: str | None = None
    logo_sha256: str | None = None

    def as_json(self) -> dict[str, Any]:
        """The party as the frozen row stores it."""
        return {field.name: getattr(self, field.name) for field in fields(self)}

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> Self:
        """Read a stored party; fields of later versions are left aside."""
        known = {field.name for field in fields(cls)}
        return cls(**{key: value for key, value in stored.items() if key in known})


@dataclass(frozen=True, slots=True)
class FrozenLine:
    """One line as it was issued."""

    description: str
    detail: str | None
    quantity: Decimal
    unit_cents: int
    net_cents: int
    vat_category: VatCategory
    vat_rate_bp: int


@dataclass(frozen=True, slots=True)
class FrozenDocument:
    """Everything that is printed. `payment_reference` is bare; amounts are cents, always plus."""

    kind: DocumentKind
    number: str
    issued_on: date
    due_on: date
    language: str
    currency: str
    seller: FrozenParty
    buyer: FrozenParty
    lines: tuple[FrozenLine, ...]
    groups: tuple[VatGroup, ...]
    net_cents: int
    vat_cents: int
    gross_cents: int
    payment_reference: str
    legal_texts: tuple[str, ...] = ()
    buyer_reference: str | None = None
    note: str | None = None
    credited_number: str | None = None
    credited_on: date | None = None
    reason: str | None = None
    logo_png: bytes | None = None
