"""Dues runs: what should be owed for a year against what is booked, previewed and carried out."""

from typing import Any
from uuid import UUID

from flask import url_for
from marshmallow import fields

from clusterorg.domains.membership import actions, queries
from clusterorg.domains.membership.schemas.asked import RunInput
from clusterorg.domains.membership.schemas.shown import PreviewShown, RunItemShown, RunShown
from clusterorg.domains.membership.vocabulary import Proposal, RunOutcome
from clusterorg.kernel.paging import BadCursor, Page
from clusterorg.kernel.shapes import Choice, Count
from clusterorg.web.api.mechanics.asking import today, who_and_when
from clusterorg.web.api.mechanics.contract import lists, reads, writes
from clusterorg.web.api.mechanics.paging import Paged
from clusterorg.web.work import session, unit_of_work


class PreviewQuery(Paged):
    """Which membership year, and which proposals are shown."""

    year = Count(2000, 2200, required=True)
    kind = fields.List(Choice(Proposal))


class ItemQuery(Paged):
    """Which results."""

    outcome = Choice(RunOutcome)


@reads(PreviewShown, asks=PreviewQuery)
def preview(query: dict[str, Any]) -> Any:
    """What a run would do for a year: the sums of all, and a page of proposals. Writes nothing."""
    found = queries.preview(session(), query["year"], today())
    kinds = query.get("kind", list(Proposal))
    wanted = [proposed for proposed in found.proposals if proposed.kind in kinds]
    start, limit = _place(query["cursor"]), query["limit"]
    end = start + limit
    return {
        "year": found.year,
        "scheme_id": found.scheme.id,
        "totals": found.totals,
        "items": [_proposal(proposed) for proposed in wanted[start:end]],
        "next": str(end) if end < len(wanted) else None,
        "previous": str(max(0, start - limit)) if start else None,
    }


@lists(RunShown)
def index() -> Any:
    """List all runs, newest first."""
    return queries.runs(session())


@writes(RunShown, takes=RunInput, status=202, once="required")
def start(data: dict[str, Any]) -> Any:
    """Start a run; a job carries it out. Charging twice is impossible, however often it runs."""
    with unit_of_work() as work:
        made = actions.start_dues_run(work, **data, **who_and_when())
        return made, {"Location": url_for("api.dues_runs_show", run_id=made.id)}


@reads(RunShown)
def show(run_id: UUID) -> Any:
    """Read how far a run is; `finished_at` is set at the end."""
    return queries.get_run(session(), run_id)


@lists(RunItemShown, asks=ItemQuery)
def items(query: dict[str, Any], run_id: UUID) -> Page:
    """List what a run did for each organisation, by name."""
    queries.get_run(session(), run_id)
    return queries.run_items(session(), run_id, today(), **query)


def _place(cursor: str | None) -> int:
    if cursor is None:
        return 0
    if not cursor.isascii() or not cursor.isdigit() or len(cursor) > 9:
        raise BadCursor(field="cursor")
    return int(cursor)


def _proposal(proposed: Any) -> dict[str, Any]:
    return {
        "organisation_id": proposed.candidate.organisation_id,
        "name": proposed.candidate.name,
        "kind": proposed.kind,
        "cents": proposed.cents,
        "change_cents": proposed.change_cents,
        "reason": proposed.reason,
    }
