"""Membership: categories, dues scheme, applications, terms, obligations, dues runs."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import DATERANGE, JSONB, ExcludeConstraint

from clusterorg.kernel.migrating import (
    APP_ROLE,
    append_only,
    secure_tenant_table,
    tenant_columns,
    tenant_fk,
)

revision = "0006"
down_revision = "0005"

MOMENT = sa.DateTime(timezone=True)

# Newest first: the order in which they can be dropped.
TABLES = (
    "dues_run_items",
    "obligation_invoices",
    "obligations",
    "dues_runs",
    "suspension_lifts",
    "suspensions",
    "cancellation_withdrawals",
    "cancellations",
    "activation_withdrawals",
    "term_activations",
    "terms",
    "application_claims",
    "application_events",
    "applications",
    "dues_rates",
    "dues_schemes",
    "membership_categories",
    "membership_settings",
)

FACTS = (
    "application_events",
    "activation_withdrawals",
    "cancellations",
    "cancellation_withdrawals",
    "suspensions",
    "suspension_lifts",
    "obligation_invoices",
)

# A published version and its rates stand for ever; a draft may be changed and thrown away.
PUBLISHED = """
CREATE FUNCTION refuse_published_scheme() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    published timestamptz;
BEGIN
    IF TG_TABLE_NAME = 'dues_schemes' THEN
        published := OLD.published_at;
    ELSIF TG_OP = 'INSERT' THEN
        SELECT s.published_at INTO published FROM dues_schemes s
         WHERE s.cluster_id = NEW.cluster_id AND s.id = NEW.scheme_id;
    ELSE
        SELECT s.published_at INTO published FROM dues_schemes s
         WHERE s.cluster_id = OLD.cluster_id AND s.id = OLD.scheme_id;
    END IF;
    IF published IS NOT NULL THEN
        RAISE EXCEPTION '% of a published dues scheme never changes', TG_TABLE_NAME
            USING ERRCODE = 'restrict_violation';
    END IF;
    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
    RETURN NEW;
END $$
"""

# Terms and obligations never change, but a merge of two organisations re-points them.
ONLY_OWNER = """
CREATE FUNCTION refuse_all_but_owner() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF to_jsonb(NEW) - 'organisation_id' - 'period' <> to_jsonb(OLD) - 'organisation_id' - 'period'
    THEN
        RAISE EXCEPTION '% never changes', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$
"""

# What an import made may go again while nothing stands on it (foreign keys see to that).
ONLY_IMPORTED = """
CREATE FUNCTION refuse_delete_unless_imported() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF to_jsonb(OLD) ->> 'origin' IS DISTINCT FROM 'import'
       AND to_jsonb(OLD) ->> 'cause' IS DISTINCT FROM 'import'
    THEN
        RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN OLD;
