"""Kernel: extensions, the refusal trigger, clusters, audit log, idempotency keys, job queue."""

import sqlalchemy as sa
from alembic import op
from procrastinate.schema import SchemaManager
from sqlalchemy.dialects.postgresql import ARRAY, JSONB

from clusterorg.kernel.migrating import (
    APP_ROLE,
    append_only,
    grant,
    secure_tenant_table,
    tenant_columns,
)

revision = "0001"
down_revision = None

EXTENSIONS = ("pg_trgm", "btree_gist", "citext", "unaccent")
QUEUE_TABLES = ("jobs", "events", "workers", "periodic_defers")


def upgrade() -> None:
    for extension in EXTENSIONS:
        op.execute(f"CREATE EXTENSION IF NOT EXISTS {extension}")
    op.execute(f"GRANT USAGE ON SCHEMA public TO {APP_ROLE}")
    op.execute(
        "CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        "RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation'; "
        "END $$"
    )
    # The two-argument form is only stable because dictionaries may change; ours does not, so that
    # searches may use an index on it.
    op.execute(
        "CREATE FUNCTION plain_text(value text) RETURNS text LANGUAGE sql IMMUTABLE STRICT "
        "PARALLEL SAFE AS $$ "
        "SELECT lower(public.unaccent('public.unaccent'::regdictionary, value)) $$"
    )
    create_clusters()
    create_audit()
    create_idempotency()
    create_queue()
    grant("alembic_version", "SELECT")


def create_clusters() -> None:
    op.create_table(
        "clusters",
        sa.Column("id", sa.Uuid(), primary_key=True),
        sa.Column("slug", sa.String(40), nullable=False, unique=True),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("legal_name", sa.String(200), nullable=False),
        sa.Column("legal_form", sa.String(40), nullable=False),
        sa.Column("enterprise_number", sa.String(20)),
        sa.Column("vat_number", sa.String(20)),
        sa.Column("vat_status", sa.String(40), nullable=False),
        sa.Column("street", sa.String(200), nullable=False),
        sa.Column("postcode", sa.String(20), nullable=False),
        sa.Column("city", sa.String(100), nullable=False),
        sa.Column("country", sa.String(2), nullable=False),
        sa.Column("email", sa.String(320), nullable=False),
        sa.Column("phone", sa.String(40)),
        sa.Column("website", sa.String(300)),
        sa.Column("time_zone", sa.String(60), nullable=False),
        sa.Column("languages", ARRAY(sa.String(2)), nullable=False),
        sa.Column("default_language", sa.String(2), nullable=False),
        sa.Column("colour", sa.String(7), nullable=False),
        sa.Column("iban", sa.String(34)),
        sa.Column("bic", sa.String(11)),
        sa.Column("stripe_account_id", sa.String(60), unique=True),
        sa.Column("requires_second_factor", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("slug ~ '^[a-z][a-z0-9-]{1,38}[a-z0-9]$'", name="slug_shape"),
        sa.CheckConstraint("colour ~ '^#[0-9a-f]{6}$'", name="colour_shape"),
        sa.CheckConstraint("default_language = ANY (languages)", name="default_language_offered"),
        sa.CheckConstraint(
            "vat_status IN ('liable', 'small_business', 'exempt', 'not_liable')",
            name="vat_status_known",
        ),
    )
    # Clusters are the tenants themselves: everybody may read which exist, only their own staff
    # (in scope) may change one; making one is the operator's command, with the new id in scope.
    op.execute("ALTER TABLE clusters ENABLE ROW LEVEL SECURITY")
    op.execute("ALTER TABLE clusters FORCE ROW LEVEL SECURITY")
    op.execute("CREATE POLICY clusters_read ON clusters FOR SELECT USING (true)")
    op.execute(
        "CREATE POLICY clusters_own ON clusters "
        "USING (id = nullif(current_setting('app.cluster', true), '')::uuid)"
    )
    grant("clusters", "SELECT, INSERT, UPDATE")


def create_audit() -> None:
    op.create_table(
        "audit_entries",
        *tenant_columns(),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor_kind", sa.String(20), nullable=False),
        sa.Column("actor_id", sa.Uuid()),
        sa.Column("actor_name", sa.String(200), nullable=False),
        sa.Column("verb", sa.String(80), nullable=False),
        sa.Column("subject_type", sa.String(60), nullable=False),
        sa.Column("subject_id", sa.Uuid(), nullable=False),
        sa.Column("concerns_id", sa.Uuid()),
        sa.Column("before", JSONB()),
        sa.Column("after", JSONB()),
        sa.Column("reason", sa.Text()),
        sa.Column("request_id", sa.String(64)),
    )
    op.create_index(
        "ix_audit_entries_subject",
        "audit_entries",
        ["cluster_id", "subject_type", "subject_id", "id"],
    )
    op.create_index(
        "ix_audit_entries_concerns", "audit_entries", ["cluster_id", "concerns_id", "id"]
    )
    secure_tenant_table("audit_entries", privileges="SELECT, INSERT")
    append_only("audit_entries")


def create_idempotency() -> None:
    op.create_table(
        "idempotency_keys",
        *tenant_columns(),
        sa.Column("owner", sa.String(80), nullable=False),
        sa.Column("key", sa.String(120), nullable=False),
        sa.Column("fingerprint", sa.String(64), nullable=False),
        sa.Column(
            "used_at", sa.DateTime(timezone=True), nullable=False, server_default=sa.func.now()
        ),
        sa.Column("answer", JSONB()),
    )
    op.create_index(
        "uq_idempotency_keys_owner_key",
        "idempotency_keys",
        ["cluster_id", "owner", "key"],
        unique=True,
    )
    op.create_index("ix_idempotency_keys_used_at", "idempotency_keys", ["cluster_id", "used_at"])
    secure_tenant_table("idempotency_keys")


def create_queue() -> None:
    # The queue's own schema comes from the pinned library, as its documentation asks.
    op.execute(sa.text(SchemaManager.get_schema().replace(":", r"\:")))
    for table in QUEUE_TABLES:
        grant(f"procrastinate_{table}")
    op.execute(f"GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO {APP_ROLE}")


def downgrade() -> None:
    op.execute("DROP TABLE procrastinate_events, procrastinate_periodic_defers CASCADE")
    op.execute("DROP TABLE procrastinate_jobs, procrastinate_workers CASCADE")
    op.execute(
        "DO $$ DECLARE f record; BEGIN FOR f IN SELECT oid::regprocedure AS name FROM pg_proc "
        "WHERE proname LIKE 'procrastinate_%' LOOP "
        "EXECUTE 'DROP FUNCTION ' || f.name || ' CASCADE'; "
        "END LOOP; END $$"
    )
    for kind in ("job_to_defer_v1", "job_event_type", "job_status"):
        op.execute(f"DROP TYPE procrastinate_{kind} CASCADE")
    op.drop_table("idempotency_keys")
    op.drop_table("audit_entries")
    op.drop_table("clusters")
    op.execute("DROP FUNCTION plain_text(text)")
    op.execute("DROP FUNCTION refuse_change()")
    for extension in reversed(EXTENSIONS):
        op.execute(f"DROP EXTENSION {extension}")
