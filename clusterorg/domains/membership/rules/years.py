"""Membership years: twelve months from the first day of a fixed month."""

from datetime import date, timedelta

from clusterorg.domains.membership.vocabulary import Period


def membership_year(year: int, first_month: int = 1) -> Period:
    """Return the membership year that begins in calendar year `year`, half open."""
    return Period(date(year, first_month, 1), date(year + 1, first_month, 1))


def year_of(day: date, first_month: int = 1) -> int:
    """Return the calendar year in which the membership year of `day` begins."""
    return day.year if day.month >= first_month else day.year - 1


def months_elapsed(year: Period, day: date) -> int:
    """Return how many whole months of `year` lie before the month of `day` (0 to 11)."""
    first = year.starts_on
    return (day.year - first.year) * 12 + day.month - first.month


def add_years(day: date, years: int) -> date:
    """Return the same day `years` later; 29 February becomes 1 March."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return date(day.year + years, 3, 1)


def through(until: date) -> date:
    """Return the last day of a half-open period, as people say it ("valid through")."""
    return until - timedelta(days=1)
