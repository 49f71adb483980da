"""Carry an import out, undo it, throw it away: each asked once more, with what follows."""

from typing import Any
from uuid import UUID

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from clusterorg.domains.organisations import queries
from clusterorg.domains.organisations.actions import imports as actions
from clusterorg.kernel.clock import now
from clusterorg.web.admin.imports_levels import unknown_levels
from clusterorg.web.context import current_actor
from clusterorg.web.forms import BaseForm
from clusterorg.web.guard import Door
from clusterorg.web.pages import page
from clusterorg.web.work import attempt, session


def carry_out(batch_id: UUID) -> ResponseReturnValue:
    """Carry the import out, as a job."""
    return _step(batch_id, actions.start_import, "admin/imports/carry_out.html")


def undo(batch_id: UUID) -> ResponseReturnValue:
    """Undo the whole import, as a job."""
    return _step(batch_id, actions.start_undo, "admin/imports/undo.html")


def throw_away(batch_id: UUID) -> ResponseReturnValue:
    """Throw an import away that was not carried out."""
    form = BaseForm()
    if form.validate_on_submit():
        with attempt(form) as work:
            actions.delete_import(work, batch_id=batch_id, actor=current_actor(), at=now())
        if not form.errors:
            flash(_("The import was thrown away."), "good")
            return redirect(url_for("admin.imports_index"), 303)
    return page("admin/imports/throw_away.html", form=form, **_facts(batch_id))


def _step(batch_id: UUID, action: Any, template: str) -> ResponseReturnValue:
    form = BaseForm()
    if form.validate_on_submit():
        with attempt(form) as work:
            action(work, batch_id=batch_id, actor=current_actor(), at=now())
        if not form.errors:
            return redirect(url_for("admin.imports_show", batch_id=batch_id), 303)
    return page(template, form=form, **_facts(batch_id))


def _facts(batch_id: UUID) -> dict[str, Any]:
    batch = queries.get_batch(session(), batch_id)
    decided = queries.decided(session(), batch_id)
    return {
        "batch": batch,
        "progress": queries.progress(session(), batch_id),
        "decided": decided,
        "unknown_levels": unknown_levels(batch_id),
    }


def routes(door: Door) -> None:
    """Steps of an import that change a lot."""
    path = "/imports/<uuid:batch_id>"
    door.form(f"{path}/carry-out", carry_out, permission="members.import")
    door.form(f"{path}/undo", undo, permission="members.import")
    door.form(f"{path}/throw-away", throw_away, permission="members.import")
