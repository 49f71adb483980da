"""The tags themselves: rename one, make one of two, delete one."""

from typing import Any
from uuid import UUID

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response
from wtforms import HiddenField, StringField
from wtforms.validators import InputRequired

from clusterorg.domains.organisations import actions, queries
from clusterorg.kernel.clock import now
from clusterorg.web.context import current_actor
from clusterorg.web.fields import UuidField
from clusterorg.web.forms import BaseForm
from clusterorg.web.guard import Door
from clusterorg.web.pages import page
from clusterorg.web.work import attempt, session


class NameForm(BaseForm):
    """A tag's name. `seen` is the name that the editor saw."""

    seen = HiddenField()
    name = StringField(
        _l("Name"),
        [InputRequired(_l("Give the tag a name."))],
        description=_l("If another tag has this name already, the two can become one."),
    )


class MergeForm(BaseForm):
    """Which tag stays."""

    into = UuidField(_l("Which tag stays?"), [InputRequired(_l("Choose the tag that stays."))])


def rename(tag_id: UUID) -> ResponseReturnValue:
    """Rename a tag everywhere; when the new name is taken, merging is proposed."""
    tag = queries.get_tag(session(), tag_id)
    form = NameForm(name=tag.name, seen=tag.name)
    if form.validate_on_submit():
        other = queries.find_tag(session(), form.name.data or "")
        if other not in (None, tag_id):
            return redirect(url_for("admin.tag_names_merge", tag_id=tag_id, into=other), 303)
        with attempt(form, {"tags": "name"}) as work:
            actions.rename_tag(
                work,
                tag_id=tag_id,
                name=form.name.data or "",
                expected_name=form.seen.data or None,
                actor=current_actor(),
                at=now(),
            )
        if not form.errors:
            flash(_("Saved."), "good")
            return _to_list()
    if form.stale:
        tag = queries.get_tag(session(), tag_id)
        form.seen.raw_data, form.seen.data = None, tag.name
    body, status = page("admin/labels/tag.html", form=form, tag=tag)
    return body, 409 if form.stale else status


def merge(tag_id: UUID) -> ResponseReturnValue:
    """Make one tag of two: first choose which one stays, then see what follows."""
    tag = queries.get_tag(session(), tag_id)
    others = [row for row in queries.tags(session()) if row.id != tag_id]
    form = MergeForm(data={"into": _asked()})
    form.into.choices = [(row.id, row.name) for row in others]
    kept = next((row for row in others if row.id == form.into.data), None)
    if form.validate_on_submit():
        with attempt(form, {"kept_id": "into"}) as work:
            actions.merge_tags(
                work, kept_id=form.into.data, gone_id=tag_id, actor=current_actor(), at=now()
            )
        if not form.errors:
            flash(_("The two tags are one now."), "good")
            return _to_list()
    return page("admin/labels/merge.html", form=form, **_what_follows(tag, kept))


def _asked() -> UUID | None:
    try:
        return UUID(request.args.get("into", ""))
    except ValueError:
        return None


def _what_follows(tag: Any, kept: Any) -> dict[str, Any]:
    both = queries.wearing_both(session(), tag.id, kept.id) if kept else 0
    return {"tag": tag, "kept": kept, "both": both, "gain": tag.used - both}


def delete(tag_id: UUID) -> ResponseReturnValue:
    """Delete a tag, after saying how many organisations lose it."""
    tag = queries.get_tag(session(), tag_id)
    form = BaseForm()
    if form.validate_on_submit():
        with attempt(form) as work:
            actions.delete_tag(work, tag_id=tag_id, actor=current_actor(), at=now())
        if not form.errors:
            flash(_("The tag %(name)s was deleted.", name=tag.name), "good")
            return _to_list()
    return page("admin/labels/delete.html", form=form, tag=tag)


def _to_list() -> Response:
    return redirect(url_for("admin.own_fields_index", _anchor="tags"), 303)


def routes(door: Door) -> None:
    """The tags, under Settings."""
    one = "/settings/tags/<uuid:tag_id>"
    door.form(one, rename, permission="members.write")
    door.form(f"{one}/merge", merge, permission="members.write")
    door.form(f"{one}/delete", delete, permission="members.write")
