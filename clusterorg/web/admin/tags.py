"""Tags on one organisation."""

from collections.abc import Sequence
from uuid import UUID

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response

from clusterorg.domains.organisations import actions, queries
from clusterorg.kernel.clock import now
from clusterorg.web.admin.member_forms import split_tags
from clusterorg.web.context import current_actor
from clusterorg.web.forms import BaseForm
from clusterorg.web.guard import Door
from clusterorg.web.work import attempt, session


def routes(door: Door) -> None:
    """Doors of the tags."""
    door.post("/members/<uuid:organisation_id>/tags", add, permission="members.write")
    door.post("/members/<uuid:organisation_id>/tags/remove", remove, permission="members.write")


def add(organisation_id: UUID) -> ResponseReturnValue:
    """Put tags, separated by commas, on one organisation."""
    return _tagged_one(organisation_id, add=split_tags(request.form.get("tag")))


def remove(organisation_id: UUID) -> ResponseReturnValue:
    """Take a tag off one organisation."""
    return _tagged_one(organisation_id, remove=[request.form.get("tag", "")])


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
