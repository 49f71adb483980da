"""Dues schemes: dated versions of what membership costs, and what it would cost somebody."""

from typing import Any
from uuid import UUID

from flask import url_for
from flask_babel import get_locale
from marshmallow import fields

from clusterorg.domains.membership import actions, queries
from clusterorg.domains.membership.rules.explain import sentences, title
from clusterorg.domains.membership.schemas import SchemeSchema
from clusterorg.domains.membership.schemas.shown import (
    QuoteShown,
    SchemeDetailShown,
    SchemeShown,
)
from clusterorg.domains.membership.vocabulary import DuesFacts, SchemeData
from clusterorg.domains.organisations.vocabulary import Helix, SizeClass, SubGroup
from clusterorg.kernel.days import FOUNDED_EARLIEST
from clusterorg.kernel.shapes import Choice, Day, Input, Text
from clusterorg.web.api.mechanics.asking import today, who_and_when
from clusterorg.web.api.mechanics.contract import lists, reads, writes
from clusterorg.web.api.mechanics.editing import check_version
from clusterorg.web.work import session, unit_of_work


class QuoteQuery(Input):
    """Who would join when."""

    helix = Choice(Helix, required=True)
    category = Text(40, least=1, required=True)
    subgroup = Choice(SubGroup)
    size_class = Choice(SizeClass)
    is_startup = fields.Boolean(load_default=False)
    founded_on = Day(FOUNDED_EARLIEST)
    joins_on = Day(metadata={"description": "Default: today."})
    organisation_id = fields.UUID(metadata={"description": "One that may have been a member."})


@lists(SchemeShown)
def index() -> Any:
    """List all versions, newest first, drafts included."""
    return queries.versions(session())


@writes(SchemeDetailShown, takes=SchemeSchema, status=201, etag=True, once="optional")
def create(data: SchemeData) -> Any:
    """Draft a new version."""
    with unit_of_work() as work:
        made = actions.draft_scheme(work, data=data, **who_and_when())
        return _shown(made.id), {"Location": url_for("api.dues_schemes_show", scheme_id=made.id)}


@reads(SchemeDetailShown, etag=True)
def show(scheme_id: UUID) -> Any:
    """Read a version with its rates, its gaps and its ambiguities."""
    return _shown(scheme_id)


@writes(SchemeDetailShown, takes=SchemeSchema, etag=True, edits=True)
def update(data: SchemeData, scheme_id: UUID, version: int) -> Any:
    """Replace a draft, its rates included; a published version never changes."""
    with unit_of_work() as work:
        check_version(queries.get_scheme(session(), scheme_id).version)
        actions.change_scheme(work, scheme_id=scheme_id, data=data, **who_and_when())
    return _shown(scheme_id)


@writes(SchemeDetailShown, etag=True)
def publish(scheme_id: UUID) -> Any:
    """Publish a draft for good; gaps are allowed, ambiguities are not."""
    with unit_of_work() as work:
        actions.publish_scheme(work, scheme_id=scheme_id, **who_and_when())
    return _shown(scheme_id)


@writes(None)
def discard(scheme_id: UUID) -> None:
    """Throw a draft away."""
    with unit_of_work() as work:
        actions.discard_scheme(work, scheme_id=scheme_id, **who_and_when())


@reads(QuoteShown, asks=QuoteQuery)
def quote(query: dict[str, Any]) -> Any:
    """What joining would cost, with the reasons in words and the VAT of today."""
    joins_on = query.pop("joins_on", None) or today()
    organisation_id = query.pop("organisation_id", None)
    queries.category_by_code(session(), query["category"])
    found, scheme = queries.quote_facts(
        session(), DuesFacts(**query), joins_on, organisation_id=organisation_id
    )
    sums = queries.with_vat(session(), found, today())
    locale = str(get_locale() or "en")
    names = queries.category_names(session(), locale)
    return {
        "scheme_id": scheme.id,
        "currency": found.currency,
        "total_cents": found.total_cents,
        "vat_cents": sums.vat_cents,
        "gross_cents": sums.gross_cents,
        "starts_on": found.term.starts_on,
        "until": found.term.until,
        "lines": [_line(line, found.currency, locale, names) for line in found.lines],
    }


def _line(line: Any, currency: str, locale: str, names: dict[str, str]) -> dict[str, Any]:
    return {
        "fee_item": line.fee_item,
        "title": title(line.fee_item, line.year, locale),
        "product_code": line.product_code,
        "year": line.year,
        "starts_on": line.period.starts_on,
        "until": line.period.until,
        "cents": line.cents,
        "full_cents": line.full_cents,
        "because": sentences(line.explanation, locale=locale, currency=currency, names=names),
    }


def _shown(scheme_id: UUID) -> dict[str, Any]:
    row = queries.get_scheme(session(), scheme_id)
    coverage = queries.coverage_of(session(), scheme_id)
    return {
        **{name: getattr(row, name) for name in SchemeShown().fields},
        "rates": queries.scheme_value(session(), scheme_id).rates,
        "gaps": coverage.gaps,
        "ambiguities": coverage.ambiguities,
    }
