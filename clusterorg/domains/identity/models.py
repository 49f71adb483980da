"""Tables of identity. Clusters, persons and what hangs on a person alone are global."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import (
    CheckConstraint,
    DateTime,
    ForeignKey,
    Index,
    LargeBinary,
    String,
    UniqueConstraint,
    text,
)
from sqlalchemy.dialects.postgresql import ARRAY, CITEXT, JSONB
from sqlalchemy.orm import Mapped, mapped_column

from clusterorg.domains.identity.vocabulary import LinkPurpose, Role, VatStatus
from clusterorg.kernel.db import Base, TenantOwned, Timestamp, Versioned, one_of, tenant_fk
from clusterorg.kernel.ids import new_id
from clusterorg.kernel.keys import Encrypted


class Cluster(Versioned, Base):
    """A cluster organisation: the tenant, and the seller on its invoices."""

    __tablename__ = "clusters"
    __table_args__ = (
        CheckConstraint("slug ~ '^[a-z][a-z0-9-]{1,38}[a-z0-9]$'", name="slug_shape"),
        CheckConstraint("colour ~ '^#[0-9a-f]{6}$'", name="colour_shape"),
        CheckConstraint("default_language = ANY (languages)", name="default_language_offered"),
        one_of("vat_status", VatStatus),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    slug: Mapped[str] = mapped_column(String(40), unique=True)
    name: Mapped[str] = mapped_column(String(200))
    legal_name: Mapped[str] = mapped_column(String(200))
    legal_form: Mapped[str] = mapped_column(String(40))
    enterprise_number: Mapped[str | None] = mapped_column(String(20))
    vat_number: Mapped[str | None] = mapped_column(String(20))
    vat_status: Mapped[str] = mapped_column(String(40))
    street: Mapped[str] = mapped_column(String(200))
    postcode: Mapped[str] = mapped_column(String(20))
    city: Mapped[str] = mapped_column(String(100))
    country: Mapped[str] = mapped_column(String(2))
    email: Mapped[str] = mapped_column(String(320))
    phone: Mapped[str | None] = mapped_column(String(40))
    website: Mapped[str | None] = mapped_column(String(300))
    time_zone: Mapped[str] = mapped_column(String(60))
    languages: Mapped[list[str]] = mapped_column(ARRAY(String(2)))
    default_language: Mapped[str] = mapped_column(String(2))
    colour: Mapped[str] = mapped_column(String(7))
    iban: Mapped[str | None] = mapped_column(String(34))
    bic: Mapped[str | None] = mapped_column(String(11))
    stripe_account_id: Mapped[str | None] = mapped_column(String(60), unique=True)
    requires_second_factor: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime] = mapped_column(Timestamp)


class ClusterLogo(TenantOwned, Base):
    """The cluster's logo: a PNG we encoded ourselves; the newest one counts."""

    __tablename__ = "cluster_logos"
    __table_args__ = (UniqueConstraint("cluster_id", "sha256"),)

    png: Mapped[bytes] = mapped_column(LargeBinary)
    sha256: Mapped[str] = mapped_column(String(64))
    width: Mapped[int]
    height: Mapped[int]
    created_at: Mapped[datetime] = mapped_column(Timestamp)


class Person(Versioned, Base):
    """Somebody who can sign in. The password is an argon2id hash; None until they choose one."""

    __tablename__ = "persons"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    email: Mapped[str] = mapped_column(CITEXT, unique=True)
    given_name: Mapped[str] = mapped_column(String(100))
    family_name: Mapped[str] = mapped_column(String(100))
    language: Mapped[str] = mapped_column(String(2))
    password_hash: Mapped[str | None] = mapped_column(String(200))
    totp_secret: Mapped[str | None] = mapped_column(Encrypted(200))
    totp_confirmed_at: Mapped[datetime | None] = mapped_column(Timestamp)
    totp_last_step: Mapped[int | None]
    is_operator: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime] = mapped_column(Timestamp)

    @property
    def name(self) -> str:
        """Given and family name."""
        return f"{self.given_name} {self.family_name}".strip()


