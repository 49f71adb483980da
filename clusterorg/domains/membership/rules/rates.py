"""Which rate fits: the most specific one wins, and nothing is left to chance.

A rate names up to four criteria (helix, sub-group, size class, category); one that names none fits
everybody. Of the rates that fit, the winner is the one that names all that the others name. When
there is no such rate the scheme is ambiguous, which publication refuses.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from clusterorg.domains.membership.errors import NoRate, RatesAmbiguous, SizeMissing
from clusterorg.domains.membership.vocabulary import DuesFacts

CRITERIA = ("helix", "subgroup", "size_class", "category")


@dataclass(frozen=True, slots=True)
class Rate:
    """Yearly dues in cents for those who meet every criterion that is not None."""

    cents: int
    helix: str | None = None
    subgroup: str | None = None
    size_class: str | None = None
    category: str | None = None

    @property
    def named(self) -> frozenset[tuple[str, str]]:
        """The criteria this rate names, as (criterion, value) pairs."""
        pairs = ((name, getattr(self, name)) for name in CRITERIA)
        return frozenset((name, value) for name, value in pairs if value is not None)

    def fits(self, facts: DuesFacts) -> bool:
        """Tell whether an organisation meets every named criterion."""
        return all(getattr(facts, name) == value for name, value in self.named)


@dataclass(frozen=True, slots=True)
class Cell:
    """One kind of organisation a scheme may have to price."""

    helix: str
    subgroup: str | None
    size_class: str | None
    category: str

    def facts(self) -> DuesFacts:
        """Return the cell as facts for the rate search."""
        return DuesFacts(self.helix, self.category, self.subgroup, self.size_class)


@dataclass(frozen=True, slots=True)
class Coverage:
    """What a scheme leaves open: `gaps` have no rate, `ambiguities` have no clear winner."""

    gaps: tuple[Cell, ...]
    ambiguities: tuple[Cell, ...]


def winners(rates: Iterable[Rate], facts: DuesFacts) -> list[Rate]:
    """Return the most specific fitting rates: one is clear, none is a gap, more are ambiguous."""
    fitting = [rate for rate in rates if rate.fits(facts)]
    return [
        rate
        for rate in fitting
        if not any(rate.named < other.named for other in fitting if other is not rate)
    ]


def rate_for(rates: Sequence[Rate], facts: DuesFacts) -> Rate:
    """Return the one rate for an organisation.

    Raises NoRate, RatesAmbiguous, or SizeMissing when a size class alone stands in the way.
    """
    found = winners(rates, facts)
    if len(found) == 1:
        return found[0]
    if found:
        raise RatesAmbiguous(who=describe(facts))
    if facts.size_class is None and any(_fits_but_for_size(rate, facts) for rate in rates):
        raise SizeMissing(field="headcount")
    raise NoRate()


def _fits_but_for_size(rate: Rate, facts: DuesFacts) -> bool:
    return all(getattr(facts, name) == value for name, value in rate.named if name != "size_class")


def describe(facts: DuesFacts | Cell) -> str:
    """Return the criteria in short, for a refusal that must name the clash."""
    parts = (getattr(facts, name) for name in CRITERIA)
    return " / ".join(part for part in parts if part)


def coverage(
    rates: Sequence[Rate],
    *,
    subgroups: Mapping[str, Sequence[str]],
    size_classes: Sequence[str],
    categories: Mapping[str, str | None],
) -> Coverage:
    """Price every kind of organisation once and report what has no rate or two.

    `subgroups` lists the sub-groups of each helix; `categories` maps each category to the helix
    it is kept for, or None. A gap that a whole helix shares is reported once, without sub-group.
    """
    gaps: list[Cell] = []
    ambiguities: list[Cell] = []
    for cell in _cells(subgroups, size_classes, categories):
        found = winners(rates, cell.facts())
        if not found and _new_gap(cell, gaps):
            gaps.append(cell)
        elif len(found) > 1:
            ambiguities.append(cell)
    return Coverage(tuple(gaps), tuple(ambiguities))


def _new_gap(cell: Cell, gaps: list[Cell]) -> bool:
    return Cell(cell.helix, None, cell.size_class, cell.category) not in gaps


def _cells(
    subgroups: Mapping[str, Sequence[str]],
    size_classes: Sequence[str],
    categories: Mapping[str, str | None],
) -> Iterable[Cell]:
    for category, only_helix in categories.items():
        for helix, groups in subgroups.items():
            if only_helix is not None and only_helix != helix:
                continue
            for subgroup in (None, *groups):
                for size_class in size_classes:
                    yield Cell(helix, subgroup, size_class, category)
