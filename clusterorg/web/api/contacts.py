"""Contacts: the people of an organisation and their dated roles."""

from typing import Any
from uuid import UUID

from flask import url_for

from clusterorg.domains.organisations import actions, queries
from clusterorg.domains.organisations.schemas.contacts import (
    ContactChanges,
    ContactInput,
    ContactOutput,
    EndInput,
    RoleInput,
    RoleOutput,
)
from clusterorg.domains.organisations.vocabulary import ContactData, ContactRoleData
from clusterorg.web.api.mechanics.asking import today, who_and_when
from clusterorg.web.api.mechanics.contract import lists, reads, writes
from clusterorg.web.work import session, unit_of_work


@lists(ContactOutput)
def index(organisation_id: UUID) -> Any:
    """List an organisation's contacts with their roles, archived ones last."""
    queries.get_organisation(session(), organisation_id)
    return queries.contacts_of(session(), organisation_id)


@writes(ContactOutput, takes=ContactInput, status=201, etag=True, once="optional")
def create(data: ContactData, organisation_id: UUID) -> Any:
    """Add a contact with its roles; one voting representative at a time."""
    with unit_of_work() as work:
        made = actions.add_contact(
            work, organisation_id=organisation_id, data=data, **who_and_when()
        )
        return _shown(made.id), {"Location": url_for("api.contacts_show", contact_id=made.id)}


@reads(ContactOutput, etag=True)
def show(contact_id: UUID) -> Any:
    """Read a contact with all its roles."""
    return _shown(contact_id)


@writes(ContactOutput, takes=ContactChanges, etag=True, edits=True)
def update(data: dict[str, Any], contact_id: UUID, version: int) -> Any:
    """Change a contact; roles have addresses of their own."""
    contact = queries.get_contact(session(), contact_id)
    names = ("given_name", "family_name", "email", "phone", "job_title", "language")
    merged = {name: getattr(contact, name) for name in names} | data
    with unit_of_work() as work:
        actions.update_contact(
            work,
            contact_id=contact_id,
            data=ContactData(**merged),
            expected_version=version,
            **who_and_when(),
        )
    return _shown(contact_id)


@writes(ContactOutput, etag=True)
def archive(contact_id: UUID) -> Any:
    """Put a contact away; its roles end today."""
    with unit_of_work() as work:
        actions.archive_contact(work, contact_id=contact_id, on=today(), **who_and_when())
    return _shown(contact_id)


@writes(RoleOutput, takes=RoleInput, status=201, once="optional")
def grant_role(data: ContactRoleData, contact_id: UUID) -> Any:
    """Give a contact a role from a day on."""
    with unit_of_work() as work:
        return actions.grant_role(work, contact_id=contact_id, data=data, **who_and_when())


@writes(None, takes=EndInput)
def end_role(data: dict[str, Any], role_id: UUID) -> None:
    """End a role; `on` is the first day without it. One that had not begun is removed."""
    with unit_of_work() as work:
        actions.end_role(work, role_id=role_id, on=data["on"], **who_and_when())


def _shown(contact_id: UUID) -> Any:
    contact = queries.get_contact(session(), contact_id)
    lines = queries.contacts_of(session(), contact.organisation_id)
    return next(line for line in lines if line.id == contact_id)
