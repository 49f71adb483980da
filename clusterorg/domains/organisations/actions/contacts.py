"""Contacts, their dated roles, and the link to the person who signs in."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import delete, func, select

from clusterorg.domains.organisations.actions.organisations import check_version
from clusterorg.domains.organisations.actions.writing import RowSet, contact_columns
from clusterorg.domains.organisations.errors import (
    PartNotFound,
    RoleOverlaps,
    VotingRepresentativeTaken,
)
from clusterorg.domains.organisations.models import Contact, ContactRoleRow
from clusterorg.domains.organisations.queries.contacts import get_contact
from clusterorg.domains.organisations.queries.organisations import get_organisation
from clusterorg.domains.organisations.rules.complete import check_role, complete_contact
from clusterorg.domains.organisations.rules.describe import changes, plain
from clusterorg.domains.organisations.vocabulary import (
    ContactData,
    ContactRole,
    ContactRoleData,
)
from clusterorg.kernel.actor import Actor
from clusterorg.kernel.unit_of_work import UnitOfWork


def add_contact(
    work: UnitOfWork, *, organisation_id: UUID, data: ContactData, actor: Actor, at: datetime
) -> Contact:
    """Add a contact with its roles.

    Raises ContactNameless, EmailInvalid, DatesReversed, VotingRepresentativeTaken.
    """
    get_organisation(work.session, organisation_id)
    contact = complete_contact(data)
    for role in contact.roles:
        _refuse_second_vote(work, organisation_id, role)
    rows = RowSet(work.cluster_id, at)
    contact_id = rows.add_contact(organisation_id, contact)
    rows.write(work)
    made = work.session.get_one(Contact, (work.cluster_id, contact_id))
    _record(work, made, "contact.added", actor, at, after=plain(contact))
    return made


def update_contact(
    work: UnitOfWork,
    *,
    contact_id: UUID,
    data: ContactData,
    actor: Actor,
    at: datetime,
    expected_version: int | None = None,
) -> Contact:
    """Change name, addresses and language; roles have verbs of their own. Raises StaleEdit, …"""
    contact = get_contact(work.session, contact_id)
    check_version(contact.version, expected_version)
    columns = contact_columns(complete_contact(data))
    before, after = changes({name: getattr(contact, name) for name in columns}, columns)
    for name, value in columns.items():
        setattr(contact, name, value)
    if after:
        _record(work, contact, "contact.changed", actor, at, before=before, after=after)
    return contact


def archive_contact(
    work: UnitOfWork, *, contact_id: UUID, on: date, actor: Actor, at: datetime
) -> None:
    """Put a contact away and end its roles on a day; roles that had not begun are removed."""
    contact = get_contact(work.session, contact_id)
    for role in work.session.scalars(
        select(ContactRoleRow).where(ContactRoleRow.contact_id == contact_id)
    ).all():
        if role.valid_from >= on:
            work.session.delete(role)
        elif role.valid_until is None or role.valid_until > on:
            role.valid_until = on
    contact.archived_at = at
    _record(work, contact, "contact.archived", actor, at, before={"name": contact.name})


def grant_role(
    work: UnitOfWork, *, contact_id: UUID, data: ContactRoleData, actor: Actor, at: datetime
) -> ContactRoleRow:
    """Give a contact a role from a day on.

    Raises DatesReversed, DayOutOfReach, VotingRepresentativeTaken or RoleOverlaps.
    """
    contact = get_contact(work.session, contact_id)
    check_role(data, field="valid_until")
    _refuse_second_vote(work, contact.organisation_id, data)
    if _overlapping(work, data, ContactRoleRow.contact_id == contact_id):
        raise RoleOverlaps(field="role")
    role = ContactRoleRow(
        contact_id=contact_id,
        organisation_id=contact.organisation_id,
        role=data.role.value,
        valid_from=data.valid_from,
        valid_until=data.valid_until,
    )
    work.session.add(role)
    work.session.flush()
    _record(work, contact, "contact.role_granted", actor, at, after=plain(data))
    return role


def end_role(work: UnitOfWork, *, role_id: UUID, on: date, actor: Actor, at: datetime) -> None:
    """End a role: `on` is the first day without it. A role that had not begun is removed.

    Raises PartNotFound.
    """
    role = work.session.scalar(select(ContactRoleRow).where(ContactRoleRow.id == role_id))
    if role is None:
        raise PartNotFound(field="role_id")
    contact = get_contact(work.session, role.contact_id)
    before = {
        "role": role.role,
        "valid_from": role.valid_from.isoformat(),
        "valid_until": plain(role.valid_until),
    }
    if on <= role.valid_from:
        work.session.execute(delete(ContactRoleRow).where(ContactRoleRow.id == role_id))
    else:
        role.valid_until = on
    ended = {"role": role.role, "valid_until": on.isoformat()}
    _record(work, contact, "contact.role_ended", actor, at, before=before, after=ended)


def link_person(
    work: UnitOfWork, *, contact_id: UUID, person_id: UUID, actor: Actor, at: datetime
) -> Contact:
    """Let a person act as this contact: with a role valid today they may enter the portal."""
    return _link(work, contact_id, person_id, "contact.linked", actor, at)


def unlink_person(work: UnitOfWork, *, contact_id: UUID, actor: Actor, at: datetime) -> Contact:
    """Take the portal away from whoever signs in as this contact."""
    return _link(work, contact_id, None, "contact.unlinked", actor, at)


def _link(
    work: UnitOfWork,
    contact_id: UUID,
    person_id: UUID | None,
    verb: str,
    actor: Actor,
    at: datetime,
) -> Contact:
    contact = get_contact(work.session, contact_id)
    before, after = changes({"person_id": contact.person_id}, {"person_id": person_id})
    contact.person_id = person_id
    if after:
        _record(work, contact, verb, actor, at, before=before, after=after)
    return contact


def _refuse_second_vote(work: UnitOfWork, organisation_id: UUID, data: ContactRoleData) -> None:
    if data.role is not ContactRole.VOTING_REPRESENTATIVE:
        return
    if _overlapping(work, data, ContactRoleRow.organisation_id == organisation_id):
        raise VotingRepresentativeTaken(field="role")


def _overlapping(work: UnitOfWork, data: ContactRoleData, whose: Any) -> bool:
    period = func.daterange(ContactRoleRow.valid_from, ContactRoleRow.valid_until)
    found = work.session.scalar(
        select(ContactRoleRow.id)
        .where(
            whose,
            ContactRoleRow.role == data.role.value,
            period.op("&&")(func.daterange(data.valid_from, data.valid_until)),
        )
        .limit(1)
    )
    return found is not None


def _record(
    work: UnitOfWork,
    contact: Contact,
    verb: str,
    actor: Actor,
    at: datetime,
    *,
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
) -> None:
    work.record(
        verb,
        subject=("contact", contact.id),
        concerns=contact.organisation_id,
        actor=actor,
        at=at,
        before=before,
        after=after,
    )
