"""Languages: one catalogue for pages, mails, documents and refusals, without Flask.

The locale in use is a context variable: the web sets it per request, a job per recipient.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any

from babel.dates import format_date as babel_format_date
from babel.dates import format_datetime as babel_format_datetime
from babel.support import NullTranslations, Translations

LANGUAGES = ("en", "nl", "fr", "de")
CATALOGUES = Path(__file__).parents[1] / "translations"

_locale: ContextVar[str] = ContextVar("locale", default="en")


def current_locale() -> str:
    """Return the language in use, one of LANGUAGES."""
    return _locale.get()


def set_locale(language: str) -> None:
    """Use `language` for the rest of this context; an unknown one falls back to English."""
    _locale.set(language if language in LANGUAGES else "en")


@contextmanager
def use_locale(language: str) -> Iterator[None]:
    """Use `language` inside the block, as for a mail in its recipient's language."""
    token = _locale.set(language if language in LANGUAGES else "en")
    try:
        yield
    finally:
        _locale.reset(token)


@cache
def catalogue(language: str) -> NullTranslations:
    """Return the compiled catalogue of a language (English is the source and has none)."""
    return Translations.load(CATALOGUES, [language])


def gettext(message: str, locale: str | None = None, **params: Any) -> str:
    """Translate `message` and fill in %(name)s values."""
    text = catalogue(locale or current_locale()).ugettext(message)
    return text % params if params else text


def ngettext(one: str, many: str, n: int, locale: str | None = None, **params: Any) -> str:
    """Translate with the plural form for `n`, which may be used as %(n)s."""
    text = catalogue(locale or current_locale()).ungettext(one, many, n)
    return text % {"n": n, **params}


def format_date(day: date, locale: str | None = None) -> str:
    """Write a date as the locale does, month in letters."""
    language = locale or current_locale()
    return babel_format_date(day, day_pattern("d MMMM y", language), locale=language)


def day_pattern(pattern: str, language: str) -> str:
    """Return a date pattern as the language writes the day: German puts a full stop after it."""
    return pattern.replace("d ", "d. ", 1) if language == "de" else pattern


def format_moment(at: datetime, time_zone: str, locale: str | None = None) -> str:
    """Write a moment in the zone and manner of its reader."""
    from babel.dates import get_timezone

    language = locale or current_locale()
    pattern = day_pattern("d MMM y HH:mm", language)
    return babel_format_datetime(at, pattern, tzinfo=get_timezone(time_zone), locale=language)
