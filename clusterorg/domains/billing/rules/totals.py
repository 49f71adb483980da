"""Sums of a document: exact while they are worked out, whole cents when they are written."""

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from uuid import UUID

from clusterorg.domains.billing.errors import (
    AmountTooLarge,
    DueBeforeIssue,
    NoLines,
    QuantityInvalid,
    TotalNegative,
)
from clusterorg.domains.billing.vocabulary import (
    NewLine,
    Totals,
    VatCategory,
    VatDecision,
    VatGroup,
)
from clusterorg.domains.ledger.vocabulary import PostingLine
from clusterorg.kernel.days import check_day
from clusterorg.kernel.money import round_half_up

LARGEST_CENTS = 100_000_000_000
"""A thousand million euro: beyond it somebody has typed too many noughts."""

LARGEST_QUANTITY = 1_000_000


def check_order(lines: Sequence[NewLine], issued_on: date, due_on: date) -> None:
    """Refuse an order that cannot become an invoice.

    Raises NoLines, QuantityInvalid (not above nought, or finer than a thousandth),
    AmountTooLarge, DueBeforeIssue, DayOutOfReach.
    """
    check_day(issued_on, field="issued_on")
    check_day(due_on, field="due_on")
    if not lines:
        raise NoLines(field="lines")
    for position, line in enumerate(lines):
        if not _is_quantity(line.quantity):
            raise QuantityInvalid(field=f"lines.{position}.quantity")
        if abs(line.unit_cents) * line.quantity > LARGEST_CENTS:
            raise AmountTooLarge(field=f"lines.{position}.unit_cents")
    if due_on < issued_on:
        raise DueBeforeIssue(field="due_on")


def _is_quantity(quantity: Decimal) -> bool:
    if not quantity.is_finite() or not 0 < quantity <= LARGEST_QUANTITY:
        return False
    return quantity == quantity.quantize(Decimal("0.001"))


def line_net(line: NewLine) -> int:
    """Return quantity times unit price in whole cents, halves away from nought."""
    return round_half_up(line.quantity * Decimal(line.unit_cents))


def totals(nets: Iterable[tuple[VatDecision, int]]) -> Totals:
    """Add up lines (decision, net cents): VAT once per category and rate on the summed base.

    Rounded half up per rate, not per line (EN 16931 BR-CO-17; Belgian Royal Decree of
    2025-07-08). Raises TotalNegative when the document comes to less than nought.
    """
    bases: dict[tuple[VatCategory, int, str | None], int] = {}
    for decision, net in nets:
        key = (decision.category, decision.rate_bp, decision.vatex_code)
        bases[key] = bases.get(key, 0) + net
    groups = tuple(
        VatGroup(category, rate_bp, code, base, vat_of(base, rate_bp))
        for (category, rate_bp, code), base in sorted(bases.items(), key=_order)
    )
    net_cents = sum(group.base_cents for group in groups)
    vat_cents = sum(group.vat_cents for group in groups)
    if net_cents + vat_cents < 0:
        raise TotalNegative(field="lines")
    return Totals(net_cents, vat_cents, net_cents + vat_cents, groups)


def vat_of(base_cents: int, rate_bp: int) -> int:
    """Return the VAT on a base at a rate in basis points, half up to whole cents."""
    return round_half_up(Decimal(base_cents) * rate_bp / 10_000)


def _order(item: tuple[tuple[VatCategory, int, str | None], int]) -> tuple[int, str, str]:
    (category, rate_bp, code), _base = item
    return (-rate_bp, category.value, code or "")


def posting_lines(
    sums: Totals,
    revenues: Iterable[tuple[str, int]],
    *,
    receivable: str,
    vat_due: str,
    payer_id: UUID,
) -> list[PostingLine]:
    """Return what an invoice books: receivable to revenue per account and VAT due.

    `revenues` are (account number, net cents) per line. A document of nought books nothing.
    """
    per_account: dict[str, int] = {}
    for account, net in revenues:
        per_account[account] = per_account.get(account, 0) + net
    lines = [PostingLine(receivable, sums.gross_cents, payer_id)]
    lines += [PostingLine(account, -net) for account, net in per_account.items()]
    lines.append(PostingLine(vat_due, -sums.vat_cents))
    kept = [line for line in lines if line.cents]
    return kept if len(kept) > 1 else []
