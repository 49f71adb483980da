"""Which days the house takes: a year nobody lives in is a slip of the keyboard at any door.

Shapes of the API (`shapes.Day`), fields of pages (`web.fields.DayField`), imports and rules ask
here, so that every door refuses the same days with the same sentence.
"""

from datetime import date

from clusterorg.kernel.errors import Invalid, _
from clusterorg.kernel.i18n import format_date

EARLIEST = date(1900, 1, 1)
LATEST = date(2100, 12, 31)
FOUNDED_EARLIEST = date(1000, 1, 1)
"""Members may be old: the universities of Bologna and Leuven are of 1088 and 1425."""


class DayOutOfReach(Invalid):
    """A day in a year that cannot be meant."""

    code = "day_out_of_reach"
    message = _("The year of this date cannot be right. Give a day from %(first)s to %(last)s.")


def check_day(day: date, *, field: str | None = None, first: date = EARLIEST) -> date:
    """Return the day; raises DayOutOfReach for one before `first` or after the year 2100."""
    if not first <= day <= LATEST:
        raise DayOutOfReach(field, first=format_date(first), last=format_date(LATEST))
    return day
