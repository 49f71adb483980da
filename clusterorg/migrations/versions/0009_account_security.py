"""Account security: second factors encrypted, when a sign-in last proved the password, and what
operators did to a person's account."""

import sqlalchemy as sa
from alembic import op

from clusterorg.kernel import keys
from clusterorg.kernel.migrating import append_only, grant

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
SECRETS = sa.text("SELECT id, totp_secret FROM persons WHERE totp_secret IS NOT NULL")
KEEP = sa.text("UPDATE persons SET totp_secret = :secret WHERE id = :id")


def upgrade() -> None:
    """Encrypt what stands in clear; every sign-in so far proved the password when it was made."""
    for person_id, secret in op.get_bind().execute(SECRETS).all():
        op.get_bind().execute(KEEP, {"id": person_id, "secret": keys.encrypt(secret)})
    op.add_column("sign_ins", sa.Column("proved_at", MOMENT))
    op.execute("UPDATE sign_ins SET proved_at = created_at")
    op.alter_column("sign_ins", "proved_at", nullable=False)
    op.create_table(
        "operator_acts",
        sa.Column("id", sa.Uuid(), primary_key=True),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("operator_id", sa.Uuid(), nullable=False),
        sa.Column("operator_name", sa.String(200), nullable=False),
        sa.Column("verb", sa.String(60), nullable=False),
        sa.Column("person_id", sa.Uuid(), sa.ForeignKey("persons.id"), nullable=False),
        sa.Column("reason", sa.String(500), nullable=False),
        sa.Column("request_id", sa.String(64)),
    )
    op.create_index("ix_operator_acts_person_id", "operator_acts", ["person_id"])
    grant("operator_acts", "SELECT, INSERT")
    append_only("operator_acts")


def downgrade() -> None:
    """Second factors stand in clear again, as the program before knows them."""
    op.drop_table("operator_acts")
    op.drop_column("sign_ins", "proved_at")
    for person_id, stored in op.get_bind().execute(SECRETS).all():
        op.get_bind().execute(KEEP, {"id": person_id, "secret": keys.decrypt(stored)})
