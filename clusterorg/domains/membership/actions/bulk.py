"""Many rows in few statements; rows that stand already are left as they are."""

from collections.abc import Mapping, Sequence
from typing import Any, cast
from uuid import UUID

from sqlalchemy import Table
from sqlalchemy.dialects.postgresql import insert

from clusterorg.kernel.db import TenantOwned
from clusterorg.kernel.unit_of_work import UnitOfWork


def insert_new(
    work: UnitOfWork, model: type[TenantOwned], rows: Sequence[Mapping[str, Any]]
) -> set[UUID]:
    """Insert whole rows (cluster_id and id included); returns the ids of those that were new.

    The table is used without its mapper: the mapper would send a statement per row. RETURNING
    makes SQLAlchemy send up to a thousand rows in one statement.
    """
    if not rows:
        return set()
    # mypy sees FromClause; every mapped class here stands on a table.
    table = cast(Table, model.__table__)  # type: ignore[attr-defined]
    statement = insert(table).on_conflict_do_nothing().returning(table.c.id)
    return set(work.session.execute(statement, [dict(row) for row in rows]).scalars())
