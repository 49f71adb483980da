"""A tag for many organisations at once: what was picked, or all that the list finds.

The forms are sent to addresses with the list's own arguments, so the list is asked once more and
leads back. What is looked at is what is done: when it has changed meanwhile, it is looked at again.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any
from uuid import UUID

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext, ngettext
from sqlalchemy import Row
from wtforms import HiddenField, RadioField
from wtforms.validators import DataRequired, Length

from clusterorg.domains.membership import queries as membership
from clusterorg.domains.organisations import actions, queries
from clusterorg.domains.organisations.rules.tagging import check_number
from clusterorg.kernel.clock import now
from clusterorg.web.admin import member_list
from clusterorg.web.admin.common import today
from clusterorg.web.context import current_actor
from clusterorg.web.fields import LineField
from clusterorg.web.forms import BaseForm
from clusterorg.web.guard import Door
from clusterorg.web.pages import page
from clusterorg.web.work import attempt, session

SHOWN = 50
"""So many names of each kind the preview shows; the numbers are of all."""


class BulkTagForm(BaseForm):
    """A tag to put on, or take off, what was picked; `seen` tells what the preview showed."""

    tag = LineField(
        lazy_gettext("Tag"), [DataRequired(lazy_gettext("Write a tag.")), Length(max=60)]
    )
    way = RadioField(
        lazy_gettext("What to do"),
        choices=[("add", lazy_gettext("Put it on")), ("remove", lazy_gettext("Take it off"))],
        default="add",
    )
    whole = HiddenField()
    seen = HiddenField()


@dataclass(frozen=True, slots=True)
class Plan:
    """What would happen: which change, which are left as they are and why, how many are gone."""

    changing: Sequence[Row[Any]]
    skipped: Sequence[tuple[Row[Any], str]]
    gone: int
    seen: str


def preview() -> ResponseReturnValue:
    """Which would change, and which not? Nothing is written here."""
    return _shown(BulkTagForm(), _picked())


def apply() -> ResponseReturnValue:
    """Put the tag on, or take it off, all that was looked at or none."""
    form, picked = BulkTagForm(), _picked()
    plan = _plan(form, picked) if picked and form.validate() else None
    if plan is None or plan.seen != form.seen.data:
        return _shown(form, picked, again=plan is not None)
    puts_on = form.way.data == "add"
    with attempt(form) as work:
        actions.tag_organisations(
            work,
            organisation_ids=[row.id for row in plan.changing],
            add=[form.tag.data or ""] if puts_on else (),
            remove=() if puts_on else [form.tag.data or ""],
            actor=current_actor(),
            at=now(),
        )
    if form.errors:
        return _shown(form, picked)
    number = len(plan.changing)
    flash(ngettext("%(num)s entry tagged.", "%(num)s entries tagged.", number)
          if puts_on else
          ngettext("Tag taken off %(num)s entry.", "Tag taken off %(num)s entries.", number),
          "good")  # fmt: skip
    return redirect(_back(), 303)


def _shown(form: BulkTagForm, picked: Sequence[Row[Any]], *, again: bool = False) -> Any:
    if not picked:
        flash(_("Pick at least one organisation first."), "wait")
        return redirect(_back(), 303)
    plan = _plan(form, picked) if form.validate() else None
    if plan is not None:
        form.seen.data = plan.seen
    body, status = page(
        "admin/members/tags.html",
        form=form,
        plan=plan,
        picked=picked,
        again=again,
        back=_back(),
        asked=request.query_string.decode(),
        most=SHOWN,
    )
    return body, 409 if again else status


def _plan(form: BulkTagForm, picked: Sequence[Row[Any]]) -> Plan:
    tag, puts_on = form.tag.data or "", form.way.data == "add"
    wearing = queries.wearers(session(), tag, [row.id for row in picked])
    why = _("has the tag already") if puts_on else _("does not have the tag")
    changing, skipped = [], []
    for row in picked:
        if row.archived_at is not None:
            skipped.append((row, _("is archived")))
        elif (row.id in wearing) == puts_on:
            skipped.append((row, why))
        else:
            changing.append(row)
    gone = 0 if _whole() else len(set(_ids())) - len(picked)
    marked = [tag, str(puts_on), *sorted(str(row.id) for row in changing)]
    return Plan(changing, skipped, gone, sha256("\n".join(marked).encode()).hexdigest()[:32])


def _picked() -> Sequence[Row[Any]]:
    """Return what was picked: rows of this cluster by id, or all that the list finds."""
    if _whole():
        wanted = member_list.asked(queries.custom_fields(session())).filter
        found = membership.member_names(session(), wanted, today())
    else:
        ids = _ids()
        found = queries.names_of(session(), ids) if ids else ()
    check_number(len(found))
    return found


def _whole() -> bool:
    return bool(request.form.get("whole"))


def _ids() -> list[UUID]:
    """Return the ids that were picked; what is no id is left out."""
    found = []
    for text in request.form.getlist("id"):
        try:
            found.append(UUID(text))
        except ValueError:
            continue
    return found


def _back() -> str:
    """Return the list as it was filtered."""
    asked = request.query_string.decode()
    return url_for("admin.members_index") + (f"?{asked}" if asked else "")


def routes(door: Door) -> None:
    """Bulk work on the members."""
    door.post("/members/tags/preview", preview, permission="members.write")
    door.post("/members/tags", apply, permission="members.write")
