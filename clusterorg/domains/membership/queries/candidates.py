"""Whom a dues run looks at: everyone with a term that touches the year or ends where it begins.

Four set-based reads for any number of organisations: terms, profiles, what is booked, versions.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, Select, and_, exists, func, select
from sqlalchemy.orm import Session, aliased

from clusterorg.domains.membership.models import (
    DuesRunItem,
    MembershipCategory,
    Obligation,
    Term,
)
from clusterorg.domains.membership.queries.ends import ended_as
from clusterorg.domains.membership.queries.quotes import facts_of_profile
from clusterorg.domains.membership.queries.standing import ends_on, running_status
from clusterorg.domains.membership.rules.quote import Scheme
from clusterorg.domains.membership.rules.reconcile import Candidate
from clusterorg.domains.membership.vocabulary import DuesEnd, FeeItem, MembershipStatus, Period
from clusterorg.domains.organisations import queries as organisations
from clusterorg.kernel.db import among


@dataclass(frozen=True, slots=True)
class Booked:
    """What stands in the books for one organisation and year: the newest revision of its dues."""

    id: UUID
    cents: int
    revision: int
    ended: DuesEnd | None


def candidates(
    session: Session,
    scheme: Scheme,
    year: Period,
    today: date,
    *,
    run_id: UUID | None = None,
    limit: int | None = None,
) -> list[Candidate]:
    """Return the candidates in the order of their ids.

    With `run_id` only those the run has not worked yet, at most `limit` of them.
    """
    after = _last_worked(session, run_id) if run_id is not None else None
    statement = candidates_statement(session, year, today, after=after)
    rows = session.execute(statement.limit(limit)).all()
    ids = [row.organisation_id for row in rows] if limit is not None else None
    number = year.starts_on.year
    profiles = _profiles(session, scheme.size_reference(number), rows, ids)
    booked = _booked(session, number, ids)
    before = _booked(session, number - 1, ids)
    return [_candidate(row, profiles[row.organisation_id], booked, before, year) for row in rows]


def _last_worked(session: Session, run_id: UUID) -> UUID | None:
    """Return the organisation a run worked last: it goes through them in the order of their ids."""
    return session.scalar(
        select(DuesRunItem.organisation_id)
        .where(DuesRunItem.run_id == run_id)
        .order_by(DuesRunItem.organisation_id.desc())
        .limit(1)
    )


def _profiles(
    session: Session, on: date, rows: Sequence[Row[Any]], ids: Sequence[UUID] | None
) -> dict[UUID, organisations.Profile]:
    """Return the profiles of all rows; archived organisations are members until they leave."""
    found = organisations.profiles(session, on, ids)
    missing = [row.organisation_id for row in rows if row.organisation_id not in found]
    return found | organisations.profiles(session, on, missing) if missing else found


def candidates_statement(
    session: Session,
    year: Period,
    today: date,
    *,
    after: UUID | None = None,
    unbooked: bool = False,
) -> Select[Any]:
    """Return one row per candidate: its last term that begins before the year ends.

    `after` begins behind an organisation; `unbooked` leaves out who has dues booked for the year.
    Both stand inside, where the index and an anti-join make few rows before the status is asked.
    """
    cluster_id: UUID = session.info["cluster_id"]
    touching = (
        select(Term)
        .distinct(Term.organisation_id)
        .where(Term.cluster_id == cluster_id, Term.starts_on < year.until)
        .order_by(Term.organisation_id, Term.starts_on.desc())
    )
    if after is not None:
        touching = touching.where(Term.organisation_id > after)
    if unbooked:
        touching = touching.where(~_has_dues(cluster_id, year.starts_on.year))
    last = touching.subquery("last_term")
    term = aliased(Term, last)
    day = func.least(func.greatest(today, term.starts_on), term.until - 1)
    statement: Select[Any] = (
        select(
            term.organisation_id,
            term.id.label("term_id"),
            term.chain_id,
            term.category_id,
            MembershipCategory.code.label("category"),
            term.starts_on,
            term.until,
            running_status(term, day).label("status"),
            ends_on(cluster_id, term.chain_id, today).label("cancelled_from"),
        )
        .join(
            MembershipCategory,
            and_(
                MembershipCategory.cluster_id == term.cluster_id,
                MembershipCategory.id == term.category_id,
            ),
        )
        .where(term.until >= year.starts_on)
        .order_by(term.organisation_id)
    )
    return statement


def _has_dues(cluster_id: UUID, year: int) -> ColumnElement[bool]:
    """Dues of the year are booked, or (a late joiner) those of the next, in their place."""
    later = aliased(Obligation)
    replaced = exists().where(
        later.cluster_id == Obligation.cluster_id,
        later.organisation_id == Obligation.organisation_id,
        later.fee_item == Obligation.fee_item,
        later.year == Obligation.year,
        later.revision > Obligation.revision,
    )
    return exists().where(
        func.coalesce(ended_as(Obligation), "") != DuesEnd.WITHDRAWN.value,
        ~replaced,
        Obligation.cluster_id == cluster_id,
        Obligation.organisation_id == Term.organisation_id,
        Obligation.fee_item == FeeItem.DUES.value,
        Obligation.year.in_([year, year + 1]),
    )


def _booked(session: Session, year: int, ids: Sequence[UUID] | None) -> dict[UUID, Booked]:
    statement = (
        select(
            Obligation.organisation_id,
            Obligation.id,
            Obligation.cents,
            Obligation.revision,
            ended_as(Obligation).label("ended"),
        )
        .distinct(Obligation.organisation_id)
        .where(Obligation.year == year, Obligation.fee_item == FeeItem.DUES.value)
        .order_by(Obligation.organisation_id, Obligation.revision.desc())
    )
    if ids is not None:
        statement = statement.where(among(Obligation.organisation_id, ids))
    rows = session.execute(statement)
    return {
        row.organisation_id: Booked(
            row.id, row.cents, row.revision, DuesEnd(row.ended) if row.ended else None
        )
        for row in rows
    }


def _candidate(
    row: Row[Any],
    profile: organisations.Profile,
    booked: dict[UUID, Booked],
    before: dict[UUID, Booked],
    year: Period,
) -> Candidate:
    standing = booked.get(row.organisation_id)
    last_year = before.get(row.organisation_id)
    covers = row.until > year.starts_on
    return Candidate(
        organisation_id=row.organisation_id,
        name=profile.name,
        facts=facts_of_profile(profile, row.category),
        status=MembershipStatus(row.status),
        last_term_id=row.term_id,
        chain_id=row.chain_id,
        category_id=row.category_id,
        last_until=row.until,
        covered_from=max(row.starts_on, year.starts_on) if covers else None,
        cancelled_from=row.cancelled_from,
        booked_id=standing.id if standing else None,
        booked_cents=standing.cents if standing else None,
        booked_revision=standing.revision if standing else None,
        ended=standing.ended if standing else None,
        last_year_cents=last_year.cents if last_year else None,
    )
