"""A cluster with a category and the dues of SmaakKust (handbook 2.8), and organisations."""

from datetime import date

import pytest

from clusterorg.domains.billing import actions as billing
from clusterorg.domains.billing.vocabulary import VatCategory, VatDecision
from clusterorg.domains.ledger import actions as ledger
from clusterorg.domains.membership import actions
from clusterorg.domains.membership.vocabulary import (
    ApplicationForm,
    CategoryData,
    ProRata,
    RateData,
    SchemeData,
)
from clusterorg.domains.organisations.models import Organisation
from clusterorg.domains.organisations.vocabulary import (
    AddressData,
    ContactData,
    Helix,
    IdentifierData,
    IdentifierScheme,
    OrganisationData,
    SizeClass,
)
from clusterorg.kernel.ids import new_id

BUSINESS = {"micro": 50_000, "small": 120_000, "medium": 275_000, "large": 750_000}
RATES = (
    *(
        RateData(cents=cents, helix=Helix.BUSINESS, size_class=SizeClass(size))
        for size, cents in BUSINESS.items()
    ),
    RateData(cents=200_000, helix=Helix.KNOWLEDGE),
    RateData(cents=0, helix=Helix.GOVERNMENT),
    RateData(cents=40_000, helix=Helix.CIVIL_SOCIETY),
)


def scheme_data(**changes):
    facts = {"valid_from": date(2025, 1, 1), "rates": RATES, "pro_rata": ProRata.MONTH}
    return SchemeData(**{**facts, **changes})


@pytest.fixture
def category(smaak, work_for, at):
    with work_for(smaak) as work:
        return actions.add_category(
            work,
            data=CategoryData(code="full", names={"en": "Full member", "nl": "Gewoon lid"}),
            actor=smaak.actor(),
            at=at,
        )


@pytest.fixture
def scheme(smaak, category, work_for, at):
    with work_for(smaak) as work:
        made = actions.draft_scheme(work, data=scheme_data(), actor=smaak.actor(), at=at)
        return actions.publish_scheme(work, scheme_id=made.id, actor=smaak.actor(), at=at)


@pytest.fixture
def add(smaak, work_for, at):
    """Write an organisation down directly: `add("Bakkerij", declared_size="small")`."""

    def write(name, **facts):
        row = Organisation(
            id=new_id(),
            name=name,
            sort_name=name.lower(),
            match_name=name.lower(),
            search_text=name.lower(),
            is_startup=False,
            custom={},
            created_at=at,
            **{"helix": "business", "declared_size": "small", "language": "nl", **facts},
        )
        with work_for(smaak) as work:
            work.session.add(row)
        return row

    return write


def applied(number=100, **changes):
    """A small company that applies: `number` makes the name and a valid enterprise number."""
    digits = 10000 + number
    enterprise = f"{digits:08d}{97 - digits % 97:02d}"
    facts = {
        "name": f"Bakkerij {number} bv",
        "helix": Helix.BUSINESS,
        "declared_size": SizeClass.SMALL,
        "language": "nl",
        "identifiers": (IdentifierData(scheme=IdentifierScheme.BE_ENTERPRISE, value=enterprise),),
        "addresses": (AddressData(street="Kaai 1", postcode="8400", city="Oostende"),),
        "contacts": (
            ContactData(given_name="An", family_name="Peeters", email=f"an@b{number}.example"),
        ),
    }
    form = {"category": "full", "language": "nl", "consent": True}
    organisation = OrganisationData(**{**facts, **changes.pop("organisation", {})})
    return ApplicationForm(organisation=organisation, **{**form, **changes})


@pytest.fixture
def books(smaak, work_for, at):
    """A chart of accounts and the two products that membership sells, out of scope of VAT."""
    actor = smaak.actor()
    with work_for(smaak) as work:
        ledger.open_chart(work, actor=actor, at=at)
        for code, account in (("dues", "730000"), ("entry-fee", "730100")):
            billing.add_product(
                work,
                code=code,
                names={"en": code, "nl": code},
                revenue_account=account,
                actor=actor,
                at=at,
            )
            billing.set_vat(
                work,
                product_code=code,
                decision=VatDecision(VatCategory.OUT_OF_SCOPE, 0, None, {"en": "No VAT."}),
                valid_from=date(2020, 1, 1),
                approved_by="The accountant",
                approved_on=date(2020, 1, 1),
                actor=actor,
                at=at,
            )


@pytest.fixture
def open_for_members(scheme, books):
    """Everything a cluster needs before the first application."""
