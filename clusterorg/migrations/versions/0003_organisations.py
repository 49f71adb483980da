"""Organisations: the organisation and its parts, contacts with roles, tags, imports."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import ARRAY, JSONB, ExcludeConstraint

from clusterorg.kernel.migrating import (
    APP_ROLE,
    let_person_see,
    secure_tenant_table,
    tenant_columns,
    tenant_fk,
)

revision = "0003"
down_revision = "0002"

MOMENT = sa.DateTime(timezone=True)
TABLES = (
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


def upgrade() -> None:
    create_organisations()
    create_parts()
    create_contacts()
    create_labels()
    create_imports()
    for table in TABLES:
        secure_tenant_table(table)
    let_person_see("contacts")
    let_person_see_own_roles()
    let_imports_refresh_statistics()


def let_person_see_own_roles() -> None:
    """The roles of one's own contacts belong to the same counted door: they grant the portal."""
    op.execute(
        "CREATE POLICY contact_roles_own_person ON contact_roles FOR SELECT USING (EXISTS ("
        "SELECT 1 FROM contacts WHERE contacts.cluster_id = contact_roles.cluster_id "
        "AND contacts.id = contact_roles.contact_id AND contacts.person_id = "
        "nullif(current_setting('app.person', true), '')::uuid))"
    )


def let_imports_refresh_statistics() -> None:
    """Let a large import tell the planner how full its tables are; the app role owns none.

    Without it key checks of a table that was empty a moment ago read a whole cluster's index.
    """
    analysed = "; ".join(f"ANALYZE {table}" for table in TABLES)
    op.execute(
        "CREATE FUNCTION refresh_organisation_statistics() RETURNS void LANGUAGE sql "
        f"SECURITY DEFINER SET search_path = public, pg_temp AS '{analysed}'"
    )
    op.execute("REVOKE ALL ON FUNCTION refresh_organisation_statistics() FROM PUBLIC")
    op.execute(f"GRANT EXECUTE ON FUNCTION refresh_organisation_statistics() TO {APP_ROLE}")


