"""Bulk writing: the planner hears of any table that has grown, not only of an import's."""

from alembic import op

from clusterorg.kernel.migrating import APP_ROLE

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

IMPORTED = (
    "organisations",
    "organisation_identifiers",
    "organisation_addresses",
    "organisation_sizes",
    "organisation_activities",
    "organisation_forwards",
    "contacts",
    "contact_roles",
    "tags",
    "organisation_tags",
    "custom_fields",
    "import_batches",
    "import_rows",
    "import_profiles",
)

# Only tables that others point to: their key checks are what a plan from an empty table spoils.
# `relpages` is the size when the table was last analysed; four times as large is worth a new look.
REFRESH = """
CREATE FUNCTION refresh_statistics(name text) RETURNS void LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    IF EXISTS (
        SELECT 1 FROM pg_class c
         WHERE c.oid = to_regclass(quote_ident(name)) AND c.relnamespace = 'public'::regnamespace
           AND pg_relation_size(c.oid) > 4 * 8192 * greatest(c.relpages, 1)::bigint
           AND EXISTS (SELECT 1 FROM pg_constraint k WHERE k.confrelid = c.oid)
    ) THEN
        EXECUTE format('ANALYZE (SKIP_LOCKED) public.%I', name);
    END IF;
END $$
"""


def upgrade() -> None:
    """One function for every table takes the place of the one that named the import's."""
    op.execute(REFRESH)
    op.execute("REVOKE ALL ON FUNCTION refresh_statistics(text) FROM PUBLIC")
    op.execute(f"GRANT EXECUTE ON FUNCTION refresh_statistics(text) TO {APP_ROLE}")
    op.execute("DROP FUNCTION refresh_organisation_statistics()")


def downgrade() -> None:
    """Bring the import's own function back."""
    op.execute("DROP FUNCTION refresh_statistics(text)")
    analysed = "; ".join(f"ANALYZE {table}" for table in IMPORTED)
    op.execute(
        "CREATE FUNCTION refresh_organisation_statistics() RETURNS void LANGUAGE sql "
        f"SECURITY DEFINER SET search_path = public, pg_temp AS '{analysed}'"
    )
    op.execute("REVOKE ALL ON FUNCTION refresh_organisation_statistics() FROM PUBLIC")
    op.execute(f"GRANT EXECUTE ON FUNCTION refresh_organisation_statistics() TO {APP_ROLE}")
