"""Helix and sub-group: the pair has to fit."""

from clusterorg.domains.organisations.errors import SubGroupOfOtherHelix, UnknownHelix
from clusterorg.domains.organisations.vocabulary import SUB_GROUPS, Helix, SubGroup

_HELIX_OF = {group: helix for helix, groups in SUB_GROUPS.items() for group in groups}


def helix_of(subgroup: SubGroup) -> Helix:
    """Return the strand a sub-group belongs to."""
    return _HELIX_OF[subgroup]


def check_subgroup(helix: Helix, subgroup: SubGroup | None) -> None:
    """Raise SubGroupOfOtherHelix when the sub-group belongs to another strand."""
    if subgroup is not None and _HELIX_OF[subgroup] != helix:
        raise SubGroupOfOtherHelix(field="subgroup")


def read_helix(text: str) -> Helix:
    """Return the strand for its stored word; raises UnknownHelix."""
    try:
        return Helix(text)
    except ValueError:
        raise UnknownHelix(field="helix") from None