def create_organisations() -> None:
    op.create_table(
        "organisations",
        *tenant_columns(),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("legal_name", sa.String(length=200)),
        sa.Column("sort_name", sa.String(length=600, collation="C"), nullable=False),
        sa.Column("match_name", sa.String(length=600, collation="C"), nullable=False),
        sa.Column("search_text", sa.String(length=1500, collation="C"), nullable=False),
        sa.Column("helix", sa.String(length=20), nullable=False),
        sa.Column("subgroup", sa.String(length=40)),
        sa.Column("declared_size", sa.String(length=10)),
        sa.Column("website", sa.String(length=300)),
        sa.Column("web_domain", sa.String(length=253)),
        sa.Column("email", sa.String(length=320)),
        sa.Column("mail_domain", sa.String(length=253)),
        sa.Column("phone", sa.String(length=40)),
        sa.Column("language", sa.String(length=2)),
        sa.Column("is_startup", sa.Boolean(), nullable=False),
        sa.Column("founded_on", sa.Date()),
        sa.Column("note", sa.Text()),
        sa.Column("custom", JSONB(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("archived_at", MOMENT),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "declared_size IN ('micro', 'small', 'medium', 'large')", name="declared_size_known"
        ),
        sa.CheckConstraint(
            "helix IN ('business', 'knowledge', 'government', 'civil_society')", name="helix_known"
        ),
        sa.CheckConstraint(
            "subgroup IS NULL OR (helix = 'business' AND subgroup IN ('enterprise', "
            "'business_federation', 'incubator', 'cluster_organisation')) OR "
            "(helix = 'knowledge' AND subgroup IN ('university', "
            "'university_college', 'research_centre', 'research_infrastructure')) OR "
            "(helix = 'government' AND subgroup IN ('local_authority', 'province', "
            "'regional_authority', 'national_authority', 'public_agency')) OR "
            "(helix = 'civil_society' AND subgroup IN ('consumers_users', "
            "'employees', 'training_education', 'financial_institution', "
            "'service_provider', 'association', 'media', 'local_actor'))",
            name="subgroup_of_helix",
        ),
    )
    for column in ("mail_domain", "web_domain"):
        op.create_index(
            f"ix_organisations_{column}",
            "organisations",
            ["cluster_id", column],
            postgresql_where=sa.text(f"{column} IS NOT NULL"),
        )
    op.create_index(
        "ix_organisations_sort",
        "organisations",
        ["cluster_id", "sort_name", "id"],
        postgresql_include=["search_text", "archived_at"],
    )


def create_parts() -> None:
    op.create_table(
        "organisation_identifiers",
        *tenant_columns(),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("scheme", sa.String(length=20), nullable=False),
        sa.Column("value", sa.String(length=60, collation="C"), nullable=False),
        sa.CheckConstraint(
            "scheme IN ('be_enterprise', 'vat', 'iban', 'fr_siren', 'de_register', "
            "'nl_kvk', 'dk_cvr', 'se_orgnr', 'no_orgnr', 'ch_uid', 'lei')",
            name="scheme_known",
        ),
        tenant_fk("organisation_id", "organisations"),
        sa.UniqueConstraint("cluster_id", "scheme", "value"),
    )
    op.create_index(
        "ix_organisation_identifiers_organisation",
        "organisation_identifiers",
        ["cluster_id", "organisation_id"],
    )
    op.create_table(
        "organisation_addresses",
        *tenant_columns(),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("street", sa.String(length=200), nullable=False),
        sa.Column("postcode", sa.String(length=20), nullable=False),
        sa.Column("city", sa.String(length=120), nullable=False),
        sa.Column("country", sa.String(length=2), nullable=False),
        sa.Column("nuts_code", sa.String(length=5)),
        sa.Column("nuts_source", sa.String(length=10)),
        sa.CheckConstraint("kind IN ('registered', 'billing', 'visiting')", name="kind_known"),
        sa.CheckConstraint("nuts_source IN ('postcode', 'manual')", name="nuts_source_known"),
        tenant_fk("organisation_id", "organisations"),
    )
    op.create_index(
        "ix_organisation_addresses_organisation",
        "organisation_addresses",
        ["cluster_id", "organisation_id"],
    )
    op.create_index(
        "uq_organisation_addresses_single_kind",
        "organisation_addresses",
        ["cluster_id", "organisation_id", "kind"],
        unique=True,
        postgresql_where=sa.text("kind <> 'visiting'"),
    )
    op.create_table(
        "organisation_sizes",
        *tenant_columns(),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("headcount_centi", sa.Integer(), nullable=False),
        sa.Column("turnover_cents", sa.BigInteger()),
        sa.Column("balance_sheet_cents", sa.BigInteger()),
        sa.Column("source", sa.String(length=200)),
        sa.CheckConstraint("headcount_centi >= 0", name="headcount_not_negative"),
        tenant_fk("organisation_id", "organisations"),
        sa.UniqueConstraint("cluster_id", "organisation_id", "year"),
    )
    op.create_table(
        "organisation_activities",
        *tenant_columns(),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("revision", sa.String(length=3), nullable=False),
        sa.Column("code", sa.String(length=5), nullable=False),
        sa.Column("is_main", sa.Boolean(), nullable=False),
        sa.CheckConstraint("revision IN ('2', '2.1')", name="revision_known"),
        tenant_fk("organisation_id", "organisations"),
        sa.UniqueConstraint("cluster_id", "organisation_id", "revision", "code"),
    )
    op.create_table(
        "organisation_forwards",
        *tenant_columns(),
        sa.Column("gone_id", sa.Uuid(), nullable=False),
        sa.Column("kept_id", sa.Uuid(), nullable=False),
        sa.Column("merged_at", MOMENT, nullable=False),
        sa.Column("moved", JSONB(), nullable=False),
        sa.CheckConstraint("gone_id <> kept_id", name="not_itself"),
        tenant_fk("gone_id", "organisations"),
        tenant_fk("kept_id", "organisations"),
        sa.UniqueConstraint("cluster_id", "gone_id"),
    )
    op.create_index(
        "ix_organisation_forwards_kept", "organisation_forwards", ["cluster_id", "kept_id"]
    )


def create_contacts() -> None:
    op.create_table(
        "contacts",
        *tenant_columns(),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid()),
        sa.Column("given_name", sa.String(length=100), nullable=False),
        sa.Column("family_name", sa.String(length=100), nullable=False),
        sa.Column("email", sa.String(length=320)),
        sa.Column("phone", sa.String(length=40)),
        sa.Column("job_title", sa.String(length=120)),
        sa.Column("language", sa.String(length=2)),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("archived_at", MOMENT),
        sa.Column("version", sa.Integer(), nullable=False),
        tenant_fk("organisation_id", "organisations"),
        sa.ForeignKeyConstraint(["person_id"], ["persons.id"]),
    )
    op.create_index("ix_contacts_email", "contacts", ["cluster_id", "email"])
    op.create_index("ix_contacts_organisation", "contacts", ["cluster_id", "organisation_id"])
    op.create_index("ix_contacts_person", "contacts", ["person_id"])
    op.create_table(
        "contact_roles",
        *tenant_columns(),
        sa.Column("contact_id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("role", sa.String(length=30), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_until", sa.Date()),
        ExcludeConstraint(
            (sa.column("cluster_id"), "="),
            (sa.column("contact_id"), "="),
            (sa.column("role"), "="),
            (sa.text("daterange(valid_from, valid_until)"), "&&"),
            using="gist",
            name="ex_contact_roles_once_per_contact",
        ),
        ExcludeConstraint(
            (sa.column("cluster_id"), "="),
            (sa.column("organisation_id"), "="),
            (sa.text("daterange(valid_from, valid_until)"), "&&"),
            where=sa.text("role = 'voting_representative'"),
            using="gist",
            name="ex_contact_roles_one_voting_representative",
        ),
        sa.CheckConstraint(
            "role IN ('voting_representative', 'billing', 'general')", name="role_known"
        ),
        sa.CheckConstraint(
            "valid_until IS NULL OR valid_until > valid_from", name="dates_in_order"
        ),
        tenant_fk("contact_id", "contacts"),
        tenant_fk("organisation_id", "organisations"),
    )
    op.create_index(
        "ix_contact_roles_organisation", "contact_roles", ["cluster_id", "organisation_id"]
    )


