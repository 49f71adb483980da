"""Approval: organisation, contacts, term, obligations, invoice and mail in one unit of work."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import delete

from clusterorg.domains.membership import queries
from clusterorg.domains.membership.actions.admission import admit
from clusterorg.domains.membership.actions.leaving import today_of
from clusterorg.domains.membership.actions.mails import mail_applicant
from clusterorg.domains.membership.actions.stepping import locked, step
from clusterorg.domains.membership.errors import AlreadyMember
from clusterorg.domains.membership.models import Application, ApplicationClaim
from clusterorg.domains.membership.news import ApplicationApproved
from clusterorg.domains.membership.rules.transitions import next_state
from clusterorg.domains.membership.vocabulary import (
    ApplicationForm,
    ApplicationVerb,
)
from clusterorg.domains.organisations import actions as organisation_actions
from clusterorg.domains.organisations import queries as organisations
from clusterorg.domains.organisations.vocabulary import (
    ContactData,
    ContactRole,
    ContactRoleData,
)
from clusterorg.kernel.actor import Actor
from clusterorg.kernel.days import check_day
from clusterorg.kernel.i18n import format_date
from clusterorg.kernel.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True)
class Approved:
    """What an approval made. `invoice_id` is None when nothing is owed."""

    application_id: UUID
    organisation_id: UUID
    term_id: UUID
    invoice_id: UUID | None


def approve_application(
    work: UnitOfWork,
    *,
    application_id: UUID,
    actor: Actor,
    at: datetime,
    organisation_id: UUID | None = None,
    starts_on: date | None = None,
    note: str | None = None,
    custom: Mapping[str, Any] | None = None,
) -> Approved:
    """Make the applicant a member from `starts_on` (default: today in the cluster's zone).

    `organisation_id` links to an organisation that is already written down (duplicate check);
    by default the one with the same number, else a new one. `custom` fills the cluster's own
    fields.

    Raises ApplicationNotFound, WrongApplicationState, DayOutOfReach, AlreadyMember, TermsOverlap,
    NoScheme, NoRate, SizeMissing, RatesAmbiguous, and what organisations and billing refuse.
    """
    application = locked(work, application_id)
    next_state(queries.state_of(work.session, application_id), ApplicationVerb.APPROVE)
    form = queries.form_of(application)
    today = today_of(work, at)
    begins = check_day(starts_on or today, field="starts_on")
    member_id = _organisation(
        work, application, form, organisation_id, begins, custom or {}, actor=actor, at=at
    )
    application.organisation_id = member_id
    term_id, invoice_id = admit(
        work,
        organisation_id=member_id,
        facts=queries.facts_of_form(form, begins),
        starts_on=begins,
        issued_on=today,
        language=application.language,
        application_id=application.id,
        actor=actor,
        at=at,
    )
    step(work, application, ApplicationVerb.APPROVE, actor=actor, at=at, note=note)
    work.session.execute(
        delete(ApplicationClaim).where(ApplicationClaim.application_id == application.id)
    )
    application.resume_hash = application.resume_expires_at = None
    work.session.flush()
    mail_applicant(
        work, application, "application_approved", note=note, owes=invoice_id is not None
    )
    work.publish(
        ApplicationApproved(application.id, member_id, term_id, invoice_id, application.language)
    )
    return Approved(application.id, member_id, term_id, invoice_id)


def _organisation(
    work: UnitOfWork,
    application: Application,
    form: ApplicationForm,
    chosen: UUID | None,
    begins: date,
    custom: Mapping[str, Any],
    *,
    actor: Actor,
    at: datetime,
) -> UUID:
    """Link to the organisation that is already here, or write it down."""
    contacts = _with_roles(form.organisation.contacts, begins)
    known = chosen or application.organisation_id
    if known is None:
        language = form.organisation.language or application.language
        data = replace(form.organisation, contacts=contacts, language=language, custom=custom)
        # No applicant is asked for the cluster's own fields, so a required one may be empty still.
        return organisation_actions.add_organisation(
            work, data=data, actor=actor, at=at, fill_in_later=True
        ).id
    known = organisations.get_organisation(work.session, known).id
    _refuse_living(work, known, begins)
    for contact in contacts:
        _add_missing_contact(work, known, contact, begins, actor=actor, at=at)
    return known


def _refuse_living(work: UnitOfWork, organisation_id: UUID, begins: date) -> None:
    until = queries.living_until(work.session, organisation_id, begins)
    if until is not None:
        raise AlreadyMember(through=format_date(until - timedelta(days=1)))


def _add_missing_contact(
    work: UnitOfWork,
    organisation_id: UUID,
    contact: ContactData,
    begins: date,
    *,
    actor: Actor,
    at: datetime,
) -> None:
    """Add a contact whose address is not known yet; somebody else may vote already."""
    if contact.email and organisations.find_contact(work.session, organisation_id, contact.email):
        return
    if organisations.voting_representative(work.session, organisation_id, begins) is not None:
        roles = tuple(
            role for role in contact.roles if role.role is not ContactRole.VOTING_REPRESENTATIVE
        )
        contact = replace(contact, roles=roles)
    organisation_actions.add_contact(
        work, organisation_id=organisation_id, data=contact, actor=actor, at=at
    )


def _with_roles(contacts: tuple[ContactData, ...], begins: date) -> tuple[ContactData, ...]:
    """The first contact speaks, votes and gets the invoices; the others are general contacts."""
    made = []
    for place, contact in enumerate(contacts):
        kinds = tuple(ContactRole) if place == 0 else (ContactRole.GENERAL,)
        roles = tuple(ContactRoleData(role=kind, valid_from=begins) for kind in kinds)
        made.append(replace(contact, roles=contact.roles or roles))
    return tuple(made)
