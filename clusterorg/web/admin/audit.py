"""The audit log: who did what, when and why."""

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from flask import request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from clusterorg.domains.organisations import queries
from clusterorg.domains.organisations.models import CustomField
from clusterorg.kernel import audit
from clusterorg.web.guard import Door
from clusterorg.web.member_words import FIELD, sentence
from clusterorg.web.own_fields import own_changes
from clusterorg.web.pages import page
from clusterorg.web.seat_words import DETAIL, VERB
from clusterorg.web.work import session

Own = Sequence[CustomField]


def index() -> ResponseReturnValue:
    """Who did what?"""
    found = audit.entries(session(), cursor=request.args.get("cursor"))
    own = queries.custom_fields(session(), archived=True)
    return page(
        "admin/audit/index.html",
        found=found,
        told=partial(_told, own),
        changes_of=partial(_changes, own),
    )


def _changes(
    own: Own, before: Mapping[str, Any] | None, after: Mapping[str, Any] | None
) -> list[tuple[str, str, str]]:
    """Return (field, before, after) of everything that differs: a log leaves nothing out."""
    before, after = before or {}, after or {}
    found = []
    for name in {**before, **after}:
        if name == "custom":
            found += own_changes(before.get(name), after.get(name), own)
        elif before.get(name) != after.get(name):
            values = (_shown(own, name, before.get(name)), _shown(own, name, after.get(name)))
            found.append((_field(name), *values))
    return found


def _shown(own: Own, name: str, value: Any) -> str:
    """Return a value in words; own fields further down by their labels, many ids as a number."""
    if name == "organisations" and isinstance(value, list):
        return str(len(value))
    if name == "custom":
        held = own_changes({}, value, own)
        return ", ".join(f"{label}: {after}" for label, _before, after in held)
    if isinstance(value, Mapping):
        return ", ".join(f"{key}: {_shown(own, key, held)}" for key, held in value.items())
    return _value(value)


def _field(name: str) -> str:
    return str(DETAIL.get(name) or FIELD.get(name) or name.replace("_", " ").capitalize())


def _value(value: Any) -> str:
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, Mapping):
        return ", ".join(f"{name}: {_value(held)}" for name, held in value.items())
    if isinstance(value, list):
        return ", ".join(_value(held) for held in value)
    return "" if value is None else str(value)


def _told(own: Own, row: Any) -> str:
    """Return what happened, and of an own field which one; a field is never deleted."""
    said = str(VERB.get(row.verb) or sentence(row.verb))
    labels = {field.id: field.label for field in own}
    return f"{said}: {labels[row.subject_id]}" if row.subject_id in labels else said


def routes(door: Door) -> None:
    """The audit log, under Settings."""
    door.get("/settings/audit", index, permission="audit.read")
