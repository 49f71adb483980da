"""Billing: products, frozen documents, payments, payment attempts, provider events."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from clusterorg.kernel.migrating import (
    APP_ROLE,
    append_only,
    grant,
    secure_tenant_table,
    tenant_columns,
    tenant_fk,
)

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

TIMESTAMP = sa.DateTime(timezone=True)
CATEGORIES = "('S', 'E', 'AE', 'O', 'Z')"
DOCUMENT_KINDS = "('invoice', 'credit_note')"
METHODS = "('bank_transfer', 'cash', 'card', 'bancontact', 'sepa_debit', 'ideal', 'online')"
STATES = "('created', 'open', 'awaiting_funds', 'expired', 'failed', 'succeeded')"
UNDER_WAY = sa.text("state IN ('created', 'open', 'awaiting_funds')")


def upgrade() -> None:
    """Create the tables in the order of their references, and the sequence of references."""
    create_products()
    create_vat_settings()
    create_counters()
    create_invoices()
    create_lines()
    create_documents()
    create_logos()
    create_attempts()
    create_payments()
    create_allocations()
    create_provider_events()
    # One sequence for the whole installation: a reference is then unique per IBAN as well, also
    # where two clusters share a bank account. It may have gaps; document numbers may not.
    op.execute("CREATE SEQUENCE payment_references AS bigint MAXVALUE 9999999999 NO CYCLE")
    op.execute(f"GRANT USAGE ON SEQUENCE payment_references TO {APP_ROLE}")


def create_products() -> None:
    op.create_table(
        "products",
        *tenant_columns(),
        sa.Column("code", sa.String(40), nullable=False),
        sa.Column("names", postgresql.JSONB(), nullable=False),
        sa.Column("revenue_account_id", sa.Uuid(), nullable=False),
        sa.Column("unit_cents", sa.BigInteger()),
        sa.Column("archived_at", TIMESTAMP),
        sa.Column("version", sa.Integer(), nullable=False),
        tenant_fk("revenue_account_id", "accounts"),
        sa.CheckConstraint("code ~ '^[a-z0-9][a-z0-9-]{1,39}$'", name="code_shape"),
    )
    op.create_index("uq_products_code", "products", ["cluster_id", "code"], unique=True)
    secure_tenant_table("products", privileges="SELECT, INSERT, UPDATE")


def create_vat_settings() -> None:
    op.create_table(
        "product_vat_settings",
        *tenant_columns(),
        sa.Column("product_id", sa.Uuid(), nullable=False),
        sa.Column("valid", postgresql.DATERANGE(), nullable=False),
        sa.Column("category", sa.String(2), nullable=False),
        sa.Column("rate_bp", sa.Integer(), nullable=False),
        sa.Column("vatex_code", sa.String(40)),
        sa.Column("legal_texts", postgresql.JSONB(), nullable=False),
        sa.Column("approved_by", sa.String(200), nullable=False),
        sa.Column("approved_on", sa.Date(), nullable=False),
        tenant_fk("product_id", "products"),
        sa.CheckConstraint(f"category IN {CATEGORIES}", name="category_known"),
        sa.CheckConstraint("(category = 'S') = (rate_bp > 0)", name="rate_fits_category"),
        postgresql.ExcludeConstraint(
            ("cluster_id", "="),
            ("product_id", "="),
            ("valid", "&&"),
            name="ex_product_vat_settings_valid",
            using="gist",
        ),
    )
    secure_tenant_table("product_vat_settings", privileges="SELECT, INSERT, UPDATE")


def create_counters() -> None:
    op.create_table(
        "document_counters",
        *tenant_columns(),
        sa.Column("series", sa.String(20), nullable=False),
        sa.Column("year", sa.SmallInteger(), nullable=False),
        sa.Column("next_sequence", sa.Integer(), nullable=False),
        sa.Column("last_issued_on", sa.Date(), nullable=False),
        sa.CheckConstraint(f"series IN {DOCUMENT_KINDS}", name="series_known"),
    )
    op.create_index(
        "uq_document_counters_series",
        "document_counters",
        ["cluster_id", "series", "year"],
        unique=True,
    )
    secure_tenant_table("document_counters", privileges="SELECT, INSERT, UPDATE")


def create_invoices() -> None:
    op.create_table(
        "invoices",
        *tenant_columns(),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("year", sa.SmallInteger(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(30), nullable=False),
        sa.Column("issued_on", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("language", sa.String(2), nullable=False),
        sa.Column("currency", sa.String(3), nullable=False),
        sa.Column("payer_id", sa.Uuid(), nullable=False),
        sa.Column("payer_name", sa.String(300), nullable=False),
        sa.Column("seller", postgresql.JSONB(), nullable=False),
        sa.Column("buyer", postgresql.JSONB(), nullable=False),
        sa.Column("net_cents", sa.BigInteger(), nullable=False),
        sa.Column("vat_cents", sa.BigInteger(), nullable=False),
        sa.Column("gross_cents", sa.BigInteger(), nullable=False),
        sa.Column("vat_breakdown", postgresql.JSONB(), nullable=False),
        sa.Column("legal_texts", postgresql.JSONB(), nullable=False),
        sa.Column("reference_kind", sa.String(10), nullable=False),
        sa.Column("payment_reference", sa.String(25), nullable=False),
        sa.Column("buyer_reference", sa.String(100)),
        sa.Column("note", sa.Text()),
        sa.Column("credits_id", sa.Uuid()),
        sa.Column("reason", sa.Text()),
        sa.Column("layout", sa.SmallInteger(), nullable=False),
        sa.Column("issued_at", TIMESTAMP, nullable=False),
        sa.Column("issued_by", sa.String(200), nullable=False),
        tenant_fk("payer_id", "organisations"),
        tenant_fk("credits_id", "invoices"),
        sa.CheckConstraint(f"kind IN {DOCUMENT_KINDS}", name="kind_known"),
        sa.CheckConstraint("reference_kind IN ('ogm', 'rf')", name="reference_kind_known"),
        sa.CheckConstraint("gross_cents = net_cents + vat_cents", name="gross_adds_up"),
        sa.CheckConstraint("gross_cents >= 0", name="gross_not_negative"),
        sa.CheckConstraint("due_on >= issued_on", name="due_after_issue"),
        sa.CheckConstraint(
            "(kind = 'credit_note') = (credits_id IS NOT NULL)", name="credit_linked"
        ),
    )
    index = op.create_index
    index("uq_invoices_number", "invoices", ["cluster_id", "kind", "year", "sequence"], unique=True)
    index("uq_invoices_reference", "invoices", ["cluster_id", "payment_reference"], unique=True)
    index("ix_invoices_issued_on", "invoices", ["cluster_id", "issued_on", "id"])
    index("ix_invoices_payer", "invoices", ["cluster_id", "payer_id", "issued_on"])
    index(
        "ix_invoices_credits",
        "invoices",
        ["cluster_id", "credits_id"],
        postgresql_where=sa.text("credits_id IS NOT NULL"),
    )
    secure_tenant_table("invoices", privileges="SELECT, INSERT")
    append_only("invoices")


def create_lines() -> None:
    op.create_table(
        "invoice_lines",
        *tenant_columns(),
        sa.Column("invoice_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.SmallInteger(), nullable=False),
        sa.Column("product_id", sa.Uuid(), nullable=False),
        sa.Column("product_code", sa.String(40), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("detail", sa.Text()),
        sa.Column("quantity", sa.Numeric(12, 3), nullable=False),
        sa.Column("unit_cents", sa.BigInteger(), nullable=False),
        sa.Column("net_cents", sa.BigInteger(), nullable=False),
        sa.Column("vat_category", sa.String(2), nullable=False),
        sa.Column("vat_rate_bp", sa.Integer(), nullable=False),
        sa.Column("vatex_code", sa.String(40)),
        sa.Column("legal_text", sa.Text()),
        sa.Column("revenue_account_id", sa.Uuid(), nullable=False),
        sa.Column("subject_type", sa.String(40)),
        sa.Column("subject_id", sa.Uuid()),
        tenant_fk("invoice_id", "invoices"),
        tenant_fk("product_id", "products"),
        tenant_fk("revenue_account_id", "accounts"),
        sa.CheckConstraint(f"vat_category IN {CATEGORIES}", name="vat_category_known"),
        sa.CheckConstraint("quantity > 0", name="quantity_positive"),
        sa.CheckConstraint("(subject_type IS NULL) = (subject_id IS NULL)", name="subject_whole"),
    )
    op.create_index(
        "uq_invoice_lines_position",
        "invoice_lines",
        ["cluster_id", "invoice_id", "position"],
        unique=True,
    )
    op.create_index(
        "ix_invoice_lines_subject",
        "invoice_lines",
        ["cluster_id", "subject_id", "subject_type"],
        postgresql_where=sa.text("subject_id IS NOT NULL"),
    )
    secure_tenant_table("invoice_lines", privileges="SELECT, INSERT")
    append_only("invoice_lines")


def create_documents() -> None:
    op.create_table(
        "invoice_documents",
        *tenant_columns(),
        sa.Column("invoice_id", sa.Uuid(), nullable=False),
        sa.Column("format", sa.String(10), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("made_at", TIMESTAMP, nullable=False),
        tenant_fk("invoice_id", "invoices"),
    )
    op.create_index(
        "uq_invoice_documents_format",
        "invoice_documents",
        ["cluster_id", "invoice_id", "format"],
        unique=True,
    )
    secure_tenant_table("invoice_documents", privileges="SELECT, INSERT")
    append_only("invoice_documents")


def create_logos() -> None:
    op.create_table(
        "seller_logos",
        *tenant_columns(),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("png", sa.LargeBinary(), nullable=False),
    )
    op.create_index("uq_seller_logos_sha256", "seller_logos", ["cluster_id", "sha256"], unique=True)
    secure_tenant_table("seller_logos", privileges="SELECT, INSERT")
    append_only("seller_logos")


def create_attempts() -> None:
    op.create_table(
        "payment_attempts",
        *tenant_columns(),
        sa.Column("invoice_id", sa.Uuid(), nullable=False),
        sa.Column("provider", sa.String(20), nullable=False),
        sa.Column("account", sa.String(60), nullable=False),
        sa.Column("amount_cents", sa.BigInteger(), nullable=False),
        sa.Column("currency", sa.String(3), nullable=False),
        sa.Column("state", sa.String(20), nullable=False),
        sa.Column("success_url", sa.Text(), nullable=False),
        sa.Column("cancel_url", sa.Text(), nullable=False),
        sa.Column("session_id", sa.String(120)),
        sa.Column("url", sa.Text()),
        sa.Column("expires_at", TIMESTAMP),
        sa.Column("method", sa.String(40)),
        sa.Column("charge_id", sa.String(120)),
        sa.Column("failure_code", sa.String(80)),
        sa.Column("failure_text", sa.Text()),
        sa.Column("created_at", TIMESTAMP, nullable=False),
        sa.Column("created_by", sa.String(200), nullable=False),
        sa.Column("settled_at", TIMESTAMP),
        tenant_fk("invoice_id", "invoices"),
        sa.CheckConstraint(f"state IN {STATES}", name="state_known"),
        sa.CheckConstraint("amount_cents > 0", name="amount_positive"),
    )
    index = op.create_index
    index(
        "uq_payment_attempts_open",
        "payment_attempts",
        ["cluster_id", "invoice_id"],
        unique=True,
        postgresql_where=UNDER_WAY,
    )
    index("ix_payment_attempts_invoice", "payment_attempts", ["cluster_id", "invoice_id", "id"])
    index("ix_payment_attempts_session", "payment_attempts", ["cluster_id", "session_id"])
    secure_tenant_table("payment_attempts", privileges="SELECT, INSERT, UPDATE")


def create_payments() -> None:
    op.create_table(
        "payments",
        *tenant_columns(),
        sa.Column("payer_id", sa.Uuid(), nullable=False),
        sa.Column("method", sa.String(20), nullable=False),
        sa.Column("amount_cents", sa.BigInteger(), nullable=False),
        sa.Column("currency", sa.String(3), nullable=False),
        sa.Column("received_on", sa.Date(), nullable=False),
        sa.Column("reference", sa.String(200)),
        sa.Column("provider", sa.String(20)),
        sa.Column("provider_charge_id", sa.String(120)),
        sa.Column("attempt_id", sa.Uuid()),
        sa.Column("reverses_id", sa.Uuid()),
        sa.Column("reason", sa.String(500)),
        sa.Column("recorded_at", TIMESTAMP, nullable=False),
        sa.Column("recorded_by", sa.String(200), nullable=False),
        tenant_fk("payer_id", "organisations"),
        tenant_fk("reverses_id", "payments"),
        tenant_fk("attempt_id", "payment_attempts"),
        sa.CheckConstraint(f"method IN {METHODS}", name="method_known"),
        sa.CheckConstraint("(reverses_id IS NULL) = (amount_cents > 0)", name="sign_fits"),
        sa.CheckConstraint("amount_cents <> 0", name="amount_not_nought"),
    )
    index = op.create_index
    index(
        "uq_payments_charge",
        "payments",
        ["cluster_id", "provider", "provider_charge_id"],
        unique=True,
        postgresql_where=sa.text("provider_charge_id IS NOT NULL"),
    )
    index(
        "uq_payments_reverses",
        "payments",
        ["cluster_id", "reverses_id"],
        unique=True,
        postgresql_where=sa.text("reverses_id IS NOT NULL"),
    )
    index("ix_payments_payer", "payments", ["cluster_id", "payer_id", "received_on"])
    index("ix_payments_received_on", "payments", ["cluster_id", "received_on", "id"])
    secure_tenant_table("payments", privileges="SELECT, INSERT")
    append_only("payments")


def create_allocations() -> None:
    op.create_table(
        "allocations",
        *tenant_columns(),
        sa.Column("payment_id", sa.Uuid(), nullable=False),
        sa.Column("invoice_id", sa.Uuid(), nullable=False),
        sa.Column("amount_cents", sa.BigInteger(), nullable=False),
        sa.Column("allocated_on", sa.Date(), nullable=False),
        sa.Column("allocated_at", TIMESTAMP, nullable=False),
        tenant_fk("payment_id", "payments"),
        tenant_fk("invoice_id", "invoices"),
        sa.CheckConstraint("amount_cents <> 0", name="amount_not_nought"),
    )
    op.create_index("ix_allocations_invoice", "allocations", ["cluster_id", "invoice_id"])
    op.create_index("ix_allocations_payment", "allocations", ["cluster_id", "payment_id"])
    secure_tenant_table("allocations", privileges="SELECT, INSERT")
    append_only("allocations")


def create_provider_events() -> None:
    op.create_table(
        "provider_events",
        sa.Column("id", sa.Uuid(), primary_key=True),
        sa.Column("provider", sa.String(20), nullable=False),
        sa.Column("account", sa.String(60), nullable=False),
        sa.Column("event_id", sa.String(120), nullable=False),
        sa.Column("event_type", sa.String(120), nullable=False),
        sa.Column("session_id", sa.String(120)),
        sa.Column("attempt_id", sa.Uuid()),
        sa.Column("created_at", TIMESTAMP, nullable=False),
        sa.Column("body", postgresql.JSONB(), nullable=False),
        sa.Column("received_at", TIMESTAMP, nullable=False),
        sa.Column("processed_at", TIMESTAMP),
        sa.Column("status", sa.String(20), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("error", sa.Text()),
        sa.CheckConstraint(
            "status IN ('pending', 'processed', 'quarantined', 'failed')", name="status_known"
        ),
    )
    op.create_index(
        "uq_provider_events_event_id",
        "provider_events",
        ["provider", "account", "event_id"],
        unique=True,
    )
    op.create_index(
        "ix_provider_events_waiting",
        "provider_events",
        ["received_at"],
        postgresql_where=sa.text("status <> 'processed'"),
    )
    grant("provider_events", "SELECT, INSERT, UPDATE")


def downgrade() -> None:
    """Drop billing with all documents and payments."""
    op.execute("DROP SEQUENCE payment_references")
    for table in (
        "provider_events",
        "allocations",
        "payments",
        "payment_attempts",
        "seller_logos",
        "invoice_documents",
        "invoice_lines",
        "invoices",
        "document_counters",
        "product_vat_settings",
        "products",
    ):
        op.drop_table(table)
