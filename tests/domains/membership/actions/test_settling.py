"""A term is settled when nothing is owed for it any more, whatever made it so."""

from dataclasses import replace
from datetime import date

import pytest

from clusterorg.domains.billing import actions as billing
from clusterorg.domains.billing.vocabulary import PaymentMethod
from clusterorg.domains.membership import actions, queries
from clusterorg.domains.membership.vocabulary import MembershipStatus, RateData
from tests.domains.membership.actions.test_runs import run
from tests.domains.membership.conftest import scheme_data

LONG_AFTER_THE_LIMIT = date(2026, 12, 1)


@pytest.fixture
def becomes_free(smaak, work_for, actor, at):
    """Publish a version of the scheme under which nobody owes dues."""

    def published(**more):
        data = replace(
            scheme_data(), valid_from=date(2026, 1, 1), rates=(RateData(cents=0),), **more
        )
        with work_for(smaak) as work:
            draft = actions.draft_scheme(work, data=data, actor=actor, at=at)
            actions.publish_scheme(work, scheme_id=draft.id, actor=actor, at=at)

    return published


@pytest.fixture
def admit(smaak, open_for_members, add, work_for, actor, at):
    """Make a member and charge it; answers the ids of organisation and invoice."""

    def admitted(name):
        organisation_id = add(name).id
        with work_for(smaak) as work:
            _term, invoice_id = actions.admit_organisation(
                work, organisation_id=organisation_id, category="full", actor=actor, at=at
            )
        return organisation_id, invoice_id

    return admitted


@pytest.fixture
def status(smaak, work_for):
    """Read a member's status long after an unpaid term would have lapsed."""

    def read(organisation_id):
        with work_for(smaak) as work:
            return queries.standing_of(work.session, organisation_id, LONG_AFTER_THE_LIMIT).status

    return read


def test_dues_that_were_withdrawn_and_are_free_now_settle_the_term(
    platform, smaak, admit, becomes_free, status, work_for, actor, at
):
    member, invoice_id = admit("Algenova")
    with work_for(smaak) as work:
        billing.credit_invoice(
            work,
            invoice_id=invoice_id,
            reason="Wrong rate",
            issued_on=at.date(),
            actor=actor,
            at=at,
        )
    becomes_free()

    run(platform, smaak, work_for, actor, at)

    assert status(member) is MembershipStatus.ACTIVE


def test_dues_that_are_corrected_to_nought_settle_the_term(
    platform, smaak, admit, becomes_free, status, work_for, actor, at
):
    member, _invoice = admit("Brouwerij")
    becomes_free()

    run(platform, smaak, work_for, actor, at, with_corrections=True)

    assert status(member) is MembershipStatus.ACTIVE


@pytest.fixture
def pay_entry_fee(smaak, work_for, actor, at):
    """Pay an entry fee of 250.00 in cash; answers the payment."""

    def paid(invoice_id):
        with work_for(smaak) as work:
            return billing.record_payment(
                work,
                invoice_id=invoice_id,
                amount_cents=25_000,
                received_on=at.date(),
                method=PaymentMethod.CASH,
                actor=actor,
                at=at,
            )

    return paid


def test_where_dues_are_free_the_entry_fee_settles_the_term(
    admit, becomes_free, status, pay_entry_fee
):
    becomes_free(entry_fee_cents=25_000)
    member, invoice_id = admit("Starter")
    before = status(member)

    pay_entry_fee(invoice_id)

    assert (before, status(member)) == (MembershipStatus.LAPSED, MembershipStatus.ACTIVE)


def test_an_entry_fee_that_came_back_unsettles_it(
    smaak, admit, becomes_free, status, pay_entry_fee, work_for, actor, at
):
    becomes_free(entry_fee_cents=25_000)
    member, invoice_id = admit("Starter")
    payment_id = pay_entry_fee(invoice_id)

    with work_for(smaak) as work:
        billing.undo_payment(work, payment_id=payment_id, reason="Wrong member", actor=actor, at=at)

    assert status(member) is MembershipStatus.LAPSED
