"""Organisations from a recipe: the seeds by name, the rest drawn, the same ones every time."""

import random
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

from stdnum.iso7064 import mod_11_10

from clusterorg.demo.recipes.shape import Recipe, Seed
from clusterorg.domains.organisations.vocabulary import (
    ActivityData,
    AddressData,
    ContactData,
    ContactRole,
    ContactRoleData,
    Helix,
    IdentifierData,
    IdentifierScheme,
    NaceRevision,
    OrganisationData,
    SizeData,
    SubGroup,
)

CLASSES = {"micro": (1, 9), "small": (10, 49), "medium": (50, 249), "large": (250, 900)}
LEAVERS = 6  # organisations that left at the end of last year, beside the members of today
NAMES = (
    "Aster", "Boreas", "Cedron", "Delphi", "Esker", "Fontis", "Galop", "Helion", "Iridis", "Jonk",
    "Kaldera", "Lumen", "Mirador", "Nivalis", "Orlando", "Pallas", "Quarto", "Ravelin", "Solano",
    "Tramont", "Ursel", "Valero", "Wingert", "Xanten", "Ypres", "Zephir",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Made:
    """A generated organisation: what is written down, how it is charged, when it joins, leaves."""

    data: OrganisationData
    band: str
    joined_on: date
    leaves: bool = False


def band_of(seed: Seed) -> str:
    """Return the dues band of a seed: its size class for business, its helix otherwise."""
    if seed.helix != "business":
        return seed.helix
    return next(name for name, (_least, most) in CLASSES.items() if seed.headcount <= most)


def organisations(recipe: Recipe, today: date) -> list[Made]:
    """Return the members of today (exactly the composition) and the leavers, in joining order."""
    dice = random.Random(recipe.facts["slug"])  # noqa: S311 - reproducible, not secret
    taken = {seed.name for seed in recipe.seeds}
    seeds = list(recipe.seeds)
    for band, wanted in recipe.composition.items():
        present = sum(band_of(seed) == band for seed in recipe.seeds)
        seeds += [drawn(recipe, band, dice, taken) for _ in range(wanted - present)]
    stay = [make(recipe, seed, n, dice, today) for n, seed in enumerate(seeds)]
    gone = [drawn(recipe, dice.choice(["micro", "small"]), dice, taken) for _ in range(LEAVERS)]
    left = [
        make(recipe, seed, len(seeds) + n, dice, today, leaves=True) for n, seed in enumerate(gone)
    ]
    return sorted(stay + left, key=lambda made: made.joined_on)


def applicants(recipe: Recipe, today: date) -> list[Made]:
    """Return organisations that wait in the inbox today."""
    dice = random.Random(f"applicants {recipe.facts['slug']}")  # noqa: S311
    taken = {seed.name for seed in recipe.seeds}
    seeds = [drawn(recipe, band, dice, taken) for band in ("small", "micro", "knowledge")]
    named = [replace(seed, name=f"{seed.name} {n}") for n, seed in enumerate(seeds, 2)]
    return [make(recipe, seed, 900 + n, dice, today) for n, seed in enumerate(named)]


def drawn(recipe: Recipe, band: str, dice: random.Random, taken: set[str]) -> Seed:
    """Draw an organisation of a band with a name nobody has yet."""
    for name, helix, subgroup, nace, place in _ideas(recipe, band, dice):
        if name not in taken:
            taken.add(name)
            least, most = CLASSES.get(band, (5, 400))
            young = band == "micro" and dice.random() < 0.2
            return Seed(name, helix, subgroup, dice.randint(least, most), nace, place, young)
    raise AssertionError("ideas never end")


def _ideas(
    recipe: Recipe, band: str, dice: random.Random
) -> Iterator[tuple[str, str, str, str, str]]:
    places = sorted(recipe.places)
    while True:
        place = dice.choice(places)
        if band in CLASSES:
            word, nace = dice.choice(list(recipe.branches))
            core = dice.choice(NAMES) if dice.random() < 0.6 else place
            ending = "nv" if band == "large" and "nv" in recipe.endings else None
            name = f"{word} {core} {ending or dice.choice(list(recipe.endings))}"
            yield name, "business", "enterprise", nace, place
        else:
            word, subgroup, nace = dice.choice(list(recipe.institutes[band]))
            yield f"{word} {place}", band, subgroup, nace, place


def make(
    recipe: Recipe,
    seed: Seed,
    number: int,
    dice: random.Random,
    today: date,
    *,
    leaves: bool = False,
) -> Made:
    """Fill an organisation in: numbers, address, sizes of three years, activity, people."""
    slug, this_year = _slug(seed.name), today.year
    joined = _joined(recipe, dice, today, leaves)
    language = recipe.facts["default_language"]
    founded = date(this_year - (2 if seed.startup else dice.randint(5, 60)), dice.randint(1, 12), 1)
    data = OrganisationData(
        name=seed.name,
        helix=Helix(seed.helix),
        subgroup=SubGroup(seed.subgroup),
        legal_name=seed.name if seed.helix == "business" else None,
        website=f"https://{slug}.example",
        email=f"info@{slug}.example",
        language=language,
        is_startup=seed.startup,
        founded_on=founded,
        identifiers=_identifiers(recipe, number),
        addresses=(
            AddressData(
                street=f"{_street(language, dice)} {dice.randint(1, 180)}",
                postcode=recipe.places[seed.place],
                city=seed.place,
                country=recipe.facts["country"],
            ),
        ),
        sizes=_sizes(seed, dice, this_year, language),
        activities=(ActivityData(revision=NaceRevision.REV_2, code=seed.nace, is_main=True),),
        contacts=_people(recipe, slug, joined, dice),
    )
    return Made(data, band_of(seed), joined, leaves)


def _joined(recipe: Recipe, dice: random.Random, today: date, leaves: bool) -> date:
    """Most were there when the history begins, others join in its first year, a few in its second.

    Those of the second year only where the whole dues are charged whatever the day, so that the
    dues of this year add up to the published figure.
    """
    chance, last_year = dice.random(), today.year - 1
    day = date(last_year, dice.randint(1, 11), dice.randint(1, 28))
    if leaves or chance < 0.7:
        return date(last_year, 1, 1)
    if chance > 0.95 and recipe.pro_rata == "none":
        first = date(today.year, 1, 2)
        return first + timedelta(days=dice.randint(0, max(0, (today - first).days - 20)))
    return day


def _slug(name: str) -> str:
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return "-".join(filter(None, "".join(c if c.isalnum() else " " for c in plain).split()))[:50]


def _identifiers(recipe: Recipe, number: int) -> tuple[IdentifierData, ...]:
    base = recipe.numbers_from + number
    if recipe.facts["country"] == "DE":
        stem = f"{310_000_00 + base:08d}"
        vat = f"DE{stem}{mod_11_10.calc_check_digit(stem)}"
        return (IdentifierData(scheme=IdentifierScheme.VAT, value=vat),)
    enterprise = f"{base:08d}{97 - base % 97:02d}"
    return (
        IdentifierData(scheme=IdentifierScheme.BE_ENTERPRISE, value=enterprise),
        IdentifierData(scheme=IdentifierScheme.VAT, value=f"BE{enterprise}"),
    )


def _sizes(seed: Seed, dice: random.Random, this_year: int, language: str) -> tuple[SizeData, ...]:
    """Three years of figures inside one class, so that the band of today also held before."""
    least, most = (
        CLASSES[band_of(seed)] if seed.helix == "business" else (seed.headcount, seed.headcount)
    )
    rows = []
    for back in (3, 2, 1):
        heads = min(most, max(least, seed.headcount + dice.randint(-2, 2) * (back - 1)))
        turnover = heads * dice.randint(140, 260) * 1_000_00 if seed.helix == "business" else None
        rows.append(
            SizeData(
                year=this_year - back,
                headcount_centi=heads * 100,
                turnover_cents=turnover,
                balance_sheet_cents=turnover * 6 // 10 if turnover else None,
                source=ANNUAL_ACCOUNTS[language],
            )
        )
    return tuple(rows)


def _people(recipe: Recipe, slug: str, since: date, dice: random.Random) -> tuple[ContactData, ...]:
    """A voting representative and, in half of the organisations, a billing contact apart."""
    language = recipe.facts["default_language"]
    apart = dice.random() < 0.5
    roles = [ContactRole.VOTING_REPRESENTATIVE]
    people = [
        _person(
            recipe, slug, dice, language, since, roles if apart else [*roles, ContactRole.BILLING]
        )
    ]
    if apart:
        people.append(_person(recipe, slug, dice, language, since, [ContactRole.BILLING]))
    return tuple(people)


def _person(
    recipe: Recipe,
    slug: str,
    dice: random.Random,
    language: str,
    since: date,
    roles: list[ContactRole],
) -> ContactData:
    given, family = dice.choice(list(recipe.given_names)), dice.choice(list(recipe.family_names))
    return ContactData(
        given_name=given,
        family_name=family,
        email=f"{_slug(given)}.{_slug(family)}@{slug}.example",
        phone=None,
        language=language,
        roles=tuple(ContactRoleData(role=role, valid_from=since) for role in roles),
    )


ANNUAL_ACCOUNTS = {"nl": "jaarrekening", "fr": "comptes annuels", "de": "Jahresabschluss"}
STREETS = {
    "nl": ("Nijverheidslaan", "Stationsstraat", "Kaai", "Molenweg", "Industriepark"),
    "fr": ("Rue de l'Industrie", "Avenue du Parc", "Quai des Usines", "Rue Haute"),
    "de": ("Industriestraße", "Bahnhofstraße", "Am Rhein", "Gewerbepark", "Lindenweg"),
}


def _street(language: str, dice: random.Random) -> str:
    return dice.choice(STREETS[language])
