"""Tags: on one organisation, and on many at once after a look at what would change."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext, ngettext
from werkzeug.wrappers import Response
from wtforms import HiddenField, RadioField
from wtforms.validators import DataRequired

from clusterorg.domains.organisations import actions, queries
from clusterorg.domains.organisations.queries import DirectoryFilter
from clusterorg.kernel.clock import now
from clusterorg.kernel.paging import MAX_LIMIT
from clusterorg.web.admin.common import today
from clusterorg.web.admin.member_forms import split_tags
from clusterorg.web.context import current_actor
from clusterorg.web.fields import LineField
from clusterorg.web.forms import BaseForm
from clusterorg.web.guard import Door
from clusterorg.web.pages import page
from clusterorg.web.work import attempt, session


class BulkTagForm(BaseForm):
    """A tag to put on, or take off, the picked organisations."""

    tag = LineField(lazy_gettext("Tag"), [DataRequired(lazy_gettext("Write a tag."))])
    way = RadioField(
        lazy_gettext("What to do"),
        choices=[("add", lazy_gettext("Put it on")), ("remove", lazy_gettext("Take it off"))],
        default="add",
    )
    back = HiddenField()


def routes(door: Door) -> None:
    """Doors of the tags."""
    door.post("/members/<uuid:organisation_id>/tags", add, permission="members.write")
    door.post("/members/<uuid:organisation_id>/tags/remove", remove, permission="members.write")
    door.post("/members/tags/preview", preview, permission="members.write")
    door.post("/members/tags", apply, permission="members.write")


def add(organisation_id: UUID) -> ResponseReturnValue:
    """Put tags, separated by commas, on one organisation."""
    return _tagged_one(organisation_id, add=split_tags(request.form.get("tag")))


def remove(organisation_id: UUID) -> ResponseReturnValue:
    """Take a tag off one organisation."""
    return _tagged_one(organisation_id, remove=[request.form.get("tag", "")])


def preview() -> ResponseReturnValue:
    """What would change? Nothing is written here."""
    form = BulkTagForm()
    rows = _picked()
    if not rows:
        return _nothing_picked(form)
    form.validate()
    return page("admin/members/tags.html", form=form, rows=rows, changed=_changed(form, rows))


def apply() -> ResponseReturnValue:
    """Put the tag on, or take it off, what was picked and looked at."""
    form = BulkTagForm()
    rows = _picked()
    if not rows:
        return _nothing_picked(form)
    if form.validate():
        word = [form.tag.data or ""]
        puts_on = form.way.data == "add"
        with attempt(form) as work:
            actions.tag_organisations(
                work,
                organisation_ids=[row.id for row in rows],
                add=word if puts_on else (),
                remove=() if puts_on else word,
                actor=current_actor(),
                at=now(),
            )
        if not form.errors:
            flash(ngettext("%(num)s entry tagged.", "%(num)s entries tagged.", len(rows)), "good")
            return redirect(_back(form))
    return page("admin/members/tags.html", form=form, rows=rows, changed=_changed(form, rows))


def _nothing_picked(form: BulkTagForm) -> Response:
    flash(_("Pick at least one organisation first."), "wait")
    return redirect(_back(form))


def _tagged_one(
    organisation_id: UUID, *, add: Sequence[str] = (), remove: Sequence[str] = ()
) -> Response:
    queries.get_organisation(session(), organisation_id)
    form = BaseForm()
    with attempt(form) as work:
        actions.tag_organisations(
            work,
            organisation_ids=[organisation_id],
            add=add,
            remove=remove,
            actor=current_actor(),
            at=now(),
        )
    for message in form.form_errors:
        flash(message, "bad")
    return redirect(url_for("admin.members_show", organisation_id=organisation_id))


def _picked() -> Any:
    """Return the picked organisations of this cluster; what is not an id of ours is left out."""
    ids = tuple(_ids(request.form.getlist("id"))[:MAX_LIMIT])
    wanted = DirectoryFilter(organisation_ids=ids)
    return queries.directory(session(), wanted, today(), limit=MAX_LIMIT).rows if ids else []


def _ids(texts: list[str]) -> list[UUID]:
    found = []
    for text in texts:
        try:
            found.append(UUID(text))
        except ValueError:
            continue
    return found


def _changed(form: BulkTagForm, rows: Any) -> int:
    """Return how many of the rows do not have (or still have) the tag."""
    tag = (form.tag.data or "").casefold()
    having = sum(tag in (name.casefold() for name in row.tags) for row in rows)
    return having if form.way.data == "remove" else len(rows) - having


def _back(form: BulkTagForm) -> str:
    """Return the list as it was filtered; only an address inside this list is followed."""
    here = url_for("admin.members_index")
    asked = form.back.data or ""
    return asked if asked.split("?")[0] == here else here
