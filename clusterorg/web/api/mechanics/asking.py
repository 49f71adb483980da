"""What views ask of the request: the day where the cluster is, who acts, when."""

from datetime import date
from typing import Any

from clusterorg.kernel.clock import local_date, now
from clusterorg.web.context import current_actor, current_cluster


def today() -> date:
    """Return the calendar date where the cluster is."""
    return local_date(now(), current_cluster().time_zone)


def who_and_when() -> dict[str, Any]:
    """Return the two arguments that every action takes: `actor` and `at`."""
    return {"actor": current_actor(), "at": now()}
