"""Identity: persons, seats, sign-ins, mail links, second factor, API keys, logos."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import ARRAY, CITEXT

from clusterorg.kernel.migrating import (
    grant,
    let_person_see,
    secure_tenant_table,
    tenant_columns,
)

revision = "0002"
down_revision = "0001"

MOMENT = sa.DateTime(timezone=True)
TABLES = (
    "api_keys",
    "seats",
    "mail_links",
    "sign_in_attempts",
    "sign_ins",
    "recovery_codes",
    "cluster_logos",
    "persons",
)


def upgrade() -> None:
    create_persons()
    create_sign_ins()
    create_seats()
    create_api_keys()
    create_logos()


def create_persons() -> None:
    op.create_table(
        "persons",
        sa.Column("id", sa.Uuid(), primary_key=True),
        sa.Column("email", CITEXT(), nullable=False, unique=True),
        sa.Column("given_name", sa.String(100), nullable=False),
        sa.Column("family_name", sa.String(100), nullable=False),
        sa.Column("language", sa.String(2), nullable=False),
        sa.Column("password_hash", sa.String(200)),
        sa.Column("totp_secret", sa.String(200)),
        sa.Column("totp_confirmed_at", MOMENT),
        sa.Column("totp_last_step", sa.Integer()),
        sa.Column("is_operator", sa.Boolean(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
    )
    grant("persons", "SELECT, INSERT, UPDATE")
    op.create_table(
        "recovery_codes",
        sa.Column("id", sa.Uuid(), primary_key=True),
        sa.Column("person_id", sa.Uuid(), sa.ForeignKey("persons.id"), nullable=False),
        sa.Column("code_hash", sa.String(64), nullable=False),
        sa.Column("used_at", MOMENT),
        sa.UniqueConstraint("person_id", "code_hash"),
    )
    grant("recovery_codes")


def create_sign_ins() -> None:
    op.create_table(
        "sign_ins",
        sa.Column("id", sa.Uuid(), primary_key=True),
        sa.Column("person_id", sa.Uuid(), sa.ForeignKey("persons.id"), nullable=False),
        sa.Column("token_hash", sa.String(64), nullable=False, unique=True),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("last_seen_at", MOMENT, nullable=False),
        sa.Column("second_factor_at", MOMENT),
        sa.Column("revoked_at", MOMENT),
        sa.Column("address", sa.String(64), nullable=False),
        sa.Column("user_agent", sa.String(300), nullable=False),
    )
    op.create_index("ix_sign_ins_person", "sign_ins", ["person_id", "created_at"])
    grant("sign_ins")
    op.create_table(
        "sign_in_attempts",
        sa.Column("id", sa.Uuid(), primary_key=True),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("email", CITEXT(), nullable=False),
        sa.Column("address", sa.String(64), nullable=False),
        sa.Column("succeeded", sa.Boolean(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
    )
    op.create_index("ix_sign_in_attempts_email", "sign_in_attempts", ["email", "at"])
    op.create_index("ix_sign_in_attempts_address", "sign_in_attempts", ["address", "at"])
    grant("sign_in_attempts", "SELECT, INSERT, DELETE")
    op.create_table(
        "mail_links",
        sa.Column("id", sa.Uuid(), primary_key=True),
        sa.Column("token_hash", sa.String(64), nullable=False, unique=True),
        sa.Column("purpose", sa.String(40), nullable=False),
        sa.Column("person_id", sa.Uuid(), sa.ForeignKey("persons.id"), nullable=False),
        sa.Column("cluster_id", sa.Uuid(), sa.ForeignKey("clusters.id")),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("expires_at", MOMENT, nullable=False),
        sa.Column("used_at", MOMENT),
        sa.CheckConstraint("purpose IN ('invitation', 'password_reset')", name="purpose_known"),
    )
    op.create_index("ix_mail_links_person_id", "mail_links", ["person_id"])
    grant("mail_links", "SELECT, INSERT, UPDATE")


def create_seats() -> None:
    op.create_table(
        "seats",
        *tenant_columns(),
        sa.Column("person_id", sa.Uuid(), sa.ForeignKey("persons.id"), nullable=False),
        sa.Column("role", sa.String(20), nullable=False),
        sa.Column("valid_from", MOMENT, nullable=False),
        sa.Column("valid_until", MOMENT),
        sa.CheckConstraint(
            "role IN ('owner', 'manager', 'finance', 'viewer', 'assessor')", name="role_known"
        ),
        sa.CheckConstraint(
            "valid_until IS NULL OR valid_until >= valid_from", name="dates_in_order"
        ),
    )
    op.create_index(
        "uq_seats_one_current",
        "seats",
        ["cluster_id", "person_id", "role"],
        unique=True,
        postgresql_where=sa.text("valid_until IS NULL"),
    )
    op.create_index("ix_seats_person", "seats", ["person_id"])
    secure_tenant_table("seats", privileges="SELECT, INSERT, UPDATE")
    let_person_see("seats")


def create_api_keys() -> None:
    op.create_table(
        "api_keys",
        *tenant_columns(),
        sa.Column("name", sa.String(100), nullable=False),
        sa.Column("prefix", sa.String(12), nullable=False),
        sa.Column("key_hash", sa.String(64), nullable=False),
        sa.Column("scopes", ARRAY(sa.String(40)), nullable=False),
        sa.Column("created_by", sa.Uuid(), sa.ForeignKey("persons.id")),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("last_used_on", MOMENT),
        sa.Column("expires_at", MOMENT),
        sa.Column("revoked_at", MOMENT),
        sa.UniqueConstraint("cluster_id", "key_hash"),
    )
    secure_tenant_table("api_keys", privileges="SELECT, INSERT, UPDATE")


def create_logos() -> None:
    op.create_table(
        "cluster_logos",
        *tenant_columns(),
        sa.Column("png", sa.LargeBinary(), nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("width", sa.Integer(), nullable=False),
        sa.Column("height", sa.Integer(), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.UniqueConstraint("cluster_id", "sha256"),
    )
    secure_tenant_table("cluster_logos")


def downgrade() -> None:
    for table in TABLES:
        op.drop_table(table)
