"""A cluster's look for anybody: its style sheet and its logo, or a plate with its initials."""

from flask import Response, make_response
from markupsafe import escape

from clusterorg.domains.identity import queries
from clusterorg.web import theme
from clusterorg.web.context import current_cluster
from clusterorg.web.looks.formats import initials
from clusterorg.web.work import session

AN_HOUR = 3600


def stylesheet() -> Response:
    """Answer the custom properties that the cluster's colour leads to (web/theme.py)."""
    sheet = theme.stylesheet(theme.palette(current_cluster().colour))
    return _kept(sheet.encode(), "text/css")


def logo() -> Response:
    """Answer the newest logo as PNG; without one, a plate with the cluster's initials as SVG."""
    newest = queries.logo(session())
    if newest is not None:
        return _kept(newest.png, "image/png")
    return _kept(_plate().encode(), "image/svg+xml")


def _plate() -> str:
    cluster = current_cluster()
    colours = theme.palette(cluster.colour)
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 40">'
        f'<rect width="40" height="40" fill="{colours.brand}"/>'
        '<text x="20" y="20.5" text-anchor="middle" dominant-baseline="central" '
        'font-family="Segoe UI, Roboto, Liberation Sans, Arial, sans-serif" font-weight="700" '
        f'font-size="15" fill="{colours.on_brand}">{escape(initials(cluster.name))}</text></svg>'
    )


def _kept(body: bytes, mimetype: str) -> Response:
    """Let browsers keep it for an hour, then ask again by its ETag."""
    response = make_response(body)
    response.mimetype = mimetype
    response.cache_control.public = True
    response.cache_control.max_age = AN_HOUR
    response.add_etag()
    return response
