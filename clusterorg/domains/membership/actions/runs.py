"""The yearly dues run: started once, carried out in blocks, each block one unit of work.

A block writes for some hundred organisations at once: renewed terms, obligations, invoices, and an
item that says what was done. Who has an item is not looked at again, so that a worker that was
killed goes on where the last whole block ended; numbers belong to the block and are never lost.
"""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy import func, select

from clusterorg.domains.membership import queries
from clusterorg.domains.membership.actions.blocks import Block, carry_out
from clusterorg.domains.membership.actions.bulk import insert_new
from clusterorg.domains.membership.actions.leaving import today_of
from clusterorg.domains.membership.errors import (
    DueTooEarly,
    RunFinished,
    RunNotFound,
    RunUnfinished,
)
from clusterorg.domains.membership.models import DuesRun, DuesRunItem
from clusterorg.domains.membership.news import DuesRunFinished
from clusterorg.domains.membership.queries.candidates import candidates, candidates_statement
from clusterorg.domains.membership.rules.reconcile import propose
from clusterorg.domains.membership.vocabulary import RunOutcome
from clusterorg.kernel.actor import Actor
from clusterorg.kernel.days import check_day
from clusterorg.kernel.errors import DomainError
from clusterorg.kernel.ids import new_id
from clusterorg.kernel.unit_of_work import UnitOfWork

BLOCK = 500
JOB = "membership.carry_out_dues_run"


def start_dues_run(
    work: UnitOfWork,
    *,
    year: int,
    actor: Actor,
    at: datetime,
    due_on: date | None = None,
    with_corrections: bool = False,
) -> DuesRun:
    """Begin a run for a membership year and enqueue the job that carries it out.

    `with_corrections` also credits and charges anew where the scheme gives another amount today.
    Raises NoScheme, RunUnfinished, DueTooEarly or DayOutOfReach.
    """
    if queries.unfinished_run(work.session) is not None:
        raise RunUnfinished()
    scheme, period = queries.scheme_of_year(work.session, year)
    today = today_of(work, at)
    due = due_on or max(today, period.starts_on) + timedelta(days=scheme.payment_days)
    check_day(due, field="due_on")
    if due < today:
        raise DueTooEarly(field="due_on")
    total = work.session.scalar(
        select(func.count()).select_from(
            candidates_statement(work.session, period, today).order_by(None).subquery()
        )
    )
    run = DuesRun(
        id=new_id(),
        year=year,
        scheme_id=scheme.id,
        issued_on=today,
        due_on=due,
        with_corrections=with_corrections,
        total=total or 0,
        done=0,
        skipped=0,
        failed=0,
        charged_cents=0,
        started_by=actor.name[:200],
        started_at=at,
    )
    work.session.add(run)
    work.session.flush()
    work.record(
        "dues_run.started",
        subject=("dues_run", run.id),
        actor=actor,
        at=at,
        after={"year": year, "total": run.total, "due_on": due.isoformat()},
    )
    enqueue_dues_run(work, run_id=run.id)
    return run


def enqueue_dues_run(work: UnitOfWork, *, run_id: UUID) -> None:
    """Enqueue the job of a run; one at a time per cluster. Harmless when one waits already."""
    work.defer(
        JOB,
        lock=f"dues-run-{work.cluster_id}",
        cluster_id=str(work.cluster_id),
        run_id=str(run_id),
    )


def carry_out_dues_block(
    work: UnitOfWork, *, run_id: UUID, actor: Actor, at: datetime, size: int = BLOCK
) -> int:
    """Work the next `size` organisations; returns how many were left to work before, 0: finished.

    Raises RunNotFound, RunFinished, and what billing refuses (then the block is not written).
    """
    run = _locked(work, run_id)
    scheme = queries.scheme_value(work.session, run.scheme_id)
    _, year = queries.scheme_of_year(work.session, run.year)
    today = today_of(work, at)
    found = candidates(work.session, scheme, year, today, run_id=run_id, limit=size)
    if not found:
        _finish(work, run, actor=actor, at=at)
        return 0
    block = Block(
        run_id=run_id,
        scheme=scheme,
        year=year,
        issued_on=max(run.issued_on, today),
        due_on=max(run.due_on, today),
        with_corrections=run.with_corrections,
        proposals=[propose(scheme, candidate, year) for candidate in found],
    )
    items = carry_out(work, block, actor=actor, at=at)
    insert_new(work, DuesRunItem, items)
    _progress(work, run, items)
    return len(found)


def fail_next(work: UnitOfWork, *, run_id: UUID, refusal: DomainError, at: datetime) -> None:
    """Write down that the next organisation cannot be charged, and why, so that the run goes on."""
    run = _locked(work, run_id)
    scheme = queries.scheme_value(work.session, run.scheme_id)
    _, year = queries.scheme_of_year(work.session, run.year)
    found = candidates(work.session, scheme, year, today_of(work, at), run_id=run_id, limit=1)
    items: list[dict[str, object]] = [
        {
            "cluster_id": work.cluster_id,
            "id": new_id(),
            "run_id": run_id,
            "organisation_id": candidate.organisation_id,
            "outcome": RunOutcome.FAILED.value,
            "reason": refusal.code,
            "params": {key: str(value) for key, value in refusal.params.items()},
            "cents": 0,
            "invoice_id": None,
        }
        for candidate in found
    ]
    if items:
        insert_new(work, DuesRunItem, items)
        _progress(work, run, items)


def _locked(work: UnitOfWork, run_id: UUID) -> DuesRun:
    """Return a run that no other worker carries on meanwhile."""
    run = work.session.scalars(
        select(DuesRun).where(DuesRun.id == run_id).with_for_update()
    ).one_or_none()
    if run is None:
        raise RunNotFound()
    if run.finished_at is not None:
        raise RunFinished()
    return run


def _progress(work: UnitOfWork, run: DuesRun, items: Sequence[dict[str, object]]) -> None:
    counts = dict.fromkeys(RunOutcome, 0)
    for item in items:
        counts[RunOutcome(str(item["outcome"]))] += 1
    run.done += counts[RunOutcome.DONE]
    run.skipped += counts[RunOutcome.SKIPPED]
    run.failed += counts[RunOutcome.FAILED]
    run.charged_cents += sum(int(str(item["cents"])) for item in items)
    work.session.flush()


def _finish(work: UnitOfWork, run: DuesRun, *, actor: Actor, at: datetime) -> None:
    run.finished_at = at
    run.total = run.done + run.skipped + run.failed
    work.session.flush()
    work.record(
        "dues_run.finished",
        subject=("dues_run", run.id),
        actor=actor,
        at=at,
        after={"done": run.done, "skipped": run.skipped, "failed": run.failed},
    )
    work.publish(DuesRunFinished(run.id, run.year, run.done, run.skipped, run.failed))
