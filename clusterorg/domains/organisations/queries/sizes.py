"""The size class in SQL: the newest headcount of the day's year or before, by the dated rule."""

from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, case, func, select

from clusterorg.domains.organisations.models import Organisation, Size
from clusterorg.domains.organisations.rules.size import size_rule
from clusterorg.domains.organisations.vocabulary import SizeClass
from clusterorg.kernel.db import constant


def newest_size(on: date) -> Any:
    """Return a lateral sub-query with the newest size of each organisation up to a day's year."""
    return (
        select(Size.year, Size.headcount_centi, Size.turnover_cents)
        .where(
            Size.cluster_id == Organisation.cluster_id,
            Size.organisation_id == Organisation.id,
            Size.year <= on.year,
        )
        .order_by(Size.year.desc())
        .limit(1)
        .lateral("newest_size")
    )


def class_of(headcount: ColumnElement[Any], on: date) -> ColumnElement[Any]:
    """Return the class by headcount; the declared one where no headcount is known."""
    whens = [(headcount < ceiling, constant(size)) for ceiling, size in size_rule(on).ceilings]
    by_headcount = case((headcount.is_(None), None), *whens, else_=constant(SizeClass.LARGE))
    return func.coalesce(by_headcount, Organisation.declared_size)
