"""What billing tells the others, inside the transaction in which it happened."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from clusterorg.domains.billing.vocabulary import PaymentMethod, Subject


@dataclass(frozen=True, slots=True)
class InvoiceIssued:
    """An invoice got its number and is frozen."""

    invoice_id: UUID
    payer_id: UUID
    number: str
    gross_cents: int
    subjects: tuple[Subject, ...]


@dataclass(frozen=True, slots=True)
class InvoicePaid:
    """Nothing is open on an invoice any more and it was (at least in part) paid, not credited."""

    invoice_id: UUID
    payer_id: UUID
    subjects: tuple[Subject, ...]
    paid_on: date


@dataclass(frozen=True, slots=True)
class InvoiceReopened:
    """An invoice that was paid is owed again (a payment was undone)."""

    invoice_id: UUID
    payer_id: UUID
    subjects: tuple[Subject, ...]
    reopened_on: date


@dataclass(frozen=True, slots=True)
class PaymentRecorded:
    """Money came in; `invoice_ids` got a share, `surplus_cents` stays as credit of the payer."""

    payment_id: UUID
    payer_id: UUID
    amount_cents: int
    method: PaymentMethod
    received_on: date
    invoice_ids: tuple[UUID, ...]
    surplus_cents: int
    send_receipt: bool = True


@dataclass(frozen=True, slots=True)
class PaymentUndone:
    """A payment was taken back by a reversal."""

    payment_id: UUID
    payer_id: UUID
    amount_cents: int
    reason: str


@dataclass(frozen=True, slots=True)
class InvoiceCredited:
    """A credit note lowered what is owed on an invoice to nought."""

    invoice_id: UUID
    credit_note_id: UUID
    payer_id: UUID
    subjects: tuple[Subject, ...]
    credited_on: date


@dataclass(frozen=True, slots=True)
class CheckoutFailed:
    """A try to pay online was declined, failed late or ran out of time."""

    attempt_id: UUID
    invoice_id: UUID
    failure_code: str | None
    final: bool
