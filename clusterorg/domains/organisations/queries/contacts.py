"""Contacts, who speaks for an organisation, who gets its invoices, and the person's own door."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, case, func, or_, select, true
from sqlalchemy.dialects.postgresql import aggregate_order_by
from sqlalchemy.orm import Session

from clusterorg.domains.organisations.errors import ContactNotFound, OrganisationNotFound
from clusterorg.domains.organisations.models import (
    Address,
    Contact,
    ContactRoleRow,
    Identifier,
    Organisation,
)
from clusterorg.domains.organisations.queries.rows import AnyRow
from clusterorg.domains.organisations.vocabulary import (
    AddressKind,
    BillingParty,
    ContactRole,
    IdentifierScheme,
)
from clusterorg.kernel.db import among


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactLine:
    """A contact with all its roles, past ones too."""

    id: UUID
    person_id: UUID | None
    given_name: str
    family_name: str
    email: str | None
    phone: str | None
    job_title: str | None
    language: str | None
    archived: bool
    version: int
    roles: Sequence[AnyRow] = field(default=())

    @property
    def name(self) -> str:
        """Given and family name, or the mail address."""
        return f"{self.given_name} {self.family_name}".strip() or self.email or ""


def valid_on(on: date) -> ColumnElement[bool]:
    """Return the condition that a role holds on a day."""
    return (ContactRoleRow.valid_from <= on) & or_(
        ContactRoleRow.valid_until.is_(None), ContactRoleRow.valid_until > on
    )


def contacts_of(session: Session, organisation_id: UUID) -> list[ContactLine]:
    """Return an organisation's contacts, archived ones last, with their roles (two queries)."""
    roles: dict[UUID, list[AnyRow]] = {}
    for role in session.execute(
        select(
            ContactRoleRow.contact_id,
            ContactRoleRow.id,
            ContactRoleRow.role,
            ContactRoleRow.valid_from,
            ContactRoleRow.valid_until,
        )
        .where(ContactRoleRow.organisation_id == organisation_id)
        .order_by(ContactRoleRow.valid_from)
    ):
        roles.setdefault(role.contact_id, []).append(role)
    rows = session.execute(
        select(
            Contact.id,
            Contact.person_id,
            Contact.given_name,
            Contact.family_name,
            Contact.email,
            Contact.phone,
            Contact.job_title,
            Contact.language,
            Contact.archived_at.is_not(None).label("archived"),
            Contact.version,
        )
        .where(Contact.organisation_id == organisation_id)
        .order_by(Contact.archived_at.is_not(None), Contact.family_name, Contact.id)
    ).mappings()
    return [ContactLine(**row, roles=roles.get(row["id"], [])) for row in rows]


def get_contact(session: Session, contact_id: UUID) -> Contact:
    """Return the contact; raises ContactNotFound."""
    contact = session.scalar(select(Contact).where(Contact.id == contact_id))
    if contact is None:
        raise ContactNotFound(field="contact_id")
    return contact


def find_contact(session: Session, organisation_id: UUID, email: str) -> Contact | None:
    """Return the organisation's contact with a mail address, if there is one."""
    return session.scalar(
        select(Contact)
        .where(
            Contact.organisation_id == organisation_id,
            Contact.email == email.strip().lower(),
            Contact.archived_at.is_(None),
        )
        .limit(1)
    )


def voting_representative(session: Session, organisation_id: UUID, on: date) -> AnyRow | None:
    """Return (contact_id, given_name, family_name, email) of who votes on a day, if anybody."""
    return session.execute(
        select(
            Contact.id.label("contact_id"), Contact.given_name, Contact.family_name, Contact.email
        )
        .join(ContactRoleRow, _of_contact())
        .where(
            ContactRoleRow.organisation_id == organisation_id,
            ContactRoleRow.role == ContactRole.VOTING_REPRESENTATIVE.value,
            valid_on(on),
        )
    ).first()


def _of_contact() -> ColumnElement[bool]:
    return (ContactRoleRow.cluster_id == Contact.cluster_id) & (
        ContactRoleRow.contact_id == Contact.id
    )


def _roles_today(on: date) -> Any:
    roles = func.array_agg(aggregate_order_by(ContactRoleRow.role, ContactRoleRow.role))
    return (
        select(
            Contact.cluster_id,
            Contact.organisation_id,
            Contact.id.label("contact_id"),
            roles.label("roles"),
        )
        .join(ContactRoleRow, _of_contact())
        .where(valid_on(on), Contact.archived_at.is_(None))
        .group_by(Contact.cluster_id, Contact.organisation_id, Contact.id)
    )


