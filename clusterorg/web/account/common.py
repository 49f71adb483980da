"""What the pages of my account share."""

from flask import abort

from clusterorg.web.context import Visitor, current_person


def me() -> Visitor:
    """Return the signed-in person; the guard has let nobody else in."""
    visitor = current_person()
    if visitor is None:
        abort(401)
    return visitor
