"""From what is ordered to what will be written: everything worked out before a number is taken."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from clusterorg.domains.billing import rules
from clusterorg.domains.billing.actions.parties import Buyer, Seller
from clusterorg.domains.billing.errors import ProductArchived, ProductNotFound, VatNotDecided
from clusterorg.domains.billing.models import Product, ProductVatSetting
from clusterorg.domains.billing.vocabulary import (
    InvoiceOrder,
    NewLine,
    Subject,
    Totals,
    VatCategory,
    VatDecision,
)
from clusterorg.domains.ledger import queries as ledger


@dataclass(frozen=True, slots=True)
class VatPeriod:
    """A VAT decision with the days it is valid on: [since, until)."""

    since: date | None
    until: date | None
    decision: VatDecision

    def covers(self, day: date) -> bool:
        """Tell whether the decision is valid on a day."""
        return (self.since is None or self.since <= day) and (
            self.until is None or day < self.until
        )


@dataclass(frozen=True, slots=True)
class SoldProduct:
    """What a line needs to know of its product."""

    id: UUID
    code: str
    archived: bool
    revenue_account_id: UUID
    revenue_account: str
    periods: tuple[VatPeriod, ...]

    def decision_on(self, day: date, field: str) -> VatDecision:
        """Return the VAT decision valid on a day; raises VatNotDecided."""
        for period in self.periods:
            if period.covers(day):
                return period.decision
        raise VatNotDecided(self.code, day.isoformat(), field=field)


@dataclass(frozen=True, slots=True)
class DraftLine:
    """A line with its product, VAT decision and net worked out."""

    line: NewLine
    product: SoldProduct
    decision: VatDecision
    net_cents: int
    legal_text: str | None


@dataclass(frozen=True, slots=True)
class Draft:
    """An invoice that only lacks its number and reference."""

    order: InvoiceOrder
    buyer: Buyer
    language: str
    lines: tuple[DraftLine, ...]
    sums: Totals

    @property
    def legal_texts(self) -> list[str]:
        """The legal texts of all lines, each once, in the order of the lines."""
        return list(dict.fromkeys(line.legal_text for line in self.lines if line.legal_text))

    @property
    def subjects(self) -> tuple[Subject, ...]:
        """What the lines are for, each once."""
        return tuple(dict.fromkeys(d.line.subject for d in self.lines if d.line.subject))

    @property
    def revenues(self) -> list[tuple[str, int]]:
        """Account number and net per line, for the ledger."""
        return [(line.product.revenue_account, line.net_cents) for line in self.lines]


def load_products(session: Session, codes: Collection[str]) -> dict[str, SoldProduct]:
    """Return products with all their VAT periods, by code, in three statements."""
    wanted = sorted(set(codes))
    rows = session.execute(
        select(Product.id, Product.code, Product.archived_at, Product.revenue_account_id).where(
            Product.code.in_(wanted)
        )
    ).all()
    settings = session.execute(
        select(
            ProductVatSetting.product_id,
            ProductVatSetting.valid,
            ProductVatSetting.category,
            ProductVatSetting.rate_bp,
            ProductVatSetting.vatex_code,
            ProductVatSetting.legal_texts,
        ).where(ProductVatSetting.product_id.in_([row.id for row in rows]))
    ).all()
    numbers = {row.id: row.number for row in ledger.accounts(session, archived=True)}
    periods: dict[UUID, list[VatPeriod]] = {row.id: [] for row in rows}
    for setting in settings:
        decision = VatDecision(
            VatCategory(setting.category),
            setting.rate_bp,
            setting.vatex_code,
            setting.legal_texts,
        )
        periods[setting.product_id].append(
            VatPeriod(setting.valid.lower, setting.valid.upper, decision)
        )
    return {
        row.code: SoldProduct(
            row.id,
            row.code,
            row.archived_at is not None,
            row.revenue_account_id,
            numbers[row.revenue_account_id],
            tuple(periods[row.id]),
        )
        for row in rows
    }


def draft(
    order: InvoiceOrder,
    products: Mapping[str, SoldProduct],
    *,
    seller: Seller,
    buyer: Buyer,
) -> Draft:
    """Work one order out. Raises what `rules.check_order`, `rules.totals` and the VAT rules do,
    ProductNotFound, ProductArchived, VatNotDecided.
    """
    rules.check_order(order.lines, order.issued_on, order.due_on)
    language = order.language or buyer.language or seller.language
    lines = tuple(
        _line(position, line, products, order.issued_on, language)
        for position, line in enumerate(order.lines)
    )
    rules.check_document_vat(
        {line.decision.category for line in lines},
        seller_vat_number=seller.party.vat_number,
        buyer_vat_number=buyer.party.vat_number,
        buyer_name=buyer.party.name,
    )
    sums = rules.totals((line.decision, line.net_cents) for line in lines)
    return Draft(order, buyer, language, lines, sums)


def _line(
    position: int,
    line: NewLine,
    products: Mapping[str, SoldProduct],
    day: date,
    language: str,
) -> DraftLine:
    field = f"lines.{position}.product_code"
    product = products.get(line.product_code)
    if product is None:
        raise ProductNotFound(line.product_code, field=field)
    if product.archived:
        raise ProductArchived(line.product_code, field=field)
    decision = product.decision_on(day, field)
    text = rules.legal_text(decision, language)
    return DraftLine(line, product, decision, rules.line_net(line), text)


def codes_of(orders: Sequence[InvoiceOrder]) -> set[str]:
    """Return every product code that occurs."""
    return {line.product_code for order in orders for line in order.lines}
