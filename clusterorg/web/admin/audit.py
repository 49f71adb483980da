"""The audit log: who did what, when and why."""

from collections.abc import Sequence
from functools import partial
from typing import Any

from flask import request
from flask.typing import ResponseReturnValue

from clusterorg.domains.organisations import queries
from clusterorg.domains.organisations.models import CustomField
from clusterorg.kernel import audit
from clusterorg.web.guard import Door
from clusterorg.web.log_sentences import sentence
from clusterorg.web.log_values import changes
from clusterorg.web.pages import page
from clusterorg.web.work import session


def index() -> ResponseReturnValue:
    """Who did what?"""
    found = audit.entries(session(), cursor=request.args.get("cursor"))
    own = queries.custom_fields(session(), archived=True)
    return page(
        "admin/audit/index.html",
        found=found,
        told=partial(_told, own),
        changes_of=partial(changes, own=own),
    )


def _told(own: Sequence[CustomField], row: Any) -> str:
    """Return what happened, and of an own field which one; a field is never deleted."""
    said = sentence(row.verb)
    labels = {field.id: field.label for field in own}
    return f"{said}: {labels[row.subject_id]}" if row.subject_id in labels else said


def routes(door: Door) -> None:
    """The audit log, under Settings."""
    door.get("/settings/audit", index, permission="audit.read")
