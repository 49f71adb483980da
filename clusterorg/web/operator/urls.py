"""Operator: the table of contents."""

from clusterorg.web.guard import Door
from clusterorg.web.operator import clusters


def register(door: Door) -> None:
    """Open the operator's door."""
    door.get("/", clusters.index, permission="operator.all")
    door.form("/clusters/new", clusters.new, permission="operator.all")
