import pytest

from clusterorg.domains.membership.errors import NoRate, RatesAmbiguous, SizeMissing
from clusterorg.domains.membership.rules.rates import Cell, Rate, coverage, rate_for
from clusterorg.domains.membership.vocabulary import DuesFacts

GROUPS = {"business": ("incubator",), "knowledge": ("university",)}
SIZES = ("micro", "large")


def test_the_rate_that_names_more_wins():
    rates = (
        Rate(100),
        Rate(200, helix="business"),
        Rate(300, helix="business", size_class="large"),
    )

    found = rate_for(rates, DuesFacts("business", "full", size_class="large"))

    assert found.cents == 300


def test_a_rate_for_a_sub_group_beats_the_rate_of_its_helix():
    rates = (Rate(200, helix="business"), Rate(50, helix="business", subgroup="incubator"))

    found = rate_for(rates, DuesFacts("business", "full", subgroup="incubator"))

    assert found.cents == 50


def test_two_rates_of_which_neither_names_all_of_the_other_are_refused():
    rates = (Rate(200, helix="business"), Rate(300, category="full"))

    with pytest.raises(RatesAmbiguous):
        rate_for(rates, DuesFacts("business", "full"))


def test_a_third_rate_that_names_both_settles_it():
    rates = (
        Rate(200, helix="business"),
        Rate(300, category="full"),
        Rate(250, helix="business", category="full"),
    )

    found = rate_for(rates, DuesFacts("business", "full"))

    assert found.cents == 250


def test_no_rate_is_refused():
    with pytest.raises(NoRate):
        rate_for((Rate(200, helix="business"),), DuesFacts("knowledge", "full"))


def test_a_missing_size_is_named_as_such():
    with pytest.raises(SizeMissing) as refusal:
        rate_for((Rate(200, helix="business", size_class="large"),), DuesFacts("business", "full"))

    assert refusal.value.field == "headcount"


def test_coverage_shows_each_gap_once_for_a_whole_helix():
    rates = (Rate(200, helix="business", size_class="micro"), Rate(0, helix="knowledge"))

    found = coverage(rates, subgroups=GROUPS, size_classes=SIZES, categories={"full": None})

    assert found.gaps == (Cell("business", None, "large", "full"),)
    assert found.ambiguities == ()


def test_coverage_shows_ambiguities():
    rates = (Rate(1), Rate(200, helix="business"), Rate(300, size_class="large"))

    found = coverage(rates, subgroups=GROUPS, size_classes=SIZES, categories={"full": None})

    assert Cell("business", None, "large", "full") in found.ambiguities
    assert found.gaps == ()


def test_coverage_leaves_out_a_helix_that_the_category_is_not_for():
    found = coverage((), subgroups=GROUPS, size_classes=SIZES, categories={"lab": "knowledge"})

    assert {cell.helix for cell in found.gaps} == {"knowledge"}
