"""How a payment is spread over invoices."""

from collections.abc import Sequence
from uuid import UUID

from clusterorg.domains.billing.errors import AmountInvalid, SharesExceedPayment
from clusterorg.domains.billing.vocabulary import Share


def fill(cents: int, open_items: Sequence[tuple[UUID, int]]) -> tuple[list[Share], int]:
    """Spread an amount over open items in the order given; answers the shares and the surplus.

    Items of which nothing is open get no share. Shares and surplus add up to the amount.
    """
    left, shares = cents, []
    for invoice_id, open_cents in open_items:
        part = min(left, max(open_cents, 0))
        if part > 0:
            shares.append(Share(invoice_id, part))
            left -= part
    return shares, left


def check_shares(cents: int, shares: Sequence[Share]) -> int:
    """Return the surplus that chosen shares leave of an amount.

    Raises AmountInvalid (a share not above nought, an invoice twice), SharesExceedPayment.
    """
    for position, share in enumerate(shares):
        if share.cents <= 0:
            raise AmountInvalid(field=f"shares.{position}.cents")
    if len({share.invoice_id for share in shares}) != len(shares):
        raise AmountInvalid(field="shares")
    surplus = cents - sum(share.cents for share in shares)
    if surplus < 0:
        raise SharesExceedPayment(field="shares")
    return surplus
