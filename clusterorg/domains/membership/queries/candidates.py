"""Whom a dues run looks at: everyone with a term that touches the year or ends where it begins.

Four set-based reads for any number of organisations: terms, profiles, what is booked, versions.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Row, Select, and_, func, select
from sqlalchemy.orm import Session, aliased

from clusterorg.domains.membership.models import (
    DuesRunItem,
    MembershipCategory,
    Obligation,
    Term,
)
from clusterorg.domains.membership.queries.quotes import facts_of_profile
from clusterorg.domains.membership.queries.standing import ends_on, running_status
from clusterorg.domains.membership.rules.quote import Scheme
from clusterorg.domains.membership.rules.reconcile import Candidate
from clusterorg.domains.membership.vocabulary import FeeItem, MembershipStatus, Period
from clusterorg.domains.organisations import queries as organisations


@dataclass(frozen=True, slots=True)
class Booked:
    """What stands in the books for one organisation and year: the newest revision of its dues."""

    id: UUID
    cents: int
    revision: int


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
    statement = candidates_statement(session, year, today)
    if run_id is not None:
        worked = select(DuesRunItem.organisation_id).where(DuesRunItem.run_id == run_id)
        statement = statement.where(statement.selected_columns["organisation_id"].not_in(worked))
    rows = session.execute(statement.limit(limit)).all()
    ids = [row.organisation_id for row in rows]
    number = year.starts_on.year
    profiles = organisations.profiles(
        session, scheme.size_reference(number), ids if run_id is not None else None
    )
    booked = _booked(session, number, ids if run_id is not None else None)
    before = _booked(session, number - 1, ids if run_id is not None else None)
    return [
        _candidate(row, profiles[row.organisation_id], booked, before, year)
        for row in rows
        if row.organisation_id in profiles
    ]


def candidates_statement(session: Session, year: Period, today: date) -> Select[Any]:
    """Return one row per candidate: its last term that begins before the year ends."""
    cluster_id: UUID = session.info["cluster_id"]
    last = (
        select(Term)
        .distinct(Term.organisation_id)
        .where(Term.cluster_id == cluster_id, Term.starts_on < year.until)
        .order_by(Term.organisation_id, Term.starts_on.desc())
        .subquery("last_term")
    )
    term = aliased(Term, last)
    day = func.least(func.greatest(today, term.starts_on), term.until - 1)
    return (
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


def _booked(session: Session, year: int, ids: Sequence[UUID] | None) -> dict[UUID, Booked]:
    statement = (
        select(Obligation.organisation_id, Obligation.id, Obligation.cents, Obligation.revision)
        .distinct(Obligation.organisation_id)
        .where(Obligation.year == year, Obligation.fee_item == FeeItem.DUES.value)
        .order_by(Obligation.organisation_id, Obligation.revision.desc())
    )
    if ids is not None:
        statement = statement.where(Obligation.organisation_id.in_(ids))
    rows = session.execute(statement)
    return {row.organisation_id: Booked(row.id, row.cents, row.revision) for row in rows}


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
        last_year_cents=last_year.cents if last_year else None,
    )
