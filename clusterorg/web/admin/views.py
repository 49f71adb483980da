"""Saved views of the lists: keep what a list asks for, rename, overwrite, delete, open with."""

from typing import Any
from uuid import UUID

from flask import abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response
from wtforms import BooleanField, IntegerField, RadioField, StringField
from wtforms.validators import InputRequired, Length
from wtforms.widgets import HiddenInput

from clusterorg.domains.identity import actions, queries
from clusterorg.domains.identity.models import SavedView
from clusterorg.domains.identity.rules.views import NAME_LENGTH
from clusterorg.kernel.clock import now
from clusterorg.web.admin.view_menu import address_of, keeper, menu_of
from clusterorg.web.context import current_actor
from clusterorg.web.forms import BaseForm
from clusterorg.web.guard import Door
from clusterorg.web.lists import COLUMNS, LISTS, KnownList
from clusterorg.web.pages import page
from clusterorg.web.work import attempt, session, unit_of_work

NAMED = [InputRequired(_l("Give a name.")), Length(max=NAME_LENGTH)]


class NewViewForm(BaseForm):
    """A view's name, who sees it, and whether the list opens with it."""

    name = StringField(_l("Name of the view"), NAMED)
    shared = RadioField(
        _l("Who sees it?"),
        choices=[("", _l("Only me")), ("yes", _l("All colleagues"))],
        default="",
    )
    default = BooleanField(_l("Open the list with this view from now on"))


class RenameForm(BaseForm):
    """A view's new name."""

    name = StringField(_l("Name of the view"), NAMED)
    version = IntegerField(widget=HiddenInput())


def index(list_key: str) -> ResponseReturnValue:
    """Which views does this list have?"""
    menu = menu_of(_list(list_key).key)
    return page("admin/views/index.html", menu=menu)


def new(list_key: str) -> ResponseReturnValue:
    """Keep what the list asks for now; the address has it, as the list's own address had."""
    of, form = _list(list_key), NewViewForm()
    arguments = of.kept(request.args, session())
    if form.validate_on_submit():
        with attempt(form) as work:
            by: dict[str, Any] = {"by": keeper(), "actor": current_actor(), "at": now()}
            view = actions.save_view(
                work,
                list_key=list_key,
                name=form.name.data or "",
                arguments=arguments,
                shared=form.shared.data == "yes",
                **by,
            )
            if form.default.data:
                actions.choose_default_view(work, view_id=view.id, chosen=True, **by)
        if not form.errors:
            flash(_("The view %(name)s was saved.", name=view.name), "good")
            return redirect(address_of(view), 303)
    return page("admin/views/new.html", form=form, of=of, arguments=arguments, **_counts(arguments))


def edit(view_id: UUID) -> ResponseReturnValue:
    """Give a view another name."""
    view = _view(view_id)
    form = RenameForm(data={"name": view.name, "version": view.version})
    if form.validate_on_submit():
        with attempt(form) as work:
            actions.change_view(
                work,
                view_id=view_id,
                version=form.version.data or 0,
                name=form.name.data,
                by=keeper(),
                actor=current_actor(),
                at=now(),
            )
        if not form.errors:
            flash(_("The view is now called %(name)s.", name=form.name.data), "good")
            return _to_index(view)
    return page("admin/views/edit.html", form=form, view=view, of=LISTS[view.list_key])


def overwrite(view_id: UUID) -> ResponseReturnValue:
    """Let a view ask for what the list asks for now; the address has it."""
    view = _view(view_id)
    arguments = LISTS[view.list_key].kept(request.args, session())
    with unit_of_work() as work:
        changed = actions.change_view(
            work,
            view_id=view_id,
            version=request.form.get("version", 0, int),
            arguments=arguments,
            by=keeper(),
            actor=current_actor(),
            at=now(),
        )
    flash(_("The view %(name)s was saved.", name=changed.name), "good")
    return redirect(address_of(changed), 303)


def delete(view_id: UUID) -> ResponseReturnValue:
    """Delete a view, after saying what follows."""
    view, form = _view(view_id), BaseForm()
    if form.validate_on_submit():
        with attempt(form) as work:
            actions.delete_view(work, view_id=view_id, by=keeper(), actor=current_actor(), at=now())
        if not form.errors:
            flash(_("The view %(name)s was deleted.", name=view.name), "good")
            return _to_index(view)
    return page("admin/views/delete.html", form=form, view=view, of=LISTS[view.list_key])


def default(view_id: UUID) -> ResponseReturnValue:
    """Open the list with this view from now on, or plain again."""
    with unit_of_work() as work:
        view = actions.choose_default_view(
            work,
            view_id=view_id,
            chosen="chosen" in request.form,
            by=keeper(),
            actor=current_actor(),
            at=now(),
        )
    return _to_index(view)


def _list(key: str) -> KnownList:
    if key not in LISTS:
        abort(404)
    return LISTS[key]


def _view(view_id: UUID) -> SavedView:
    return queries.get_view(session(), view_id, keeper())


def _to_index(view: SavedView) -> Response:
    return redirect(url_for("admin.views_index", list_key=view.list_key), 303)


def _counts(arguments: dict[str, list[str]]) -> dict[str, Any]:
    columns = len(arguments.get(COLUMNS, ()))
    return {"filters": sum(map(len, arguments.values())) - columns, "columns": columns}


def routes(door: Door) -> None:
    """Views of the lists. Whether a shared one may be changed is the action's to say."""
    one = "/views/<uuid:view_id>"
    door.get("/views/<list_key>", index, permission="cluster.read")
    door.form("/views/<list_key>/new", new, permission="cluster.read")
    door.form(f"{one}/edit", edit, permission="cluster.read")
    door.post(f"{one}/overwrite", overwrite, permission="cluster.read")
    door.form(f"{one}/delete", delete, permission="cluster.read")
    door.post(f"{one}/default", default, permission="cluster.read")
