"""A cluster that can invoice: chart, three products with approved VAT, two payers."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

import pytest

from clusterorg.domains.billing import actions, queries
from clusterorg.domains.billing.ports import (
    CheckoutOrder,
    CheckoutPage,
    CheckoutStanding,
    CheckoutState,
    PaymentRail,
    RailObjectUnknown,
)
from clusterorg.domains.billing.vocabulary import (
    IssuedInvoice,
    NewLine,
    PaymentMethod,
    VatCategory,
    VatDecision,
)
from clusterorg.domains.ledger import actions as ledger
from clusterorg.domains.ledger import queries as ledger_queries
from clusterorg.domains.organisations import actions as organisations
from clusterorg.domains.organisations.vocabulary import (
    AddressData,
    Helix,
    IdentifierData,
    IdentifierScheme,
    OrganisationData,
)
from clusterorg.kernel.platform import Platform
from tests.support.cast import AT, Cast

DAY = date(2026, 3, 2)
DUE = date(2026, 4, 1)
PRODUCTS = {
    "services": ("700000", VatDecision(VatCategory.STANDARD, 2100)),
    "dues": (
        "730000",
        VatDecision(
            VatCategory.EXEMPT,
            0,
            "VATEX-EU-132-1L",
            {"nl": "Vrijgesteld, art. 44, § 2, 11° WBTW", "en": "Exempt, art. 44, § 2, 11°"},
        ),
    ),
    "gift": ("740000", VatDecision(VatCategory.OUT_OF_SCOPE, 0, None, {"en": "Not subject"})),
    "abroad": ("700000", VatDecision(VatCategory.REVERSE_CHARGE, 0, None, {"en": "Reversed"})),
}


def open_shop(platform: Platform, cast: Cast) -> Cast:
    """Give a cluster its chart and products."""
    actor = cast.actor()
    with platform.unit_of_work(cast.id) as work:
        ledger.open_chart(work, actor=actor, at=AT)
        for code, (account, decision) in PRODUCTS.items():
            actions.add_product(
                work, code=code, names={"en": code}, revenue_account=account, actor=actor, at=AT
            )
            actions.set_vat(
                work,
                product_code=code,
                decision=decision,
                valid_from=date(2025, 1, 1),
                approved_by="An Accountant",
                approved_on=date(2025, 1, 1),
                actor=actor,
                at=AT,
            )
    return cast


def add_payer(platform: Platform, cast: Cast, name: str, number: str | None = None) -> UUID:
    """Write a payer down."""
    identifiers = (
        [IdentifierData(scheme=IdentifierScheme.VAT, value=f"BE{number}")] if number else []
    )
    data = OrganisationData(
        name=name,
        helix=Helix.BUSINESS,
        language="nl",
        email="boekhouding@payer.example",
        identifiers=tuple(identifiers),
        addresses=(AddressData(street="Kouter 1", postcode="9800", city="Deinze"),),
    )
    with platform.unit_of_work(cast.id) as work:
        return organisations.add_organisation(work, data=data, actor=cast.actor(), at=AT).id


@pytest.fixture
def shop(platform: Platform, smaak: Cast) -> Iterator[Cast]:
    """SmaakKust, ready to invoice; after the test, books and billing must tell the same story."""
    yield open_shop(platform, smaak)
    with platform.session(smaak.id) as session:
        assert [*ledger_queries.faults(session), *queries.faults(session)] == []


@pytest.fixture
def baker(platform: Platform, shop: Cast) -> UUID:
    """A payer with a VAT number."""
    return add_payer(platform, shop, "Bakkerij Ter Leyevelde nv", "0001000385")


@pytest.fixture
def dairy(platform: Platform, shop: Cast) -> UUID:
    """Another payer, without a VAT number."""
    return add_payer(platform, shop, "Zuivelhuis Kempenkar bv")


def line(code: str = "services", cents: int = 10000, **more: Any) -> NewLine:
    """A line of one."""
    return NewLine(code, more.pop("description", f"About {code}"), cents, **more)


@pytest.fixture
def issue(work_for: Callable, shop: Cast, baker: UUID, at, actor) -> Callable[..., IssuedInvoice]:
    """Issue an invoice to the baker: 121.00 with VAT unless told otherwise."""

    def issued(*lines: NewLine, **more: Any) -> IssuedInvoice:
        facts = {"payer_id": baker, "issued_on": DAY, "due_on": DUE, **more}
        with work_for(shop) as work:
            return actions.issue_invoice(
                work, lines=lines or (line(),), actor=actor, at=at, **facts
            )

    return issued


@pytest.fixture
def pay(work_for: Callable, shop: Cast, at, actor) -> Callable[..., UUID]:
    """Record a bank transfer for an invoice."""

    def paid(invoice: IssuedInvoice, cents: int, **more: Any) -> UUID:
        facts = {"received_on": DAY, "method": PaymentMethod.BANK_TRANSFER, **more}
        with work_for(shop) as work:
            return actions.record_payment(
                work, invoice_id=invoice.id, amount_cents=cents, actor=actor, at=at, **facts
            )

    return paid


@pytest.fixture
def balance(work_for: Callable, shop: Cast) -> Callable[[UUID], queries.Balance]:
    """Read an invoice's balance."""

    def read(invoice_id: UUID) -> queries.Balance:
        with work_for(shop) as work:
            return queries.balances_of(work.session, [invoice_id])[invoice_id]

    return read


