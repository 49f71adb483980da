"""The demo's clusters have exactly the published compositions, the same ones every time."""

from collections import Counter
from dataclasses import replace
from datetime import date
from math import log

import pytest

from clusterorg.demo.generating import applicants, band_of, organisations
from clusterorg.demo.labels import labelled
from clusterorg.demo.recipes import MECAVALLEE, PHOTONIK, RECIPES, SMAAKKUST, Recipe
from clusterorg.domains.organisations.queries.checks import checked
from clusterorg.domains.organisations.rules.custom_fields import check_values

TODAY = date(2026, 11, 23)
PUBLISHED = [
    # recipe, members, dues in cents, SME share of business, helix evenness J, concentration
    (SMAAKKUST, 142, 245_200_00, 0.898, 0.5793, 0.5993),
    (MECAVALLEE, 96, 57_800_00, 0.900, 0.6187, 0.5608),
    (PHOTONIK, 110, 181_480_00, 0.865, 0.4863, 0.6699),
]


@pytest.mark.parametrize(("recipe", "members", "dues", "sme", "evenness", "focus"), PUBLISHED)
def test_members_dues_and_shares_are_the_published_ones(
    recipe: Recipe, members: int, dues: int, sme: float, evenness: float, focus: float
) -> None:
    made = [one for one in organisations(recipe, TODAY) if not one.leaves]

    bands = Counter(one.band for one in made)
    helix = Counter(one.data.helix.value for one in made)
    shares = [count / members for count in helix.values()]
    assert bands == Counter(recipe.composition)
    assert len(made) == members
    assert sum(recipe.dues_cents[one.band] for one in made) == dues
    assert round(1 - bands["large"] / helix["business"], 3) == sme
    assert round(-sum(share * log(share) for share in shares) / log(4), 4) == evenness
    assert round(sum(share**2 for share in shares), 4) == focus


@pytest.mark.parametrize("recipe", RECIPES, ids=lambda recipe: recipe.facts["slug"])
def test_the_same_recipe_makes_the_same_organisations(recipe: Recipe) -> None:
    assert organisations(recipe, TODAY) == organisations(recipe, TODAY)


@pytest.mark.parametrize("recipe", RECIPES, ids=lambda recipe: recipe.facts["slug"])
def test_every_generated_organisation_passes_the_checks_of_a_typed_one(recipe: Recipe) -> None:
    for one in organisations(recipe, TODAY) + applicants(recipe, TODAY):
        checked(one.data)


@pytest.mark.parametrize("recipe", RECIPES, ids=lambda recipe: recipe.facts["slug"])
def test_names_and_numbers_are_given_once(recipe: Recipe) -> None:
    everybody = organisations(recipe, TODAY) + applicants(recipe, TODAY)

    assert len({one.data.name for one in everybody}) == len(everybody)
    numbers = [each.value for one in everybody for each in one.data.identifiers]
    assert len(set(numbers)) == len(numbers)


@pytest.mark.parametrize("today", [date(2026, 1, 3), date(2028, 2, 29), date(2026, 12, 31)])
def test_nobody_joins_in_the_future_whatever_the_day(today: date) -> None:
    for recipe in RECIPES:
        assert all(one.joined_on <= today for one in organisations(recipe, today))


def test_seeds_keep_their_published_headcount() -> None:
    seed = next(seed for seed in SMAAKKUST.seeds if seed.name.startswith("Siropen"))

    assert (seed.headcount, band_of(seed)) == (244, "medium")


@pytest.mark.parametrize("recipe", RECIPES, ids=lambda recipe: recipe.facts["slug"])
def test_every_field_and_tag_of_a_cluster_is_used_and_fits(recipe: Recipe) -> None:
    made = labelled(recipe, organisations(recipe, TODAY), TODAY)

    for one in made:
        assert check_values(recipe.fields, one.data.custom) == one.data.custom
    assert {key for one in made for key in one.data.custom} == {f.key for f in recipe.fields}
    assert {tag for one in made for tag in one.data.tags} == set(recipe.tags)


@pytest.mark.parametrize("recipe", RECIPES, ids=lambda recipe: recipe.facts["slug"])
def test_labels_are_the_same_ones_every_time_and_change_nothing_else(recipe: Recipe) -> None:
    bare = organisations(recipe, TODAY)

    made = labelled(recipe, bare, TODAY)

    assert made == labelled(recipe, bare, TODAY)
    assert [replace(one, data=replace(one.data, custom={}, tags=())) for one in made] == bare
