"""Levels of an imported list that are no kind of membership here yet: said before, made at once."""

from uuid import UUID

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import ngettext

from clusterorg.domains.membership import actions
from clusterorg.domains.membership.queries import unknown_categories
from clusterorg.domains.organisations import queries
from clusterorg.kernel.clock import now
from clusterorg.web.context import current_actor, current_cluster
from clusterorg.web.forms import BaseForm
from clusterorg.web.guard import Door
from clusterorg.web.work import attempt, session


def unknown_levels(batch_id: UUID) -> dict[str, int]:
    """Return the categories that rows name and nobody here knows, with how many rows name each."""
    said = queries.texts_in_rows(session(), batch_id, "extra.category")
    return {name: said[name] for name in unknown_categories(session(), said)}


def make(batch_id: UUID) -> ResponseReturnValue:
    """Make a category of each level that is none yet."""
    queries.get_batch(session(), batch_id)
    names = list(unknown_levels(batch_id))
    form = BaseForm()
    if form.validate_on_submit():
        with attempt(form) as work:
            actions.add_categories_named(
                work,
                names=names,
                language=current_cluster().default_language,
                actor=current_actor(),
                at=now(),
            )
    if form.errors:
        flash(" ".join(str(error) for error in form.form_errors), "bad")
    else:
        many = len(names)
        said = ngettext(
            "%(num)s kind of membership was added.", "%(num)s kinds of membership were added.", many
        )
        flash(said, "good")
    return redirect(url_for("admin.imports_rows_index", batch_id=batch_id), 303)


def routes(door: Door) -> None:
    """One button between the dry run and the settings."""
    door.post("/imports/<uuid:batch_id>/categories", make, permission="scheme.write")
