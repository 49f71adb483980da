"""Imported rows that name a category are members already: their terms are opened and count."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.orm import aliased

from clusterorg.domains.membership import queries
from clusterorg.domains.membership.actions.bulk import insert_new
from clusterorg.domains.membership.actions.leaving import today_of
from clusterorg.domains.membership.models import (
    Cancellation,
    Obligation,
    Suspension,
    Term,
    TermActivation,
)
from clusterorg.domains.membership.news import TermOpened
from clusterorg.domains.membership.rules.importing import imported_period
from clusterorg.domains.membership.vocabulary import ActivationCause, TermOrigin
from clusterorg.domains.organisations.news import CarriedRow
from clusterorg.kernel.actor import Actor
from clusterorg.kernel.audit import Line
from clusterorg.kernel.db import among
from clusterorg.kernel.ids import new_id
from clusterorg.kernel.unit_of_work import UnitOfWork

IMPORT = Actor.system("import")


def open_imported_terms(work: UnitOfWork, *, rows: Sequence[CarriedRow]) -> None:
    """Open a term for each row that names a category, from its joining date or from today.

    A row whose category nobody knows, or whose organisation has a term already, opens none; the
    first is written on the organisation's timeline.
    """
    wanted = [row for row in rows if row.extra.get("category", "").strip()]
    if not wanted:
        return
    at = work.at
    today = today_of(work, at)
    first_month = queries.scheme_or_default(work.session, today).first_month
    ids = queries.category_ids(work.session)
    taken = _with_terms(work, [row.organisation_id for row in wanted])
    terms = []
    for row in wanted:
        category_id = ids.get(row.extra["category"].strip().casefold())
        if category_id is None:
            _tell_unknown(work, row, at)
        elif row.organisation_id not in taken:
            terms.append(_term(work, row, category_id, today, first_month, at))
    _write(work, terms, at)


def _with_terms(work: UnitOfWork, ids: Sequence[UUID]) -> set[UUID]:
    return set(
        work.session.scalars(
            select(Term.organisation_id).distinct().where(among(Term.organisation_id, ids))
        )
    )


def _term(
    work: UnitOfWork,
    row: CarriedRow,
    category_id: UUID,
    today: date,
    first_month: int,
    at: datetime,
) -> dict[str, Any]:
    period = imported_period(row.extra.get("joined_on"), today, first_month)
    term_id = new_id()
    return {
        "cluster_id": work.cluster_id,
        "id": term_id,
        "organisation_id": row.organisation_id,
        "category_id": category_id,
        "chain_id": term_id,
        "previous_term_id": None,
        "starts_on": period.starts_on,
        "until": period.until,
        "start_policy": "payment",
        "settle_by": None,
        "origin": TermOrigin.IMPORT.value,
        "application_id": None,
        "created_at": at,
    }


def _write(work: UnitOfWork, terms: list[dict[str, Any]], at: datetime) -> None:
    if not terms:
        return
    insert_new(work, Term, terms)
    insert_new(work, TermActivation, [_activation(work, term, at) for term in terms])
    work.record_many([_line(term, at) for term in terms])
    for term in terms:
        work.publish(
            TermOpened(term["id"], term["organisation_id"], None, term["starts_on"], term["until"])
        )


def _activation(work: UnitOfWork, term: dict[str, Any], at: datetime) -> dict[str, Any]:
    return {
        "cluster_id": work.cluster_id,
        "id": new_id(),
        "term_id": term["id"],
        "cause": ActivationCause.IMPORT.value,
        "nth": 0,
        "activated_on": term["starts_on"],
        "invoice_id": None,
        "created_at": at,
    }


def _line(term: dict[str, Any], at: datetime) -> Line:
    return Line(
        "membership.imported",
        "term",
        term["id"],
        IMPORT,
        at,
        concerns_id=term["organisation_id"],
        after={"from": term["starts_on"].isoformat(), "until": term["until"].isoformat()},
    )


def _tell_unknown(work: UnitOfWork, row: CarriedRow, at: datetime) -> None:
    work.record(
        "membership.category_unknown",
        subject=("organisation", row.organisation_id),
        concerns=row.organisation_id,
        actor=IMPORT,
        at=at,
        after={"category": row.extra["category"], "line": row.line},
    )


def undo_imported_terms(work: UnitOfWork, *, organisation_ids: Sequence[UUID]) -> None:
    """Remove imported terms on which nothing stands; the others stay, and hold their owner fast."""
    later = aliased(Term)
    free = [
        ~select(model.id).where(model.cluster_id == Term.cluster_id, column == Term.id).exists()
        for model, column in (
            (Obligation, Obligation.term_id),
            (Cancellation, Cancellation.chain_id),
            (Suspension, Suspension.chain_id),
            (later, later.previous_term_id),
        )
    ]
    terms = work.session.scalars(
        select(Term.id).where(
            Term.organisation_id.in_(organisation_ids),
            Term.origin == TermOrigin.IMPORT.value,
            *free,
        )
    ).all()
    imported = TermActivation.cause == ActivationCause.IMPORT.value
    for model, conditions in (
        (TermActivation, (TermActivation.term_id.in_(terms), imported)),
        (Term, (Term.id.in_(terms),)),
    ):
        work.session.execute(
            delete(model).where(*conditions).execution_options(synchronize_session=False)
        )
