"""A cluster that is ready for members: chart, products, categories, dues; applicants, members."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from clusterorg.domains.billing import actions as billing
from clusterorg.domains.billing.vocabulary import VatCategory, VatDecision
from clusterorg.domains.ledger import actions as ledger
from clusterorg.domains.membership import actions as membership
from clusterorg.domains.membership.actions.admission import admit_organisation
from clusterorg.domains.membership.vocabulary import (
    ApplicationForm,
    CategoryData,
    RateData,
    SchemeData,
)
from clusterorg.domains.organisations import actions as organisations
from clusterorg.domains.organisations.vocabulary import (
    AddressData,
    ContactData,
    ContactRole,
    ContactRoleData,
    Helix,
    IdentifierData,
    IdentifierScheme,
    OrganisationData,
    SizeClass,
)
from clusterorg.kernel.actor import Actor
from clusterorg.kernel.platform import Platform
from tests.support.cast import AT, Cast

EXEMPT = VatDecision(VatCategory.EXEMPT, 0, None, {"en": "Exempt from VAT.", "nl": "Vrijgesteld."})
STANDARD = VatDecision(VatCategory.STANDARD, 2100)
PRODUCTS = (
    ("dues", "Membership dues", "730000", None, EXEMPT),
    ("entry-fee", "Entry fee", "730100", None, EXEMPT),
    ("training", "Training day", "700000", 30_000, STANDARD),
)
RATES = (
    RateData(cents=120_000, helix=Helix.BUSINESS, size_class=SizeClass.SMALL),
    RateData(cents=275_000, helix=Helix.BUSINESS, size_class=SizeClass.MEDIUM),
    RateData(cents=200_000, helix=Helix.KNOWLEDGE),
    RateData(cents=0, helix=Helix.GOVERNMENT),
)


def enterprise_number(seed: int) -> str:
    """Return a Belgian enterprise number with right check digits."""
    digits = 10_000 + seed
    return f"{digits:08d}{97 - digits % 97:02d}"


@dataclass(frozen=True)
class Office:
    """What tests do in a cluster beside the pages they look at."""

    platform: Platform
    cast: Cast
    at: datetime = AT

    @property
    def actor(self) -> Actor:
        return self.cast.actor()

    def open(self) -> "Office":
        """Chart, products with VAT, categories full and associate, published dues since 2025."""
        with self.platform.unit_of_work(self.cast.id) as work:
            ledger.open_chart(work, actor=self.actor, at=self.at)
            for code, name, account, price, decision in PRODUCTS:
                self._product(work, code, name, account, price, decision)
            for code, name in (("full", "Full member"), ("associate", "Associate member")):
                membership.add_category(
                    work,
                    data=CategoryData(code=code, names={"en": name, "nl": name}),
                    actor=self.actor,
                    at=self.at,
                )
            draft = membership.draft_scheme(
                work,
                data=SchemeData(valid_from=date(2025, 1, 1), rates=RATES),
                actor=self.actor,
                at=self.at,
            )
            membership.publish_scheme(work, scheme_id=draft.id, actor=self.actor, at=self.at)
        return self

    def _product(
        self, work: Any, code: str, name: str, account: str, price: int | None, vat: VatDecision
    ) -> None:
        billing.add_product(
            work,
            code=code,
            names={"en": name, "nl": name},
            revenue_account=account,
            unit_cents=price,
            actor=self.actor,
            at=self.at,
        )
        billing.set_vat(
            work,
            product_code=code,
            decision=vat,
            valid_from=date(2024, 1, 1),
            approved_by="The accountant",
            approved_on=date(2024, 1, 1),
            actor=self.actor,
            at=self.at,
        )

    def organisation(self, name: str = "Zuivelhuis bv", seed: int = 1, **facts: Any) -> UUID:
        """Write an organisation of small size down, with a contact who gets its invoices."""
        role = ContactRoleData(role=ContactRole.BILLING, valid_from=date(2025, 1, 1))
        data = {
            "helix": Helix.BUSINESS,
            "declared_size": SizeClass.SMALL,
            "email": f"info@org{seed}.example",
            "language": "en",
            "identifiers": (
                IdentifierData(
                    scheme=IdentifierScheme.BE_ENTERPRISE, value=enterprise_number(seed)
                ),
            ),
            "contacts": (
                ContactData(given_name="An", email=f"an@org{seed}.example", roles=(role,)),
            ),
            **facts,
        }
        with self.platform.unit_of_work(self.cast.id) as work:
            made = organisations.add_organisation(
                work, data=OrganisationData(name=name, **data), actor=self.actor, at=self.at
            )
            return made.id

    def member(
        self, name: str = "Zuivelhuis bv", seed: int = 1, *, since: date | None = None, **facts: Any
    ) -> tuple[UUID, UUID | None]:
        """Make a member; returns the ids of the organisation and of its invoice."""
        organisation_id = self.organisation(name, seed, **facts)
        with self.platform.unit_of_work(self.cast.id) as work:
            _term_id, invoice_id = admit_organisation(
                work,
                organisation_id=organisation_id,
                category="full",
                starts_on=since or self.at.date(),
                actor=self.actor,
                at=self.at,
            )
        return organisation_id, invoice_id

    def application(self, name: str = "Zeewier bv", seed: int = 50, **facts: Any) -> UUID:
        """Send an application of a small company; returns its id."""
        data = {
            "helix": Helix.BUSINESS,
            "declared_size": SizeClass.SMALL,
            "identifiers": (
                IdentifierData(
                    scheme=IdentifierScheme.BE_ENTERPRISE, value=enterprise_number(seed)
                ),
            ),
            "addresses": (AddressData(street="Kaai 1", postcode="8400", city="Oostende"),),
            "contacts": (
                ContactData(given_name="Lies", family_name="Maes", email=f"lies@a{seed}.example"),
            ),
            **facts,
        }
        form = ApplicationForm(
            organisation=OrganisationData(name=name, **data), category="full", consent=True
        )
        with self.platform.unit_of_work(self.cast.id) as work:
            sent = membership.apply(work, form=form, actor=Actor.public(), at=self.at)
            return sent.application.id
