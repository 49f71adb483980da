"""Size class by headcount alone.

Source: Recommendation 2003/361/EC, Annex, Article 2, the staff ceilings (annual work units,
strictly fewer than 10, 50, 250), in force since 1 January 2005. Turnover, balance sheet, ownership
and the two-year rule are NOT applied: the engine of the full EU definition is a later part, and
nothing here may be shown as “SME by EU definition”. Thresholds are dated data, never constants.
"""

from dataclasses import dataclass
from datetime import date

from clusterorg.domains.organisations.errors import FigureInvalid
from clusterorg.domains.organisations.vocabulary import SizeClass, SizeData


@dataclass(frozen=True, slots=True)
class SizeRule:
    """Ceilings (exclusive, annual work units × 100) valid from a day on; above all is large."""

    rule_id: str
    valid_from: date
    ceilings: tuple[tuple[int, SizeClass], ...]


SIZE_RULES: tuple[SizeRule, ...] = (
    SizeRule(
        rule_id="headcount-only-2003-361",
        valid_from=date(2005, 1, 1),
        ceilings=((1000, SizeClass.MICRO), (5000, SizeClass.SMALL), (25000, SizeClass.MEDIUM)),
    ),
)


def size_rule(on: date) -> SizeRule:
    """Return the rule in force on a day (before the first rule: the first)."""
    valid = [rule for rule in SIZE_RULES if rule.valid_from <= on]
    return max(valid, key=lambda rule: rule.valid_from) if valid else SIZE_RULES[0]


def size_class(headcount_centi: int, on: date) -> SizeClass:
    """Return the class for a headcount in annual work units × 100."""
    for ceiling, size in size_rule(on).ceilings:
        if headcount_centi < ceiling:
            return size
    return SizeClass.LARGE


def check_size(size: SizeData, *, field: str = "size") -> None:
    """Raise FigureInvalid for a year out of range or a negative figure."""
    figures = (size.headcount_centi, size.turnover_cents or 0, size.balance_sheet_cents or 0)
    if not 1900 <= size.year <= 2100:
        raise FigureInvalid(field=f"{field}.year")
    if min(figures) < 0 or size.headcount_centi > 2_000_000_000 or max(figures) > 10**17:
        raise FigureInvalid(field=field)
