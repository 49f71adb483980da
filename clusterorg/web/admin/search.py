"""Global search: organisations and people by name, as a page and as suggestions while typing."""

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue

from clusterorg.domains.organisations import queries
from clusterorg.web.guard import Door
from clusterorg.web.pages import page
from clusterorg.web.work import session

FEW, MANY = 8, 50


def routes(door: Door) -> None:
    """Doors of the search."""
    door.get("/search", index, permission="members.read")
    door.get("/search/suggest", suggest, permission="members.read")


def index() -> ResponseReturnValue:
    """What is called like this? One find leads straight to it."""
    text = request.args.get("q", "").strip()
    found = queries.search(session(), text, limit=MANY)
    if len(found) == 1:
        return redirect(url_for("admin.members_show", organisation_id=found[0].id))
    return page("admin/search/index.html", text=text, found=found)


def suggest() -> ResponseReturnValue:
    """A short list for the search box (js/suggest.js)."""
    found = queries.search(session(), request.args.get("q", ""), limit=FEW)
    return page("admin/search/suggest.html", found=found)
