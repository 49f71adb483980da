"""From a quote to obligations and one invoice, in the same unit of work."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from clusterorg.domains.billing import actions as billing
from clusterorg.domains.billing.vocabulary import NewLine, Subject
from clusterorg.domains.membership.actions.bulk import insert_new
from clusterorg.domains.membership.actions.terms import activate_term
from clusterorg.domains.membership.errors import AlreadyCharged
from clusterorg.domains.membership.models import Obligation, ObligationInvoice, Term
from clusterorg.domains.membership.rules.explain import sentences, title
from clusterorg.domains.membership.rules.quote import QuoteLine, Scheme
from clusterorg.domains.membership.vocabulary import ActivationCause, StartPolicy
from clusterorg.kernel.actor import Actor
from clusterorg.kernel.ids import new_id
from clusterorg.kernel.unit_of_work import UnitOfWork

OBLIGATION = "obligation"


@dataclass(frozen=True, slots=True)
class Charge:
    """A line that becomes an obligation with a known id, so that the invoice can name it."""

    line: QuoteLine
    organisation_id: UUID
    term_id: UUID
    scheme: Scheme
    due_on: date
    revision: int = 0
    run_id: UUID | None = None

    def row(self, cluster_id: UUID, obligation_id: UUID, at: datetime) -> dict[str, Any]:
        """Return the obligation as a row to insert."""
        return {
            "cluster_id": cluster_id,
            "id": obligation_id,
            "organisation_id": self.organisation_id,
            "term_id": self.term_id,
            "fee_item": self.line.fee_item.value,
            "year": self.line.year,
            "revision": self.revision,
            "starts_on": self.line.period.starts_on,
            "until": self.line.period.until,
            "cents": self.line.cents,
            "full_cents": self.line.full_cents,
            "currency": self.scheme.currency,
            "product_code": self.line.product_code,
            "explanation": [step.as_json() for step in self.line.explanation],
            "due_on": self.due_on,
            "scheme_id": self.scheme.id,
            "run_id": self.run_id,
            "created_at": at,
        }


def invoice_line(
    line: QuoteLine,
    obligation_id: UUID,
    *,
    currency: str,
    language: str,
    names: dict[str, str],
) -> NewLine:
    """Return the line as it is printed: what it is for, and small below it how it came about."""
    why = sentences(line.explanation, locale=language, currency=currency, names=names)
    return NewLine(
        product_code=line.product_code,
        description=title(line.fee_item, line.year, language),
        unit_cents=line.cents,
        subject=Subject(OBLIGATION, obligation_id),
        detail=" ".join(why),
    )


def charge(
    work: UnitOfWork,
    *,
    term: Term,
    lines: Sequence[QuoteLine],
    scheme: Scheme,
    issued_on: date,
    due_on: date,
    language: str,
    names: dict[str, str],
    actor: Actor,
    at: datetime,
) -> UUID | None:
    """Write the obligations of a new term and issue one invoice for what is not free.

    Returns the invoice's id, or None when nothing is owed: the term then counts at once. Raises
    AlreadyCharged.
    """
    charges = [
        (new_id(), Charge(line, term.organisation_id, term.id, scheme, due_on)) for line in lines
    ]
    rows = [each.row(work.cluster_id, key, at) for key, each in charges]
    insert_obligations(work, rows)
    owed = [(key, each) for key, each in charges if each.line.cents]
    if not owed:
        activate_term(
            work,
            term_id=term.id,
            cause=ActivationCause.FREE,
            on=term.starts_on,
            actor=actor,
            at=at,
        )
        return None
    invoice = billing.issue_invoice(
        work,
        payer_id=term.organisation_id,
        lines=[
            invoice_line(each.line, key, currency=scheme.currency, language=language, names=names)
            for key, each in owed
        ],
        issued_on=issued_on,
        due_on=due_on,
        language=language,
        actor=actor,
        at=at,
    )
    link_invoices(work, {key: invoice.id for key, _ in owed})
    if scheme.start_policy is StartPolicy.INVOICE:
        activate_term(
            work,
            term_id=term.id,
            cause=ActivationCause.INVOICE,
            on=max(issued_on, term.starts_on),
            actor=actor,
            at=at,
            invoice_id=invoice.id,
        )
    return invoice.id


def insert_obligations(work: UnitOfWork, rows: Sequence[dict[str, Any]]) -> None:
    """Write obligations of one organisation, all of them; raises AlreadyCharged.

    The first to write one holds it: whoever comes second must not invoice what is not theirs.
    """
    added = insert_new(work, Obligation, rows)
    for row in rows:
        if row["id"] not in added:
            raise AlreadyCharged(year=row["year"])


def link_invoices(work: UnitOfWork, invoices: dict[UUID, UUID]) -> None:
    """Write down on which invoice each obligation was charged."""
    rows = [
        {
            "cluster_id": work.cluster_id,
            "id": new_id(),
            "obligation_id": obligation_id,
            "invoice_id": invoice_id,
        }
        for obligation_id, invoice_id in invoices.items()
    ]
    insert_new(work, ObligationInvoice, rows)
