"""Members: organisations with their standing, their term and their dues today."""

from datetime import date
from typing import Any
from uuid import UUID

from marshmallow import fields

from clusterorg.domains.membership import actions, queries
from clusterorg.domains.membership.schemas.asked import (
    AdmissionInput,
    CancelInput,
    LiftInput,
    SuspendInput,
    WaiveInput,
)
from clusterorg.domains.membership.schemas.shown import (
    AdmittedShown,
    ApplicationRowShown,
    MembershipShown,
    MemberShown,
)
from clusterorg.domains.membership.vocabulary import MEMBERS, DuesState, MembershipStatus
from clusterorg.domains.organisations import queries as organisations
from clusterorg.kernel.paging import Page
from clusterorg.kernel.shapes import Choice, Text
from clusterorg.web.api.mechanics.asking import today, who_and_when
from clusterorg.web.api.mechanics.contract import lists, reads, writes
from clusterorg.web.api.organisations import OrganisationQuery, filter_of
from clusterorg.web.work import session, unit_of_work

OWN = ("status", "category", "dues", "ending")


class MemberQuery(OrganisationQuery):
    """What the list is narrowed to; several values of one parameter: any of them."""

    status = fields.List(
        Choice(MembershipStatus),
        metadata={"description": "Default: active, provisional and suspended members."},
    )
    category = fields.List(Text(40), metadata={"description": "Codes of categories."})
    dues = fields.List(Choice(DuesState))
    ending = fields.Boolean(
        load_default=False, metadata={"description": "Only those whose cancellation is known."}
    )


def wanted_members(query: dict[str, Any]) -> queries.MemberFilter:
    """Return the list's filter from a query string."""
    rest = {name: value for name, value in query.items() if name not in OWN}
    return queries.MemberFilter(
        statuses=tuple(query.get("status", MEMBERS)),
        categories=tuple(query.get("category", ())),
        dues=tuple(query.get("dues", ())),
        ending=query["ending"],
        directory=filter_of(rest),
    )


@lists(MemberShown, asks=MemberQuery)
def index(query: dict[str, Any]) -> Page:
    """List members by name."""
    return queries.members(
        session(), wanted_members(query), today(), cursor=query["cursor"], limit=query["limit"]
    )


@reads(MembershipShown)
def show(organisation_id: UUID) -> Any:
    """Read an organisation's membership: its standing, its terms, what it owed."""
    return _shown(organisation_id)


@writes(AdmittedShown, takes=AdmissionInput, status=201, once="required")
def admit(data: dict[str, Any], organisation_id: UUID) -> Any:
    """Make an organisation a member without an application."""
    with unit_of_work() as work:
        term_id, invoice_id = actions.admit_organisation(
            work, organisation_id=organisation_id, **data, **who_and_when()
        )
        return {"term_id": term_id, "invoice_id": invoice_id}


@writes(MembershipShown, takes=CancelInput)
def cancel(data: dict[str, Any], organisation_id: UUID) -> Any:
    """Cancel a membership at the end of its term."""
    with unit_of_work() as work:
        actions.cancel_membership(work, organisation_id=organisation_id, **data, **who_and_when())
    return _shown(organisation_id)


@writes(MembershipShown)
def take_back(organisation_id: UUID) -> Any:
    """Take a cancellation back before it takes effect."""
    with unit_of_work() as work:
        actions.take_back_cancellation(work, organisation_id=organisation_id, **who_and_when())
    return _shown(organisation_id)


@writes(MembershipShown, takes=SuspendInput)
def suspend(data: dict[str, Any], organisation_id: UUID) -> Any:
    """Suspend a membership by a decision of the board."""
    with unit_of_work() as work:
        actions.suspend_membership(work, organisation_id=organisation_id, **data, **who_and_when())
    return _shown(organisation_id)


@writes(MembershipShown, takes=LiftInput)
def lift(data: dict[str, Any], organisation_id: UUID) -> Any:
    """End a suspension today."""
    with unit_of_work() as work:
        actions.lift_suspension(work, organisation_id=organisation_id, **data, **who_and_when())
    return _shown(organisation_id)


@writes(MembershipShown, takes=WaiveInput)
def waive(data: dict[str, Any], organisation_id: UUID) -> Any:
    """Waive the dues of a membership year: credited, the term settled, never charged anew."""
    organisations.get_organisation(session(), organisation_id)
    with unit_of_work() as work:
        actions.waive_dues(work, organisation_id=organisation_id, **data, **who_and_when())
    return _shown(organisation_id)


@lists(ApplicationRowShown)
def applications(organisation_id: UUID) -> Any:
    """List an organisation's applications, newest first."""
    organisations.get_organisation(session(), organisation_id)
    return queries.applications_of(session(), organisation_id)


def _shown(organisation_id: UUID) -> queries.Membership:
    day: date = today()
    organisations.get_organisation(session(), organisation_id)
    return queries.membership_of(session(), organisation_id, day)