def own_contacts(session: Session, person_id: UUID, on: date) -> Sequence[AnyRow]:
    """Return (cluster_id, organisation_id, contact_id, roles) of a person, in every cluster.

    The counted door: needs a session that the person has entered and no cluster in scope; row
    security shows nothing but the person's own contacts.
    """
    rows: Sequence[AnyRow] = session.execute(
        _roles_today(on).where(Contact.person_id == person_id)
    ).all()
    return rows


def portal_organisations(session: Session, person_id: UUID, on: date) -> Sequence[AnyRow]:
    """Return (organisation_id, name, contact_id, roles) a person acts for in this cluster today."""
    today = _roles_today(on).where(Contact.person_id == person_id).subquery()
    return session.execute(
        select(Organisation.id.label("organisation_id"), Organisation.name)
        .add_columns(today.c.contact_id, today.c.roles)
        .join(
            today,
            (today.c.cluster_id == Organisation.cluster_id)
            & (today.c.organisation_id == Organisation.id),
        )
        .where(Organisation.archived_at.is_(None))
        .order_by(Organisation.sort_name, Organisation.id)
    ).all()


def _number(scheme: IdentifierScheme) -> Any:
    return (
        select(Identifier.value)
        .where(
            Identifier.cluster_id == Organisation.cluster_id,
            Identifier.organisation_id == Organisation.id,
            Identifier.scheme == scheme.value,
        )
        .order_by(Identifier.id)
        .limit(1)
        .scalar_subquery()
    )


def _billing_address() -> Any:
    order = case(
        (Address.kind == AddressKind.BILLING.value, 0),
        (Address.kind == AddressKind.REGISTERED.value, 1),
        else_=2,
    )
    return (
        select(Address.street, Address.postcode, Address.city, Address.country)
        .where(
            Address.cluster_id == Organisation.cluster_id,
            Address.organisation_id == Organisation.id,
        )
        .order_by(order, Address.id)
        .limit(1)
        .lateral("billing_address")
    )


def _billing_contact(on: date) -> Any:
    order = case(
        (ContactRoleRow.role == ContactRole.BILLING.value, 0),
        (ContactRoleRow.role == ContactRole.VOTING_REPRESENTATIVE.value, 1),
        else_=2,
    )
    return (
        select(Contact.given_name, Contact.family_name, Contact.email, Contact.language)
        .join(ContactRoleRow, _of_contact())
        .where(
            Contact.cluster_id == Organisation.cluster_id,
            Contact.organisation_id == Organisation.id,
            Contact.archived_at.is_(None),
            valid_on(on),
        )
        .order_by(order, ContactRoleRow.valid_from.desc(), Contact.id)
        .limit(1)
        .lateral("billing_contact")
    )


def billing_parties(
    session: Session, organisation_ids: Sequence[UUID], on: date
) -> dict[UUID, BillingParty]:
    """Return who gets the invoices of each organisation on a day (one query).

    Address: billing, else registered, else any. Contact: billing, else voting representative, else
    general; mail goes to the contact, else to the organisation. Missing parts are empty.
    """
    address, contact = _billing_address(), _billing_contact(on)
    rows = session.execute(
        select(
            Organisation.id.label("organisation_id"),
            Organisation.name,
            Organisation.legal_name,
            _number(IdentifierScheme.BE_ENTERPRISE).label("enterprise_number"),
            _number(IdentifierScheme.VAT).label("vat_number"),
            func.coalesce(address.c.street, "").label("street"),
            func.coalesce(address.c.postcode, "").label("postcode"),
            func.coalesce(address.c.city, "").label("city"),
            func.coalesce(address.c.country, "").label("country"),
            func.coalesce(contact.c.email, Organisation.email).label("email"),
            func.coalesce(contact.c.language, Organisation.language).label("language"),
            func.nullif(func.trim(contact.c.given_name + " " + contact.c.family_name), "").label(
                "contact_name"
            ),
        )
        .select_from(Organisation)
        .outerjoin(address, true())
        .outerjoin(contact, true())
        .where(among(Organisation.id, organisation_ids))
    ).mappings()
    return {row["organisation_id"]: BillingParty(**row) for row in rows}


def billing_languages(
    session: Session, organisation_ids: Sequence[UUID], on: date
) -> dict[UUID, str]:
    """Return the language each one's invoices are read in, where it is known (one query)."""
    contact = _billing_contact(on)
    language = func.coalesce(contact.c.language, Organisation.language)
    rows = session.execute(
        select(Organisation.id, language)
        .select_from(Organisation)
        .outerjoin(contact, true())
        .where(among(Organisation.id, organisation_ids), language.is_not(None))
    )
    return {row[0]: row[1] for row in rows}


def billing_party(session: Session, organisation_id: UUID, on: date) -> BillingParty:
    """Return who gets an organisation's invoices on a day; raises OrganisationNotFound."""
    party = billing_parties(session, [organisation_id], on).get(organisation_id)
    if party is None:
        raise OrganisationNotFound(field="organisation_id")
    return party
