"""Contacts of an organisation and their dated roles."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, func, text
from sqlalchemy.dialects.postgresql import ExcludeConstraint
from sqlalchemy.orm import Mapped, mapped_column

from clusterorg.domains.organisations.vocabulary import ContactRole
from clusterorg.kernel.db import (
    Base,
    TenantOwned,
    Timestamp,
    Versioned,
    enum_text,
    one_of,
    tenant_fk,
)


class Contact(TenantOwned, Versioned, Base):
    """Somebody who acts for an organisation. `person_id` is set once they may sign in.

    Row security lets a person read their own contacts (and their roles) in every cluster.
    """

    __tablename__ = "contacts"
    __table_args__ = (
        tenant_fk("organisation_id", "organisations"),
        Index("ix_contacts_organisation", "cluster_id", "organisation_id"),
        Index("ix_contacts_email", "cluster_id", "email"),
        Index("ix_contacts_person", "person_id"),
    )

    organisation_id: Mapped[UUID]
    person_id: Mapped[UUID | None] = mapped_column(ForeignKey("persons.id"))
    given_name: Mapped[str] = mapped_column(String(100))
    family_name: Mapped[str] = mapped_column(String(100))
    email: Mapped[str | None] = mapped_column(String(320))
    phone: Mapped[str | None] = mapped_column(String(40))
    job_title: Mapped[str | None] = mapped_column(String(120))
    language: Mapped[str | None] = mapped_column(String(2))
    created_at: Mapped[datetime] = mapped_column(Timestamp)
    archived_at: Mapped[datetime | None] = mapped_column(Timestamp)

    @property
    def name(self) -> str:
        """Given and family name, or the mail address."""
        return f"{self.given_name} {self.family_name}".strip() or self.email or ""


_PERIOD = func.daterange(text("valid_from"), text("valid_until"))


class ContactRoleRow(TenantOwned, Base):
    """A role from a day up to, not including, another day (None: no end known)."""

    __tablename__ = "contact_roles"
    __table_args__ = (
        tenant_fk("contact_id", "contacts"),
        tenant_fk("organisation_id", "organisations"),
        one_of("role", ContactRole),
        CheckConstraint("valid_until IS NULL OR valid_until > valid_from", name="dates_in_order"),
        ExcludeConstraint(
            ("cluster_id", "="),
            ("organisation_id", "="),
            (_PERIOD, "&&"),
            where=text("role = 'voting_representative'"),
            using="gist",
            name="ex_contact_roles_one_voting_representative",
        ),
        ExcludeConstraint(
            ("cluster_id", "="),
            ("contact_id", "="),
            ("role", "="),
            (_PERIOD, "&&"),
            using="gist",
            name="ex_contact_roles_once_per_contact",
        ),
        Index("ix_contact_roles_organisation", "cluster_id", "organisation_id"),
    )

    contact_id: Mapped[UUID]
    organisation_id: Mapped[UUID]
    role: Mapped[str] = enum_text(30)
    valid_from: Mapped[date]
    valid_until: Mapped[date | None]
