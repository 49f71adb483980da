"""What several admin pages need: today, texts of the cluster, years to choose, chips."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from flask import request

from clusterorg.kernel.clock import local_date, now
from clusterorg.kernel.i18n import current_locale
from clusterorg.web.context import current_cluster
from clusterorg.web.looks.links import door


def today() -> date:
    """Return the calendar date where the cluster is."""
    return local_date(now(), current_cluster().time_zone)


def languages() -> list[str]:
    """Return the cluster's languages, its default one first."""
    cluster = current_cluster()
    rest = [code for code in cluster.languages if code != cluster.default_language]
    return [cluster.default_language, *rest]


def named(names: Mapping[str, Any] | None, fallback: str = "") -> str:
    """Return a text in the reader's language, else in the cluster's, else in any."""
    if not names:
        return fallback
    for code in (current_locale(), current_cluster().default_language):
        if names.get(code):
            return str(names[code])
    return str(next(iter(names.values()), fallback))


@dataclass(frozen=True, slots=True)
class Span:
    """The dates a list shows, from the address: ?year=2026, or all of them."""

    year: int | None
    since: date | None
    until: date | None

    @property
    def word(self) -> str:
        """The year as text; empty for all years."""
        return str(self.year or "")


def asked_span() -> Span:
    """Return the calendar year that the address asks for; this year when it asks for none."""
    asked = request.args.get("year", str(today().year))
    if not asked.isdigit() or not 1990 <= int(asked) <= 2200:
        return Span(None, None, None)
    year = int(asked)
    return Span(year, date(year, 1, 1), date(year + 1, 1, 1))


def years_to_choose(back: int = 3) -> list[tuple[str, str]]:
    """Return this year and the ones before, as chip options."""
    this = today().year
    return [(str(year), str(year)) for year in range(this, this - back, -1)]


def cause_url(cause_type: str, cause_id: UUID | str) -> str | None:
    """Return the page of the thing that caused an entry, None when it has none."""
    pages = {
        "invoice": ("admin.invoices_show", "invoice_id"),
        "credit_note": ("admin.invoices_show", "invoice_id"),
        "payment": ("admin.payments_show", "payment_id"),
    }
    if cause_type not in pages:
        return None
    endpoint, name = pages[cause_type]
    return door(endpoint, **{name: cause_id})
