"""A quote as pages show it: each line with its title, its amount and the reasons in words."""

from collections.abc import Iterable
from typing import Any

from clusterorg.domains.membership.queries import category_names
from clusterorg.domains.membership.rules import explain
from clusterorg.domains.membership.rules.quote import Quote, QuoteLine
from clusterorg.domains.membership.vocabulary import Explanation, FeeItem
from clusterorg.kernel.i18n import current_locale
from clusterorg.web.work import session


def lines_of(found: Quote) -> list[dict[str, Any]]:
    """Return the lines of a quote: title, cents, reasons."""
    names = category_names(session(), current_locale())
    return [_line(line, found.currency, names) for line in found.lines]


def _line(line: QuoteLine, currency: str, names: dict[str, str]) -> dict[str, Any]:
    return {
        "title": title_of(line.fee_item, line.year),
        "cents": line.cents,
        "reasons": reasons_of(line.explanation, currency, names),
    }


def title_of(fee_item: str, year: int) -> str:
    """Return what is charged, such as "Membership dues 2026"."""
    return explain.title(FeeItem(fee_item), year, current_locale())


def reasons_of(
    steps: Iterable[Explanation], currency: str, names: dict[str, str] | None = None
) -> list[str]:
    """Return how an amount came about, one sentence per step."""
    return explain.sentences(steps, locale=current_locale(), currency=currency, names=names or {})
