"""Products, invoices and everything that can become of them."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from clusterorg.domains.billing import actions, queries
from clusterorg.domains.billing.ports import CheckoutPage, RailEvent
from clusterorg.domains.billing.vocabulary import (
    NewLine,
    PaymentMethod,
    VatCategory,
    VatDecision,
)
from clusterorg.domains.ledger import actions as ledger
from clusterorg.domains.ledger import queries as books
from tests.support.filling.hand import Hand


def prepare(hand: Hand, filled: Any, rows: int) -> None:
    """Open the chart of accounts with accounts of one's own, and sell something."""
    hand.do(ledger.open_chart)
    stem = "71" if hand.cast.slug == "smaakkust" else "72"
    for number in range(rows):
        account = f"{stem}{number:04d}"
        names = {"en": hand.named("account", number)}
        hand.do(ledger.add_account, number=account, names=names)
        _product(hand, code_of(hand, number), account)
    for code, account in (("dues", "730000"), ("entry-fee", "730100")):
        _product(hand, code, account)
    filled.ids |= {
        "number": f"{stem}0000",
        "code": code_of(hand, 0),
    }


def code_of(hand: Hand, number: int) -> str:
    """A product's code that only one cluster has; it does not say which."""
    return f"thing-{hand.cast.slug[0]}-{number}"


def _product(hand: Hand, code: str, account: str) -> None:
    names = dict.fromkeys(("en", "nl", "fr", "de"), code)
    hand.do(actions.add_product, code=code, names=names, revenue_account=account)
    hand.do(
        actions.set_vat,
        product_code=code,
        decision=VatDecision(VatCategory.STANDARD, 2100),
        valid_from=date(2020, 1, 1),
        approved_by=hand.named("accountant"),
        approved_on=date(2020, 1, 1),
    )


def fill(hand: Hand, filled: Any, rows: int) -> None:
    """Issue, pay, part-pay, credit, begin to pay online; the first invoice stays open."""
    payer = filled.ids["organisation_id"]
    for number in range(rows):
        first = issue(hand, payer, number)
        filled.ids.setdefault("invoice_id", first.id)
        _begin_to_pay(hand, first.id)
        paid = pay(hand, issue(hand, payer, number).id, 12_100)
        filled.ids.setdefault("payment_id", paid)
        pay(hand, issue(hand, payer, number).id, 5_000)
        gone = issue(hand, payer, number).id
        hand.do(actions.credit_invoice, invoice_id=gone, reason="Wrong", issued_on=hand.today)
        filled.ids.setdefault("event_id", _deliver(hand, number))
    _print(hand, filled.ids["invoice_id"])
    with hand.platform.session(hand.cast.id) as session:
        filled.ids["entry_id"] = books.journal(session).rows[0].id


def issue(hand: Hand, payer_id: UUID, number: int = 0) -> Any:
    """An invoice of 121.00 with VAT, on one's own account."""
    code = code_of(hand, number)
    return hand.do(
        actions.issue_invoice,
        payer_id=payer_id,
        lines=[NewLine(code, hand.named("line"), 10_000)],
        issued_on=hand.today,
        due_on=hand.today + timedelta(days=30),
    )


def pay(hand: Hand, invoice_id: UUID, cents: int) -> UUID:
    """A bank transfer."""
    return hand.do(
        actions.record_payment,
        invoice_id=invoice_id,
        amount_cents=cents,
        received_on=hand.today,
        method=PaymentMethod.BANK_TRANSFER,
        reference=hand.named("reference"),
    )


def _begin_to_pay(hand: Hand, invoice_id: UUID) -> None:
    begun = hand.do(
        actions.start_checkout,
        invoice_id=invoice_id,
        success_url="https://example.org/yes",
        cancel_url="https://example.org/no",
    )
    page = CheckoutPage(f"cs_{begun.attempt_id.hex}", "https://pay.example/page")
    with hand.platform.unit_of_work(hand.cast.id) as work:
        actions.attach_page(work, attempt_id=begun.attempt_id, page=page, at=hand.at)


def _print(hand: Hand, invoice_id: UUID) -> None:
    with hand.platform.unit_of_work(hand.cast.id) as work:
        actions.store_document(work, invoice_id=invoice_id, deliver=False, at=hand.at)


def _deliver(hand: Hand, number: int) -> UUID:
    """A delivery of the provider for this cluster's account."""
    account = hand.cast.cluster.stripe_account_id or ""
    event = RailEvent(
        "stripe", f"evt_{hand.cast.slug}_{number}", "charge.succeeded", account, hand.at
    )
    with hand.platform.unit_of_work() as work:
        actions.store_event(work, event=event, body={"id": event.event_id}, at=hand.at)
    with hand.platform.session() as session:
        row_id: UUID = queries.provider_events(session, account=account).rows[0].id
        return row_id
