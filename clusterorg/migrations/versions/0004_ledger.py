"""The ledger: chart of accounts, append-only balanced journal."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from clusterorg.kernel.migrating import (
    append_only,
    secure_tenant_table,
    tenant_columns,
    tenant_fk,
)

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

TIMESTAMP = sa.DateTime(timezone=True)
KINDS = "kind IN ('asset', 'liability', 'equity', 'income', 'expense')"
ROLES = "role IN ('receivable', 'vat_due', 'bank', 'cash', 'clearing', 'bank_costs', 'bad_debt')"

# Looks at commit: fewer than two postings, or a sum other than nought, refuses the transaction.
BALANCE = """
CREATE FUNCTION refuse_unbalanced_entry() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    entry uuid;
    lines bigint;
    total numeric;
BEGIN
    IF TG_TABLE_NAME = 'postings' THEN
        entry := NEW.entry_id;
    ELSE
        entry := NEW.id;
    END IF;
    SELECT count(*), coalesce(sum(cents), 0) INTO lines, total
      FROM postings WHERE cluster_id = NEW.cluster_id AND entry_id = entry;
    IF lines < 2 OR total <> 0 THEN
        RAISE EXCEPTION 'journal entry % has % postings and is off by % cents', entry, lines, total
            USING ERRCODE = 'check_violation', CONSTRAINT = TG_TABLE_NAME || '_balance',
                  TABLE = TG_TABLE_NAME;
    END IF;
    RETURN NULL;
END $$
"""


def upgrade() -> None:
    """Create the chart, the journal and their guards."""
    _accounts()
    _journal()
    _postings()
    op.execute(BALANCE)
    for table in ("journal_entries", "postings"):
        op.execute(
            f"CREATE CONSTRAINT TRIGGER {table}_balance AFTER INSERT ON {table} "
            "DEFERRABLE INITIALLY DEFERRED FOR EACH ROW "
            "EXECUTE FUNCTION refuse_unbalanced_entry()"
        )


def _accounts() -> None:
    op.create_table(
        "accounts",
        *tenant_columns(),
        sa.Column("number", sa.String(10), nullable=False),
        sa.Column("names", postgresql.JSONB(), nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("role", sa.String(20)),
        sa.Column("archived_at", TIMESTAMP),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(KINDS, name="kind_known"),
        sa.CheckConstraint(ROLES, name="role_known"),
        sa.CheckConstraint("number ~ '^[0-9]{2,10}$'", name="number_digits"),
    )
    op.create_index(
        "uq_accounts_cluster_id_number", "accounts", ["cluster_id", "number"], unique=True
    )
    op.create_index(
        "uq_accounts_role",
        "accounts",
        ["cluster_id", "role"],
        unique=True,
        postgresql_where=sa.text("role IS NOT NULL"),
    )
    secure_tenant_table("accounts", privileges="SELECT, INSERT, UPDATE")


def _journal() -> None:
    op.create_table(
        "journal_entries",
        *tenant_columns(),
        sa.Column("booked_on", sa.Date(), nullable=False),
        sa.Column("text", sa.String(300), nullable=False),
        sa.Column("cause_type", sa.String(40), nullable=False),
        sa.Column("cause_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("reverses_id", sa.Uuid()),
        sa.Column("posted_at", TIMESTAMP, nullable=False),
        sa.Column("posted_by", sa.String(200), nullable=False),
        tenant_fk("reverses_id", "journal_entries"),
    )
    op.create_index(
        "uq_journal_entries_cause",
        "journal_entries",
        ["cluster_id", "cause_type", "cause_id", "kind"],
        unique=True,
    )
    op.create_index(
        "uq_journal_entries_reverses",
        "journal_entries",
        ["cluster_id", "reverses_id"],
        unique=True,
        postgresql_where=sa.text("reverses_id IS NOT NULL"),
    )
    op.create_index(
        "ix_journal_entries_booked_on", "journal_entries", ["cluster_id", "booked_on", "id"]
    )
    secure_tenant_table("journal_entries", privileges="SELECT, INSERT")
    append_only("journal_entries")


def _postings() -> None:
    op.create_table(
        "postings",
        *tenant_columns(),
        sa.Column("entry_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.SmallInteger(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("cents", sa.BigInteger(), nullable=False),
        sa.Column("organisation_id", sa.Uuid()),
        tenant_fk("entry_id", "journal_entries"),
        tenant_fk("account_id", "accounts"),
        tenant_fk("organisation_id", "organisations"),
        sa.CheckConstraint("cents <> 0", name="cents_not_nought"),
    )
    op.create_index(
        "uq_postings_entry_position",
        "postings",
        ["cluster_id", "entry_id", "position"],
        unique=True,
    )
    op.create_index("ix_postings_account", "postings", ["cluster_id", "account_id", "id"])
    op.create_index(
        "ix_postings_organisation",
        "postings",
        ["cluster_id", "organisation_id", "account_id"],
        postgresql_where=sa.text("organisation_id IS NOT NULL"),
    )
    secure_tenant_table("postings", privileges="SELECT, INSERT")
    append_only("postings")


def downgrade() -> None:
    """Drop the ledger with all that is booked."""
    op.drop_table("postings")
    op.drop_table("journal_entries")
    op.drop_table("accounts")
    op.execute("DROP FUNCTION refuse_unbalanced_entry()")
