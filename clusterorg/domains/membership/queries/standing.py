"""The status as SQL: the same truth table as `rules.standing.status_on`, so that lists can filter.

Two joins of one row each (the term that covers the day) and lookups by key; no row is grouped.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Date, Select, and_, case, exists, false, func, literal, select
from sqlalchemy.orm import aliased

from clusterorg.domains.membership.models import (
    ActivationWithdrawal,
    Application,
    ApplicationEvent,
    Cancellation,
    CancellationWithdrawal,
    Suspension,
    SuspensionLift,
    Term,
    TermActivation,
)
from clusterorg.domains.membership.vocabulary import (
    SETTLING,
    ApplicationState,
    DuesState,
    StartPolicy,
)
from clusterorg.domains.membership.vocabulary import MembershipStatus as Status
from clusterorg.kernel.db import constant

Day = date | ColumnElement[date]
Key = ColumnElement[UUID] | Any
PENDING = (ApplicationState.SUBMITTED.value, ApplicationState.MORE_INFORMATION.value)
_PENDING = [constant(ApplicationState(state)) for state in PENDING]
SETTLED_CAUSES = [constant(cause) for cause in SETTLING]


def covers(term: Any, day: Day) -> ColumnElement[bool]:
    """Tell whether a term covers a day."""
    return and_(term.starts_on <= day, term.until > day)


def status_of(organisation_id: Key, cluster_id: Key, term: Any, day: Day) -> ColumnElement[str]:
    """Return the status of an organisation on a day.

    `term` is an alias of Term, outer-joined so that it covers the day (see `covers`).
    """
    return case(
        (term.id.is_not(None), running_status(term, day)),
        (has_term(organisation_id, cluster_id, Term.starts_on > day), constant(Status.UPCOMING)),
        (has_pending_application(organisation_id, cluster_id), constant(Status.APPLICANT)),
        (~has_term(organisation_id, cluster_id, literal(True)), constant(Status.NONE)),
        (
            cancelled(cluster_id, _last_chain(organisation_id, cluster_id), day),
            constant(Status.LEFT),
        ),
        else_=constant(Status.LAPSED),
    )


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of a term on a day, each as a condition that is true or not (or null: not)."""

    cancelled: ColumnElement[bool]
    suspended: ColumnElement[bool]
    settled: ColumnElement[bool]
    activated: ColumnElement[bool]


def looked_up(term: Any, day: Day) -> Known:
    """Return what is known of a term, each part looked up by itself where it is asked for."""
    return Known(
        cancelled=cancelled(term.cluster_id, term.chain_id, day),
        suspended=suspended(term.cluster_id, term.chain_id, day),
        settled=activated(term, day, SETTLED_CAUSES),
        activated=activated(term, day),
    )


def running_status(term: Any, day: Day, known: Known | None = None) -> ColumnElement[str]:
    """Return the status that a term which covers the day gives."""
    known = known or looked_up(term, day)
    return case(
        (known.cancelled, constant(Status.LEFT)),
        (known.suspended, constant(Status.SUSPENDED)),
        (known.settled, constant(Status.ACTIVE)),
        (term.settle_by <= day, constant(Status.LAPSED)),
        (known.activated, constant(Status.ACTIVE)),
        (term.start_policy == constant(StartPolicy.PROVISIONAL), constant(Status.PROVISIONAL)),
        else_=constant(Status.AWAITING_PAYMENT),
    )


def activated(
    term: Any, day: Day, causes: list[ColumnElement[str]] | None = None
) -> ColumnElement[bool]:
    """Tell whether a standing activation (of these causes) is known on the day.

    Asked as a minimum, not as EXISTS: PostgreSQL would answer the latter by reading the whole
    cluster's activations for a page of fifty.
    """
    withdrawn = exists().where(
        ActivationWithdrawal.cluster_id == TermActivation.cluster_id,
        ActivationWithdrawal.activation_id == TermActivation.id,
    )
    first = select(func.min(TermActivation.activated_on, type_=Date())).where(
        TermActivation.cluster_id == term.cluster_id,
        TermActivation.term_id == term.id,
        ~withdrawn,
    )
    if causes:
        first = first.where(TermActivation.cause.in_(causes))
    return func.coalesce(first.scalar_subquery() <= day, false())


def cancelled(cluster_id: Key, chain_id: Key, day: Day) -> ColumnElement[bool]:
    """Tell whether a cancellation of the chain has taken effect by the day."""
    return _standing_cancellation(cluster_id, chain_id, day, Cancellation.effective_on <= day)


