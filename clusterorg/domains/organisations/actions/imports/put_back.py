"""Put back what rows of an import replaced in organisations that were here before."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Date, Table, delete, select, update

from clusterorg.domains.organisations.actions.writing import TABLES, derived_columns
from clusterorg.domains.organisations.models import Organisation
from clusterorg.domains.organisations.queries.rows import AnyRow
from clusterorg.domains.organisations.rules.describe import plain
from clusterorg.kernel.actor import Actor
from clusterorg.kernel.audit import Line
from clusterorg.kernel.unit_of_work import UnitOfWork

_BY_NAME: dict[str, Table] = {table.name: table for table in TABLES}


def put_back(work: UnitOfWork, rows: Sequence[AnyRow], actor: Actor, at: datetime) -> None:
    """Restore columns and parts from each row's `before`, and remove the parts it added."""
    if not rows:
        return
    targets = {
        one.id: one
        for one in work.session.scalars(
            select(Organisation).where(Organisation.id.in_([row.organisation_id for row in rows]))
        )
    }
    lines = []
    for row in rows:
        target = targets[row.organisation_id]
        replaced = row.before["columns"]
        after = {name: plain(getattr(target, name)) for name in replaced}
        for name, value in replaced.items():
            setattr(target, name, _typed(Organisation.__table__, name, value))
        if replaced:
            _derive(target)
        _parts_back(work, row.before["parts"])
        lines.append(
            Line(
                "organisation.import_undone",
                "organisation",
                target.id,
                actor,
                at,
                concerns_id=target.id,
                before={"columns": after, "added": row.before["added"]},
                after={"columns": replaced, "parts": row.before["parts"]},
            )
        )
    _remove_added(work, rows)
    work.session.flush()
    work.record_many(lines)


def _derive(target: Organisation) -> None:
    columns = derived_columns(target.name, target.legal_name, target.website, target.email)
    for name, value in columns.items():
        setattr(target, name, value)


def _typed(table: Any, name: str, value: Any) -> Any:
    if value is not None and isinstance(table.c[name].type, Date):
        return date.fromisoformat(value)
    return value


def _parts_back(work: UnitOfWork, parts: Sequence[dict[str, Any]]) -> None:
    for part in parts:
        table = _BY_NAME[part["table"]]
        work.session.execute(
            update(table)
            .where(table.c.cluster_id == work.cluster_id, table.c.id == UUID(part["id"]))
            .values(**part["columns"])
        )


def _remove_added(work: UnitOfWork, rows: Sequence[AnyRow]) -> None:
    added: dict[str, list[UUID]] = {}
    for row in rows:
        for table, ids in row.before["added"].items():
            added.setdefault(table, []).extend(UUID(one) for one in ids)
    for name, ids in added.items():
        table = _BY_NAME[name]
        work.session.execute(
            delete(table).where(table.c.cluster_id == work.cluster_id, table.c.id.in_(ids))
        )
