"""One step of an application's state machine, written down as an event."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from clusterorg.domains.membership.errors import ApplicationNotFound
from clusterorg.domains.membership.models import Application, ApplicationEvent
from clusterorg.domains.membership.rules.transitions import next_state
from clusterorg.domains.membership.vocabulary import ApplicationState, ApplicationVerb
from clusterorg.kernel.actor import Actor
from clusterorg.kernel.unit_of_work import UnitOfWork

VERBS = {
    ApplicationState.DRAFT: "application.draft",
    ApplicationState.SUBMITTED: "application.submitted",
    ApplicationState.MORE_INFORMATION: "application.more_information",
    ApplicationState.APPROVED: "application.approved",
    ApplicationState.REJECTED: "application.rejected",
    ApplicationState.WITHDRAWN: "application.withdrawn",
}
"""What the audit log says of coming into a state."""


def locked(work: UnitOfWork, application_id: UUID) -> Application:
    """Return an application that nobody else can step meanwhile; raises ApplicationNotFound."""
    found = work.session.scalars(
        select(Application).where(Application.id == application_id).with_for_update()
    ).one_or_none()
    if found is None:
        raise ApplicationNotFound()
    return found


def step(
    work: UnitOfWork,
    application: Application,
    verb: ApplicationVerb,
    *,
    actor: Actor,
    at: datetime,
    note: str | None = None,
) -> ApplicationState:
    """Add the event that `verb` makes; raises WrongApplicationState."""
    last = work.session.execute(
        select(ApplicationEvent.sequence, ApplicationEvent.state)
        .where(ApplicationEvent.application_id == application.id)
        .order_by(ApplicationEvent.sequence.desc())
        .limit(1)
    ).first()
    before = ApplicationState(last.state) if last else None
    state = next_state(before, verb)
    work.session.add(
        ApplicationEvent(
            application_id=application.id,
            sequence=last.sequence + 1 if last else 1,
            verb=verb.value,
            state=state.value,
            at=at,
            actor_kind=actor.kind,
            actor_name=actor.name[:200],
            note=note,
        )
    )
    work.session.flush()
    work.record(
        VERBS[state],
        subject=("application", application.id),
        concerns=application.organisation_id,
        actor=actor,
        at=at,
        before={"state": before.value} if before else None,
        after={"state": state.value, "name": application.name},
        reason=note,
    )
    return state
