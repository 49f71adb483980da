"""Provider events: what the payment provider told us, and what became of it."""

from typing import Any

from clusterorg.domains.billing import queries
from clusterorg.domains.billing.schemas import ProviderEventSchema
from clusterorg.domains.billing.vocabulary import EventStatus
from clusterorg.kernel.paging import Page
from clusterorg.kernel.shapes import Choice
from clusterorg.web.api.mechanics.contract import lists
from clusterorg.web.api.mechanics.paging import Paged
from clusterorg.web.context import current_cluster
from clusterorg.web.work import session


class EventQuery(Paged):
    """Which deliveries."""

    status = Choice(EventStatus)


@lists(ProviderEventSchema, asks=EventQuery)
def index(query: dict[str, Any]) -> Page:
    """List the deliveries for the cluster's own account, newest first."""
    account = current_cluster().stripe_account_id
    if account is None:
        return Page([], None, None)
    return queries.provider_events(session(), account=account, **query)