END $$
"""


def upgrade() -> None:
    create_settings()
    create_scheme()
    create_applications()
    create_terms()
    create_term_facts()
    create_dues_runs()
    create_obligations()
    guard()


def create_settings() -> None:
    op.create_table(
        "membership_settings",
        *tenant_columns(),
        sa.Column("approval", sa.String(20), nullable=False),
        sa.Column("notice_days", sa.Integer(), nullable=False),
        sa.Column("resume_days", sa.Integer(), nullable=False),
        sa.Column("consent_version", sa.String(40), nullable=False),
        sa.Column("consent_texts", JSONB(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.UniqueConstraint("cluster_id"),
        sa.CheckConstraint("approval IN ('manual', 'automatic')", name="approval_known"),
        sa.CheckConstraint("notice_days BETWEEN 0 AND 366", name="notice_days_range"),
        sa.CheckConstraint("resume_days BETWEEN 1 AND 366", name="resume_days_range"),
    )
    op.create_table(
        "membership_categories",
        *tenant_columns(),
        sa.Column("code", sa.String(40), nullable=False),
        sa.Column("names", JSONB(), nullable=False),
        sa.Column("descriptions", JSONB(), nullable=False),
        sa.Column("voting", sa.Boolean(), nullable=False),
        sa.Column("helix", sa.String(40)),
        sa.Column("open_for_application", sa.Boolean(), nullable=False),
        sa.Column("approval", sa.String(20)),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.UniqueConstraint("cluster_id", "code"),
        sa.CheckConstraint("code ~ '^[a-z0-9][a-z0-9_-]{0,39}$'", name="code_shape"),
        sa.CheckConstraint("approval IN ('manual', 'automatic')", name="approval_known"),
    )


def create_scheme() -> None:
    op.create_table(
        "dues_schemes",
        *tenant_columns(),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("note", sa.String(500)),
        sa.Column("currency", sa.String(3), nullable=False),
        sa.Column("first_month", sa.SmallInteger(), nullable=False),
        sa.Column("entry_fee_cents", sa.BigInteger(), nullable=False),
        sa.Column("rejoin_pays_entry_fee", sa.Boolean(), nullable=False),
        sa.Column("startup_years", sa.SmallInteger(), nullable=False),
        sa.Column("startup_basis_points", sa.Integer(), nullable=False),
        sa.Column("pro_rata", sa.String(20), nullable=False),
        sa.Column("steps", JSONB(), nullable=False),
        sa.Column("late_join", sa.String(30), nullable=False),
        sa.Column("late_join_month", sa.SmallInteger()),
        sa.Column("reference_month", sa.SmallInteger(), nullable=False),
        sa.Column("reference_day", sa.SmallInteger(), nullable=False),
        sa.Column("dues_product", sa.String(40), nullable=False),
        sa.Column("entry_fee_product", sa.String(40), nullable=False),
        sa.Column("payment_days", sa.SmallInteger(), nullable=False),
        sa.Column("start_policy", sa.String(20), nullable=False),
        sa.Column("settle_days", sa.SmallInteger()),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("published_at", MOMENT),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.UniqueConstraint("cluster_id", "number"),
        sa.CheckConstraint(
            "pro_rata IN ('none', 'month', 'half_year', 'quarter', 'steps', 'day')",
            name="pro_rata_known",
        ),
        sa.CheckConstraint(
            "late_join IN ('none', 'pays_next_year', 'next_year_included')", name="late_join_known"
        ),
        sa.CheckConstraint(
            "start_policy IN ('invoice', 'payment', 'provisional')", name="start_policy_known"
        ),
        sa.CheckConstraint("startup_basis_points BETWEEN 0 AND 10000", name="startup_share_range"),
        sa.CheckConstraint("entry_fee_cents >= 0", name="entry_fee_not_negative"),
        sa.CheckConstraint("first_month BETWEEN 1 AND 12", name="first_month_range"),
    )
    op.create_index(
        "uq_dues_schemes_cluster_id_valid_from",
        "dues_schemes",
        ["cluster_id", "valid_from"],
        unique=True,
    )
    op.create_table(
        "dues_rates",
        *tenant_columns(),
        sa.Column("scheme_id", sa.Uuid(), nullable=False),
        sa.Column("helix", sa.String(40)),
        sa.Column("subgroup", sa.String(40)),
        sa.Column("size_class", sa.String(20)),
        sa.Column("category_id", sa.Uuid()),
        sa.Column("cents", sa.BigInteger(), nullable=False),
        tenant_fk("scheme_id", "dues_schemes", ondelete="CASCADE"),
        tenant_fk("category_id", "membership_categories"),
        sa.CheckConstraint("cents >= 0", name="cents_not_negative"),
    )
    op.create_index(
        "uq_dues_rates_criteria",
        "dues_rates",
        ["cluster_id", "scheme_id", "helix", "subgroup", "size_class", "category_id"],
        unique=True,
        postgresql_nulls_not_distinct=True,
    )


def create_applications() -> None:
    op.create_table(
        "applications",
        *tenant_columns(),
        sa.Column("name", sa.String(300), nullable=False),
        sa.Column("category_id", sa.Uuid()),
        sa.Column("organisation_id", sa.Uuid()),
        sa.Column("language", sa.String(2), nullable=False),
        sa.Column("contact_email", sa.String(320), nullable=False),
        sa.Column("data", JSONB(), nullable=False),
        sa.Column("quoted", JSONB()),
        sa.Column("consent_at", MOMENT),
        sa.Column("consent_version", sa.String(40)),
        sa.Column("resume_hash", sa.String(64)),
        sa.Column("resume_expires_at", MOMENT),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        tenant_fk("category_id", "membership_categories"),
        tenant_fk("organisation_id", "organisations"),
    )
    op.create_index(
        "uq_applications_resume_hash", "applications", ["cluster_id", "resume_hash"], unique=True
    )
    op.create_index(
        "ix_applications_organisation_id", "applications", ["cluster_id", "organisation_id"]
    )
    op.create_table(
        "application_events",
        *tenant_columns(),
        sa.Column("application_id", sa.Uuid(), nullable=False),
        sa.Column("sequence", sa.SmallInteger(), nullable=False),
        sa.Column("verb", sa.String(20), nullable=False),
        sa.Column("state", sa.String(20), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("actor_kind", sa.String(20), nullable=False),
        sa.Column("actor_name", sa.String(200), nullable=False),
        sa.Column("note", sa.Text()),
        tenant_fk("application_id", "applications"),
        sa.UniqueConstraint("cluster_id", "application_id", "sequence"),
        sa.CheckConstraint(
            "verb IN ('start', 'submit', 'ask', 'approve', 'reject', 'withdraw')",
            name="verb_known",
        ),
        sa.CheckConstraint(
            "state IN ('draft', 'submitted', 'more_information', 'approved', 'rejected', "
            "'withdrawn')",
            name="state_known",
        ),
    )
    op.create_table(
        "application_claims",
        *tenant_columns(),
        sa.Column("application_id", sa.Uuid(), nullable=False),
        sa.Column("scheme", sa.String(40), nullable=False),
        sa.Column("value", sa.String(40), nullable=False),
        tenant_fk("application_id", "applications"),
        sa.UniqueConstraint("cluster_id", "scheme", "value"),
    )
    op.create_index(
        "ix_application_claims_application_id",
        "application_claims",
        ["cluster_id", "application_id"],
    )


def create_terms() -> None:
    op.create_table(
        "terms",
        *tenant_columns(),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("category_id", sa.Uuid(), nullable=False),
        sa.Column("chain_id", sa.Uuid(), nullable=False),
        sa.Column("previous_term_id", sa.Uuid()),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=False),
        sa.Column(
            "period",
            DATERANGE(),
            sa.Computed("daterange(starts_on, until, '[)')", persisted=True),
            nullable=False,
        ),
        sa.Column("start_policy", sa.String(20), nullable=False),
        sa.Column("settle_by", sa.Date()),
        sa.Column("origin", sa.String(20), nullable=False),
        sa.Column("application_id", sa.Uuid()),
        sa.Column("created_at", MOMENT, nullable=False),
        tenant_fk("organisation_id", "organisations"),
        tenant_fk("category_id", "membership_categories"),
        tenant_fk("chain_id", "terms"),
        tenant_fk("previous_term_id", "terms"),
        tenant_fk("application_id", "applications"),
        sa.CheckConstraint(
            "start_policy IN ('invoice', 'payment', 'provisional')", name="start_policy_known"
        ),
        sa.CheckConstraint(
            "origin IN ('application', 'renewal', 'import', 'decision')", name="origin_known"
        ),
        sa.CheckConstraint("starts_on < until", name="dates_in_order"),
        sa.CheckConstraint(
            "(chain_id = id) = (previous_term_id IS NULL)", name="chain_begins_once"
        ),
        ExcludeConstraint(
            ("cluster_id", "="),
            ("organisation_id", "="),
            ("period", "&&"),
            name="ex_terms_no_overlap",
            using="gist",
        ),
    )
    op.create_index(
        "ix_terms_organisation", "terms", ["cluster_id", "organisation_id", "starts_on"]
    )
    op.create_index("ix_terms_until", "terms", ["cluster_id", "until"])
    op.create_index(
        "uq_terms_previous_term_id",
        "terms",
        ["cluster_id", "previous_term_id"],
        unique=True,
        postgresql_where=sa.text("previous_term_id IS NOT NULL"),
    )


def create_term_facts() -> None:
    op.create_table(
        "term_activations",
        *tenant_columns(),
        sa.Column("term_id", sa.Uuid(), nullable=False),
        sa.Column("cause", sa.String(20), nullable=False),
        sa.Column("nth", sa.SmallInteger(), nullable=False),
        sa.Column("activated_on", sa.Date(), nullable=False),
        sa.Column("invoice_id", sa.Uuid()),
        sa.Column("created_at", MOMENT, nullable=False),
        tenant_fk("term_id", "terms"),
        tenant_fk("invoice_id", "invoices"),
        sa.UniqueConstraint("cluster_id", "term_id", "cause", "nth"),
        sa.CheckConstraint(
            "cause IN ('invoice', 'renewal', 'payment', 'free', 'import', 'decision')",
            name="cause_known",
        ),
    )
    withdrawal("activation_withdrawals", "activation_id", "term_activations", "withdrawn_on")
    chain_fact(
        "cancellations",
        sa.Column("requested_on", sa.Date(), nullable=False),
        sa.Column("effective_on", sa.Date(), nullable=False),
        sa.Column("reason", sa.Text()),
    )
    withdrawal("cancellation_withdrawals", "cancellation_id", "cancellations", "withdrawn_on")
    chain_fact(
        "suspensions",
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
    )
    withdrawal(
        "suspension_lifts",
        "suspension_id",
        "suspensions",
        "lifted_on",
        sa.Column("reason", sa.Text()),
    )


def chain_fact(table: str, *columns: sa.Column) -> None:
    """Create a table of facts about a chain, numbered per chain."""
    op.create_table(
        table,
        *tenant_columns(),
        sa.Column("chain_id", sa.Uuid(), nullable=False),
        sa.Column("nth", sa.SmallInteger(), nullable=False),
        *columns,
        sa.Column("created_at", MOMENT, nullable=False),
        tenant_fk("chain_id", "terms"),
        sa.UniqueConstraint("cluster_id", "chain_id", "nth"),
    )


def withdrawal(table: str, column: str, of: str, day: str, *columns: sa.Column) -> None:
    """Create a table of facts that end another fact, at most once each."""
    op.create_table(
        table,
        *tenant_columns(),
        sa.Column(column, sa.Uuid(), nullable=False),
        sa.Column(day, sa.Date(), nullable=False),
        *columns,
        sa.Column("created_at", MOMENT, nullable=False),
        tenant_fk(column, of),
        sa.UniqueConstraint("cluster_id", column),
    )


def create_dues_runs() -> None:
    op.create_table(
        "dues_runs",
        *tenant_columns(),
        sa.Column("year", sa.SmallInteger(), nullable=False),
        sa.Column("scheme_id", sa.Uuid(), nullable=False),
        sa.Column("issued_on", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("with_corrections", sa.Boolean(), nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("skipped", sa.Integer(), nullable=False),
        sa.Column("failed", sa.Integer(), nullable=False),
        sa.Column("charged_cents", sa.BigInteger(), nullable=False),
        sa.Column("started_by", sa.String(200), nullable=False),
        sa.Column("started_at", MOMENT, nullable=False),
        sa.Column("finished_at", MOMENT),
        tenant_fk("scheme_id", "dues_schemes"),
    )
    op.create_index(
        "uq_dues_runs_unfinished",
        "dues_runs",
        ["cluster_id"],
        unique=True,
        postgresql_where=sa.text("finished_at IS NULL"),
    )
    op.create_index("ix_dues_runs_year", "dues_runs", ["cluster_id", "year"])


def create_obligations() -> None:
    op.create_table(
        "obligations",
        *tenant_columns(),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("term_id", sa.Uuid(), nullable=False),
        sa.Column("fee_item", sa.String(20), nullable=False),
        sa.Column("year", sa.SmallInteger(), nullable=False),
        sa.Column("revision", sa.SmallInteger(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=False),
        sa.Column("cents", sa.BigInteger(), nullable=False),
        sa.Column("full_cents", sa.BigInteger(), nullable=False),
        sa.Column("currency", sa.String(3), nullable=False),
        sa.Column("product_code", sa.String(40), nullable=False),
        sa.Column("explanation", JSONB(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("scheme_id", sa.Uuid(), nullable=False),
        sa.Column("run_id", sa.Uuid()),
        sa.Column("created_at", MOMENT, nullable=False),
        tenant_fk("organisation_id", "organisations"),
        tenant_fk("term_id", "terms"),
        tenant_fk("scheme_id", "dues_schemes"),
        tenant_fk("run_id", "dues_runs"),
        sa.UniqueConstraint(
            "cluster_id",
            "organisation_id",
            "fee_item",
            "year",
            "revision",
            name="uq_obligations_once",
        ),
        sa.CheckConstraint("fee_item IN ('dues', 'entry_fee')", name="fee_item_known"),
        sa.CheckConstraint("cents >= 0", name="cents_not_negative"),
        sa.CheckConstraint("starts_on < until", name="dates_in_order"),
    )
    op.create_index("ix_obligations_term_id", "obligations", ["cluster_id", "term_id"])
    op.create_index("ix_obligations_run_id", "obligations", ["cluster_id", "run_id"])
    op.create_table(
        "obligation_invoices",
        *tenant_columns(),
        sa.Column("obligation_id", sa.Uuid(), nullable=False),
        sa.Column("invoice_id", sa.Uuid(), nullable=False),
        tenant_fk("obligation_id", "obligations"),
        tenant_fk("invoice_id", "invoices"),
        sa.UniqueConstraint("cluster_id", "obligation_id"),
    )
    op.create_index(
        "ix_obligation_invoices_invoice_id", "obligation_invoices", ["cluster_id", "invoice_id"]
    )
    op.create_table(
        "dues_run_items",
        *tenant_columns(),
        sa.Column("run_id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("outcome", sa.String(20), nullable=False),
        sa.Column("reason", sa.String(60)),
        sa.Column("params", JSONB(), nullable=False),
        sa.Column("cents", sa.BigInteger(), nullable=False),
        sa.Column("invoice_id", sa.Uuid()),
        tenant_fk("run_id", "dues_runs"),
        tenant_fk("organisation_id", "organisations"),
        tenant_fk("invoice_id", "invoices"),
        sa.UniqueConstraint("cluster_id", "run_id", "organisation_id"),
        sa.CheckConstraint("outcome IN ('done', 'skipped', 'failed')", name="outcome_known"),
    )


def guard() -> None:
    """Row security everywhere, and triggers on what must not change."""
    for table in reversed(TABLES):
        secure_tenant_table(table)
    for table in FACTS:
        append_only(table)
    for function in (PUBLISHED, ONLY_OWNER, ONLY_IMPORTED):
        op.execute(function)
    before("dues_schemes", "UPDATE OR DELETE", "refuse_published_scheme")
    before("dues_rates", "INSERT OR UPDATE OR DELETE", "refuse_published_scheme")
    for table in ("terms", "obligations"):
        op.execute(f"REVOKE UPDATE ON {table} FROM {APP_ROLE}")
        op.execute(f"GRANT UPDATE (organisation_id) ON {table} TO {APP_ROLE}")
        before(table, "UPDATE", "refuse_all_but_owner")
    for table in ("terms", "term_activations"):
        before(table, "DELETE", "refuse_delete_unless_imported")
    before("term_activations", "UPDATE", "refuse_change")
    before("obligations", "DELETE", "refuse_change")


def before(table: str, events: str, function: str) -> None:
    """Call a guard for each row before it is written."""
    name = f"{table}_{'_'.join(events.lower().split(' or '))}_guard"
    op.execute(
        f"CREATE TRIGGER {name} BEFORE {events} ON {table} "
        f"FOR EACH ROW EXECUTE FUNCTION {function}()"
    )


def downgrade() -> None:
    for table in TABLES:
        op.drop_table(table)
    for function in (
        "refuse_published_scheme",
        "refuse_all_but_owner",
        "refuse_delete_unless_imported",
    ):
        op.execute(f"DROP FUNCTION {function}()")