def _standing_cancellation(
    cluster_id: Key, chain_id: Key, day: Day, more: ColumnElement[bool]
) -> ColumnElement[bool]:
    withdrawn = exists().where(
        CancellationWithdrawal.cluster_id == Cancellation.cluster_id,
        CancellationWithdrawal.cancellation_id == Cancellation.id,
        CancellationWithdrawal.withdrawn_on <= day,
    )
    return exists().where(
        Cancellation.cluster_id == cluster_id,
        Cancellation.chain_id == chain_id,
        Cancellation.requested_on <= day,
        more,
        ~withdrawn,
    )


def ends_on(cluster_id: Key, chain_id: Key, day: Day) -> ColumnElement[Any]:
    """Return the day on which a standing cancellation of the chain takes effect."""
    return first_cancellation(cluster_id, chain_id, day).scalar_subquery()


def first_cancellation(cluster_id: Key, chain_id: Key, day: Day) -> Select[Any]:
    """Return the statement of the first day on which a standing cancellation takes effect."""
    withdrawn = exists().where(
        CancellationWithdrawal.cluster_id == Cancellation.cluster_id,
        CancellationWithdrawal.cancellation_id == Cancellation.id,
        CancellationWithdrawal.withdrawn_on <= day,
    )
    return select(func.min(Cancellation.effective_on, type_=Date()).label("ends_on")).where(
        Cancellation.cluster_id == cluster_id,
        Cancellation.chain_id == chain_id,
        Cancellation.requested_on <= day,
        ~withdrawn,
    )


def first_activations(term: Any) -> Select[Any]:
    """Return the statement of the first standing activation of a term: settled_on, activated_on."""
    withdrawn = exists().where(
        ActivationWithdrawal.cluster_id == TermActivation.cluster_id,
        ActivationWithdrawal.activation_id == TermActivation.id,
    )
    first: Any = func.min(TermActivation.activated_on, type_=Date())
    settled: Any = first.filter(TermActivation.cause.in_(SETTLED_CAUSES))
    return select(settled.label("settled_on"), first.label("activated_on")).where(
        TermActivation.cluster_id == term.cluster_id,
        TermActivation.term_id == term.id,
        ~withdrawn,
    )


def suspended(cluster_id: Key, chain_id: Key, day: Day) -> ColumnElement[bool]:
    """Tell whether the chain is suspended on the day."""
    lifted = exists().where(
        SuspensionLift.cluster_id == Suspension.cluster_id,
        SuspensionLift.suspension_id == Suspension.id,
        SuspensionLift.lifted_on <= day,
    )
    return (
        exists()
        .where(
            Suspension.cluster_id == cluster_id,
            Suspension.chain_id == chain_id,
            Suspension.starts_on <= day,
            ~lifted,
        )
        .correlate_except(Suspension)
    )


def has_term(
    organisation_id: Key, cluster_id: Key, condition: ColumnElement[bool]
) -> ColumnElement[bool]:
    """Tell whether the organisation has a term of which a condition holds."""
    return (
        exists()
        .where(Term.cluster_id == cluster_id, Term.organisation_id == organisation_id, condition)
        .correlate_except(Term)
    )


def _last_chain(organisation_id: Key, cluster_id: Key) -> ColumnElement[UUID]:
    term = aliased(Term)
    return (
        select(term.chain_id)
        .where(term.cluster_id == cluster_id, term.organisation_id == organisation_id)
        .order_by(term.starts_on.desc())
        .limit(1)
        .correlate_except(term)
        .scalar_subquery()
    )


def application_state(application: Any = Application) -> ColumnElement[str]:
    """Return the state of an application: that of its last event."""
    event = aliased(ApplicationEvent)
    return (
        select(event.state)
        .where(event.cluster_id == application.cluster_id, event.application_id == application.id)
        .order_by(event.sequence.desc())
        .limit(1)
        .correlate_except(event)
        .scalar_subquery()
    )


def has_pending_application(organisation_id: Key, cluster_id: Key) -> ColumnElement[bool]:
    """Tell whether an application of the organisation waits for an answer."""
    return (
        exists()
        .where(
            Application.cluster_id == cluster_id,
            Application.organisation_id == organisation_id,
            application_state().in_(_PENDING),
        )
        .correlate_except(Application)
    )


def dues_state(
    day: Day, open_due_on: ColumnElement[Any], settled: ColumnElement[bool]
) -> ColumnElement[str]:
    """Return how the dues of a term stand; `open_due_on` is the due date of what it owes."""
    return case(
        (open_due_on.is_(None), constant(DuesState.NONE)),
        (settled, constant(DuesState.SETTLED)),
        (open_due_on < day, constant(DuesState.OVERDUE)),
        else_=constant(DuesState.OPEN),
    )
