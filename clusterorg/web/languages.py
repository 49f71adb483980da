"""The language of an answer: chosen, the person's, the browser's among the cluster's, English."""

from babel.support import NullTranslations
from flask import Flask, Response, current_app, g, request
from flask_babel import Babel, Domain, get_locale

from clusterorg.kernel.i18n import LANGUAGES, catalogue, current_locale, set_locale
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


class OneCatalogue(Domain):
    """Flask-Babel's translations are the kernel's: in the language that the request follows.

    Its own look-up works the language out again for each word, which a long page notices.
    """

    def get_translations(self) -> NullTranslations:
        """Return the catalogue of the language in use."""
        return catalogue(current_locale())


class OneLanguage(Babel):
    """Flask-Babel with the kernel's catalogues."""

    domain_instance = OneCatalogue()


def _said(message: str) -> str:
    return catalogue(current_locale()).ugettext(message)


def _counted(one: str, many: str, n: int) -> str:
    return catalogue(current_locale()).ungettext(one, many, n)


def init_app(app: Flask) -> None:
    """Join Flask-Babel; pages, forms and the kernel's own gettext follow the same choice."""
    OneLanguage(app, locale_selector=choose, timezone_selector=time_zone)
    app.jinja_env.install_gettext_callables(_said, _counted, newstyle=True)  # type: ignore[attr-defined]

    @app.before_request
    def follow() -> None:
        set_locale("en")  # not the language of the thread's last request, should choosing fail
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
