from datetime import date, timedelta

import pytest

from clusterorg.domains.membership import actions, errors, queries
from clusterorg.domains.membership.vocabulary import MembershipStatus, SettingsData
from clusterorg.kernel.days import DayOutOfReach

TODAY = date(2026, 3, 2)


@pytest.fixture
def member(smaak, open_for_members, add, work_for, actor, at):
    organisation = add("Bakkerij Ter Leyevelde")
    with work_for(smaak) as work:
        actions.admit_organisation(
            work,
            organisation_id=organisation.id,
            category="full",
            charged=False,
            actor=actor,
            at=at,
        )
    return organisation.id


def standing(smaak, work_for, member, day=TODAY):
    with work_for(smaak) as work:
        return queries.standing_of(work.session, member, day)


def test_a_cancelled_member_stays_active_until_the_terms_end(smaak, member, work_for, actor, at):
    with work_for(smaak) as work:
        row = actions.cancel_membership(work, organisation_id=member, actor=actor, at=at)

    assert row.effective_on == date(2027, 1, 1)
    assert standing(smaak, work_for, member).status is MembershipStatus.ACTIVE
    assert standing(smaak, work_for, member).ends_on == date(2027, 1, 1)
    after = standing(smaak, work_for, member, date(2027, 1, 1))
    assert after.status is MembershipStatus.LEFT


def test_a_notice_that_comes_too_late_counts_for_the_next_term(smaak, member, work_for, actor, at):
    with work_for(smaak) as work:
        actions.change_settings(work, data=SettingsData(notice_days=90), actor=actor, at=at)
    with work_for(smaak) as work:
        row = actions.cancel_membership(
            work,
            organisation_id=member,
            requested_on=date(2026, 11, 1),
            actor=actor,
            at=at + timedelta(days=244),
        )

    assert row.effective_on == date(2028, 1, 1)


def test_a_second_cancellation_is_refused(smaak, member, work_for, actor, at):
    with work_for(smaak) as work:
        actions.cancel_membership(work, organisation_id=member, actor=actor, at=at)

    with pytest.raises(errors.AlreadyCancelled), work_for(smaak) as work:
        actions.cancel_membership(work, organisation_id=member, actor=actor, at=at)


def test_a_cancellation_is_taken_back_and_may_be_given_again(smaak, member, work_for, actor, at):
    with work_for(smaak) as work:
        actions.cancel_membership(work, organisation_id=member, actor=actor, at=at)
        actions.take_back_cancellation(work, organisation_id=member, actor=actor, at=at)
    assert standing(smaak, work_for, member).ends_on is None

    with work_for(smaak) as work:
        actions.cancel_membership(work, organisation_id=member, actor=actor, at=at)
    assert standing(smaak, work_for, member).ends_on == date(2027, 1, 1)


def test_without_a_cancellation_there_is_nothing_to_take_back(smaak, member, work_for, actor, at):
    with pytest.raises(errors.NotCancelled), work_for(smaak) as work:
        actions.take_back_cancellation(work, organisation_id=member, actor=actor, at=at)


def test_the_board_suspends_with_a_reason_and_lifts_it(smaak, member, work_for, actor, at):
    with pytest.raises(errors.ReasonNeeded), work_for(smaak) as work:
        actions.suspend_membership(work, organisation_id=member, reason=" ", actor=actor, at=at)
    with pytest.raises(errors.NotSuspended), work_for(smaak) as work:
        actions.lift_suspension(work, organisation_id=member, actor=actor, at=at)

    with work_for(smaak) as work:
        actions.suspend_membership(
            work, organisation_id=member, reason="Board, 1 March", actor=actor, at=at
        )
    assert standing(smaak, work_for, member).status is MembershipStatus.SUSPENDED
    with pytest.raises(errors.AlreadySuspended), work_for(smaak) as work:
        actions.suspend_membership(work, organisation_id=member, reason="Again", actor=actor, at=at)

    with work_for(smaak) as work:
        actions.lift_suspension(work, organisation_id=member, actor=actor, at=at)
    assert standing(smaak, work_for, member).status is MembershipStatus.ACTIVE


def test_who_is_no_member_cannot_leave(smaak, add, work_for, actor, at):
    stranger = add("Stranger")

    with pytest.raises(errors.MembershipNotFound), work_for(smaak) as work:
        actions.cancel_membership(work, organisation_id=stranger.id, actor=actor, at=at)


def test_a_term_in_the_same_period_is_refused(smaak, member, work_for, actor, at):
    with pytest.raises(errors.TermsOverlap), work_for(smaak) as work:
        actions.admit_organisation(
            work, organisation_id=member, category="full", charged=False, actor=actor, at=at
        )


YEAR_ONE, FAR_AWAY = date(1, 1, 1), date(9999, 12, 31)


@pytest.mark.parametrize("slip", [YEAR_ONE, FAR_AWAY])
def test_a_slip_in_the_year_is_refused_for_every_fact_of_a_membership(
    smaak, member, add, work_for, actor, at, slip
):
    newcomer = add("Brouwerij").id
    facts = {"actor": actor, "at": at}
    verbs = {
        "requested_on": (actions.cancel_membership, member, {"requested_on": slip}),
        "from_on": (actions.suspend_membership, member, {"from_on": slip, "reason": "Board"}),
        "starts_on": (
            actions.admit_organisation,
            newcomer,
            {"starts_on": slip, "category": "full"},
        ),
    }

    for field, (verb, organisation_id, more) in verbs.items():
        with pytest.raises(DayOutOfReach) as refusal, work_for(smaak) as work:
            verb(work, organisation_id=organisation_id, **more, **facts)
        assert refusal.value.field == field
