"""The audit log: who did what, when and why."""

from collections.abc import Mapping
from typing import Any

from flask import request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from clusterorg.kernel import audit
from clusterorg.web.guard import Door
from clusterorg.web.member_words import FIELD, sentence
from clusterorg.web.pages import page
from clusterorg.web.seat_words import DETAIL, VERB
from clusterorg.web.work import session


def index() -> ResponseReturnValue:
    """Who did what?"""
    found = audit.entries(session(), cursor=request.args.get("cursor"))
    return page("admin/audit/index.html", found=found, told=_told, changes_of=_changes)


def _changes(
    before: Mapping[str, Any] | None, after: Mapping[str, Any] | None
) -> list[tuple[str, str, str]]:
    """Return (field, before, after) of everything that differs: a log leaves nothing out."""
    before, after = before or {}, after or {}
    return [
        (_field(name), _value(before.get(name)), _value(after.get(name)))
        for name in {**before, **after}
        if before.get(name) != after.get(name)
    ]


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


def _told(verb: str) -> str:
    return str(VERB.get(verb) or sentence(verb))


def routes(door: Door) -> None:
    """The audit log, under Settings."""
    door.get("/settings/audit", index, permission="audit.read")
