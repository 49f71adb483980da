"""Words and value types of billing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any
from uuid import UUID


class DocumentKind(StrEnum):
    """What a numbered document is; each kind has its own series."""

    INVOICE = "invoice"
    CREDIT_NOTE = "credit_note"


SERIES: Mapping[DocumentKind, str] = {
    DocumentKind.INVOICE: "INV",
    DocumentKind.CREDIT_NOTE: "CN",
}


class InvoiceState(StrEnum):
    """Where an invoice stands. Always derived from what is allocated, never stored."""

    OPEN = "open"
    PART_PAID = "part_paid"
    PAID = "paid"
    CREDITED = "credited"
    FINAL = "final"  # a credit note: nothing is expected any more


class VatCategory(StrEnum):
    """VAT categories of EN 16931 (UNCL 5305) that a cluster needs."""

    STANDARD = "S"
    EXEMPT = "E"
    REVERSE_CHARGE = "AE"
    OUT_OF_SCOPE = "O"
    ZERO = "Z"


class ReferenceKind(StrEnum):
    """How a payer names the invoice to the bank."""

    OGM = "ogm"  # Belgian structured communication, 12 digits
    RF = "rf"  # ISO 11649 creditor reference


class PaymentMethod(StrEnum):
    """How money came."""

    BANK_TRANSFER = "bank_transfer"
    CASH = "cash"
    CARD = "card"
    BANCONTACT = "bancontact"
    SEPA_DEBIT = "sepa_debit"
    IDEAL = "ideal"
    ONLINE = "online"  # a rail's method that has no word of its own here


MANUAL_METHODS = (PaymentMethod.BANK_TRANSFER, PaymentMethod.CASH, PaymentMethod.CARD)


class AttemptState(StrEnum):
    """Where a payment attempt on a rail stands; it only moves up in rank."""

    CREATED = "created"  # written down before the rail is called
    OPEN = "open"  # the payer has a page
    AWAITING_FUNDS = "awaiting_funds"
    EXPIRED = "expired"
    FAILED = "failed"
    SUCCEEDED = "succeeded"


class EventStatus(StrEnum):
    """What became of a provider's delivery."""

    PENDING = "pending"
    PROCESSED = "processed"
    QUARANTINED = "quarantined"  # an account nobody owns
    FAILED = "failed"  # tried in vain; a person looks at it


@dataclass(frozen=True, slots=True)
class Subject:
    """What a line is for, in a word and an id of a domain billing does not know."""

    type: str
    id: UUID


@dataclass(frozen=True, slots=True)
class NewLine:
    """A line to invoice: `unit_cents` without VAT, `quantity` with up to three decimals.

    `detail` explains how the amount came about; it is printed small under the description.
    """

    product_code: str
    description: str
    unit_cents: int
    quantity: Decimal = Decimal(1)
    subject: Subject | None = None
    detail: str | None = None


@dataclass(frozen=True, slots=True)
class InvoiceOrder:
    """One invoice to issue. `language` None takes the payer's own."""

    payer_id: UUID
    lines: Sequence[NewLine]
    issued_on: date
    due_on: date
    language: str | None = None
    buyer_reference: str | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True)
class IssuedInvoice:
    """What the one who asked for an invoice gets back, in the order asked."""

    id: UUID
    number: str
    payer_id: UUID
    issued_on: date
    due_on: date
    gross_cents: int
    payment_reference: str
    subjects: tuple[Subject, ...]


@dataclass(frozen=True, slots=True)
class Share:
    """What part of a payment goes to which invoice."""

    invoice_id: UUID
    cents: int


@dataclass(frozen=True, slots=True)
class VatDecision:
    """The VAT treatment of a line: category, rate in basis points, reason code and legal text."""

    category: VatCategory
    rate_bp: int = 0
    vatex_code: str | None = None
    legal_texts: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class VatGroup:
    """One row of the VAT breakdown: all lines of one category and rate."""

    category: VatCategory
    rate_bp: int
    vatex_code: str | None
    base_cents: int
    vat_cents: int

    def as_json(self) -> dict[str, Any]:
        """The row as it is frozen with the document."""
        return {
            "category": self.category.value,
            "rate_bp": self.rate_bp,
            "vatex_code": self.vatex_code,
            "base_cents": self.base_cents,
            "vat_cents": self.vat_cents,
        }


@dataclass(frozen=True, slots=True)
class Totals:
    """The sums of a document, in cents, with its VAT breakdown."""

    net_cents: int
    vat_cents: int
    gross_cents: int
    groups: tuple[VatGroup, ...]
