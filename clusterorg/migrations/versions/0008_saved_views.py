"""Saved views of lists; an index for the number of applications that wait."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import CITEXT, JSONB

from clusterorg.kernel.migrating import secure_tenant_table, tenant_columns, tenant_fk

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables of views and of the views that lists open with, and the index."""
    op.create_table(
        "saved_views",
        *tenant_columns(),
        sa.Column("list_key", sa.String(40), nullable=False),
        sa.Column("person_id", sa.Uuid(), sa.ForeignKey("persons.id")),
        sa.Column("name", CITEXT(), nullable=False),
        sa.Column("arguments", JSONB(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
    )
    # A name is free again for each person, and once for the views that are shared (no person).
    op.create_index(
        "uq_saved_views_name",
        "saved_views",
        ["cluster_id", "list_key", "person_id", "name"],
        unique=True,
        postgresql_nulls_not_distinct=True,
    )
    secure_tenant_table("saved_views")
    op.create_table(
        "default_views",
        *tenant_columns(),
        sa.Column("list_key", sa.String(40), nullable=False),
        sa.Column("person_id", sa.Uuid(), sa.ForeignKey("persons.id"), nullable=False),
        sa.Column("view_id", sa.Uuid(), nullable=False),
        tenant_fk("view_id", "saved_views", ondelete="CASCADE"),
        sa.UniqueConstraint("cluster_id", "list_key", "person_id"),
    )
    op.create_index("ix_default_views_view", "default_views", ["cluster_id", "view_id"])
    secure_tenant_table("default_views")
    op.create_index(
        "ix_application_events_sent",
        "application_events",
        ["cluster_id", "application_id", "sequence"],
        postgresql_where=sa.text("state = 'submitted'"),
    )


def downgrade() -> None:
    """Forget all views."""
    op.drop_index("ix_application_events_sent", "application_events")
    op.drop_table("default_views")
    op.drop_table("saved_views")
