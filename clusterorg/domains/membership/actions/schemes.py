"""The dues scheme: draft a version, change it freely, publish it once."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import delete, func, select

from clusterorg.domains.membership import queries
from clusterorg.domains.membership.errors import (
    CategoryNotFound,
    RatesAmbiguous,
    RateTwice,
    SchemeDateTaken,
    SchemeEmpty,
    SchemePublished,
)
from clusterorg.domains.membership.models import DuesRate, DuesScheme
from clusterorg.domains.membership.rules.rates import describe
from clusterorg.domains.membership.rules.schemes import check_scheme
from clusterorg.domains.membership.vocabulary import RateData, SchemeData
from clusterorg.kernel.actor import Actor
from clusterorg.kernel.unit_of_work import UnitOfWork


def draft_scheme(work: UnitOfWork, *, data: SchemeData, actor: Actor, at: datetime) -> DuesScheme:
    """Write a new version as a draft.

    Raises SchemeDateTaken, SchemeMisformed, CategoryNotFound.
    """
    check_scheme(data)
    _check_date(work, data, None)
    last = work.session.scalar(select(func.max(DuesScheme.number)))
    row = DuesScheme(number=(last or 0) + 1, created_at=at, **_columns(data))
    work.session.add(row)
    work.session.flush()
    _write_rates(work, row.id, data.rates)
    _record(work, "dues_scheme.drafted", row, actor, at)
    return row


def change_scheme(
    work: UnitOfWork, *, scheme_id: UUID, data: SchemeData, actor: Actor, at: datetime
) -> DuesScheme:
    """Change a draft, its rates included.

    Raises SchemeNotFound, SchemePublished, SchemeDateTaken, SchemeMisformed, CategoryNotFound.
    """
    row = _draft(work, scheme_id)
    check_scheme(data)
    _check_date(work, data, scheme_id)
    for name, value in _columns(data).items():
        setattr(row, name, value)
    row.note = data.note
    work.session.flush()
    work.session.execute(delete(DuesRate).where(DuesRate.scheme_id == scheme_id))
    _write_rates(work, row.id, data.rates)
    _record(work, "dues_scheme.changed", row, actor, at)
    return row


def publish_scheme(work: UnitOfWork, *, scheme_id: UUID, actor: Actor, at: datetime) -> DuesScheme:
    """Publish a draft; from then on it never changes. Gaps are allowed, ambiguities are not.

    Raises SchemeNotFound, SchemePublished, SchemeEmpty or RatesAmbiguous.
    """
    row = _draft(work, scheme_id)
    if not queries.rates_of(work.session, scheme_id):
        raise SchemeEmpty(field="rates")
    found = queries.coverage_of(work.session, scheme_id)
    if found.ambiguities:
        raise RatesAmbiguous(field="rates", who=describe(found.ambiguities[0]))
    row.published_at = at
    work.session.flush()
    _record(work, "dues_scheme.published", row, actor, at)
    return row


def discard_scheme(work: UnitOfWork, *, scheme_id: UUID, actor: Actor, at: datetime) -> None:
    """Throw a draft away; raises SchemeNotFound or SchemePublished."""
    row = _draft(work, scheme_id)
    _record(work, "dues_scheme.discarded", row, actor, at)
    work.session.execute(delete(DuesRate).where(DuesRate.scheme_id == scheme_id))
    work.session.delete(row)
    work.session.flush()


def _draft(work: UnitOfWork, scheme_id: UUID) -> DuesScheme:
    row = queries.get_scheme(work.session, scheme_id)
    if row.published_at is not None:
        raise SchemePublished()
    return row


def _check_date(work: UnitOfWork, data: SchemeData, own_id: UUID | None) -> None:
    twin = work.session.scalar(
        select(DuesScheme.id).where(DuesScheme.valid_from == data.valid_from)
    )
    if twin is not None and twin != own_id:
        raise SchemeDateTaken(field="valid_from")


def _columns(data: SchemeData) -> dict[str, Any]:
    columns = {
        name: getattr(data, name)
        for name in data.__dataclass_fields__
        if name not in ("rates", "steps")
    }
    columns = {
        name: value.value if hasattr(value, "value") else value for name, value in columns.items()
    }
    columns["steps"] = [step.as_json() for step in data.steps]
    return columns


def _write_rates(work: UnitOfWork, scheme_id: UUID, rates: tuple[RateData, ...]) -> None:
    ids = {category.code: category.id for category in queries.categories(work.session)}
    seen: set[tuple[str | None, ...]] = set()
    for place, rate in enumerate(rates):
        if rate.category is not None and rate.category not in ids:
            raise CategoryNotFound(field=f"rates.{place}.category")
        criteria = (rate.helix, rate.subgroup, rate.size_class, rate.category)
        if criteria in seen:
            raise RateTwice(field=f"rates.{place}")
        seen.add(criteria)
        work.session.add(
            DuesRate(
                scheme_id=scheme_id,
                helix=rate.helix,
                subgroup=rate.subgroup,
                size_class=rate.size_class,
                category_id=ids[rate.category] if rate.category else None,
                cents=rate.cents,
            )
        )
    work.session.flush()


def _record(work: UnitOfWork, verb: str, row: DuesScheme, actor: Actor, at: datetime) -> None:
    work.record(
        verb,
        subject=("dues_scheme", row.id),
        actor=actor,
        at=at,
        after={"number": row.number, "valid_from": row.valid_from.isoformat()},
    )
