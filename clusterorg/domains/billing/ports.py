"""What billing asks of the outside world, said in billing's own words.

A payment rail moves money for us and knows nothing else: the invoice, its number and the ledger
are ours. The adapter in ``clusterorg/adapters`` translates; nothing here names a provider's types.

Rules every rail keeps:

* ``open_checkout`` is idempotent on ``CheckoutOrder.attempt_id`` (send it as the provider's
  idempotency key on every path), so a crash between call and commit cannot make two pages.
* ``fetch_checkout`` tells the present truth about a page; events are only hints to look.
* Ids of the order travel as metadata (``CheckoutOrder.metadata``) on the page **and** on the
  payment behind it, so that an event about either leads back to the attempt.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, Protocol
from uuid import UUID


class RailError(Exception):
    """Anything a rail may raise; never reaches a person as such."""


class RailUnavailable(RailError):
    """No answer, a time-out, a 5xx or a rate limit: the same call may be made again."""


class RailRefused(RailError):
    """The provider understood and said no (account cannot charge, bad amount): do not repeat."""


class RailObjectUnknown(RailError):
    """The provider has no such object in that account."""


class BadSignature(RailError):
    """The delivery is not signed by the provider, is stale, from the future, or is not JSON."""


class CheckoutStanding(StrEnum):
    """Where a hosted payment page stands, in the order money moves."""

    OPEN = "open"  # the page waits for the payer; a declined card leaves it open
    AWAITING_FUNDS = "awaiting_funds"  # the payer is done, the bank is not (SEPA debit: days)
    SUCCEEDED = "succeeded"  # funds captured, charge_id and paid_at are filled
    FAILED = "failed"  # a slow method failed in the end
    EXPIRED = "expired"  # the page closed unpaid


@dataclass(frozen=True, slots=True)
class CheckoutOrder:
    """One page to open: one amount for one invoice of one cluster.

    ``amount_cents`` is in minor units of ``currency`` (ISO 4217, upper case); ``locale`` one of
    en, nl, fr, de; the URLs are absolute and the return page only reads.
    """

    attempt_id: UUID
    cluster_id: UUID
    invoice_id: UUID
    account: str
    amount_cents: int
    currency: str
    description: str
    payer_name: str
    payer_email: str | None
    locale: str
    success_url: str
    cancel_url: str

    @property
    def idempotency_key(self) -> str:
        """The key that makes a repeated call answer with the first page."""
        return f"checkout:{self.attempt_id}"

    @property
    def metadata(self) -> dict[str, str]:
        """What travels with the page and the payment, to find the way back."""
        return {
            "attempt_id": str(self.attempt_id),
            "cluster_id": str(self.cluster_id),
            "invoice_id": str(self.invoice_id),
        }


@dataclass(frozen=True, slots=True)
class CheckoutPage:
    """A hosted page that can be shown to the payer until ``expires_at`` (aware, UTC)."""

    session_id: str
    url: str
    expires_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class CheckoutState:
    """The present truth about one page.

    ``method`` is the rail's word for how it was paid (card, bancontact, sepa_debit, ideal …);
    ``failure_code``/``failure_text`` tell of the last refused try, also while ``OPEN``.
    ``attempt_id`` comes from the metadata and is None on a page we did not make.
    """

    account: str
    session_id: str
    standing: CheckoutStanding
    amount_cents: int
    currency: str
    attempt_id: UUID | None = None
    payment_id: str | None = None
    charge_id: str | None = None
    method: str | None = None
    paid_at: datetime | None = None
    failure_code: str | None = None
    failure_text: str | None = None


@dataclass(frozen=True, slots=True)
class RailEvent:
    """A verified delivery, reduced to what leads to an attempt.

    ``account`` is empty for an event of the platform itself. ``session_id`` is filled when the
    object is a checkout page; ``attempt_id`` when the object carries our metadata. With neither,
    the event is stored and marked processed without effect.
    """

    provider: str
    event_id: str
    event_type: str
    account: str
    created_at: datetime
    session_id: str | None = None
    attempt_id: UUID | None = None


class PaymentRail(Protocol):
    """Hosted payment pages on a connected account."""

    name: str
    """The provider's short name as stored with payments and events: ``"stripe"``."""

    def open_checkout(self, order: CheckoutOrder) -> CheckoutPage:
        """Open, or answer again with, the page of this attempt.

        Raises RailUnavailable or RailRefused.
        """
        ...

    def fetch_checkout(self, account: str, session_id: str) -> CheckoutState:
        """Read where a page stands now. Raises RailUnavailable or RailObjectUnknown."""
        ...

    def expire_checkout(self, account: str, session_id: str) -> CheckoutState:
        """Close a page that is no longer wanted; a page already ended answers as it stands."""
        ...

    def read_event(self, body: bytes, headers: Mapping[str, str]) -> tuple[RailEvent, Any]:
        """Verify a delivery on its raw bytes; answers the event and its parsed JSON to be stored.

        Raises BadSignature (also for what is not JSON or not an event).
        """
        ...
