"""Import batches: their rows, their progress, what is wrong with them as a file."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import and_, func, select
from sqlalchemy.orm import Session

from clusterorg.domains.organisations.errors import ImportNotFound
from clusterorg.domains.organisations.models import ImportBatch, ImportProfile, ImportRow
from clusterorg.domains.organisations.queries.rows import AnyRow
from clusterorg.domains.organisations.sheets.writing import Column, Kind, to_csv
from clusterorg.domains.organisations.vocabulary import Decision, Outcome, RowState
from clusterorg.kernel.i18n import gettext
from clusterorg.kernel.paging import Page, paginate


def get_batch(session: Session, batch_id: UUID) -> ImportBatch:
    """Return the batch; raises ImportNotFound."""
    batch = session.scalar(select(ImportBatch).where(ImportBatch.id == batch_id))
    if batch is None:
        raise ImportNotFound(field="batch_id")
    return batch


def get_row(session: Session, row_id: UUID) -> ImportRow:
    """Return one row of a batch; raises ImportNotFound."""
    row = session.scalar(select(ImportRow).where(ImportRow.id == row_id))
    if row is None:
        raise ImportNotFound(field="row_id")
    return row


def batches(session: Session, *, cursor: str | None = None, limit: int = 50) -> Page:
    """Return one page of batches, newest first."""
    statement: Any = select(
        ImportBatch.id,
        ImportBatch.file_name,
        ImportBatch.status,
        ImportBatch.row_count,
        ImportBatch.staged_at,
        ImportBatch.staged_by,
        ImportBatch.finished_at,
        ImportBatch.undone_at,
    )
    return paginate(session, statement, [ImportBatch.id.desc()], cursor=cursor, limit=limit)


def import_rows(
    session: Session,
    batch_id: UUID,
    *,
    state: RowState | None = None,
    outcome: Outcome | None = None,
    cursor: str | None = None,
    limit: int = 50,
) -> Page:
    """Return one page of a batch's rows in the order of the file."""
    statement = select(
        ImportRow.id,
        ImportRow.line,
        ImportRow.raw,
        ImportRow.values,
        ImportRow.corrections,
        ImportRow.state,
        ImportRow.problems,
        ImportRow.candidates,
        ImportRow.proposal,
        ImportRow.decision,
        ImportRow.decided_by,
        ImportRow.target_id,
        ImportRow.outcome,
        ImportRow.organisation_id,
    ).where(ImportRow.batch_id == batch_id)
    if state is not None:
        statement = statement.where(ImportRow.state == state.value)
    if outcome is not None:
        statement = statement.where(ImportRow.outcome == outcome.value)
    return paginate(
        session,
        statement,
        [ImportRow.line.expression, ImportRow.id.expression],
        cursor=cursor,
        limit=limit,
    )


def texts_in_rows(session: Session, batch_id: UUID, target: str) -> dict[str, int]:
    """Return what rows say for a target such as `extra.category`, with how many say it.

    Rows that are left out do not count.
    """
    text = func.trim(ImportRow.values[target].astext)
    rows = session.execute(
        select(text, func.count())
        .where(ImportRow.batch_id == batch_id, text != "")
        .where(ImportRow.decision.is_distinct_from(Decision.SKIP))
        .group_by(text)
        .order_by(func.count().desc(), text)
    )
    return {row[0]: row[1] for row in rows}


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportProgress:
    """Counters of a batch, computed from its rows. `undecided` rows wait for a person."""

    total: int
    ready: int
    errors: int
    duplicates: int
    undecided: int
    pending: int
    created: int
    updated: int
    skipped: int
    failed: int
    undone: int
    undo_refused: int

    @property
    def done(self) -> int:
        """Rows that the carrying out has dealt with."""
        return self.total - self.pending


def progress(session: Session, batch_id: UUID) -> ImportProgress:
    """Return the counters of a batch (one query)."""

    def count(condition: Any) -> Any:
        return func.count().filter(condition)

    states = {"ready": RowState.READY, "errors": RowState.ERROR, "duplicates": RowState.DUPLICATE}
    outcomes = ("pending", "created", "updated", "skipped", "failed", "undone", "undo_refused")
    row = session.execute(
        select(
            func.count().label("total"),
            *(count(ImportRow.state == value).label(name) for name, value in states.items()),
            count(and_(ImportRow.state == RowState.DUPLICATE, ImportRow.decision.is_(None))).label(
                "undecided"
            ),
            *(count(ImportRow.outcome == name).label(name) for name in outcomes),
        ).where(ImportRow.batch_id == batch_id)
    ).one()
    return ImportProgress(**row._mapping)


def decided(session: Session, batch_id: UUID) -> dict[Decision, int]:
    """Return how many rows would be created, updated and skipped if it were carried out now.

    Rows with errors are skipped, ready ones without a decision are created (as in carry).
    """
    skipped = (ImportRow.decision == Decision.SKIP.value) | (
        ImportRow.state == RowState.ERROR.value
    )
    updated = ImportRow.decision == Decision.UPDATE.value
    row = session.execute(
        select(
            func.count().filter(skipped).label("skip"),
            func.count().filter(updated & ~skipped).label("update"),
            func.count().label("total"),
        ).where(ImportRow.batch_id == batch_id)
    ).one()
    return {
        Decision.CREATE: row.total - row.skip - row.update,
        Decision.UPDATE: row.update,
        Decision.SKIP: row.skip,
    }


def error_report(session: Session, batch: ImportBatch, *, locale: str = "en") -> bytes:
    """Return the rows with errors as a CSV file: line, field, what is wrong, and the cells.

    Corrected in a spreadsheet, the file can be imported again: its own columns come first.
    """
    rows = session.execute(
        select(ImportRow.line, ImportRow.raw, ImportRow.problems)
        .where(
            ImportRow.batch_id == batch.id,
            (ImportRow.state == RowState.ERROR.value) | (ImportRow.outcome == Outcome.FAILED.value),
        )
        .order_by(ImportRow.line)
    )
    columns = [
        *(Column(name) for name in batch.columns),
        Column(gettext("Line in the file", locale), Kind.INTEGER),
        Column(gettext("Field", locale)),
        Column(gettext("What is wrong", locale)),
    ]
    return to_csv(
        columns,
        (
            [
                *row.raw,
                row.line,
                "; ".join(problem["field"] for problem in row.problems),
                "; ".join(problem_text(problem, locale) for problem in row.problems),
            ]
            for row in rows
        ),
        locale=locale,
    )


def problem_text(problem: dict[str, Any], locale: str | None = None) -> str:
    """Return the sentence of a stored problem in a language."""
    return gettext(problem["message"], locale, **problem["params"])


def profiles_of_imports(session: Session) -> Sequence[AnyRow]:
    """Return (id, name) of the saved mappings, by name."""
    return session.execute(
        select(ImportProfile.id, ImportProfile.name).order_by(ImportProfile.name)
    ).all()


def may_decide(row: ImportRow) -> tuple[Decision, ...]:
    """Return the decisions a row allows, for its buttons."""
    from clusterorg.domains.organisations.rules.import_states import has_same_number

    if row.state == RowState.ERROR:
        return (Decision.SKIP,)
    if has_same_number(row.candidates):
        return (Decision.UPDATE, Decision.SKIP)
    return (Decision.CREATE, Decision.UPDATE, Decision.SKIP)
