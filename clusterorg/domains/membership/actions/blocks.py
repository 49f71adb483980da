"""One block of a dues run: what is proposed becomes terms, obligations and invoices, in bulk."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from clusterorg.domains.billing import actions as billing
from clusterorg.domains.billing.vocabulary import InvoiceOrder
from clusterorg.domains.identity import queries as identity
from clusterorg.domains.membership import queries
from clusterorg.domains.membership.actions.bulk import insert_new
from clusterorg.domains.membership.actions.charging import Charge, invoice_line, link_invoices
from clusterorg.domains.membership.actions.correcting import correct
from clusterorg.domains.membership.actions.terms import settle_by
from clusterorg.domains.membership.models import Obligation, Term, TermActivation
from clusterorg.domains.membership.news import TermOpened
from clusterorg.domains.membership.rules.quote import Scheme
from clusterorg.domains.membership.rules.reconcile import Proposed
from clusterorg.domains.membership.vocabulary import (
    ActivationCause,
    Period,
    Proposal,
    RunOutcome,
    TermOrigin,
)
from clusterorg.domains.organisations import queries as organisations
from clusterorg.kernel.actor import Actor
from clusterorg.kernel.audit import Line
from clusterorg.kernel.ids import new_id
from clusterorg.kernel.unit_of_work import UnitOfWork

Item = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Block:
    """What a block needs to know of its run, and what is proposed."""

    run_id: UUID
    scheme: Scheme
    year: Period
    issued_on: date
    due_on: date
    with_corrections: bool
    proposals: Sequence[Proposed]


@dataclass(slots=True)
class _Tables:
    """Names and languages read once per block."""

    languages: dict[UUID, str]
    fallback: str
    names: dict[str, dict[str, str]] = field(default_factory=dict)

    def language(self, organisation_id: UUID) -> str:
        return self.languages.get(organisation_id) or self.fallback


def carry_out(work: UnitOfWork, block: Block, *, actor: Actor, at: datetime) -> list[Item]:
    """Write a block and return its items, one per organisation.

    Raises what billing refuses; then nothing of the block stands.
    """
    terms = _renew(work, block, actor=actor, at=at)
    charged = _charge(work, block, terms, at=at)
    invoices = _issue(work, block, charged, actor=actor, at=at)
    _activate(work, block, terms, charged, invoices, at=at)
    again = _charge_again(work, block, actor=actor, at=at)
    return [
        _item(work, block, proposed, terms, {*charged, *again}, invoices | again)
        for proposed in block.proposals
    ]


def _renew(work: UnitOfWork, block: Block, *, actor: Actor, at: datetime) -> dict[UUID, UUID]:
    """Open the terms that follow; returns the new term by organisation."""
    renewing = [p for p in block.proposals if p.renews is not None]
    rows = [_term_row(work, block, proposed, at) for proposed in renewing]
    if not rows:
        return {}
    added = insert_new(work, Term, rows)
    opened = {row["organisation_id"]: row["id"] for row in rows if row["id"] in added}
    for row in rows:
        if row["id"] in added:
            _tell(work, row, actor=actor, at=at)
    return opened


def _term_row(work: UnitOfWork, block: Block, proposed: Proposed, at: datetime) -> dict[str, Any]:
    candidate, period = proposed.candidate, proposed.renews
    assert period is not None
    return {
        "cluster_id": work.cluster_id,
        "id": new_id(),
        "organisation_id": candidate.organisation_id,
        "category_id": candidate.category_id,
        "chain_id": candidate.chain_id,
        "previous_term_id": candidate.last_term_id,
        "starts_on": period.starts_on,
        "until": period.until,
        "start_policy": block.scheme.start_policy.value,
        "settle_by": settle_by(block.scheme, block.issued_on, period.starts_on),
        "origin": TermOrigin.RENEWAL.value,
        "application_id": None,
        "created_at": at,
    }


def _tell(work: UnitOfWork, row: dict[str, Any], *, actor: Actor, at: datetime) -> None:
    work.publish(
        TermOpened(
            row["id"],
            row["organisation_id"],
            row["previous_term_id"],
            row["starts_on"],
            row["until"],
        )
    )
    line = Line(
        "membership.renewed",
        "term",
        row["id"],
        actor,
        at,
        concerns_id=row["organisation_id"],
        after={"from": row["starts_on"].isoformat(), "until": row["until"].isoformat()},
    )
    work.record_many([line])


def _charge(
    work: UnitOfWork, block: Block, terms: dict[UUID, UUID], *, at: datetime
) -> dict[UUID, UUID]:
    """Insert what is missing; returns the new obligation by organisation."""
    rows = []
    for proposed in block.proposals:
        organisation_id = proposed.candidate.organisation_id
        term_id = terms.get(organisation_id) if proposed.renews else proposed.candidate.last_term_id
        if proposed.kind not in (Proposal.CHARGE, Proposal.FREE) or term_id is None:
            continue
        if proposed.candidate.ended is not None:
            continue  # it has revisions: see _charge_again
        assert proposed.line is not None
        charge = Charge(
            proposed.line,
            organisation_id,
            term_id,
            block.scheme,
            block.due_on,
            run_id=block.run_id,
        )
        rows.append(charge.row(work.cluster_id, new_id(), at))
    added = insert_new(work, Obligation, rows)
    return {row["organisation_id"]: row["id"] for row in rows if row["id"] in added}


def _issue(
    work: UnitOfWork, block: Block, charged: dict[UUID, UUID], *, actor: Actor, at: datetime
) -> dict[UUID, UUID]:
    """Issue one invoice per new obligation that is not free; returns them by organisation."""
    owing = [
        p
        for p in block.proposals
        if p.kind is Proposal.CHARGE and p.candidate.organisation_id in charged
    ]
    if not owing:
        return {}
    tables = _tables(work, [p.candidate.organisation_id for p in owing], block.issued_on)
    orders = [_order(work, block, proposed, charged, tables) for proposed in owing]
    issued = billing.issue_many(work, orders=orders, actor=actor, at=at)
    invoices = {invoice.payer_id: invoice.id for invoice in issued}
    link_invoices(work, {charged[payer]: invoice for payer, invoice in invoices.items()})
    return invoices


def _order(
    work: UnitOfWork,
    block: Block,
    proposed: Proposed,
    charged: dict[UUID, UUID],
    tables: _Tables,
) -> InvoiceOrder:
    organisation_id = proposed.candidate.organisation_id
    language = tables.language(organisation_id)
    if language not in tables.names:
        tables.names[language] = queries.category_names(work.session, language)
    assert proposed.line is not None
    line = invoice_line(
        proposed.line,
        charged[organisation_id],
        currency=block.scheme.currency,
        language=language,
        names=tables.names[language],
    )
    return InvoiceOrder(organisation_id, (line,), block.issued_on, block.due_on, language)


def _tables(work: UnitOfWork, ids: Sequence[UUID], on: date) -> _Tables:
    cluster = identity.get_cluster(work.session, work.cluster_id)
    known = organisations.billing_languages(work.session, ids, on)
    return _Tables(known, cluster.default_language)


def _activate(
    work: UnitOfWork,
    block: Block,
    terms: dict[UUID, UUID],
    charged: dict[UUID, UUID],
    invoices: dict[UUID, UUID],
    *,
    at: datetime,
) -> None:
    """A renewed term goes on without a break until its limit; a free one is settled at once."""
    rows = []
    for proposed in block.proposals:
        organisation_id = proposed.candidate.organisation_id
        if organisation_id not in charged:
            continue
        free = proposed.kind is Proposal.FREE
        term_id = terms.get(organisation_id)
        if term_id is None and not free:
            continue
        assert proposed.line is not None
        cause = ActivationCause.FREE if free else ActivationCause.RENEWAL
        rows.append(
            {
                "cluster_id": work.cluster_id,
                "id": new_id(),
                "term_id": term_id or proposed.candidate.last_term_id,
                "cause": cause.value,
                "nth": 0,
                "activated_on": proposed.line.period.starts_on,
                "invoice_id": invoices.get(organisation_id),
                "created_at": at,
            }
        )
    insert_new(work, TermActivation, rows)


def _charge_again(
    work: UnitOfWork, block: Block, *, actor: Actor, at: datetime
) -> dict[UUID, UUID | None]:
    """Charge anew what was withdrawn, and on demand what differs; returns the new invoices."""
    return {
        proposed.candidate.organisation_id: correct(
            work,
            proposed=proposed,
            scheme=block.scheme,
            run_id=block.run_id,
            issued_on=block.issued_on,
            due_on=block.due_on,
            actor=actor,
            at=at,
        )
        for proposed in block.proposals
        if (proposed.kind is Proposal.CORRECT and block.with_corrections)
        or (proposed.kind in (Proposal.CHARGE, Proposal.FREE) and proposed.candidate.ended)
    }


def _item(
    work: UnitOfWork,
    block: Block,
    proposed: Proposed,
    terms: dict[UUID, UUID],
    charged: set[UUID],
    invoices: dict[UUID, Any],
) -> Item:
    organisation_id = proposed.candidate.organisation_id
    outcome, reason = _outcome(proposed, organisation_id in charged, block.with_corrections)
    cents = proposed.cents if outcome is RunOutcome.DONE else 0
    if proposed.kind is Proposal.CORRECT and outcome is RunOutcome.DONE:
        cents = proposed.cents - (proposed.candidate.booked_cents or 0)
    return {
        "cluster_id": work.cluster_id,
        "id": new_id(),
        "run_id": block.run_id,
        "organisation_id": organisation_id,
        "outcome": outcome.value,
        "reason": reason,
        "params": {
            **{key: str(value) for key, value in proposed.params.items()},
            "renewed": organisation_id in terms,
        },
        "cents": cents,
        "invoice_id": invoices.get(organisation_id),
    }


def _outcome(
    proposed: Proposed, charged: bool, with_corrections: bool
) -> tuple[RunOutcome, str | None]:
    if proposed.kind is Proposal.PROBLEM:
        return RunOutcome.FAILED, proposed.reason
    if proposed.kind is Proposal.LEAVES:
        return RunOutcome.SKIPPED, proposed.reason
    if proposed.kind is Proposal.BOOKED:
        return RunOutcome.SKIPPED, proposed.reason or "booked"
    if proposed.kind is Proposal.CORRECT:
        done = (RunOutcome.DONE, "corrected")
        return done if with_corrections else (RunOutcome.SKIPPED, "differs")
    if not charged:
        # Somebody was faster: the term or the obligation stands already.
        return RunOutcome.SKIPPED, "booked"
    return RunOutcome.DONE, "free" if proposed.kind is Proposal.FREE else None
