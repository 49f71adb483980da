"""An issued invoice to pay, by the domains' own verbs."""

from datetime import date, timedelta

from clusterorg.domains.billing import actions as billing
from clusterorg.domains.billing.vocabulary import (
    IssuedInvoice,
    NewLine,
    VatCategory,
    VatDecision,
)
from clusterorg.domains.ledger import actions as ledger
from clusterorg.domains.ledger.chart import DEFAULT_CHART
from clusterorg.domains.ledger.vocabulary import AccountKind
from clusterorg.domains.organisations import actions as organisations
from clusterorg.domains.organisations.vocabulary import Helix, OrganisationData
from clusterorg.kernel.clock import now
from clusterorg.kernel.platform import Platform
from tests.support.cast import Cast

PAYER = "Bakkerij De Korrel bv"
REVENUE = next(line.number for line in DEFAULT_CHART if line.kind is AccountKind.INCOME)


def issue_dues(platform: Platform, cast: Cast, *, net_cents: int = 50_000) -> IssuedInvoice:
    """An invoice of today for one member: `net_cents` and 21 % VAT."""
    actor, at = cast.actor(), now()
    today = date.today()  # noqa: DTZ011 - near enough for an invoice date in a test
    with platform.unit_of_work(cast.id) as work:
        ledger.open_chart(work, actor=actor, at=at)
        billing.add_product(
            work,
            code="dues",
            names=dict.fromkeys(("en", "nl", "fr", "de"), "Dues"),
            revenue_account=REVENUE,
            actor=actor,
            at=at,
        )
        billing.set_vat(
            work,
            product_code="dues",
            decision=VatDecision(VatCategory.STANDARD, 2100),
            valid_from=date(2020, 1, 1),
            approved_by="The accountant",
            approved_on=date(2020, 1, 1),
            actor=actor,
            at=at,
        )
        payer = organisations.add_organisation(
            work,
            data=OrganisationData(
                name=PAYER, helix=Helix.BUSINESS, email="dues@korrel.example", language="nl"
            ),
            actor=actor,
            at=at,
        )
        return billing.issue_invoice(
            work,
            payer_id=getattr(payer, "id", payer),
            lines=[NewLine("dues", "Dues 2026", net_cents)],
            issued_on=today,
            due_on=today + timedelta(days=30),
            actor=actor,
            at=at,
        )
