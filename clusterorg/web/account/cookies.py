"""The cookie of a sign-in: who holds it, how it is set and taken away.

It is HttpOnly, SameSite=Lax, for this host only (`__Host-`, Secure) where cookies are secure, and
ends with the browser; the server ends it earlier. Its token changes at each step up.
"""

from datetime import timedelta
from typing import Any

from flask import Response, make_response, request, session
from flask.typing import ResponseReturnValue

from clusterorg.domains.identity import queries
from clusterorg.domains.identity.queries import SignedIn
from clusterorg.domains.identity.vocabulary import Opened
from clusterorg.kernel.clock import now
from clusterorg.web.context import cookie_name, settings
from clusterorg.web.database import request_session


def presented() -> str | None:
    """Return the token that the browser came with."""
    return request.cookies.get(cookie_name())


def idle() -> timedelta:
    """Return after how long an unused sign-in ends."""
    return timedelta(hours=settings().session_hours)


def pending() -> SignedIn | None:
    """Return the sign-in that waits for its second factor, if the browser came with one."""
    found = queries.find_sign_in(request_session(), presented(), at=now(), idle=idle())
    return found if found is not None and found.second_factor_due else None


def hand_out(opened: Opened, answer: ResponseReturnValue) -> Response:
    """Give the browser the new token; the form cookie starts afresh, and with it CSRF."""
    _start_afresh()
    response = make_response(answer)
    response.set_cookie(cookie_name(), opened.token, **_flags())
    return response


def take_away(answer: ResponseReturnValue) -> Response:
    """Take the token and the form cookie from the browser."""
    _start_afresh()
    response = make_response(answer)
    response.delete_cookie(cookie_name(), **_flags())
    return response


def _start_afresh() -> None:
    """Empty the form cookie but for what the next page is to say."""
    words = session.get("_flashes")
    session.clear()
    if words:
        session["_flashes"] = words


def _flags() -> dict[str, Any]:
    return {
        "path": "/",
        "secure": settings().secure_cookies,
        "httponly": True,
        "samesite": "Lax",
    }