def create_labels() -> None:
    op.create_table(
        "tags",
        *tenant_columns(),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("folded", sa.String(length=200), nullable=False),
        sa.UniqueConstraint("cluster_id", "folded"),
    )
    op.create_table(
        "organisation_tags",
        *tenant_columns(),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("tag_id", sa.Uuid(), nullable=False),
        tenant_fk("organisation_id", "organisations"),
        tenant_fk("tag_id", "tags"),
        sa.UniqueConstraint("cluster_id", "organisation_id", "tag_id"),
    )
    op.create_index("ix_organisation_tags_tag", "organisation_tags", ["cluster_id", "tag_id"])
    op.create_table(
        "custom_fields",
        *tenant_columns(),
        sa.Column("key", sa.String(length=40), nullable=False),
        sa.Column("label", sa.String(length=100), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("choices", ARRAY(sa.String(length=100)), nullable=False),
        sa.Column("required", sa.Boolean(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("archived_at", MOMENT),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "kind IN ('text', 'number', 'date', 'choice', 'yes_no')", name="kind_known"
        ),
        sa.UniqueConstraint("cluster_id", "key"),
    )


def create_imports() -> None:
    op.create_table(
        "import_batches",
        *tenant_columns(),
        sa.Column("file_name", sa.String(length=255), nullable=False),
        sa.Column("file_kind", sa.String(length=10), nullable=False),
        sa.Column("file_sha256", sa.String(length=64), nullable=False),
        sa.Column("encoding", sa.String(length=30)),
        sa.Column("delimiter", sa.String(length=1)),
        sa.Column("columns", ARRAY(sa.String(length=200)), nullable=False),
        sa.Column("row_count", sa.Integer(), nullable=False),
        sa.Column("mapping", JSONB(), nullable=False),
        sa.Column("rules", JSONB(), nullable=False),
        sa.Column("accept_proposals", sa.Boolean(), nullable=False),
        sa.Column("default_country", sa.String(length=2), nullable=False),
        sa.Column("status", sa.String(length=10), nullable=False),
        sa.Column("staged_at", MOMENT, nullable=False),
        sa.Column("staged_by", sa.String(length=200), nullable=False),
        sa.Column("started_at", MOMENT),
        sa.Column("finished_at", MOMENT),
        sa.Column("undo_started_at", MOMENT),
        sa.Column("undone_at", MOMENT),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("file_kind IN ('csv', 'xlsx')", name="file_kind_known"),
        sa.CheckConstraint(
            "status IN ('staged', 'checked', 'running', 'done', 'undoing', 'undone')",
            name="status_known",
        ),
    )
    op.create_table(
        "import_rows",
        *tenant_columns(),
        sa.Column("batch_id", sa.Uuid(), nullable=False),
        sa.Column("line", sa.Integer(), nullable=False),
        sa.Column("raw", JSONB(), nullable=False),
        sa.Column("corrections", JSONB(), nullable=False),
        sa.Column("values", JSONB(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("problems", JSONB(), nullable=False),
        sa.Column("candidates", JSONB(), nullable=False),
        sa.Column("proposal", JSONB()),
        sa.Column("decision", sa.String(length=10)),
        sa.Column("decided_by", sa.String(length=200)),
        sa.Column("target_id", sa.Uuid()),
        sa.Column("outcome", sa.String(length=15), nullable=False),
        sa.Column("organisation_id", sa.Uuid()),
        sa.Column("before", JSONB()),
        sa.Column("version_after", sa.Integer()),
        sa.Column("carried_at", MOMENT),
        sa.CheckConstraint(
            "decision <> 'update' OR target_id IS NOT NULL", name="update_has_target"
        ),
        sa.CheckConstraint("decision IN ('create', 'update', 'skip')", name="decision_known"),
        sa.CheckConstraint(
            "outcome IN ('pending', 'created', 'updated', 'skipped', 'failed', "
            "'undone', 'undoing', 'undo_refused')",
            name="outcome_known",
        ),
        sa.CheckConstraint(
            "state IN ('unchecked', 'ready', 'duplicate', 'error')", name="state_known"
        ),
        tenant_fk("batch_id", "import_batches", ondelete="CASCADE"),
        sa.UniqueConstraint("cluster_id", "batch_id", "line"),
    )
    op.create_index(
        "ix_import_rows_outcome", "import_rows", ["cluster_id", "batch_id", "outcome", "line"]
    )
    op.create_table(
        "import_profiles",
        *tenant_columns(),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("mapping", JSONB(), nullable=False),
        sa.Column("rules", JSONB(), nullable=False),
        sa.Column("accept_proposals", sa.Boolean(), nullable=False),
        sa.Column("default_country", sa.String(length=2), nullable=False),
        sa.Column("saved_at", MOMENT, nullable=False),
        sa.UniqueConstraint("cluster_id", "name"),
    )


def downgrade() -> None:
    op.execute("DROP FUNCTION refresh_organisation_statistics()")
    for table in reversed(TABLES):
        op.drop_table(table)
