"""Time: always aware; a date is the date in the cluster's own zone.

Only doors (pages, API, commands, jobs) ask for the time. Actions are told it as `at`.
"""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo


def now() -> datetime:
    """Return the present moment, aware, in UTC."""
    return datetime.now(UTC)


def local_date(at: datetime, time_zone: str) -> date:
    """Return the calendar date at moment `at` in `time_zone` (an IANA name).

    Raises ValueError when `at` is naive: a naive moment has no date anywhere.
    """
    if at.tzinfo is None:
        raise ValueError("A moment without a time zone has no local date.")
    return at.astimezone(ZoneInfo(time_zone)).date()
