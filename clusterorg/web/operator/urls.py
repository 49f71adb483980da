"""Operator: the table of contents."""

from clusterorg.web.guard import Door
from clusterorg.web.operator import clusters, second_factors


def register(door: Door) -> None:
    """Open the operator's door."""
    door.get("/", clusters.index, permission="operator.all")
    door.form("/clusters/new", clusters.new, permission="operator.all")
    door.form("/second-factors", second_factors.reset, permission="operator.all")
