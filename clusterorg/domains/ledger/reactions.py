"""What the ledger does when others have news: a new cluster gets its chart of accounts."""

from clusterorg.domains.identity.news import ClusterCreated
from clusterorg.domains.ledger.actions import open_chart
from clusterorg.kernel.actor import Actor
from clusterorg.kernel.unit_of_work import UnitOfWork


def give_chart(work: UnitOfWork, _news: ClusterCreated) -> None:
    """Open the default chart; the cluster edits it as it likes."""
    open_chart(work, actor=Actor.system("new cluster"), at=work.at)


REACTIONS = [(ClusterCreated, give_chart)]
"""News heard, in the order of reacting."""
