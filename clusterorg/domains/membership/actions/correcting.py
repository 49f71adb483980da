"""A correction: the old invoice is credited as a whole and charged anew; nothing is edited."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import aliased

from clusterorg.domains.billing import actions as billing
from clusterorg.domains.identity import queries as identity
from clusterorg.domains.membership import queries
from clusterorg.domains.membership.actions.charging import (
    insert_obligations,
    invoice_line,
    link_invoices,
)
from clusterorg.domains.membership.actions.terms import activate_term
from clusterorg.domains.membership.models import Obligation, ObligationInvoice
from clusterorg.domains.membership.rules.quote import QuoteLine, Scheme
from clusterorg.domains.membership.rules.reconcile import Proposed
from clusterorg.domains.membership.vocabulary import ActivationCause, Explanation, FeeItem, Period
from clusterorg.domains.organisations import queries as organisations
from clusterorg.kernel.actor import Actor
from clusterorg.kernel.errors import _
from clusterorg.kernel.i18n import gettext
from clusterorg.kernel.ids import new_id
from clusterorg.kernel.unit_of_work import UnitOfWork

REASON = _("Dues %(year)s charged anew")


@dataclass(frozen=True, slots=True)
class _Context:
    scheme: Scheme
    run_id: UUID | None
    issued_on: date
    due_on: date
    language: str
    names: dict[str, str]


def correct(
    work: UnitOfWork,
    *,
    proposed: Proposed,
    scheme: Scheme,
    run_id: UUID | None,
    issued_on: date,
    due_on: date,
    actor: Actor,
    at: datetime,
) -> UUID | None:
    """Replace what is booked for the year by what should be owed; returns the new invoice.

    What a credit note has withdrawn is charged anew in the same way, without a second credit note.
    Where nothing is owed any more the term is settled.

    The other lines of the old invoice are charged again unchanged. What was paid becomes credit of
    the payer. Raises AlreadyCharged and what billing refuses.
    """
    assert proposed.line is not None
    assert proposed.candidate.booked_id is not None
    organisation_id = proposed.candidate.organisation_id
    party = organisations.billing_party(work.session, organisation_id, issued_on)
    cluster = identity.get_cluster(work.session, work.cluster_id)
    language = party.language or cluster.default_language
    context = _Context(
        scheme,
        run_id,
        issued_on,
        due_on,
        language,
        queries.category_names(work.session, language),
    )
    old = _charged_together(work, proposed.candidate.booked_id)
    if old and old[0].invoice_id is not None and proposed.candidate.ended is None:
        billing.credit_invoice(
            work,
            invoice_id=old[0].invoice_id,
            reason=gettext(REASON, locale=language, year=proposed.line.year),
            issued_on=issued_on,
            actor=actor,
            at=at,
        )
    return _charge_again(work, organisation_id, old, proposed, context, actor=actor, at=at)


def _charged_together(work: UnitOfWork, obligation_id: UUID) -> list[Any]:
    """Return the newest obligations that share the invoice of one (or that one alone)."""
    link, other = aliased(ObligationInvoice), aliased(ObligationInvoice)
    shared = (
        select(other.obligation_id)
        .join(link, (link.cluster_id == other.cluster_id) & (link.invoice_id == other.invoice_id))
        .where(link.obligation_id == obligation_id)
    )
    rows = work.session.execute(
        select(Obligation, ObligationInvoice.invoice_id)
        .outerjoin(
            ObligationInvoice,
            (ObligationInvoice.cluster_id == Obligation.cluster_id)
            & (ObligationInvoice.obligation_id == Obligation.id),
        )
        .where((Obligation.id == obligation_id) | Obligation.id.in_(shared))
        .order_by(Obligation.year, Obligation.fee_item)
    ).all()
    return list(rows)


def _charge_again(
    work: UnitOfWork,
    organisation_id: UUID,
    old: list[Any],
    proposed: Proposed,
    context: _Context,
    *,
    actor: Actor,
    at: datetime,
) -> UUID | None:
    rows, lines, links = [], [], []
    for obligation, _invoice in old:
        line = _line(obligation, proposed)
        row = _next_revision(work, obligation, line, context, at)
        rows.append(row)
        if line.cents:
            lines.append(
                invoice_line(
                    line,
                    row["id"],
                    currency=context.scheme.currency,
                    language=context.language,
                    names=context.names,
                )
            )
            links.append(row["id"])
    insert_obligations(work, rows)
    if not lines:
        assert proposed.line is not None
        activate_term(
            work,
            term_id=old[0].Obligation.term_id,
            cause=ActivationCause.FREE,
            on=proposed.line.period.starts_on,
            actor=actor,
            at=at,
        )
        return None
    invoice = billing.issue_invoice(
        work,
        payer_id=organisation_id,
        lines=lines,
        issued_on=context.issued_on,
        due_on=context.due_on,
        language=context.language,
        actor=actor,
        at=at,
    )
    link_invoices(work, dict.fromkeys(links, invoice.id))
    return invoice.id


def _line(obligation: Obligation, proposed: Proposed) -> QuoteLine:
    """Return what is owed now: the new amount for the corrected dues, the old one for the rest."""
    new = proposed.line
    assert new is not None
    if obligation.id == proposed.candidate.booked_id and proposed.candidate.ended is not None:
        return new
    if obligation.id == proposed.candidate.booked_id:
        before = Explanation("correction", {"before_cents": obligation.cents})
        return QuoteLine(
            new.fee_item,
            new.product_code,
            new.year,
            new.period,
            new.cents,
            new.full_cents,
            (*new.explanation, before),
        )
    return QuoteLine(
        FeeItem(obligation.fee_item),
        obligation.product_code,
        obligation.year,
        Period(obligation.starts_on, obligation.until),
        obligation.cents,
        obligation.full_cents,
        tuple(Explanation.from_json(step) for step in obligation.explanation),
    )


def _next_revision(
    work: UnitOfWork, old: Obligation, line: QuoteLine, context: _Context, at: datetime
) -> dict[str, Any]:
    return {
        "cluster_id": work.cluster_id,
        "id": new_id(),
        "organisation_id": old.organisation_id,
        "term_id": old.term_id,
        "fee_item": old.fee_item,
        "year": old.year,
        "revision": old.revision + 1,
        "starts_on": line.period.starts_on,
        "until": line.period.until,
        "cents": line.cents,
        "full_cents": line.full_cents,
        "currency": context.scheme.currency,
        "product_code": line.product_code,
        "explanation": [step.as_json() for step in line.explanation],
        "due_on": context.due_on,
        "scheme_id": context.scheme.id,
        "run_id": context.run_id,
        "created_at": at,
    }
