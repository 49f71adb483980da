"""What a demo cluster decides before its first member: products, VAT, categories, dues scheme."""

from datetime import date, datetime

from clusterorg.demo.recipes import Recipe
from clusterorg.domains.billing import actions as billing
from clusterorg.domains.billing.vocabulary import VatCategory, VatDecision
from clusterorg.domains.membership import actions as membership
from clusterorg.domains.membership.vocabulary import (
    CategoryData,
    ProRata,
    RateData,
    SchemeData,
    SettingsData,
    StartPolicy,
)
from clusterorg.domains.organisations import actions as organisations
from clusterorg.domains.organisations.vocabulary import Helix, SizeClass
from clusterorg.kernel.actor import Actor
from clusterorg.kernel.unit_of_work import UnitOfWork

SIZES = ("micro", "small", "medium", "large")
MEMBER = "member"
NAMES = {"en": "Member", "nl": "Lid", "fr": "Membre", "de": "Mitglied"}
OUTSIDE = {
    "en": "Genuine membership fee, outside the scope of VAT.",
    "nl": "Echt lidgeld, buiten het toepassingsgebied van de btw.",
    "fr": "Cotisation sans contrepartie, hors champ d'application de la TVA.",
    "de": "Echter Mitgliedsbeitrag, nicht steuerbar.",
}


def furnish(
    work: UnitOfWork, recipe: Recipe, *, first_year: int, actor: Actor, at: datetime
) -> None:
    """Decide VAT, one category, the policies, the dues scheme and the cluster's own fields."""
    decision = VatDecision(
        category=VatCategory(recipe.vat["category"]),
        rate_bp=recipe.vat["rate"],
        vatex_code="VATEX-EU-O" if recipe.vat["category"] == "O" else None,
        legal_texts=OUTSIDE if recipe.vat["category"] == "O" else {},
    )
    for product in ("dues", "entry-fee"):
        billing.set_vat(
            work,
            product_code=product,
            decision=decision,
            valid_from=date(first_year - 1, 1, 1),
            approved_by="the cluster's accountant (invented)",
            approved_on=date(first_year - 1, 1, 1),
            actor=actor,
            at=at,
        )
    membership.add_category(work, data=CategoryData(code=MEMBER, names=NAMES), actor=actor, at=at)
    membership.change_settings(work, data=SettingsData(), actor=actor, at=at)
    scheme = membership.draft_scheme(work, data=scheme_data(recipe, first_year), actor=actor, at=at)
    membership.publish_scheme(work, scheme_id=scheme.id, actor=actor, at=at)
    for definition in recipe.fields:
        organisations.add_custom_field(work, definition=definition, actor=actor, at=at)


def scheme_data(recipe: Recipe, first_year: int) -> SchemeData:
    """Return the recipe's dues as a scheme: by size class for business, by helix otherwise."""
    rates = [
        RateData(cents=cents, helix=Helix.BUSINESS, size_class=SizeClass(band))
        if band in SIZES
        else RateData(cents=cents, helix=Helix(band))
        for band, cents in recipe.dues_cents.items()
    ]
    return SchemeData(
        valid_from=date(first_year, 1, 1),
        rates=tuple(rates),
        pro_rata=ProRata(recipe.pro_rata),
        start_policy=StartPolicy.PAYMENT,
        settle_days=None,
    )
