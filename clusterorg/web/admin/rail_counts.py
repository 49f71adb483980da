"""The numbers beside the entries of the rail: what waits for somebody."""

from clusterorg.domains.membership.queries import waiting_number
from clusterorg.web.context import can
from clusterorg.web.work import session


def rail_counts() -> dict[str, int]:
    """Return the number beside an entry by its name, for who may see it; one query."""
    return {"applications": waiting_number(session())} if can("applications.read") else {}