@pytest.fixture
def in_books(work_for: Callable, shop: Cast) -> Callable[[str], int]:
    """Read an account's balance."""

    def read(number: str) -> int:
        with work_for(shop) as work:
            rows = ledger_queries.trial_balance(work.session)
        return {row.number: int(row.balance_cents) for row in rows}.get(number, 0)

    return read


class PaperRail:
    """A payment rail on paper: the test says what becomes of its pages."""

    name = "stripe"

    def __init__(self) -> None:
        self.orders: list[CheckoutOrder] = []
        self.states: dict[str, CheckoutState] = {}
        self.refuse: Exception | None = None
        self.expired: list[str] = []

    def open_checkout(self, order: CheckoutOrder) -> CheckoutPage:
        self.orders.append(order)
        if self.refuse is not None:
            raise self.refuse
        session_id = f"cs_{order.attempt_id.hex}"
        self.states.setdefault(
            session_id,
            CheckoutState(
                order.account,
                session_id,
                CheckoutStanding.OPEN,
                order.amount_cents,
                order.currency,
                order.attempt_id,
            ),
        )
        return CheckoutPage(session_id, f"https://pay.example/{session_id}")

    def fetch_checkout(self, account: str, session_id: str) -> CheckoutState:
        state = self.states.get(session_id)
        if state is None or state.account != account:
            raise RailObjectUnknown(session_id)
        return state

    def expire_checkout(self, account: str, session_id: str) -> CheckoutState:
        self.expired.append(session_id)
        if self.states[session_id].standing is CheckoutStanding.OPEN:
            self.becomes(session_id, CheckoutStanding.EXPIRED)
        return self.states[session_id]

    def read_event(self, body: bytes, headers: Any) -> Any:
        raise NotImplementedError

    def becomes(self, session_id: str, standing: CheckoutStanding, **more: Any) -> CheckoutState:
        """Say how a page stands from now on."""
        if standing is CheckoutStanding.SUCCEEDED:
            more = {"charge_id": f"ch_{session_id}", "method": "card", "paid_at": AT, **more}
        self.states[session_id] = replace(self.states[session_id], standing=standing, **more)
        return self.states[session_id]


@pytest.fixture
def rail(platform: Platform) -> PaperRail:
    """The rail of the test, also for the jobs."""
    made = PaperRail()
    platform.adapters[PaymentRail] = made
    return made
