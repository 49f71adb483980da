"""The term of an imported member: from the day it joined to the end of the present year."""

from datetime import date

from clusterorg.domains.membership.rules.years import membership_year, year_of
from clusterorg.domains.membership.vocabulary import Period
from clusterorg.kernel.days import DayOutOfReach, check_day


def imported_period(joined_on: str | None, today: date, first_month: int = 1) -> Period:
    """Return the period; without a joining date that can be read, the term begins today.

    `joined_on` is an ISO date, or a year alone. Who joins later than this year gets a term of
    the year of joining.
    """
    joined = _read(joined_on) or today
    year = membership_year(year_of(max(joined, today), first_month), first_month)
    return Period(joined, year.until)


def _read(text: str | None) -> date | None:
    cleaned = (text or "").strip()
    if len(cleaned) == 4 and cleaned.isdigit():
        cleaned = f"{cleaned}-01-01"
    try:
        return check_day(date.fromisoformat(cleaned[:10]))
    except (ValueError, DayOutOfReach):
        return None
