"""Rows of an import: what the dry run found, corrections and decisions row by row or together."""

from typing import Any
from uuid import UUID

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from clusterorg.domains.organisations import queries
from clusterorg.domains.organisations.actions import imports as actions
from clusterorg.domains.organisations.errors import ImportNotFound
from clusterorg.domains.organisations.queries.imports import may_decide
from clusterorg.domains.organisations.vocabulary import SUB_GROUPS, Decision, RowState
from clusterorg.kernel.clock import now
from clusterorg.web.admin.imports_levels import unknown_levels
from clusterorg.web.admin.imports_words import target_word
from clusterorg.web.context import current_actor
from clusterorg.web.forms import BaseForm
from clusterorg.web.guard import Door
from clusterorg.web.member_words import PROPOSED, REASON
from clusterorg.web.pages import page
from clusterorg.web.words import DECISION, HELIX, by_helix, options
from clusterorg.web.work import attempt, session

# What can be corrected on the page; everything else is corrected in the file or by a rule.
CORRECTABLE = ("name", "website", "email", "enterprise_number", "vat_number", "postcode")


def index(batch_id: UUID) -> ResponseReturnValue:
    """What would be imported, and what needs a decision?"""
    batch = queries.get_batch(session(), batch_id)
    if batch.status not in ("staged", "checked"):
        return redirect(url_for("admin.imports_show", batch_id=batch_id))
    progress = queries.progress(session(), batch_id)
    state = _asked_state()
    found = queries.import_rows(
        session(), batch_id, state=state, cursor=request.args.get("cursor"), limit=30
    )
    return page(
        "admin/imports/rows.html",
        batch=batch,
        progress=progress,
        unknown_levels=unknown_levels(batch_id),
        page=found,
        state=state,
        may_decide=may_decide,
        decisions=DECISION,
        reason_words=REASON,
        proposed=PROPOSED,
        target_word=target_word,
        problem_text=queries.problem_text,
        strands=[*options(HELIX)],
        groups=by_helix(),
        correctable=CORRECTABLE,
    )


def change(batch_id: UUID, row_id: UUID) -> ResponseReturnValue:
    """Correct a row and decide on it, in one go."""
    row = _row(batch_id, row_id)
    form = BaseForm()
    if form.validate_on_submit():
        with attempt(form) as work:
            corrections = _corrections(row)
            if corrections:
                row = actions.correct_row(
                    work, row_id=row_id, corrections=corrections, actor=current_actor(), at=now()
                )
            _decide(work, row_id)
    _tell(form)
    if not form.errors:
        flash(_("Line %(line)s was changed.", line=row.line), "good")
    return _back(batch_id)


def decide_all(batch_id: UUID) -> ResponseReturnValue:
    """Decide for every undecided row of a state."""
    queries.get_batch(session(), batch_id)
    form = BaseForm()
    if form.validate_on_submit():
        count = 0
        with attempt(form) as work:
            count = actions.decide_rows(
                work,
                batch_id=batch_id,
                state=RowState(request.form["state"]),
                decision=Decision(request.form["decision"]),
                actor=current_actor(),
                at=now(),
            )
        if not form.errors:
            flash(ngettext("%(num)s row decided.", "%(num)s rows decided.", count), "good")
    _tell(form)
    return _back(batch_id)


def _asked_state() -> RowState | None:
    asked = request.args.get("state", "")
    return RowState(asked) if asked in set(RowState) else None


def _row(batch_id: UUID, row_id: UUID) -> Any:
    """Return a row of this import; another import's row is not found."""
    row = queries.get_row(session(), row_id)
    if row.batch_id != batch_id:
        raise ImportNotFound(field="row_id")
    return row


def _corrections(row: Any) -> dict[str, str]:
    """Return the fields whose value was changed on the page; a sub-group brings its helix."""
    wanted: dict[str, str] = {}
    strand = request.form.get("strand", "")
    if strand and strand != _strand(row):
        wanted |= _helix_of(strand)
    for target in CORRECTABLE:
        if target not in request.form:
            continue
        typed = request.form[target].strip()
        if typed != row.values.get(target, ""):
            wanted[target] = typed
    return wanted


def _strand(row: Any) -> str:
    if row.values.get("subgroup"):
        return f"subgroup={row.values['subgroup']}"
    return f"helix={row.values['helix']}" if row.values.get("helix") else ""


def _helix_of(strand: str) -> dict[str, str]:
    target, _equals, value = strand.partition("=")
    if target == "helix":
        return {"helix": value, "subgroup": ""}
    helix = next((h.value for h, groups in SUB_GROUPS.items() if value in groups), "")
    return {"helix": helix, "subgroup": value}


def _decide(work: Any, row_id: UUID) -> None:
    chosen, _colon, target = request.form.get("decision", "").partition(":")
    if "decision" not in request.form:
        return
    actions.decide_row(
        work,
        row_id=row_id,
        decision=Decision(chosen) if chosen in set(Decision) else None,
        target_id=UUID(target) if target else None,
        actor=current_actor(),
        at=now(),
    )


def _tell(form: BaseForm) -> None:
    for words in form.errors.values():
        flash(" ".join(str(word) for word in words), "bad")


def _back(batch_id: UUID) -> ResponseReturnValue:
    """Return to the same part of the list: only its own filters are taken from the request."""
    kept: dict[str, Any] = {
        name: request.args[name] for name in ("state", "cursor") if name in request.args
    }
    return redirect(url_for("admin.imports_rows_index", batch_id=batch_id, **kept), 303)


def routes(door: Door) -> None:
    """Rows of an import."""
    path = "/imports/<uuid:batch_id>/rows"
    door.get(path, index, permission="members.import")
    door.post(f"{path}/decide", decide_all, permission="members.import")
    door.post(f"{path}/<uuid:row_id>", change, permission="members.import")
