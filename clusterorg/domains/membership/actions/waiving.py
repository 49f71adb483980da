"""Dues that are no longer asked: a credit note withdraws them, a decision waives them."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import aliased

from clusterorg.domains.billing import actions as billing
from clusterorg.domains.billing import queries as invoices
from clusterorg.domains.billing.vocabulary import InvoiceState
from clusterorg.domains.membership.actions.leaving import today_of
from clusterorg.domains.membership.actions.terms import activate_term
from clusterorg.domains.membership.errors import DuesNotCharged, DuesWaived, ReasonNeeded
from clusterorg.domains.membership.models import Obligation, ObligationEnd, ObligationInvoice
from clusterorg.domains.membership.queries.ends import ended_as
from clusterorg.domains.membership.vocabulary import ActivationCause, DuesEnd, FeeItem
from clusterorg.kernel.actor import Actor
from clusterorg.kernel.ids import new_id
from clusterorg.kernel.unit_of_work import UnitOfWork

CREDITED = Actor.system("credit note")


def withdraw_dues(work: UnitOfWork, *, invoice_id: UUID, credited_on: date) -> None:
    """Write down that what stood on a credited invoice is booked no more.

    What a later revision has replaced (a correction credits and charges anew) is left alone. A
    payment stays what it was: the term it settled counts on, the money is credit of the payer.
    """
    for row in work.session.execute(_newest().where(ObligationInvoice.invoice_id == invoice_id)):
        if _end(work, row.id, DuesEnd.WITHDRAWN, credited_on, None, at=work.at):
            _tell(work, "dues.withdrawn", row, CREDITED, None, at=work.at)


def waive_dues(
    work: UnitOfWork,
    *,
    organisation_id: UUID,
    year: int,
    reason: str,
    actor: Actor,
    at: datetime,
) -> None:
    """Ask the dues of a membership year no more: a decision, which settles the term.

    Its invoice is credited as a whole; an entry fee on it goes too. Dues runs leave the year alone.
    Raises ReasonNeeded, DuesNotCharged, DuesWaived, and what billing refuses.
    """
    if not reason.strip():
        raise ReasonNeeded(field="reason")
    row = work.session.execute(
        _newest().where(
            Obligation.organisation_id == organisation_id,
            Obligation.year == year,
            Obligation.fee_item == FeeItem.DUES.value,
        )
    ).first()
    if row is None:
        raise DuesNotCharged(field="year", year=year)
    today = today_of(work, at)
    if not _end(work, row.id, DuesEnd.WAIVED, today, reason.strip(), at=at):
        raise DuesWaived(field="year", year=year)
    _credit(work, row, reason.strip(), today, actor=actor, at=at)
    _tell(work, "dues.waived", row, actor, reason.strip(), at=at)
    activate_term(
        work,
        term_id=row.term_id,
        cause=ActivationCause.DECISION,
        on=today,
        actor=actor,
        at=at,
        reason=reason.strip(),
    )


def _newest() -> Any:
    """Obligations that no later revision has replaced, with their invoice."""
    later = aliased(Obligation)
    newest = (
        select(func.max(later.revision))
        .where(
            later.cluster_id == Obligation.cluster_id,
            later.organisation_id == Obligation.organisation_id,
            later.fee_item == Obligation.fee_item,
            later.year == Obligation.year,
        )
        .scalar_subquery()
    )
    return (
        select(
            Obligation.id,
            Obligation.organisation_id,
            Obligation.term_id,
            Obligation.fee_item,
            Obligation.year,
            ObligationInvoice.invoice_id,
            ended_as(Obligation).label("ended"),
        )
        .outerjoin(
            ObligationInvoice,
            (ObligationInvoice.cluster_id == Obligation.cluster_id)
            & (ObligationInvoice.obligation_id == Obligation.id),
        )
        .where(Obligation.revision == newest)
    )


def _end(
    work: UnitOfWork,
    obligation_id: UUID,
    kind: DuesEnd,
    on: date,
    reason: str | None,
    *,
    at: datetime,
) -> bool:
    """Write the fact once; tells whether it is new."""
    added = work.session.execute(
        insert(ObligationEnd)
        .values(
            cluster_id=work.cluster_id,
            id=new_id(),
            obligation_id=obligation_id,
            kind=kind.value,
            ended_on=on,
            reason=reason,
            created_at=at,
        )
        .on_conflict_do_nothing()
        .returning(ObligationEnd.id)
    ).scalar()
    return added is not None


def _credit(
    work: UnitOfWork, row: Any, reason: str, on: date, *, actor: Actor, at: datetime
) -> None:
    """Credit the invoice where it still asks something, or was paid."""
    if row.invoice_id is None:
        return
    balance = invoices.balances_of(work.session, [row.invoice_id])[row.invoice_id]
    if balance.state is not InvoiceState.CREDITED and balance.gross_cents:
        billing.credit_invoice(
            work, invoice_id=row.invoice_id, reason=reason, issued_on=on, actor=actor, at=at
        )


def _tell(
    work: UnitOfWork, verb: str, row: Any, actor: Actor, reason: str | None, *, at: datetime
) -> None:
    work.record(
        verb,
        subject=("obligation", row.id),
        concerns=row.organisation_id,
        actor=actor,
        at=at,
        after={"fee_item": row.fee_item, "year": row.year},
        reason=reason,
    )
