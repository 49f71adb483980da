"""Many rows in few statements; rows that stand already are left as they are."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from clusterorg.kernel.bulk import insert_new_rows, table_of
from clusterorg.kernel.db import TenantOwned
from clusterorg.kernel.unit_of_work import UnitOfWork


def insert_new(
    work: UnitOfWork, model: type[TenantOwned], rows: Sequence[Mapping[str, Any]]
) -> set[UUID]:
    """Insert whole rows (cluster_id and id included); returns the ids of those that were new."""
    return insert_new_rows(work.session, table_of(model), rows)
