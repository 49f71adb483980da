"""Settings: one page that says what can be set and where it stands now."""

from flask.typing import ResponseReturnValue

from clusterorg.domains.membership import queries
from clusterorg.web.admin.common import named, today
from clusterorg.web.guard import Door
from clusterorg.web.pages import page
from clusterorg.web.words import APPROVAL, word
from clusterorg.web.work import session


def index() -> ResponseReturnValue:
    """What can I set here?"""
    held = [row for row in queries.versions(session()) if row.published_at]
    current = next((row for row in held if row.valid_from <= today()), None)
    kinds = queries.categories(session())
    return page(
        "admin/settings/index.html",
        current=current,
        kinds=[named(kind.names) for kind in kinds],
        approval=word(APPROVAL, queries.settings(session()).approval),
    )


def routes(door: Door) -> None:
    """The way into the settings."""
    door.get("/settings", index, permission="cluster.read")
