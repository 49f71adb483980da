"""Jinja filters: money, dates and numbers as the reader's language writes them."""

from datetime import date, datetime, timedelta

from babel.dates import format_date
from babel.numbers import format_decimal, format_percent
from flask_babel import get_timezone

from clusterorg.kernel.clock import local_date
from clusterorg.kernel.i18n import current_locale, day_pattern, format_moment
from clusterorg.kernel.money import format_money, format_round_money, sign_comes_first

NOTHING = "–"


def money(cents: int | None, currency: str = "EUR") -> str:
    """Write cents as an amount, for example €1,200.00; None is a dash."""
    return NOTHING if cents is None else format_money(cents, currency, current_locale())


def round_money(cents: int | None, currency: str = "EUR") -> str:
    """Write an amount without its cents, for figures that are read at a glance."""
    return NOTHING if cents is None else format_round_money(cents, currency, current_locale())


def sign_first() -> bool:
    """Whether the reader's language writes € before the amount; a field for money does the same."""
    return sign_comes_first(current_locale())


def day(value: date | None) -> str:
    """Write a date with the month's name, for example 2 Mar 2026; None is a dash.

    Of a moment it is the day where the cluster is.
    """
    return NOTHING if value is None else _written(local_day(value), "d MMM y")


def local_day(value: date) -> date:
    """Return the day of a moment where the cluster is; a date is its own."""
    return local_date(value, str(get_timezone())) if isinstance(value, datetime) else value


def last_day(until: date | None) -> str:
    """Write the last day of a half-open period, as people say it ("through 31 Dec 2026")."""
    return NOTHING if until is None else day(until - timedelta(days=1))


def short_day(value: date | None) -> str:
    """Write day and month only, for lists of the present year."""
    return NOTHING if value is None else _written(value, "d MMM")


def yearly_day(month: int, day: int) -> str:
    """Write a day that comes back every year, for example 1 January."""
    return _written(date(2000, month, day), "d MMMM")


def moment(at: datetime | None, time_zone: str = "Europe/Brussels") -> str:
    """Write a moment in the cluster's time zone; None is a dash."""
    return NOTHING if at is None else format_moment(at, time_zone, current_locale())


def number(value: float | None) -> str:
    """Write a number with the locale's separators; None is a dash."""
    return NOTHING if value is None else format_decimal(value, locale=current_locale())


def percent(part: float | None, whole: float | None, digits: int = 0) -> str:
    """Write part of whole as a percentage, a dash without a whole. Say the whole beside it."""
    if part is None or not whole:
        return NOTHING
    pattern = "#,##0." + "0" * digits + " %" if digits else "#,##0 %"
    return format_percent(part / whole, format=pattern, locale=current_locale())


def initials(name: str) -> str:
    """Return one or two letters that stand for a name where there is no logo.

    Capitals inside the first word count (SmaakKust: SK), else the first two words (Energy Commons).
    """
    words = [word for word in name.split() if word[0].isalnum()] or ["?"]
    capitals = "".join(letter for letter in words[0] if letter.isupper())
    if len(capitals) > 1:
        return capitals[:2]
    return "".join(word[0] for word in words[:2]).upper()


def _written(value: date, pattern: str) -> str:
    language = current_locale()
    return format_date(value, day_pattern(pattern, language), locale=language)
