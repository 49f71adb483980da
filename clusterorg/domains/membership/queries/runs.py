"""Dues runs: the preview, the progress, the results."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from clusterorg.domains.membership.errors import RunNotFound
from clusterorg.domains.membership.models import DuesRun, DuesRunItem
from clusterorg.domains.membership.queries.candidates import candidates
from clusterorg.domains.membership.queries.schemes import scheme_on, scheme_or_default
from clusterorg.domains.membership.rules.quote import Scheme
from clusterorg.domains.membership.rules.reconcile import (
    Proposed,
    RunTotals,
    propose,
    totals,
)
from clusterorg.domains.membership.rules.years import membership_year
from clusterorg.domains.membership.vocabulary import Period, RunOutcome
from clusterorg.domains.organisations import queries as organisations
from clusterorg.domains.organisations.queries import DirectoryFilter
from clusterorg.domains.organisations.queries.directory import Archived
from clusterorg.kernel.paging import Page, paginate


@dataclass(frozen=True, slots=True)
class Preview:
    """What a run would do: proposals by name, and their sums."""

    scheme: Scheme
    year: Period
    proposals: Sequence[Proposed]
    totals: RunTotals


def preview(session: Session, year: int, today: date) -> Preview:
    """Compare what should be owed for a membership year with what is booked. Writes nothing.

    Raises NoScheme when no published version holds on the year's first day.
    """
    scheme, period = scheme_of_year(session, year)
    found = [propose(scheme, each, period) for each in candidates(session, scheme, period, today)]
    found.sort(key=lambda proposed: proposed.candidate.name.casefold())
    return Preview(scheme, period, found, totals(found))


def scheme_of_year(session: Session, year: int) -> tuple[Scheme, Period]:
    """Return the version and the dates of a membership year; raises NoScheme."""
    first_month = scheme_or_default(session, date(year, 12, 31)).first_month
    period = membership_year(year, first_month)
    return scheme_on(session, period.starts_on, field="year"), period


def get_run(session: Session, run_id: UUID) -> DuesRun:
    """Return a run with its progress; raises RunNotFound."""
    found = session.scalars(select(DuesRun).where(DuesRun.id == run_id)).one_or_none()
    if found is None:
        raise RunNotFound()
    return found


def runs(session: Session) -> Sequence[DuesRun]:
    """Return all runs, newest first."""
    return session.scalars(select(DuesRun).order_by(DuesRun.id.desc())).all()


def unfinished_run(session: Session) -> DuesRun | None:
    """Return the run that is under way, if any."""
    return session.scalars(select(DuesRun).where(DuesRun.finished_at.is_(None))).one_or_none()


def run_items(
    session: Session,
    run_id: UUID,
    today: date,
    *,
    outcome: RunOutcome | None = None,
    cursor: str | None = None,
    limit: int = 50,
) -> Page:
    """Return one page of what a run did, by name.

    Columns: those of the directory, and outcome, reason, params, cents, invoice_id.
    """
    everybody = DirectoryFilter(archived=Archived.ALSO)
    base = organisations.directory_statement(everybody, today)
    columns = base.selected_columns
    statement = base.add_columns(
        DuesRunItem.outcome,
        DuesRunItem.reason,
        DuesRunItem.params,
        DuesRunItem.cents,
        DuesRunItem.invoice_id,
    ).join(
        DuesRunItem,
        (DuesRunItem.organisation_id == columns["id"])
        & (DuesRunItem.cluster_id == session.info["cluster_id"])
        & (DuesRunItem.run_id == run_id),
    )
    if outcome is not None:
        statement = statement.where(DuesRunItem.outcome == outcome.value)
    keys = [columns["sort_name"], columns["id"]]
    return paginate(session, statement, keys, cursor=cursor, limit=limit)
