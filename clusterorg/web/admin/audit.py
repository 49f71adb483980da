"""The audit log: who did what, when and why."""

from flask import request
from flask.typing import ResponseReturnValue

from clusterorg.kernel import audit
from clusterorg.web.guard import Door
from clusterorg.web.member_words import changes_of, sentence
from clusterorg.web.pages import page
from clusterorg.web.seat_words import VERB
from clusterorg.web.work import session


def index() -> ResponseReturnValue:
    """Who did what?"""
    found = audit.entries(session(), cursor=request.args.get("cursor"))
    return page("admin/audit/index.html", found=found, told=_told, changes_of=changes_of)


def _told(verb: str) -> str:
    return str(VERB.get(verb) or sentence(verb))


def routes(door: Door) -> None:
    """The audit log, under Settings."""
    door.get("/settings/audit", index, permission="audit.read")
