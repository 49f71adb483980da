"""The dry run: read every row, look for duplicates all at once, write down what was found."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select

from clusterorg.domains.organisations.actions.imports.common import (
    defer_step,
    lock_batch,
    plan_of,
    refuse_unless,
    stored,
    write_rows,
)
from clusterorg.domains.organisations.models import ImportBatch, ImportRow
from clusterorg.domains.organisations.queries.duplicates import Probe, find_duplicates_many
from clusterorg.domains.organisations.queries.rows import AnyRow
from clusterorg.domains.organisations.rules.describe import plain
from clusterorg.domains.organisations.rules.import_rows import ImportPlan, ReadRow, read_row
from clusterorg.domains.organisations.rules.import_states import (
    check_decision,
    described,
    state_of,
)
from clusterorg.domains.organisations.rules.in_file import InFile
from clusterorg.domains.organisations.vocabulary import (
    BatchStatus,
    Decision,
    OrganisationData,
    RowState,
)
from clusterorg.kernel.actor import Actor
from clusterorg.kernel.errors import DomainError
from clusterorg.kernel.unit_of_work import UnitOfWork

CHECK = "organisations.check_import"


def check_import_later(work: UnitOfWork, *, batch_id: UUID, actor: Actor) -> None:
    """Let the worker make the dry run, as for a long list."""
    defer_step(work, CHECK, batch_id, actor)


def check_import(work: UnitOfWork, *, batch_id: UUID, actor: Actor, at: datetime) -> ImportBatch:
    """Dry run of the whole batch: nothing outside the import is written; may be repeated.

    Decisions already taken stay where they are still possible. Raises ImportNotReady or the
    refusals of the mapping.
    """
    batch = lock_batch(work, batch_id)
    refuse_unless(batch, BatchStatus.STAGED, BatchStatus.CHECKED)
    rows = work.session.execute(rows_to_check(batch_id)).all()
    check_rows(work, batch, plan_of(work, batch), rows)
    batch.status = BatchStatus.CHECKED.value
    work.record("import.checked", subject=("import", batch_id), actor=actor, at=at)
    return batch


def rows_to_check(batch_id: UUID) -> Any:
    """Return the statement that reads what the dry run needs, in the order of the file."""
    return (
        select(
            ImportRow.id,
            ImportRow.line,
            ImportRow.raw,
            ImportRow.corrections,
            ImportRow.decision,
            ImportRow.decided_by,
            ImportRow.target_id,
        )
        .where(ImportRow.batch_id == batch_id)
        .order_by(ImportRow.line)
    )


def read(plan: ImportPlan, columns: Sequence[str], row: AnyRow) -> ReadRow:
    """Return a stored row read by the plan."""
    return read_row(plan, dict(zip(columns, row.raw, strict=True)), row.corrections)


def check_rows(
    work: UnitOfWork, batch: ImportBatch, plan: ImportPlan, rows: Sequence[AnyRow]
) -> None:
    """Read rows, look for duplicates here and in the file, and store the findings."""
    found = [(row, read(plan, batch.columns, row)) for row in rows]
    data: dict[str, OrganisationData] = {
        str(row.id): seen.data for row, seen in found if seen.data is not None
    }
    probes = [Probe.of(key, one) for key, one in data.items()]
    candidates = find_duplicates_many(work.session, probes)
    in_file = InFile()
    updates = []
    for row, seen in found:
        problems = stored(seen.problems)
        alike: list[dict[str, Any]] = []
        if seen.data is not None:
            alike = [described(one) for one in candidates.get(str(row.id), ())]
            again, same_lines = in_file.compare(row.line, seen.data)
            problems += stored(again)
            alike += same_lines
        state = state_of(problems, alike)
        updates.append(
            {
                "id": row.id,
                "values": dict(seen.values),
                "state": state.value,
                "problems": problems,
                "candidates": alike,
                "proposal": plain(seen.proposal) if seen.proposal else None,
                **_decision_kept(row, state, alike),
            }
        )
    write_rows(work, updates)


def _decision_kept(
    row: AnyRow, state: RowState, candidates: Sequence[dict[str, Any]]
) -> dict[str, Any]:
    decision = Decision(row.decision) if row.decision else None
    try:
        check_decision(state, candidates, decision, row.target_id)
    except DomainError:
        return {"decision": None, "decided_by": None, "target_id": None}
    return {"decision": row.decision, "decided_by": row.decided_by, "target_id": row.target_id}
