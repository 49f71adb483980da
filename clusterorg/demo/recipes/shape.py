"""The shape of a recipe."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from clusterorg.domains.organisations.vocabulary import FieldDefinition


@dataclass(frozen=True, slots=True)
class Seed:
    """An organisation with a name of its own: helix, sub-group, headcount, NACE Rev. 2, place."""

    name: str
    helix: str
    subgroup: str
    headcount: int
    nace: str
    place: str
    startup: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipe:
    """One demo cluster.

    `composition` counts the members of today: size classes for business, helix for the others.
    `dues_cents` are yearly; `places` maps a place to its postcode; `branches` are (word, NACE) from
    which generated firms take their name and activity; `pro_rata` is a policy of the dues scheme;
    `fields` and `tags` are the cluster's own, in its language.
    """

    facts: Mapping[str, Any]
    staff: Sequence[tuple[str, str, str]]
    composition: Mapping[str, int]
    dues_cents: Mapping[str, int]
    seeds: Sequence[Seed]
    places: Mapping[str, str]
    branches: Sequence[tuple[str, str]]
    endings: Sequence[str]
    institutes: Mapping[str, Sequence[tuple[str, str, str]]]
    given_names: Sequence[str]
    family_names: Sequence[str]
    numbers_from: int
    pro_rata: str
    vat: Mapping[str, Any]
    fields: Sequence[FieldDefinition]
    tags: Sequence[str]
