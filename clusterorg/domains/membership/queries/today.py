"""What needs somebody today, and how membership moved."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Date, cast, func, select
from sqlalchemy.orm import Session

from clusterorg.domains.membership.models import Term
from clusterorg.domains.membership.queries.applications import counts_by_state
from clusterorg.domains.membership.queries.candidates import candidates_statement
from clusterorg.domains.membership.queries.runs import unfinished_run
from clusterorg.domains.membership.queries.schemes import scheme_or_default
from clusterorg.domains.membership.rules.years import membership_year, year_of
from clusterorg.domains.membership.vocabulary import LIVING, ApplicationState


@dataclass(frozen=True, slots=True)
class Today:
    """Numbers for the home page. `uncharged` members have no dues booked for `year`."""

    applications_waiting: int
    applications_questioned: int
    year: int
    uncharged: int
    unfinished_run_id: UUID | None


def what_needs_me(session: Session, today: date) -> Today:
    """Return how much waits: applications to decide, members a dues run would charge."""
    states = counts_by_state(session)
    year = year_of(today, scheme_or_default(session, today).first_month)
    run = unfinished_run(session)
    return Today(
        applications_waiting=states[ApplicationState.SUBMITTED],
        applications_questioned=states[ApplicationState.MORE_INFORMATION],
        year=year,
        uncharged=uncharged(session, year, today),
        unfinished_run_id=run.id if run else None,
    )


def uncharged(session: Session, year: int, today: date) -> int:
    """Return how many live memberships have no dues booked for a membership year (one query)."""
    period = membership_year(year, scheme_or_default(session, today).first_month)
    rows = candidates_statement(session, period, today, unbooked=True).order_by(None).subquery()
    stays = rows.c.cancelled_from.is_(None) | (rows.c.cancelled_from > period.starts_on)
    living = rows.c.status.in_([status.value for status in LIVING])
    found = session.scalar(select(func.count()).select_from(rows).where(living, stays))
    return found or 0


@dataclass(frozen=True, slots=True)
class Month:
    """How many memberships began and ended in a month (`month` is its first day)."""

    month: date
    joined: int
    left: int


def joins_and_leaves(session: Session, since: date, today: date) -> list[Month]:
    """Return the months from `since` to today in which somebody joined or left, oldest first."""
    chains = (
        select(
            Term.cluster_id,
            Term.chain_id,
            func.min(Term.starts_on).label("began"),
            func.max(Term.until).label("ended"),
        )
        .group_by(Term.cluster_id, Term.chain_id)
        .subquery()
    )
    began = _by_month(session, chains.c.began, (chains.c.began >= since, chains.c.began <= today))
    gone = (chains.c.ended <= today, chains.c.ended >= since)
    ended = _by_month(session, chains.c.ended, gone)
    months = sorted(set(began) | set(ended))
    return [Month(month, began.get(month, 0), ended.get(month, 0)) for month in months]


def _by_month(
    session: Session, column: ColumnElement[Any], conditions: Iterable[ColumnElement[bool]]
) -> dict[date, int]:
    month = cast(func.date_trunc("month", column), Date).label("month")
    rows = session.execute(select(month, func.count()).where(*conditions).group_by(month))
    return {row[0]: row[1] for row in rows}
