"""A credit note withdraws dues, a decision waives them; the next run knows the difference."""

from datetime import date

import pytest
from sqlalchemy import select

from clusterorg.domains.billing import actions as billing
from clusterorg.domains.billing import queries as invoices
from clusterorg.domains.billing.vocabulary import InvoiceState
from clusterorg.domains.membership import actions, queries
from clusterorg.domains.membership.errors import DuesNotCharged, DuesWaived, ReasonNeeded
from clusterorg.domains.membership.models import Obligation, ObligationInvoice
from clusterorg.domains.membership.vocabulary import DuesEnd, MembershipStatus, Proposal

TODAY = date(2026, 3, 2)


@pytest.fixture
def member(smaak, open_for_members, add, work_for, actor, at):
    """Algenova, charged for 2026 and not yet paid."""
    organisation_id = add("Algenova").id
    with work_for(smaak) as work:
        actions.admit_organisation(
            work,
            organisation_id=organisation_id,
            category="full",
            starts_on=date(2026, 3, 1),
            actor=actor,
            at=at,
        )
    return organisation_id


@pytest.fixture
def ask(smaak, work_for):
    """Ask a question in a session of the cluster."""

    def asked(question):
        with work_for(smaak) as work:
            return question(work.session)

    return asked


def newest_invoice(session):
    return session.scalars(
        select(ObligationInvoice.invoice_id).order_by(ObligationInvoice.id.desc())
    ).first()


def credit(work, invoice_id, actor, at):
    billing.credit_invoice(
        work, invoice_id=invoice_id, reason="Wrong address", issued_on=TODAY, actor=actor, at=at
    )


def waive(work, organisation_id, actor, at, **changes):
    facts = {"year": 2026, "reason": "Board decision of 2 March.", **changes}
    actions.waive_dues(work, organisation_id=organisation_id, actor=actor, at=at, **facts)


def proposal(session, organisation_id):
    found = queries.preview(session, 2026, TODAY)
    return next(row for row in found.proposals if row.candidate.organisation_id == organisation_id)


def ended(session, organisation_id):
    return [row.ended for row in queries.obligations_of(session, organisation_id)]


def test_a_credit_note_withdraws_the_dues_and_the_next_run_charges_them_anew(
    smaak, member, work_for, ask, actor, at
):
    with work_for(smaak) as work:
        credit(work, newest_invoice(work.session), actor, at)

    assert ask(lambda s: ended(s, member)) == [DuesEnd.WITHDRAWN]
    proposed = ask(lambda s: proposal(s, member))
    assert proposed.kind is Proposal.CHARGE

    with work_for(smaak) as work:
        run = actions.start_dues_run(work, year=2026, actor=actor, at=at)
    with work_for(smaak) as work:
        actions.carry_out_dues_block(work, run_id=run.id, actor=actor, at=at)
    assert ask(lambda s: proposal(s, member)).kind is Proposal.BOOKED
    balance = ask(lambda s: invoices.balances_of(s, [newest_invoice(s)]))
    assert [row.state for row in balance.values()] == [InvoiceState.OPEN]


def test_waived_dues_are_credited_settle_the_term_and_are_not_charged_again(
    smaak, member, work_for, ask, actor, at
):
    with work_for(smaak) as work:
        waive(work, member, actor, at)

    assert ask(lambda s: ended(s, member)) == [DuesEnd.WAIVED]
    assert ask(lambda s: queries.membership_of(s, member, TODAY)).standing.status is (
        MembershipStatus.ACTIVE
    )
    balances = ask(lambda s: invoices.balances_of(s, [newest_invoice(s)]))
    assert [row.state for row in balances.values()] == [InvoiceState.CREDITED]
    proposed = ask(lambda s: proposal(s, member))
    assert (proposed.kind, proposed.reason) == (Proposal.BOOKED, "waived")


def test_dues_that_a_credit_note_withdrew_can_still_be_waived(
    smaak, member, work_for, ask, actor, at
):
    with work_for(smaak) as work:
        credit(work, newest_invoice(work.session), actor, at)

    with work_for(smaak) as work:
        waive(work, member, actor, at)

    assert ask(lambda s: ended(s, member)) == [DuesEnd.WAIVED]
    assert ask(lambda s: proposal(s, member)).reason == "waived"


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [({"reason": "  "}, ReasonNeeded), ({"year": 2025}, DuesNotCharged)],
)
def test_waiving_needs_a_reason_and_something_to_waive(
    smaak, member, work_for, ask, actor, at, changes, refusal
):
    with pytest.raises(refusal), work_for(smaak) as work:
        waive(work, member, actor, at, **changes)

    assert ask(lambda s: ended(s, member)) == [None]


def test_dues_are_waived_once(smaak, member, work_for, ask, actor, at):
    with work_for(smaak) as work:
        waive(work, member, actor, at)

    with pytest.raises(DuesWaived), work_for(smaak) as work:
        waive(work, member, actor, at)

    assert len(ask(lambda s: s.scalars(select(Obligation.id)).all())) == 1
