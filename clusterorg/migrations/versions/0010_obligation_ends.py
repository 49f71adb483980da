"""Dues that are no longer asked: withdrawn by a credit note, or waived by a decision."""

import sqlalchemy as sa
from alembic import op

from clusterorg.kernel.migrating import append_only, secure_tenant_table, tenant_columns, tenant_fk

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table; its rows are facts."""
    op.create_table(
        "obligation_ends",
        *tenant_columns(),
        sa.Column("obligation_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=False),
        sa.Column("reason", sa.Text()),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        tenant_fk("obligation_id", "obligations"),
        sa.UniqueConstraint("cluster_id", "obligation_id", "kind"),
        sa.CheckConstraint("kind IN ('withdrawn', 'waived')", name="kind_known"),
    )
    secure_tenant_table("obligation_ends")
    append_only("obligation_ends")


def downgrade() -> None:
    """Forget it; what was withdrawn or waived reads as owed again."""
    op.drop_table("obligation_ends")
