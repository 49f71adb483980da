"""Applications: wishes to become a member, from the form to the decision."""

from typing import Any
from uuid import UUID

from flask import url_for
from marshmallow import fields

from clusterorg.domains.membership import actions, queries
from clusterorg.domains.membership.rules.transitions import WAITING
from clusterorg.domains.membership.schemas import ApplicationFormSchema
from clusterorg.domains.membership.schemas.asked import (
    ApproveInput,
    AskInput,
    NoteInput,
    RejectInput,
)
from clusterorg.domains.membership.schemas.shown import (
    ApplicationEventShown,
    ApplicationRowShown,
    ApplicationShown,
    ApprovedShown,
)
from clusterorg.domains.membership.vocabulary import ApplicationForm, ApplicationState
from clusterorg.kernel.paging import Page
from clusterorg.kernel.shapes import Choice
from clusterorg.web.api.mechanics.asking import who_and_when
from clusterorg.web.api.mechanics.contract import lists, reads, writes
from clusterorg.web.api.mechanics.editing import check_version
from clusterorg.web.api.mechanics.paging import Paged
from clusterorg.web.work import session, unit_of_work


class ApplicationQuery(Paged):
    """Which states are shown."""

    state = fields.List(
        Choice(ApplicationState),
        metadata={"description": "Default: those that wait for a decision."},
    )


@lists(ApplicationRowShown, asks=ApplicationQuery)
def index(query: dict[str, Any]) -> Page:
    """List applications, newest first."""
    states = query.pop("state", WAITING)
    return queries.inbox(session(), states, **query)


@writes(ApplicationShown, takes=ApplicationFormSchema, status=201, etag=True, once="required")
def create(form: ApplicationForm) -> Any:
    """Apply for membership: every check is made, and the applicant gets a mail.

    Where the cluster leaves approval to the rules, the answer may be approved already.
    """
    with unit_of_work() as work:
        made = actions.apply(work, form=form, **who_and_when()).application
        where = {"Location": url_for("api.applications_show", application_id=made.id)}
        return _shown(made.id), where


@reads(ApplicationShown, etag=True)
def show(application_id: UUID) -> Any:
    """Read an application with its form and its story."""
    return _shown(application_id)


@lists(ApplicationEventShown)
def events(application_id: UUID) -> Any:
    """List what happened to an application, oldest first."""
    queries.get_application(session(), application_id)
    return queries.events_of(session(), application_id)


@writes(ApplicationShown, takes=ApplicationFormSchema, etag=True, edits=True)
def update(form: ApplicationForm, application_id: UUID, version: int) -> Any:
    """Change a draft, or an application about which something was asked."""
    with unit_of_work() as work:
        check_version(queries.get_application(session(), application_id).version)
        actions.save_application(work, application_id=application_id, form=form, **who_and_when())
    return _shown(application_id)


@writes(ApplicationShown, etag=True, once="required")
def submit(application_id: UUID) -> Any:
    """Send a draft, or send an application again after a question."""
    with unit_of_work() as work:
        actions.submit_application(work, application_id=application_id, **who_and_when())
        return _shown(application_id)


@writes(ApplicationShown, takes=AskInput, etag=True)
def ask(data: dict[str, Any], application_id: UUID) -> Any:
    """Ask the applicant something; the question is mailed with a link to the form."""
    with unit_of_work() as work:
        actions.ask_for_information(
            work, application_id=application_id, question=data["question"], **who_and_when()
        )
    return _shown(application_id)


@writes(ApprovedShown, takes=ApproveInput, once="required")
def approve(data: dict[str, Any], application_id: UUID) -> Any:
    """Make the applicant a member: organisation, term and, when something is due, an invoice."""
    with unit_of_work() as work:
        return actions.approve_application(
            work, application_id=application_id, **data, **who_and_when()
        )


@writes(ApplicationShown, takes=RejectInput, etag=True)
def reject(data: dict[str, Any], application_id: UUID) -> Any:
    """Reject an application; the reason is mailed."""
    with unit_of_work() as work:
        actions.reject_application(
            work, application_id=application_id, reason=data["reason"], **who_and_when()
        )
    return _shown(application_id)


@writes(ApplicationShown, takes=NoteInput, etag=True)
def withdraw(data: dict[str, Any], application_id: UUID) -> Any:
    """Take an application back on the applicant's behalf."""
    with unit_of_work() as work:
        actions.withdraw_application(
            work, application_id=application_id, note=data.get("note"), **who_and_when()
        )
    return _shown(application_id)


def _shown(application_id: UUID) -> dict[str, Any]:
    found = queries.get_application(session(), application_id)
    names = (
        *("id", "name", "contact_email", "language", "organisation_id", "data", "quoted"),
        *("consent_at", "consent_version", "created_at", "version"),
    )
    events = queries.events_of(session(), application_id)
    return {
        **{name: getattr(found, name) for name in names},
        "state": events[-1].state,
        "events": events,
    }
