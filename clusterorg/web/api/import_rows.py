"""Rows of an import: what the trial found, row by row, and what is decided."""

from typing import Any
from uuid import UUID

from clusterorg.domains.organisations import actions, queries
from clusterorg.domains.organisations.queries.imports import problem_text
from clusterorg.domains.organisations.schemas.imports import (
    CorrectionInput,
    DecisionInput,
    ImportRowOutput,
)
from clusterorg.domains.organisations.vocabulary import Outcome, RowState
from clusterorg.kernel.paging import Page
from clusterorg.kernel.shapes import Choice
from clusterorg.web.api.mechanics.asking import who_and_when
from clusterorg.web.api.mechanics.contract import lists, reads, writes
from clusterorg.web.api.mechanics.paging import Paged
from clusterorg.web.work import session, unit_of_work


class RowQuery(Paged):
    """Which rows."""

    state = Choice(RowState)
    outcome = Choice(Outcome)


@lists(ImportRowOutput, asks=RowQuery)
def index(query: dict[str, Any], import_id: UUID) -> Page:
    """List the rows in the order of the file."""
    queries.get_batch(session(), import_id)
    found = queries.import_rows(session(), import_id, **query)
    shown: Any = [_shown(row) for row in found.rows]
    return Page(shown, found.next, found.previous)


@reads(ImportRowOutput)
def show(row_id: UUID) -> Any:
    """Read one row."""
    return _shown(queries.get_row(session(), row_id))


@writes(ImportRowOutput, takes=CorrectionInput)
def correct(data: dict[str, Any], row_id: UUID) -> Any:
    """Overrule cells of a row; it is read and compared again at once."""
    with unit_of_work() as work:
        row = actions.correct_row(
            work, row_id=row_id, corrections=data["corrections"], **who_and_when()
        )
    return _shown(row)


@writes(ImportRowOutput, takes=DecisionInput)
def decide(data: dict[str, Any], row_id: UUID) -> Any:
    """Decide to create, to update an organisation, or to skip a row."""
    with unit_of_work() as work:
        row = actions.decide_row(work, row_id=row_id, **data, **who_and_when())
    return _shown(row)


def _shown(row: Any) -> dict[str, Any]:
    shown = {name: getattr(row, name) for name in ImportRowOutput().fields}
    shown["problems"] = [
        {"field": problem["field"], "code": problem["code"], "text": problem_text(problem)}
        for problem in row.problems
    ]
    return shown
