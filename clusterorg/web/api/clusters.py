"""Cluster: the cluster organisation's own details, and who works for it."""

from typing import Any

from clusterorg.domains.identity import actions, queries
from clusterorg.domains.identity.schemas import ClusterInput, ClusterOutput, SeatOutput
from clusterorg.kernel.clock import now
from clusterorg.web.api.mechanics.asking import who_and_when
from clusterorg.web.api.mechanics.contract import lists, reads, writes
from clusterorg.web.context import current_cluster
from clusterorg.web.work import session, unit_of_work


@reads(ClusterOutput, etag=True)
def show() -> Any:
    """Read the cluster's details: the seller on its invoices."""
    return current_cluster()


@writes(ClusterOutput, takes=ClusterInput, etag=True, edits=True)
def update(data: dict[str, Any], version: int) -> Any:
    """Change the cluster's details; its slug stands for good."""
    if "languages" in data:
        data["languages"] = tuple(data["languages"])
    with unit_of_work() as work:
        actions.update_cluster(work, changes=data, version=version, **who_and_when())
    return queries.get_cluster(session(), current_cluster().id)


@lists(SeatOutput)
def seats() -> Any:
    """List who holds which role now."""
    return queries.seats(session(), at=now())
