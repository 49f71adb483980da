"""Cancelling at a term's end, taking it back, suspending by decision, lifting it."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import func, select

from clusterorg.domains.identity import queries as identity
from clusterorg.domains.membership import queries
from clusterorg.domains.membership.errors import (
    AlreadyCancelled,
    AlreadySuspended,
    CancellationTookEffect,
    MembershipNotFound,
    NotCancelled,
    NotSuspended,
    ReasonNeeded,
)
from clusterorg.domains.membership.models import (
    Cancellation,
    CancellationWithdrawal,
    Suspension,
    SuspensionLift,
    Term,
)
from clusterorg.domains.membership.news import MembershipCancelled
from clusterorg.domains.membership.rules.standing import cancellation_takes_effect
from clusterorg.domains.membership.rules.years import add_years
from clusterorg.kernel.actor import Actor
from clusterorg.kernel.clock import local_date
from clusterorg.kernel.days import check_day
from clusterorg.kernel.i18n import format_date
from clusterorg.kernel.unit_of_work import UnitOfWork


def today_of(work: UnitOfWork, at: datetime) -> date:
    """Return the date in the cluster's own zone."""
    return local_date(at, identity.get_cluster(work.session, work.cluster_id).time_zone)


def cancel_membership(
    work: UnitOfWork,
    *,
    organisation_id: UUID,
    actor: Actor,
    at: datetime,
    requested_on: date | None = None,
    reason: str | None = None,
) -> Cancellation:
    """Write down a notice; it takes effect at the end of the term, or of the next if too late.

    Raises DayOutOfReach, MembershipNotFound or AlreadyCancelled.
    """
    today = today_of(work, at)
    asked = check_day(requested_on or today, field="requested_on")
    term = _running_term(work, organisation_id, today)
    standing = _cancellation(work, term.chain_id)
    if standing is not None:
        raise AlreadyCancelled(day=format_date(standing.effective_on))
    notice = queries.settings(work.session).notice_days
    row = Cancellation(
        chain_id=term.chain_id,
        nth=_count(work, Cancellation, term.chain_id),
        requested_on=asked,
        effective_on=cancellation_takes_effect(term.until, asked, notice, add_years(term.until, 1)),
        reason=reason,
        created_at=at,
    )
    work.session.add(row)
    work.session.flush()
    work.record(
        "membership.cancelled",
        subject=("membership", term.chain_id),
        concerns=organisation_id,
        actor=actor,
        at=at,
        after={"requested_on": asked.isoformat(), "effective_on": row.effective_on.isoformat()},
        reason=reason,
    )
    work.publish(MembershipCancelled(organisation_id, term.chain_id, row.effective_on))
    return row


def take_back_cancellation(
    work: UnitOfWork, *, organisation_id: UUID, actor: Actor, at: datetime
) -> None:
    """Undo a notice that has not taken effect yet.

    Raises MembershipNotFound, NotCancelled or CancellationTookEffect.
    """
    today = today_of(work, at)
    term = _running_term(work, organisation_id, today)
    standing = _cancellation(work, term.chain_id)
    if standing is None:
        raise NotCancelled()
    if standing.effective_on <= today:
        raise CancellationTookEffect(day=format_date(standing.effective_on))
    work.session.add(
        CancellationWithdrawal(cancellation_id=standing.id, withdrawn_on=today, created_at=at)
    )
    work.session.flush()
    work.record(
        "membership.cancellation_taken_back",
        subject=("membership", term.chain_id),
        concerns=organisation_id,
        actor=actor,
        at=at,
    )


def suspend_membership(
    work: UnitOfWork,
    *,
    organisation_id: UUID,
    reason: str,
    actor: Actor,
    at: datetime,
    from_on: date | None = None,
) -> Suspension:
    """Write down a board's decision to suspend.

    Raises ReasonNeeded, DayOutOfReach, MembershipNotFound or AlreadySuspended.
    """
    if not reason.strip():
        raise ReasonNeeded(field="reason")
    today = today_of(work, at)
    begins = check_day(from_on or today, field="from_on")
    term = _running_term(work, organisation_id, today)
    if _suspension(work, term.chain_id) is not None:
        raise AlreadySuspended()
    row = Suspension(
        chain_id=term.chain_id,
        nth=_count(work, Suspension, term.chain_id),
        starts_on=begins,
        reason=reason.strip(),
        created_at=at,
    )
    work.session.add(row)
    work.session.flush()
    work.record(
        "membership.suspended",
        subject=("membership", term.chain_id),
        concerns=organisation_id,
        actor=actor,
        at=at,
        after={"starts_on": row.starts_on.isoformat()},
        reason=row.reason,
    )
    return row


def lift_suspension(
    work: UnitOfWork,
    *,
    organisation_id: UUID,
    actor: Actor,
    at: datetime,
    reason: str | None = None,
) -> None:
    """End a suspension today; raises MembershipNotFound or NotSuspended."""
    today = today_of(work, at)
    term = _running_term(work, organisation_id, today)
    standing = _suspension(work, term.chain_id)
    if standing is None:
        raise NotSuspended()
    lifted = max(today, standing.starts_on)
    work.session.add(
        SuspensionLift(suspension_id=standing.id, lifted_on=lifted, reason=reason, created_at=at)
    )
    work.session.flush()
    work.record(
        "membership.suspension_lifted",
        subject=("membership", term.chain_id),
        concerns=organisation_id,
        actor=actor,
        at=at,
        reason=reason,
    )


def _running_term(work: UnitOfWork, organisation_id: UUID, today: date) -> Term:
    """Return the term of today, locked so that two decisions cannot cross."""
    term = work.session.scalars(
        select(Term)
        .where(Term.organisation_id == organisation_id, Term.starts_on <= today, Term.until > today)
        .with_for_update()
    ).one_or_none()
    if term is None:
        raise MembershipNotFound(field="organisation_id")
    return term


def _cancellation(work: UnitOfWork, chain_id: UUID) -> Cancellation | None:
    return work.session.scalars(
        select(Cancellation)
        .outerjoin(
            CancellationWithdrawal,
            (CancellationWithdrawal.cluster_id == Cancellation.cluster_id)
            & (CancellationWithdrawal.cancellation_id == Cancellation.id),
        )
        .where(Cancellation.chain_id == chain_id, CancellationWithdrawal.id.is_(None))
    ).first()


def _suspension(work: UnitOfWork, chain_id: UUID) -> Suspension | None:
    return work.session.scalars(
        select(Suspension)
        .outerjoin(
            SuspensionLift,
            (SuspensionLift.cluster_id == Suspension.cluster_id)
            & (SuspensionLift.suspension_id == Suspension.id),
        )
        .where(Suspension.chain_id == chain_id, SuspensionLift.id.is_(None))
    ).first()


def _count(work: UnitOfWork, model: type[Cancellation] | type[Suspension], chain_id: UUID) -> int:
    return (
        work.session.scalar(
            select(func.count()).select_from(model).where(model.chain_id == chain_id)
        )
        or 0
    )
