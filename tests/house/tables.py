"""What the database itself says about its tables."""

from collections.abc import Iterable

from sqlalchemy import Connection, Table, text

GLOBAL = {
    "clusters": "the tenants themselves; row security lets only their own staff change one",
    "persons": "a person signs in once for all clusters",
    "recovery_codes": "belong to a person",
    "sign_ins": "belong to a person",
    "sign_in_attempts": "throttling, before anybody is known",
    "operator_acts": "what operators did to a person, who is of no cluster",
    "mail_links": "found by their token, before a cluster is known",
    "provider_events": "arrive before their cluster is known",
}

SECURITY = text(
    "SELECT relname, relrowsecurity, relforcerowsecurity FROM pg_class "
    "WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p') "
    "AND relname NOT LIKE 'procrastinate_%' AND relname <> 'alembic_version'"
)


def unprotected(connection: Connection) -> set[str]:
    """Return the tables that are neither global by name nor under forced row security."""
    rows = connection.execute(SECURITY).all()
    return {
        row.relname
        for row in rows
        if row.relname not in GLOBAL and not (row.relrowsecurity and row.relforcerowsecurity)
    }


def faults(tables: Iterable[Table]) -> list[str]:
    """Return what is wrong with the keys of tenant tables, as sentences."""
    found = []
    for table in tables:
        if table.name in GLOBAL:
            continue
        if [column.name for column in table.primary_key] != ["cluster_id", "id"]:
            found.append(f"{table.name}: the key is not (cluster_id, id)")
        for key in table.foreign_key_constraints:
            target = key.elements[0].column.table.name
            if target not in GLOBAL and "cluster_id" not in key.column_keys:
                found.append(f"{table.name}: a foreign key to {target} lacks cluster_id")
    return found
