"""Payment makes a term count: told by billing, once per invoice, harmless when told again."""

from datetime import date
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import aliased

from clusterorg.domains.membership.actions.terms import activate_term, withdraw_activation
from clusterorg.domains.membership.models import Obligation, ObligationInvoice
from clusterorg.domains.membership.vocabulary import ActivationCause
from clusterorg.kernel.actor import Actor
from clusterorg.kernel.unit_of_work import UnitOfWork

PAID = Actor.system("payment")


def settle_terms(work: UnitOfWork, *, invoice_id: UUID, paid_on: date) -> None:
    """Activate the terms whose charge stands on a paid invoice."""
    for term_id in _terms_on(work, invoice_id):
        activate_term(
            work,
            term_id=term_id,
            cause=ActivationCause.PAYMENT,
            on=paid_on,
            actor=PAID,
            at=work.at,
            invoice_id=invoice_id,
        )


def reopen_terms(work: UnitOfWork, *, invoice_id: UUID, reopened_on: date) -> None:
    """Withdraw what a payment that came back had activated."""
    for term_id in _terms_on(work, invoice_id):
        withdraw_activation(
            work,
            term_id=term_id,
            cause=ActivationCause.PAYMENT,
            on=reopened_on,
            actor=PAID,
            at=work.at,
        )


def _terms_on(work: UnitOfWork, invoice_id: UUID) -> list[UUID]:
    """Return the terms of which a newest obligation was charged on an invoice.

    Of any fee: where the dues are free, paying the entry fee leaves nothing owed.
    """
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
    return list(
        work.session.scalars(
            select(Obligation.term_id)
            .distinct()
            .join(
                ObligationInvoice,
                (ObligationInvoice.cluster_id == Obligation.cluster_id)
                & (ObligationInvoice.obligation_id == Obligation.id),
            )
            .where(
                ObligationInvoice.invoice_id == invoice_id,
                Obligation.revision == newest,
            )
        )
    )
