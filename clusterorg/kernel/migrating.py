"""What every migration needs: tenant columns, forced row security, append-only tables."""

from typing import Any

import sqlalchemy as sa
from alembic import op

APP_ROLE = "clusterorg_app"
ALL = "SELECT, INSERT, UPDATE, DELETE"


def tenant_columns() -> list[Any]:
    """Return cluster_id and id; the key itself is named by `tenant_key`."""
    return [
        sa.Column("cluster_id", sa.Uuid(), sa.ForeignKey("clusters.id"), primary_key=True),
        sa.Column("id", sa.Uuid(), primary_key=True),
    ]


def tenant_fk(column: str, table: str, *, ondelete: str | None = None) -> sa.ForeignKeyConstraint:
    """Return the composite foreign key of a tenant's table."""
    return sa.ForeignKeyConstraint(
        ["cluster_id", column], [f"{table}.cluster_id", f"{table}.id"], ondelete=ondelete
    )


def grant(table: str, privileges: str = ALL) -> None:
    """Let the web and worker role use a table."""
    op.execute(f"GRANT {privileges} ON {table} TO {APP_ROLE}")


def secure_tenant_table(table: str, *, privileges: str = ALL) -> None:
    """Force row security on `app.cluster`, also for the owner, and grant the app role its part."""
    op.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
    op.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")
    op.execute(
        f"CREATE POLICY {table}_own_cluster ON {table} "
        "USING (cluster_id = nullif(current_setting('app.cluster', true), '')::uuid)"
    )
    grant(table, privileges)


def let_person_see(table: str, column: str = "person_id") -> None:
    """Open the counted door: a person reads their own rows in every cluster, and only reads."""
    op.execute(
        f"CREATE POLICY {table}_own_person ON {table} FOR SELECT "
        f"USING ({column} = nullif(current_setting('app.person', true), '')::uuid)"
    )


def append_only(table: str) -> None:
    """Refuse every change of a row that stands, by rights and by trigger."""
    op.execute(f"REVOKE UPDATE, DELETE, TRUNCATE ON {table} FROM {APP_ROLE}")
    op.execute(
        f"CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE ON {table} "
        "FOR EACH ROW EXECUTE FUNCTION refuse_change()"
    )
    op.execute(
        f"CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table} "
        "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
    )
