"""A person's corrections and decisions, row by row or for many rows."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from sqlalchemy import select, update

from clusterorg.domains.organisations.actions.imports.check import check_rows, rows_to_check
from clusterorg.domains.organisations.actions.imports.common import (
    plan_of,
    refuse_unless,
    write_rows,
)
from clusterorg.domains.organisations.models import ImportBatch, ImportRow
from clusterorg.domains.organisations.queries.imports import get_batch, get_row
from clusterorg.domains.organisations.queries.labels import field_definitions
from clusterorg.domains.organisations.queries.organisations import get_organisation
from clusterorg.domains.organisations.rules.import_states import check_decision, possible_target
from clusterorg.domains.organisations.rules.mapping import check_target
from clusterorg.domains.organisations.vocabulary import BatchStatus, Decision, RowState
from clusterorg.kernel.actor import Actor
from clusterorg.kernel.unit_of_work import UnitOfWork


def correct_row(
    work: UnitOfWork,
    *,
    row_id: UUID,
    corrections: Mapping[str, str],
    actor: Actor,
    at: datetime,
) -> ImportRow:
    """Overrule cells of one row (target → text; empty text empties the field), and check it again.

    Given corrections are added to earlier ones. The row is compared with the organisations here;
    with other lines of the file it is compared at the next dry run. Raises UnknownImportTarget.
    """
    row = get_row(work.session, row_id)
    batch = _open_batch(work, row.batch_id)
    definitions = field_definitions(work.session)
    for target in corrections:
        check_target(target, definitions)
    before = dict(row.corrections)
    row.corrections = {**before, **corrections}
    work.session.flush()
    again = work.session.execute(rows_to_check(batch.id).where(ImportRow.id == row_id)).all()
    check_rows(work, batch, plan_of(work, batch), again)
    work.session.refresh(row)
    work.record(
        "import.row_corrected",
        subject=("import", batch.id),
        actor=actor,
        at=at,
        before={"line": row.line, "corrections": before},
        after={"line": row.line, "corrections": dict(corrections)},
    )
    return row


def decide_row(
    work: UnitOfWork,
    *,
    row_id: UUID,
    decision: Decision | None,
    target_id: UUID | None = None,
    actor: Actor,
    at: datetime,
) -> ImportRow:
    """Decide to create, update `target_id` or skip; None takes a decision back.

    Raises RowHasErrors, DecisionNeedsTarget, IdentifierTaken, OrganisationNotFound, ImportNotReady.
    """
    row = get_row(work.session, row_id)
    _open_batch(work, row.batch_id)
    target = target_id if decision is Decision.UPDATE else None
    check_decision(RowState(row.state), row.candidates, decision, target)
    if target is not None:
        get_organisation(work.session, target)
    row.decision = decision.value if decision else None
    row.decided_by = actor.name[:200] if decision else None
    row.target_id = target
    work.session.flush()
    work.record(
        "import.row_decided",
        subject=("import", row.batch_id),
        actor=actor,
        at=at,
        after={"line": row.line, "decision": row.decision, "target_id": str(target or "")},
    )
    return row


def decide_rows(
    work: UnitOfWork,
    *,
    batch_id: UUID,
    state: RowState,
    decision: Decision,
    actor: Actor,
    at: datetime,
) -> int:
    """Decide for every undecided row of a state; return how many.

    Update takes each row's first candidate that is an organisation here. Rows for which the
    decision is not possible stay undecided.
    """
    batch = _open_batch(work, batch_id)
    if decision is Decision.SKIP:
        count = _skip_all(work, batch, state, actor)
    else:
        count = _decide_each(work, batch, state, decision, actor)
    work.record(
        "import.rows_decided",
        subject=("import", batch_id),
        actor=actor,
        at=at,
        after={"state": state.value, "decision": decision.value, "rows": count},
    )
    return count


def _skip_all(work: UnitOfWork, batch: ImportBatch, state: RowState, actor: Actor) -> int:
    done = work.session.execute(
        update(ImportRow)
        .where(
            ImportRow.batch_id == batch.id,
            ImportRow.state == state.value,
            ImportRow.decision.is_(None),
        )
        .values(decision=Decision.SKIP.value, decided_by=actor.name[:200])
        .returning(ImportRow.id)
    )
    return len(done.all())


def _decide_each(
    work: UnitOfWork, batch: ImportBatch, state: RowState, decision: Decision, actor: Actor
) -> int:
    rows = work.session.execute(
        select(ImportRow.id, ImportRow.candidates).where(
            ImportRow.batch_id == batch.id,
            ImportRow.state == state.value,
            ImportRow.decision.is_(None),
        )
    )
    updates = []
    for row in rows:
        possible, target = possible_target(state, row.candidates, decision)
        if possible:
            updates.append(
                {
                    "id": row.id,
                    "decision": decision.value,
                    "decided_by": actor.name[:200],
                    "target_id": target,
                }
            )
    write_rows(work, updates)
    return len(updates)


def _open_batch(work: UnitOfWork, batch_id: UUID) -> ImportBatch:
    batch = get_batch(work.session, batch_id)
    refuse_unless(batch, BatchStatus.STAGED, BatchStatus.CHECKED)
    return batch
