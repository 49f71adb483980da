"""The yearly dues run: what it would do, carrying it out, what it did."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from flask import Response, flash, make_response, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField
from wtforms.validators import InputRequired

from clusterorg.domains.membership import actions, queries
from clusterorg.domains.membership.rules.reconcile import Proposed
from clusterorg.domains.membership.vocabulary import Proposal, RunOutcome
from clusterorg.kernel.clock import now
from clusterorg.kernel.errors import DomainError
from clusterorg.web.admin.common import today
from clusterorg.web.admin.dues_words import reason, sentence_of
from clusterorg.web.admin.quotes import reasons_of
from clusterorg.web.context import current_actor, current_cluster
from clusterorg.web.fields import DayField
from clusterorg.web.forms import BaseForm
from clusterorg.web.guard import Door
from clusterorg.web.pages import page
from clusterorg.web.spreadsheets import FILE_KIND, Column, Kind, download, every_row
from clusterorg.web.work import attempt, session

# Problems first: they are what a person has to do something about.
ORDER = (
    Proposal.PROBLEM,
    Proposal.CORRECT,
    Proposal.CHARGE,
    Proposal.FREE,
    Proposal.LEAVES,
    Proposal.BOOKED,
)
SHOWN = 100
REFRESH = 4


class RunForm(BaseForm):
    """How the run is carried out."""

    due_on = DayField(_l("To be paid by"), [InputRequired(_l("Choose a day."))])
    with_corrections = BooleanField(_l("Also correct what is booked with another amount"))


def index() -> ResponseReturnValue:
    """Which years are charged?"""
    rows = queries.runs(session())
    this = today().year
    return page(
        "admin/dues/index.html",
        rows=rows,
        next_year=this + 1 if today().month > 9 else this,
        years=[this - 1, this, this + 1],
        running=queries.unfinished_run(session()),
    )


def preview(year: int) -> ResponseReturnValue:
    """What would the run of a year do, for whom, and why?"""
    try:
        found = queries.preview(session(), year, today())
    except DomainError as refusal:
        return page("admin/dues/no_scheme.html", year=year, refusal=refusal.text())
    kind = request.args.get("kind", "")
    ordered = sorted(
        (one for one in found.proposals if not kind or one.kind.value == kind),
        key=lambda one: ORDER.index(one.kind),
    )
    start = max(0, request.args.get("from", 0, type=int))
    due = max(today(), found.year.starts_on) + timedelta(days=found.scheme.payment_days)
    return page(
        "admin/dues/preview.html",
        found=found,
        year=year,
        rows=ordered[start : start + SHOWN],
        start=start,
        matching=len(ordered),
        step=SHOWN,
        order=ORDER,
        to_charge=found.totals.counts[Proposal.CHARGE] + found.totals.counts[Proposal.FREE],
        running=queries.unfinished_run(session()),
        sent=RunForm(due_on=due),
        sentence_of=sentence_of,
        reasons_of=reasons_of,
        filtered=bool(kind),
    )


def preview_file(year: int, kind: str) -> ResponseReturnValue:
    """The whole preview as a file."""
    found = queries.preview(session(), year, today())
    columns = [
        Column(_("Organisation"), width=36),
        Column(_("Proposal")),
        Column(_("Amount"), Kind.CENTS),
        Column(_("Last year"), Kind.CENTS),
        Column(_("Difference"), Kind.CENTS),
        Column(_("Why"), width=60),
    ]
    lines = (
        (
            one.candidate.name,
            one.kind.value,
            one.cents if one.line else None,
            one.candidate.last_year_cents,
            one.change_cents,
            _why(one, found.scheme.currency),
        )
        for one in sorted(found.proposals, key=lambda one: ORDER.index(one.kind))
    )
    return download(f"{current_cluster().slug}-dues-preview-{year}", kind, columns, lines)


def start(year: int) -> ResponseReturnValue:
    """Carry the run out, as a job."""
    form = RunForm()
    if form.validate_on_submit():
        with attempt(form) as work:
            run = actions.start_dues_run(
                work,
                year=year,
                due_on=form.due_on.data,
                with_corrections=form.with_corrections.data,
                actor=current_actor(),
                at=now(),
            )
        if not form.errors:
            return redirect(url_for("admin.dues_show", run_id=run.id), 303)
    for words in form.errors.values():
        flash(" ".join(str(word) for word in words), "bad")
    return redirect(url_for("admin.dues_preview", year=year), 303)


def show(run_id: UUID) -> ResponseReturnValue:
    """How far is it, and what came of it?"""
    run = queries.get_run(session(), run_id)
    asked = request.args.get("outcome")
    outcome = RunOutcome(asked) if asked in set(RunOutcome) else None
    found = queries.run_items(
        session(), run_id, today(), outcome=outcome, cursor=request.args.get("cursor")
    )
    answer: Response = make_response(
        page("admin/dues/show.html", run=run, page=found, outcome=outcome, reason=reason)
    )
    if run.finished_at is None:
        answer.headers["Refresh"] = str(REFRESH)
    return answer


def result_file(run_id: UUID, kind: str) -> ResponseReturnValue:
    """What a run did, as a file."""
    run = queries.get_run(session(), run_id)
    columns = [
        Column(_("Organisation"), width=36),
        Column(_("Result")),
        Column(_("Amount"), Kind.CENTS),
        Column(_("Why"), width=60),
    ]

    def ask(**paging: Any) -> Any:
        return queries.run_items(session(), run_id, today(), **paging)

    lines = (
        (row.name, row.outcome, row.cents, reason(row.reason, row.params) if row.reason else "")
        for row in every_row(ask)
    )
    return download(f"{current_cluster().slug}-dues-run-{run.year}", kind, columns, lines)


def _why(one: Proposed, currency: str) -> str:
    if one.line is not None:
        return " ".join(reasons_of(one.line.explanation, currency))
    return sentence_of(one)


def routes(door: Door) -> None:
    """Dues runs, under Money."""
    door.get("/dues", index, permission="dues.read")
    door.get("/dues/<int:year>", preview, permission="dues.read")
    door.get(f"/dues/<int:year>.{FILE_KIND}", preview_file, permission="dues.read")
    door.post("/dues/<int:year>/start", start, permission="dues.run")
    door.get("/dues/runs/<uuid:run_id>", show, permission="dues.read")
    door.get(f"/dues/runs/<uuid:run_id>.{FILE_KIND}", result_file, permission="dues.read")
