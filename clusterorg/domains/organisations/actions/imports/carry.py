"""Carry an import out: in blocks, each one transaction, so that a killed worker loses nothing."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import func, select

from clusterorg.domains.organisations.actions.imports.check import read
from clusterorg.domains.organisations.actions.imports.common import (
    defer_step,
    lock_batch,
    plan_of,
    refuse_unless,
    stored,
    write_rows,
)
from clusterorg.domains.organisations.actions.imports.update import update_block
from clusterorg.domains.organisations.actions.writing import RowSet, ensure_tags
from clusterorg.domains.organisations.errors import IdentifierTaken, RowsUndecided
from clusterorg.domains.organisations.models import Identifier, ImportBatch, ImportRow
from clusterorg.domains.organisations.news import CarriedRow, ImportCarriedOut
from clusterorg.domains.organisations.queries.rows import AnyRow
from clusterorg.domains.organisations.rules.describe import plain
from clusterorg.domains.organisations.rules.import_rows import Problem, ReadRow
from clusterorg.domains.organisations.vocabulary import (
    BatchStatus,
    Decision,
    Outcome,
    RowState,
)
from clusterorg.kernel.actor import Actor
from clusterorg.kernel.audit import Line
from clusterorg.kernel.unit_of_work import UnitOfWork

BLOCK = 500
CARRY_OUT = "organisations.carry_out_import"


@dataclass(slots=True)
class Task:
    """One row on its way: what it says, and what became of it."""

    row: AnyRow
    read: ReadRow
    outcome: Outcome = Outcome.PENDING
    organisation_id: UUID | None = None
    problem: Problem | None = None
    before: dict[str, Any] | None = None
    version_after: int | None = None

    def fail(self, code: str, message: str, **params: str) -> None:
        """Leave the row out, saying why."""
        self.outcome = Outcome.FAILED
        self.problem = Problem("", code, message, params)


def start_import(work: UnitOfWork, *, batch_id: UUID, actor: Actor, at: datetime) -> ImportBatch:
    """Begin carrying a checked import out, as a job. Rows with errors are skipped.

    Raises ImportNotReady, or RowsUndecided while possible duplicates wait for a decision.
    """
    batch = lock_batch(work, batch_id)
    refuse_unless(batch, BatchStatus.CHECKED)
    undecided = work.session.scalar(
        select(func.count()).where(
            ImportRow.batch_id == batch_id,
            ImportRow.state == RowState.DUPLICATE.value,
            ImportRow.decision.is_(None),
        )
    )
    if undecided:
        raise RowsUndecided(field="decision", count=undecided)
    batch.status = BatchStatus.RUNNING.value
    batch.started_at = at
    work.record("import.started", subject=("import", batch_id), actor=actor, at=at)
    defer_step(work, CARRY_OUT, batch_id, actor)
    return batch


def carry_out_block(
    work: UnitOfWork, *, batch_id: UUID, actor: Actor, at: datetime, limit: int = BLOCK
) -> bool:
    """Write the next rows; return whether any are left. Repeating it changes nothing."""
    batch = lock_batch(work, batch_id)
    if batch.status != BatchStatus.RUNNING.value:
        return False
    plan = plan_of(work, batch)
    rows = work.session.execute(_next_rows(batch_id, limit + 1)).all()
    more = len(rows) > limit
    tasks = [Task(row, read(plan, batch.columns, row)) for row in rows[:limit]]
    _carry_out(work, tasks, actor, at)
    write_rows(work, [_finding(task, at) for task in tasks])
    if not more:
        batch.status = BatchStatus.DONE.value
        batch.finished_at = at
        work.record("import.carried_out", subject=("import", batch_id), actor=actor, at=at)
    _publish(work, batch_id, tasks, finished=not more)
    return more


def _next_rows(batch_id: UUID, limit: int) -> Any:
    return (
        select(
            ImportRow.id,
            ImportRow.line,
            ImportRow.raw,
            ImportRow.corrections,
            ImportRow.state,
            ImportRow.decision,
            ImportRow.target_id,
        )
        .where(ImportRow.batch_id == batch_id, ImportRow.outcome == Outcome.PENDING.value)
        .order_by(ImportRow.line)
        .limit(limit)
    )


def _carry_out(work: UnitOfWork, tasks: Sequence[Task], actor: Actor, at: datetime) -> None:
    creates, updates = [], []
    for task in tasks:
        if task.row.decision == Decision.SKIP or task.row.state == RowState.ERROR:
            task.outcome = Outcome.SKIPPED
        elif task.read.data is None:
            first = task.read.problems[0]
            task.fail(first.code, first.message, **first.params)
        elif task.row.decision == Decision.UPDATE:
            updates.append(task)
        else:
            creates.append(task)
    _create_block(work, creates, actor, at)
    update_block(work, updates, actor, at)


def _create_block(work: UnitOfWork, tasks: Sequence[Task], actor: Actor, at: datetime) -> None:
    wanted = [(task, task.read.data) for task in tasks if task.read.data is not None]
    taken = taken_numbers(work, tasks)
    tags = ensure_tags(work, [tag for _, data in wanted for tag in data.tags])
    rows = RowSet(work.cluster_id, at)
    lines = []
    for task, data in wanted:
        numbers = [(i.scheme.value, i.value) for i in data.identifiers]
        clash = next((number for number in numbers if number in taken), None)
        if clash:
            task.fail(IdentifierTaken.code, IdentifierTaken.message)
            continue
        for number in numbers:
            taken[number] = None
        task.organisation_id = rows.add_organisation(data, tags)
        task.outcome, task.version_after = Outcome.CREATED, 1
        lines.append(
            Line(
                "organisation.imported",
                "organisation",
                task.organisation_id,
                actor,
                at,
                concerns_id=task.organisation_id,
                after=plain(data) | {"line": task.row.line},
            )
        )
    rows.write(work)
    work.record_many(lines)


def taken_numbers(work: UnitOfWork, tasks: Sequence[Task]) -> dict[tuple[str, str], UUID | None]:
    """Return (scheme, value) → organisation of those numbers of the rows that stand here."""
    values = {i.value for task in tasks if task.read.data for i in task.read.data.identifiers}
    if not values:
        return {}
    found = work.session.execute(
        select(Identifier.scheme, Identifier.value, Identifier.organisation_id).where(
            Identifier.value == func.any(list(values))
        )
    )
    return {(row.scheme, row.value): row.organisation_id for row in found}


def _finding(task: Task, at: datetime) -> dict[str, Any]:
    return {
        "id": task.row.id,
        "outcome": task.outcome.value,
        "organisation_id": task.organisation_id,
        "problems": stored([task.problem] if task.problem else task.read.problems),
        "before": task.before,
        "version_after": task.version_after,
        "carried_at": at,
    }


def _publish(work: UnitOfWork, batch_id: UUID, tasks: Sequence[Task], *, finished: bool) -> None:
    carried = tuple(
        CarriedRow(
            organisation_id=task.organisation_id,
            line=task.row.line,
            created=task.outcome is Outcome.CREATED,
            extra=dict(task.read.extra),
        )
        for task in tasks
        if task.organisation_id is not None and task.outcome in (Outcome.CREATED, Outcome.UPDATED)
    )
    work.publish(ImportCarriedOut(batch_id, carried, finished))
