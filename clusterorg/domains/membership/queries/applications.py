"""Applications: the inbox, one application with its story, and the way back by link."""

import hashlib
from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, Select, and_, exists, func, select
from sqlalchemy.orm import Session, aliased

from clusterorg.domains.membership.errors import ApplicationNotFound, ResumeLinkExpired
from clusterorg.domains.membership.models import (
    Application,
    ApplicationEvent,
    MembershipCategory,
)
from clusterorg.domains.membership.queries.standing import application_state
from clusterorg.domains.membership.rules.transitions import EDITABLE, WAITING
from clusterorg.domains.membership.schemas.form import ApplicationFormSchema
from clusterorg.domains.membership.vocabulary import ApplicationForm, ApplicationState
from clusterorg.kernel.db import constant
from clusterorg.kernel.paging import Page, paginate
from clusterorg.kernel.scope import kept

FORM = ApplicationFormSchema()


def get_application(session: Session, application_id: UUID) -> Application:
    """Return an application; raises ApplicationNotFound."""
    found = session.scalars(
        select(Application).where(Application.id == application_id)
    ).one_or_none()
    if found is None:
        raise ApplicationNotFound()
    return found


def form_of(application: Application) -> ApplicationForm:
    """Return the form as it was filled in."""
    form: ApplicationForm = FORM.load(application.data)
    return form


def state_of(session: Session, application_id: UUID) -> ApplicationState:
    """Return the state of an application; raises ApplicationNotFound."""
    state = session.scalar(
        select(application_state()).select_from(Application).where(Application.id == application_id)
    )
    if state is None:
        raise ApplicationNotFound()
    return ApplicationState(state)


def events_of(session: Session, application_id: UUID) -> Sequence[ApplicationEvent]:
    """Return what happened to an application, oldest first."""
    return session.scalars(
        select(ApplicationEvent)
        .where(ApplicationEvent.application_id == application_id)
        .order_by(ApplicationEvent.sequence)
    ).all()


def token_hash(token: str) -> str:
    """Return what is stored of a resume link's token."""
    return hashlib.sha256(token.encode()).hexdigest()


def application_of_link(session: Session, token: str, at: datetime) -> Application:
    """Return the draft or questioned application a link leads to; raises ResumeLinkExpired."""
    found = session.scalars(
        select(Application).where(Application.resume_hash == token_hash(token))
    ).one_or_none()
    if found is None or found.resume_expires_at is None or found.resume_expires_at <= at:
        raise ResumeLinkExpired()
    if state_of(session, found.id) not in EDITABLE:
        raise ResumeLinkExpired()
    return found


def inbox_statement(states: Sequence[ApplicationState] = ()) -> Select[Any]:
    """Return the list of applications, newest first.

    Columns: id, name, contact_email, language, category (code), organisation_id, created_at,
    state, since (moment of the last event).
    """
    last = aliased(ApplicationEvent)
    newest = (
        select(func.max(ApplicationEvent.sequence))
        .where(
            ApplicationEvent.cluster_id == last.cluster_id,
            ApplicationEvent.application_id == last.application_id,
        )
        .scalar_subquery()
    )
    statement: Any = (
        select(
            Application.id,
            Application.name,
            Application.contact_email,
            Application.language,
            MembershipCategory.code.label("category"),
            Application.organisation_id,
            Application.created_at,
            last.state,
            last.at.label("since"),
        )
        .select_from(Application)
        .join(
            last,
            and_(
                last.cluster_id == Application.cluster_id,
                last.application_id == Application.id,
                last.sequence == newest,
            ),
        )
        .outerjoin(
            MembershipCategory,
            and_(
                MembershipCategory.cluster_id == Application.cluster_id,
                MembershipCategory.id == Application.category_id,
            ),
        )
        .order_by(Application.id.desc())
    )
    if states:
        statement = statement.where(last.state.in_([state.value for state in states]))
    return statement


def inbox(
    session: Session,
    states: Sequence[ApplicationState] = WAITING,
    *,
    cursor: str | None = None,
    limit: int = 50,
) -> Page:
    """Return one page of applications in these states (none: all), newest first."""
    return paginate(
        session, inbox_statement(states), [Application.id.desc()], cursor=cursor, limit=limit
    )


def counts_by_state(session: Session) -> dict[ApplicationState, int]:
    """Return how many applications stand in each state."""
    rows = inbox_statement().order_by(None).subquery()
    found: dict[str, int] = {
        row.state: row.number
        for row in session.execute(
            select(rows.c.state, func.count().label("number")).group_by(rows.c.state)
        )
    }
    return {state: found.get(state.value, 0) for state in ApplicationState}


def waiting_number(session: Session) -> int:
    """Return how many applications wait for an answer: every page of the admin tells it."""
    return session.scalar(_waiting(session)) or 0


# Reads the index of what was sent.
@kept
def _waiting() -> Select[int]:
    later = aliased(ApplicationEvent)
    answered = exists().where(
        later.cluster_id == ApplicationEvent.cluster_id,
        later.application_id == ApplicationEvent.application_id,
        later.sequence > ApplicationEvent.sequence,
    )
    sent = ApplicationEvent.state == constant(ApplicationState.SUBMITTED)
    return select(func.count()).where(sent, ~answered)


def applications_of(session: Session, organisation_id: UUID) -> Sequence[Row[Any]]:
    """Return an organisation's applications, newest first."""
    return session.execute(
        inbox_statement().where(Application.organisation_id == organisation_id)
    ).all()