class RecoveryCode(Base):
    """A single-use code for a lost second factor, kept as a hash."""

    __tablename__ = "recovery_codes"
    __table_args__ = (UniqueConstraint("person_id", "code_hash"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("persons.id"))
    code_hash: Mapped[str] = mapped_column(String(64))
    used_at: Mapped[datetime | None] = mapped_column(Timestamp)


class SignIn(Base):
    """A server-side session: the cookie holds a token, we hold its SHA-256.

    `proved_at`: when its password was last typed.
    """

    __tablename__ = "sign_ins"
    __table_args__ = (Index("ix_sign_ins_person", "person_id", "created_at"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("persons.id"))
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    created_at: Mapped[datetime] = mapped_column(Timestamp)
    last_seen_at: Mapped[datetime] = mapped_column(Timestamp)
    proved_at: Mapped[datetime] = mapped_column(Timestamp)
    second_factor_at: Mapped[datetime | None] = mapped_column(Timestamp)
    revoked_at: Mapped[datetime | None] = mapped_column(Timestamp)
    address: Mapped[str] = mapped_column(String(64))
    user_agent: Mapped[str] = mapped_column(String(300))


class SignInAttempt(Base):
    """A fact for throttling: somebody tried, from where, for which account, and how it went."""

    __tablename__ = "sign_in_attempts"
    __table_args__ = (
        Index("ix_sign_in_attempts_email", "email", "at"),
        Index("ix_sign_in_attempts_address", "address", "at"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    kind: Mapped[str] = mapped_column(String(20))
    email: Mapped[str] = mapped_column(CITEXT)
    address: Mapped[str] = mapped_column(String(64))
    succeeded: Mapped[bool]
    at: Mapped[datetime] = mapped_column(Timestamp)


class OperatorAct(Base):
    """What an operator did to a person's account, and why: append-only, of no cluster."""

    __tablename__ = "operator_acts"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    at: Mapped[datetime] = mapped_column(Timestamp)
    operator_id: Mapped[UUID]
    operator_name: Mapped[str] = mapped_column(String(200))
    verb: Mapped[str] = mapped_column(String(60))
    person_id: Mapped[UUID] = mapped_column(ForeignKey("persons.id"), index=True)
    reason: Mapped[str] = mapped_column(String(500))
    request_id: Mapped[str | None] = mapped_column(String(64))


class MailLink(Base):
    """A single-use, expiring link that was mailed; only the token's SHA-256 is kept."""

    __tablename__ = "mail_links"
    __table_args__ = (one_of("purpose", LinkPurpose),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    purpose: Mapped[str] = mapped_column(String(40))
    person_id: Mapped[UUID] = mapped_column(ForeignKey("persons.id"), index=True)
    cluster_id: Mapped[UUID | None] = mapped_column(ForeignKey("clusters.id"))
    created_at: Mapped[datetime] = mapped_column(Timestamp)
    expires_at: Mapped[datetime] = mapped_column(Timestamp)
    used_at: Mapped[datetime | None] = mapped_column(Timestamp)


class Seat(TenantOwned, Base):
    """A person's dated role in a cluster: half-open, `valid_until` None while it lasts."""

    __tablename__ = "seats"
    __table_args__ = (
        one_of("role", Role),
        CheckConstraint("valid_until IS NULL OR valid_until >= valid_from", name="dates_in_order"),
        Index(
            "uq_seats_one_current",
            "cluster_id",
            "person_id",
            "role",
            unique=True,
            postgresql_where=text("valid_until IS NULL"),
        ),
        Index("ix_seats_person", "person_id"),
    )

    person_id: Mapped[UUID] = mapped_column(ForeignKey("persons.id"))
    role: Mapped[str] = mapped_column(String(20))
    valid_from: Mapped[datetime] = mapped_column(Timestamp)
    valid_until: Mapped[datetime | None] = mapped_column(Timestamp)


class ApiKey(TenantOwned, Base):
    """A program's key: shown once, kept as SHA-256, limited to its scopes, revocable."""

    __tablename__ = "api_keys"
    __table_args__ = (UniqueConstraint("cluster_id", "key_hash"),)

    name: Mapped[str] = mapped_column(String(100))
    prefix: Mapped[str] = mapped_column(String(12))
    key_hash: Mapped[str] = mapped_column(String(64))
    scopes: Mapped[list[str]] = mapped_column(ARRAY(String(40)))
    created_by: Mapped[UUID | None] = mapped_column(ForeignKey("persons.id"))
    created_at: Mapped[datetime] = mapped_column(Timestamp)
    last_used_on: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    expires_at: Mapped[datetime | None] = mapped_column(Timestamp)
    revoked_at: Mapped[datetime | None] = mapped_column(Timestamp)


class SavedView(TenantOwned, Versioned, Base):
    """What a list was asked for, under a name; a person's own, or (no person) shared."""

    __tablename__ = "saved_views"
    __table_args__ = (
        Index(
            "uq_saved_views_name",
            "cluster_id",
            "list_key",
            "person_id",
            "name",
            unique=True,
            postgresql_nulls_not_distinct=True,
        ),
    )

    list_key: Mapped[str] = mapped_column(String(40))
    person_id: Mapped[UUID | None] = mapped_column(ForeignKey("persons.id"))
    name: Mapped[str] = mapped_column(CITEXT)
    arguments: Mapped[dict[str, list[str]]] = mapped_column(JSONB)
    created_at: Mapped[datetime] = mapped_column(Timestamp)


class DefaultView(TenantOwned, Base):
    """The view with which a list opens for a person."""

    __tablename__ = "default_views"
    __table_args__ = (
        tenant_fk("view_id", "saved_views", ondelete="CASCADE"),
        UniqueConstraint("cluster_id", "list_key", "person_id"),
        Index("ix_default_views_view", "cluster_id", "view_id"),
    )

    list_key: Mapped[str] = mapped_column(String(40))
    person_id: Mapped[UUID] = mapped_column(ForeignKey("persons.id"))
    view_id: Mapped[UUID]
