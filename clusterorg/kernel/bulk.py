"""Many rows in few statements, for imports and runs.

One statement takes its rows as one JSON array: no placeholder per value to parse, one trigger
statement for all rows. See decisions/021-bulk-writing.md.
"""

import json
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any, cast
from uuid import UUID

from sqlalchemy import Table, TextClause, text
from sqlalchemy.dialects import postgresql
from sqlalchemy.orm import Session

from clusterorg.kernel.db import TenantOwned

BLOCK = 1000
MANY = 100  # from here on the planner hears that a table has grown

_REFRESH = text("SELECT refresh_statistics(:table)")


def table_of(model: type[TenantOwned]) -> Table:
    """Return a model's table: used without its mapper, which would send a statement per row."""
    # mypy sees FromClause; every mapped class here stands on a table.
    return cast(Table, model.__table__)  # type: ignore[attr-defined]


def insert_rows(session: Session, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert rows, a thousand per statement. All have the keys of the first, cluster_id and id too.

    Values are what JSON can say, and UUIDs, dates and aware datetimes. Raises IntegrityError.
    """
    _send(session, table, rows, "")


def insert_new_rows(session: Session, table: Table, rows: Sequence[Mapping[str, Any]]) -> set[UUID]:
    """Insert rows as `insert_rows` does; those that stand already are left as they are.

    Returns the ids of the rows that were new.
    """
    return _send(session, table, rows, "ON CONFLICT DO NOTHING RETURNING id")


def _send(
    session: Session, table: Table, rows: Sequence[Mapping[str, Any]], ending: str
) -> set[UUID]:
    if not rows:
        return set()
    statement = _insert(table, tuple(rows[0]), ending)
    ids: set[UUID] = set()
    for start in range(0, len(rows), BLOCK):
        block = json.dumps(rows[start : start + BLOCK], default=str)
        result = session.execute(statement, {"rows": block})
        if ending:
            ids.update(result.scalars())
    if len(rows) >= MANY:
        session.execute(_REFRESH, {"table": table.name})
    return ids


@cache
def _insert(table: Table, keys: tuple[str, ...], ending: str) -> TextClause:
    dialect = postgresql.dialect()
    names = ", ".join(f'"{key}"' for key in keys)
    typed = ", ".join(f'"{key}" {table.c[key].type.compile(dialect=dialect)}' for key in keys)
    return text(
        f"INSERT INTO {table.name} ({names}) SELECT {names} "  # noqa: S608 - our own names
        f"FROM jsonb_to_recordset(CAST(:rows AS jsonb)) AS given({typed}) {ending}"
    )
