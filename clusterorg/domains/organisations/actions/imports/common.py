"""What the steps of an import share: the plan of a batch, and writing many rows at once."""

import json
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import select, text

from clusterorg.domains.organisations.errors import ImportNotFound, ImportNotReady
from clusterorg.domains.organisations.models import ImportBatch
from clusterorg.domains.organisations.queries.labels import field_definitions
from clusterorg.domains.organisations.rules.describe import plain
from clusterorg.domains.organisations.rules.import_rows import ImportPlan, Problem
from clusterorg.domains.organisations.rules.import_rules import read_rules
from clusterorg.domains.organisations.rules.mapping import check_mapping
from clusterorg.domains.organisations.vocabulary import BatchStatus
from clusterorg.kernel.actor import Actor
from clusterorg.kernel.unit_of_work import UnitOfWork

# The columns an import step may write, with their types for jsonb_to_recordset.
_WRITABLE = {
    "values": "jsonb",
    "state": "text",
    "problems": "jsonb",
    "candidates": "jsonb",
    "proposal": "jsonb",
    "decision": "text",
    "decided_by": "text",
    "target_id": "uuid",
    "outcome": "text",
    "organisation_id": "uuid",
    "before": "jsonb",
    "version_after": "integer",
    "carried_at": "timestamptz",
}
WRITE_BLOCK = 2000


def defer_step(work: UnitOfWork, task: str, batch_id: UUID, actor: Actor) -> None:
    """Let the worker take a step of an import in the actor's name; asked twice, it is one job."""
    work.defer(
        task,
        queueing_lock=f"{task}-{batch_id}",
        cluster_id=str(work.cluster_id),
        batch_id=str(batch_id),
        actor_kind=actor.kind,
        actor_name=actor.name,
        actor_id=str(actor.id) if actor.id else None,
    )


def plan_of(work: UnitOfWork, batch: ImportBatch) -> ImportPlan:
    """Return how a batch is read; raises the refusals of its mapping and rules."""
    definitions = field_definitions(work.session)
    return ImportPlan(
        mapping=check_mapping(batch.mapping, batch.columns, definitions),
        rules=read_rules(batch.rules, batch.columns, definitions),
        definitions=definitions,
        accept_proposals=batch.accept_proposals,
        default_country=batch.default_country,
        year=batch.staged_at.year - 1,
    )


def lock_batch(work: UnitOfWork, batch_id: UUID) -> ImportBatch:
    """Return the batch, locked: of two workers on one import the second waits."""
    batch = work.session.scalar(
        select(ImportBatch)
        .where(ImportBatch.id == batch_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    if batch is None:
        raise ImportNotFound(field="batch_id")
    return batch


def refuse_unless(batch: ImportBatch, *allowed: BatchStatus) -> None:
    """Raise ImportNotReady when the batch is in another state."""
    if batch.status not in [status.value for status in allowed]:
        raise ImportNotReady(field="status", status=batch.status)


def write_rows(work: UnitOfWork, rows: Sequence[dict[str, Any]]) -> None:
    """Update many import rows in one statement per 2,000; all rows have the same keys, with id."""
    if not rows:
        return
    columns = [name for name in rows[0] if name != "id"]
    assigned = ", ".join(f'"{name}" = u."{name}"' for name in columns)
    typed = ", ".join(f'"{name}" {_WRITABLE[name]}' for name in columns)
    statement = text(
        f"UPDATE import_rows SET {assigned} "  # noqa: S608 - names from the table above
        f"FROM jsonb_to_recordset(CAST(:rows AS jsonb)) AS u(id uuid, {typed}) "
        "WHERE import_rows.cluster_id = :cluster AND import_rows.id = u.id"
    )
    for start in range(0, len(rows), WRITE_BLOCK):
        block = json.dumps([plain(row) for row in rows[start : start + WRITE_BLOCK]])
        work.session.execute(statement, {"rows": block, "cluster": work.cluster_id})


def stored(problems: Sequence[Problem]) -> list[dict[str, Any]]:
    """Return problems as they are kept with a row."""
    return [
        {"field": p.field, "code": p.code, "message": p.message, "params": dict(p.params)}
        for p in problems
    ]
