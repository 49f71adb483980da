"""Undo a whole import: delete what it created, put back what it updated.

Two passes, in blocks. First every row is judged: one whose organisation was changed since is kept,
with the reason; updates are put back; and the other domains hear which organisations will go.
Then those are deleted; one that something still hangs on is kept, with the reason.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import and_, delete, select
from sqlalchemy.exc import IntegrityError

from clusterorg.domains.organisations.actions.imports.common import (
    defer_step,
    lock_batch,
    refuse_unless,
    stored,
    write_rows,
)
from clusterorg.domains.organisations.actions.imports.put_back import put_back
from clusterorg.domains.organisations.actions.writing import TABLES
from clusterorg.domains.organisations.models import ImportBatch, ImportRow, Organisation
from clusterorg.domains.organisations.news import ImportUndone
from clusterorg.domains.organisations.queries.rows import AnyRow
from clusterorg.domains.organisations.rules.import_rows import Problem
from clusterorg.domains.organisations.vocabulary import BatchStatus, Outcome
from clusterorg.kernel.actor import Actor
from clusterorg.kernel.audit import AuditEntry, Line
from clusterorg.kernel.errors import Conflict, _
from clusterorg.kernel.unit_of_work import UnitOfWork

BLOCK = 500
UNDO = "organisations.undo_import"


class ChangedSince(Conflict):
    """The organisation was changed after the import."""

    code = "changed_since_import"
    message = _("This organisation was changed after the import, so it stays as it is.")


class StillUsed(Conflict):
    """Something hangs on the organisation."""

    code = "still_used"
    message = _("Something else refers to this organisation, so it stays. Archive it instead.")


def start_undo(work: UnitOfWork, *, batch_id: UUID, actor: Actor, at: datetime) -> ImportBatch:
    """Begin to undo an import that was carried out, as a job. Raises ImportNotReady."""
    batch = lock_batch(work, batch_id)
    refuse_unless(batch, BatchStatus.DONE)
    batch.status = BatchStatus.UNDOING.value
    batch.undo_started_at = at
    work.record("import.undo_started", subject=("import", batch_id), actor=actor, at=at)
    defer_step(work, UNDO, batch_id, actor)
    return batch


def undo_block(
    work: UnitOfWork, *, batch_id: UUID, actor: Actor, at: datetime, limit: int = BLOCK
) -> bool:
    """Undo the next rows; return whether any are left. Repeating it changes nothing."""
    batch = lock_batch(work, batch_id)
    if batch.status != BatchStatus.UNDOING.value:
        return False
    carried = _rows(work, batch_id, limit, Outcome.CREATED, Outcome.UPDATED)
    if carried:
        _judge(work, batch_id, carried, actor, at)
        return True
    leaving = _rows(work, batch_id, limit, Outcome.UNDOING)
    if leaving:
        _delete(work, leaving, actor, at)
        return True
    batch.status = BatchStatus.UNDONE.value
    batch.undone_at = at
    work.record("import.undone", subject=("import", batch_id), actor=actor, at=at)
    return False


def _rows(work: UnitOfWork, batch_id: UUID, limit: int, *outcomes: Outcome) -> Sequence[AnyRow]:
    """Return the next rows, last line first, so that two updates of one go back in order."""
    return work.session.execute(
        select(
            ImportRow.id,
            ImportRow.outcome,
            ImportRow.organisation_id,
            ImportRow.before,
            ImportRow.version_after,
        )
        .where(ImportRow.batch_id == batch_id, ImportRow.outcome.in_([o.value for o in outcomes]))
        .order_by(ImportRow.line.desc())
        .limit(limit)
    ).all()


def _judge(
    work: UnitOfWork, batch_id: UUID, rows: Sequence[AnyRow], actor: Actor, at: datetime
) -> None:
    touched = _touched(work, rows)
    findings, leaving, restored = [], [], []
    for row in rows:
        if row.id in touched:
            findings.append(_finding(row.id, Outcome.UNDO_REFUSED, ChangedSince))
        elif row.outcome == Outcome.CREATED:
            findings.append(_finding(row.id, Outcome.UNDOING))
            leaving.append(row.organisation_id)
        else:
            findings.append(_finding(row.id, Outcome.UNDONE))
            restored.append(row)
    put_back(work, restored, actor, at)
    write_rows(work, findings)
    if leaving:
        work.publish(ImportUndone(batch_id, tuple(leaving)))


def _touched(work: UnitOfWork, rows: Sequence[AnyRow]) -> set[UUID]:
    """Return the rows whose organisation has another version, or a later line in the audit log."""
    versions = {
        row.id: row.version
        for row in work.session.execute(
            select(Organisation.id, Organisation.version).where(
                Organisation.id.in_([row.organisation_id for row in rows])
            )
        )
    }
    later = set(
        work.session.scalars(
            select(ImportRow.id)
            .join(
                AuditEntry,
                and_(
                    AuditEntry.cluster_id == ImportRow.cluster_id,
                    AuditEntry.concerns_id == ImportRow.organisation_id,
                    AuditEntry.at > ImportRow.carried_at,
                ),
            )
            .where(ImportRow.id.in_([row.id for row in rows]))
        )
    )
    return later | {
        row.id for row in rows if versions.get(row.organisation_id) != row.version_after
    }


def _finding(
    row_id: UUID, outcome: Outcome, refusal: type[Conflict] | None = None
) -> dict[str, Any]:
    problems = [Problem("", refusal.code, refusal.message)] if refusal else []
    return {"id": row_id, "outcome": outcome.value, "problems": stored(problems)}


def _delete(work: UnitOfWork, rows: Sequence[AnyRow], actor: Actor, at: datetime) -> None:
    if _deleted(work, [row.organisation_id for row in rows]):
        gone = list(rows)
    else:
        gone = [row for row in rows if _deleted(work, [row.organisation_id])]
    gone_ids = {row.id for row in gone}
    write_rows(
        work,
        [
            _finding(row.id, Outcome.UNDONE)
            if row.id in gone_ids
            else _finding(row.id, Outcome.UNDO_REFUSED, StillUsed)
            for row in rows
        ],
    )
    work.record_many(
        [
            Line(
                "organisation.import_undone",
                "organisation",
                row.organisation_id,
                actor,
                at,
                concerns_id=row.organisation_id,
            )
            for row in gone
        ]
    )


def _deleted(work: UnitOfWork, organisation_ids: Sequence[UUID]) -> bool:
    """Delete organisations with all their parts; False, and nothing done, when one is in use."""
    try:
        with work.session.begin_nested():
            for table in reversed(TABLES):
                key = table.c.id if table.name == "organisations" else table.c.organisation_id
                work.session.execute(
                    delete(table).where(
                        table.c.cluster_id == work.cluster_id, key.in_(organisation_ids)
                    )
                )
    except IntegrityError:
        return False
    return True
