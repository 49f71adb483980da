"""Terms and what makes them count. Rows are only ever added."""

from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.dialects.postgresql import insert

from clusterorg.domains.membership.errors import TermsOverlap
from clusterorg.domains.membership.models import ActivationWithdrawal, Term, TermActivation
from clusterorg.domains.membership.news import MembershipActivated, TermOpened
from clusterorg.domains.membership.rules.quote import Scheme
from clusterorg.domains.membership.vocabulary import (
    ActivationCause,
    Period,
    TermOrigin,
)
from clusterorg.kernel.actor import Actor
from clusterorg.kernel.ids import new_id
from clusterorg.kernel.unit_of_work import UnitOfWork


def settle_by(scheme: Scheme, issued_on: date, starts_on: date) -> date | None:
    """Return the first day on which an unpaid term lapses, counted from what came later."""
    if scheme.settle_days is None:
        return None
    return max(issued_on, starts_on) + timedelta(days=scheme.settle_days)


def open_term(
    work: UnitOfWork,
    *,
    organisation_id: UUID,
    category_id: UUID,
    period: Period,
    scheme: Scheme,
    origin: TermOrigin,
    at: datetime,
    issued_on: date,
    application_id: UUID | None = None,
) -> Term:
    """Begin a chain with a first term; raises TermsOverlap."""
    taken = work.session.scalar(
        select(Term.id).where(
            Term.organisation_id == organisation_id,
            Term.starts_on < period.until,
            Term.until > period.starts_on,
        )
    )
    if taken is not None:
        raise TermsOverlap(field="starts_on")
    term_id = new_id()
    term = Term(
        id=term_id,
        organisation_id=organisation_id,
        category_id=category_id,
        chain_id=term_id,
        starts_on=period.starts_on,
        until=period.until,
        start_policy=scheme.start_policy.value,
        settle_by=settle_by(scheme, issued_on, period.starts_on),
        origin=origin.value,
        application_id=application_id,
        created_at=at,
    )
    work.session.add(term)
    work.session.flush()
    work.publish(TermOpened(term.id, organisation_id, None, period.starts_on, period.until))
    return term


def activate_term(
    work: UnitOfWork,
    *,
    term_id: UUID,
    cause: ActivationCause,
    on: date,
    actor: Actor,
    at: datetime,
    invoice_id: UUID | None = None,
    reason: str | None = None,
) -> bool:
    """Write down that a term counts; a second time for the same cause changes nothing.

    Returns whether it was new.
    """
    nth = work.session.scalar(
        select(func.count(ActivationWithdrawal.id))
        .join(
            TermActivation,
            (TermActivation.cluster_id == ActivationWithdrawal.cluster_id)
            & (TermActivation.id == ActivationWithdrawal.activation_id),
        )
        .where(TermActivation.term_id == term_id, TermActivation.cause == cause.value)
    )
    added = work.session.execute(
        insert(TermActivation)
        .values(
            cluster_id=work.cluster_id,
            id=new_id(),
            term_id=term_id,
            cause=cause.value,
            nth=nth or 0,
            activated_on=on,
            invoice_id=invoice_id,
            created_at=at,
        )
        .on_conflict_do_nothing()
        .returning(TermActivation.id)
    ).scalar()
    if added is None:
        return False
    term = work.session.scalars(select(Term).where(Term.id == term_id)).one()
    work.record(
        "membership.activated",
        subject=("term", term_id),
        concerns=term.organisation_id,
        actor=actor,
        at=at,
        after={"cause": cause.value, "on": on.isoformat()},
        reason=reason,
    )
    work.publish(MembershipActivated(term_id, term.organisation_id, on, cause))
    return True


def withdraw_activation(
    work: UnitOfWork,
    *,
    term_id: UUID,
    cause: ActivationCause,
    on: date,
    actor: Actor,
    at: datetime,
) -> None:
    """Write down that an activation no longer holds, as when a payment came back."""
    standing = work.session.execute(
        select(TermActivation.id, Term.organisation_id)
        .join(Term, (Term.cluster_id == TermActivation.cluster_id) & (Term.id == term_id))
        .outerjoin(
            ActivationWithdrawal,
            (ActivationWithdrawal.cluster_id == TermActivation.cluster_id)
            & (ActivationWithdrawal.activation_id == TermActivation.id),
        )
        .where(
            TermActivation.term_id == term_id,
            TermActivation.cause == cause.value,
            ActivationWithdrawal.id.is_(None),
        )
    ).first()
    if standing is None:
        return
    work.session.add(
        ActivationWithdrawal(activation_id=standing.id, withdrawn_on=on, created_at=at)
    )
    work.session.flush()
    work.record(
        "membership.activation_withdrawn",
        subject=("term", term_id),
        concerns=standing.organisation_id,
        actor=actor,
        at=at,
        after={"cause": cause.value, "on": on.isoformat()},
    )
