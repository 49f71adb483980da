"""The membership of one organisation: its terms, what is known of them, and its standing."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Row, func, select
from sqlalchemy.orm import Session

from clusterorg.domains.membership.models import (
    ActivationWithdrawal,
    Application,
    Cancellation,
    CancellationWithdrawal,
    MembershipCategory,
    Obligation,
    ObligationInvoice,
    Suspension,
    SuspensionLift,
    Term,
    TermActivation,
)
from clusterorg.domains.membership.queries.ends import ended_as
from clusterorg.domains.membership.queries.standing import PENDING, application_state
from clusterorg.domains.membership.rules.standing import (
    CancellationFacts,
    Standing,
    StandingFacts,
    SuspensionFacts,
    TermFacts,
    standing,
)
from clusterorg.domains.membership.vocabulary import SETTLING, Period, StartPolicy

SETTLED = [cause.value for cause in SETTLING]


@dataclass(frozen=True, slots=True)
class Membership:
    """All there is to show: the standing today, the terms, what was owed (newest first)."""

    standing: Standing
    terms: Sequence[Row[Any]]
    obligations: Sequence[Row[Any]]
    category: Row[Any] | None


def terms_of(session: Session, organisation_id: UUID) -> Sequence[Row[Any]]:
    """Return the terms, oldest first, with category and the days they were activated, settled."""
    standing_ones = (
        select(
            TermActivation.cluster_id,
            TermActivation.term_id,
            func.min(TermActivation.activated_on).label("activated_on"),
            func.min(TermActivation.activated_on)
            .filter(TermActivation.cause.in_(SETTLED))
            .label("settled_on"),
        )
        .outerjoin(
            ActivationWithdrawal,
            (ActivationWithdrawal.cluster_id == TermActivation.cluster_id)
            & (ActivationWithdrawal.activation_id == TermActivation.id),
        )
        .join(
            Term,
            (Term.cluster_id == TermActivation.cluster_id) & (Term.id == TermActivation.term_id),
        )
        .where(ActivationWithdrawal.id.is_(None), Term.organisation_id == organisation_id)
        .group_by(TermActivation.cluster_id, TermActivation.term_id)
        .subquery()
    )
    statement: Any = (
        select(
            Term.id,
            Term.chain_id,
            Term.previous_term_id,
            Term.starts_on,
            Term.until,
            Term.start_policy,
            Term.settle_by,
            Term.origin,
            Term.application_id,
            Term.category_id,
            MembershipCategory.code.label("category"),
            MembershipCategory.names.label("category_names"),
            MembershipCategory.voting,
            standing_ones.c.activated_on,
            standing_ones.c.settled_on,
        )
        .join(
            MembershipCategory,
            (MembershipCategory.cluster_id == Term.cluster_id)
            & (MembershipCategory.id == Term.category_id),
        )
        .outerjoin(
            standing_ones,
            (standing_ones.c.cluster_id == Term.cluster_id) & (standing_ones.c.term_id == Term.id),
        )
        .where(Term.organisation_id == organisation_id)
        .order_by(Term.starts_on)
    )
    return session.execute(statement).all()


def obligations_of(session: Session, organisation_id: UUID) -> Sequence[Row[Any]]:
    """Return what was owed, newest first, with the invoice.

    `replaced` marks corrected ones; `ended` says why one is no longer asked.
    """
    newest = func.max(Obligation.revision).over(partition_by=(Obligation.fee_item, Obligation.year))
    return session.execute(
        select(
            Obligation.id,
            Obligation.term_id,
            Obligation.fee_item,
            Obligation.year,
            Obligation.revision,
            Obligation.starts_on,
            Obligation.until,
            Obligation.cents,
            Obligation.currency,
            Obligation.explanation,
            Obligation.due_on,
            ObligationInvoice.invoice_id,
            (Obligation.revision < newest).label("replaced"),
            ended_as(Obligation).label("ended"),
        )
        .outerjoin(
            ObligationInvoice,
            (ObligationInvoice.cluster_id == Obligation.cluster_id)
            & (ObligationInvoice.obligation_id == Obligation.id),
        )
        .where(Obligation.organisation_id == organisation_id)
        .order_by(Obligation.year.desc(), Obligation.fee_item, Obligation.revision.desc())
    ).all()


def facts_of(session: Session, organisation_id: UUID) -> StandingFacts:
    """Return the facts about one organisation, for the pure rule (4 queries)."""
    return _facts(session, organisation_id, terms_of(session, organisation_id))


def _facts(session: Session, organisation_id: UUID, terms: Sequence[Row[Any]]) -> StandingFacts:
    chains = {chain: n for n, chain in enumerate({term.chain_id for term in terms})}
    return StandingFacts(
        terms=[
            TermFacts(
                chain=chains[term.chain_id],
                period=Period(term.starts_on, term.until),
                start_policy=StartPolicy(term.start_policy),
                settle_by=term.settle_by,
                activated_on=term.activated_on,
                settled_on=term.settled_on,
            )
            for term in terms
        ],
        cancellations=_cancellations(session, chains),
        suspensions=_suspensions(session, chains),
        has_open_application=_has_pending(session, organisation_id),
    )


def _cancellations(session: Session, chains: dict[UUID, int]) -> list[CancellationFacts]:
    rows = session.execute(
        select(
            Cancellation.chain_id,
            Cancellation.requested_on,
            Cancellation.effective_on,
            CancellationWithdrawal.withdrawn_on,
        )
        .outerjoin(
            CancellationWithdrawal,
            (CancellationWithdrawal.cluster_id == Cancellation.cluster_id)
            & (CancellationWithdrawal.cancellation_id == Cancellation.id),
        )
        .where(Cancellation.chain_id.in_(list(chains)))
    )
    return [CancellationFacts(chains[chain], *rest) for chain, *rest in rows]


def _suspensions(session: Session, chains: dict[UUID, int]) -> list[SuspensionFacts]:
    rows = session.execute(
        select(Suspension.chain_id, Suspension.starts_on, SuspensionLift.lifted_on)
        .outerjoin(
            SuspensionLift,
            (SuspensionLift.cluster_id == Suspension.cluster_id)
            & (SuspensionLift.suspension_id == Suspension.id),
        )
        .where(Suspension.chain_id.in_(list(chains)))
    )
    return [SuspensionFacts(chains[chain], *rest) for chain, *rest in rows]


def _has_pending(session: Session, organisation_id: UUID) -> bool:
    found = session.scalar(
        select(Application.id)
        .where(Application.organisation_id == organisation_id, application_state().in_(PENDING))
        .limit(1)
    )
    return found is not None


def standing_of(session: Session, organisation_id: UUID, today: date) -> Standing:
    """Return where an organisation stands on a day."""
    return standing(facts_of(session, organisation_id), today)


def membership_of(session: Session, organisation_id: UUID, today: date) -> Membership:
    """Return the whole membership of an organisation (5 queries)."""
    terms = terms_of(session, organisation_id)
    shown = [term for term in terms if term.starts_on <= today] or list(terms)
    return Membership(
        standing=standing(_facts(session, organisation_id, terms), today),
        terms=terms,
        obligations=obligations_of(session, organisation_id),
        category=shown[-1] if shown else None,
    )


def living_until(session: Session, organisation_id: UUID, today: date) -> date | None:
    """Return the end of a term that runs today or later, None when the organisation has none."""
    return session.scalar(
        select(func.max(Term.until)).where(
            Term.organisation_id == organisation_id, Term.until > today
        )
    )


def was_member(session: Session, organisation_id: UUID) -> bool:
    """Tell whether the organisation ever had a term."""
    return (
        session.scalar(select(Term.id).where(Term.organisation_id == organisation_id).limit(1))
        is not None
    )
