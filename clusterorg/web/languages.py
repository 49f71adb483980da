"""The language of an answer: chosen, the person's, the browser's among the cluster's, English."""

from flask import Flask, Response, current_app, g, request
from flask_babel import Babel, get_locale

from clusterorg.kernel.i18n import LANGUAGES, set_locale
from clusterorg.web import context

COOKIE = "language"
YEAR = 365 * 24 * 3600


def choose() -> str:
    """Return the language for this request, one of en, nl, fr, de."""
    cluster = g.get("cluster")
    offered = [*cluster.languages] if cluster else list(LANGUAGES)
    chosen = request.args.get("lang") or request.cookies.get(COOKIE)
    if chosen in LANGUAGES:
        return chosen
    person = context.current_person()
    if person is not None:
        return person.language if person.language in LANGUAGES else "en"
    fallback = cluster.default_language if cluster else "en"
    return request.accept_languages.best_match(offered) or fallback


def time_zone() -> str:
    """Return the zone in which moments are shown: the cluster's."""
    cluster = g.get("cluster")
    return cluster.time_zone if cluster else "Europe/Brussels"


def init_app(app: Flask) -> None:
    """Join Flask-Babel; the kernel's own gettext follows the same choice."""
    Babel(app, locale_selector=choose, timezone_selector=time_zone)

    @app.before_request
    def follow() -> None:
        set_locale(str(get_locale() or "en"))

    app.after_request(remember)


def remember(response: Response) -> Response:
    """Keep a language chosen by a link for the next pages, for a year."""
    chosen = request.args.get("lang")
    if request.method != "GET":
        return response
    if chosen in LANGUAGES and chosen != request.cookies.get(COOKIE):
        secure = current_app.extensions["settings"].secure_cookies
        response.set_cookie(
            COOKIE, chosen, max_age=YEAR, secure=secure, httponly=True, samesite="Lax"
        )
    return response
