from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import func, select, text

from clusterorg.domains.billing import actions as billing
from clusterorg.domains.billing.vocabulary import PaymentMethod
from clusterorg.domains.membership import actions, errors, jobs, queries
from clusterorg.domains.membership.models import Obligation, Term
from clusterorg.domains.membership.vocabulary import (
    MembershipStatus,
    Proposal,
    RateData,
    RunOutcome,
)
from clusterorg.domains.organisations import actions as organisation_actions
from clusterorg.kernel.jobs import JobContext
from tests.domains.membership.conftest import scheme_data
from tests.support.jobs import run_jobs

JANUARY = datetime(2027, 1, 4, 9, tzinfo=UTC)
NAMES = ("Algenova", "Brouwerij", "Chocoladeatelier")


@pytest.fixture
def members(smaak, open_for_members, add, work_for, actor, at):
    """Three members since March 2026, whose first dues the run of 2026 asks for."""
    made = {}
    for name in NAMES:
        made[name] = add(name).id
        with work_for(smaak) as work:
            actions.admit_organisation(
                work,
                organisation_id=made[name],
                category="full",
                starts_on=date(2026, 1, 1),
                charged=False,
                actor=actor,
                at=at,
            )
    return made


def run(platform, smaak, work_for, actor, at, year=2026, **options):
    with work_for(smaak) as work:
        started = actions.start_dues_run(work, year=year, actor=actor, at=at, **options)
    while True:
        with work_for(smaak) as work:
            if not actions.carry_out_dues_block(
                work, run_id=started.id, actor=actor, at=at, size=2
            ):
                break
    with work_for(smaak) as work:
        return queries.get_run(work.session, started.id)


def numbers(work):
    return [
        row[0]
        for row in work.session.execute(
            text("SELECT sequence FROM invoices WHERE kind = 'invoice' ORDER BY sequence")
        )
    ]


def test_the_preview_writes_nothing_and_names_amount_reason_and_problem(
    smaak, members, work_for, at
):
    with work_for(smaak) as work:
        found = queries.preview(work.session, 2026, at.date())
        booked = work.session.scalar(select(func.count()).select_from(Obligation))

    assert [(p.candidate.name, p.kind, p.cents) for p in found.proposals] == [
        (name, Proposal.CHARGE, 120_000) for name in NAMES
    ]
    assert found.totals.charged_cents == 360_000
    assert found.proposals[0].line.explanation[1].code == "rate"
    assert booked == 0


def test_a_run_charges_what_is_missing_and_a_second_run_nothing(
    platform, smaak, members, work_for, actor, at
):
    first = run(platform, smaak, work_for, actor, at)
    second = run(platform, smaak, work_for, actor, at)

    assert (first.total, first.done, first.charged_cents) == (3, 3, 360_000)
    assert (second.done, second.skipped) == (0, 3)
    with work_for(smaak) as work:
        assert numbers(work) == [1, 2, 3]


def test_a_run_for_the_next_year_renews_the_terms_and_keeps_them_active(
    platform, smaak, members, work_for, actor, at
):
    run(platform, smaak, work_for, actor, at)
    run(platform, smaak, work_for, actor, JANUARY, year=2027)

    with work_for(smaak) as work:
        found = queries.membership_of(work.session, members["Algenova"], JANUARY.date())
        later = queries.standing_of(work.session, members["Algenova"], date(2027, 6, 1))
    assert found.standing.status is MembershipStatus.ACTIVE
    assert found.standing.continuous_since == date(2026, 1, 1)
    assert [term.until for term in found.terms] == [date(2027, 1, 1), date(2028, 1, 1)]
    assert later.status is MembershipStatus.LAPSED


def test_a_payment_settles_the_renewed_term(platform, smaak, members, work_for, actor, at):
    run(platform, smaak, work_for, actor, at)
    run(platform, smaak, work_for, actor, JANUARY, year=2027)
    with work_for(smaak) as work:
        found = queries.membership_of(work.session, members["Algenova"], JANUARY.date())
        billing.record_payment(
            work,
            invoice_id=found.obligations[0].invoice_id,
            amount_cents=120_000,
            received_on=JANUARY.date(),
            method=PaymentMethod.BANK_TRANSFER,
            actor=actor,
            at=JANUARY,
        )

    with work_for(smaak) as work:
        later = queries.standing_of(work.session, members["Algenova"], date(2027, 6, 1))
    assert later.status is MembershipStatus.ACTIVE


def test_an_undone_payment_unsettles_it_and_a_new_one_settles_it_again(
    platform, smaak, members, work_for, actor, at
):
    run(platform, smaak, work_for, actor, at)
    run(platform, smaak, work_for, actor, JANUARY, year=2027)
    june = date(2027, 6, 1)

    def pay():
        with work_for(smaak) as work:
            found = queries.membership_of(work.session, members["Algenova"], JANUARY.date())
            return billing.record_payment(
                work,
                invoice_id=found.obligations[0].invoice_id,
                amount_cents=120_000,
                received_on=JANUARY.date(),
                method=PaymentMethod.BANK_TRANSFER,
                actor=actor,
                at=JANUARY,
            )

    def status():
        with work_for(smaak) as work:
            return queries.standing_of(work.session, members["Algenova"], june).status

    payment_id = pay()
    with work_for(smaak) as work:
        billing.undo_payment(
            work, payment_id=payment_id, reason="Wrong member", actor=actor, at=JANUARY
        )
    assert status() is MembershipStatus.LAPSED

    pay()
    assert status() is MembershipStatus.ACTIVE


def test_who_has_cancelled_is_not_charged_nor_renewed(
    platform, smaak, members, work_for, actor, at
):
    run(platform, smaak, work_for, actor, at)
    with work_for(smaak) as work:
        actions.cancel_membership(work, organisation_id=members["Brouwerij"], actor=actor, at=at)

    finished = run(platform, smaak, work_for, actor, JANUARY, year=2027)

    assert (finished.done, finished.skipped) == (2, 1)
    with work_for(smaak) as work:
        items = queries.run_items(work.session, finished.id, JANUARY.date()).rows
        terms = queries.terms_of(work.session, members["Brouwerij"])
    assert [(i.name, i.outcome, i.reason) for i in items if i.outcome == "skipped"] == [
        ("Brouwerij", "skipped", "cancelled")
    ]
    assert len(terms) == 1


def test_a_problem_of_one_is_told_and_the_others_are_charged(
    platform, smaak, members, add, work_for, actor, at
):
    nameless = add("Zonder maat", declared_size=None)
    with work_for(smaak) as work:
        actions.admit_organisation(
            work, organisation_id=nameless.id, category="full", charged=False, actor=actor, at=at
        )

    finished = run(platform, smaak, work_for, actor, at)

    assert (finished.done, finished.failed) == (3, 1)
    with work_for(smaak) as work:
        failed = queries.run_items(
            work.session, finished.id, at.date(), outcome=RunOutcome.FAILED
        ).rows
    assert [(item.name, item.reason) for item in failed] == [("Zonder maat", "size_missing")]


def test_a_killed_worker_goes_on_and_no_number_is_lost_or_doubled(
    platform, smaak, members, work_for, actor, at, monkeypatch
):
    monkeypatch.setattr(jobs, "BLOCK", 1)
    with work_for(smaak) as work:
        started = actions.start_dues_run(work, year=2026, actor=actor, at=at)
    calls = []

    def killed(*args, **kwargs):
        calls.append(1)
        if len(calls) == 3:
            raise KeyboardInterrupt
        return real(*args, **kwargs)

    real = billing.issue_many
    monkeypatch.setattr(billing, "issue_many", killed)
    arguments = {"cluster_id": str(smaak.id), "run_id": str(started.id)}
    with pytest.raises(KeyboardInterrupt):
        jobs.carry_out_dues_run(JobContext(platform), **arguments)
    with work_for(smaak) as work:
        assert queries.get_run(work.session, started.id).done == 2

    jobs.carry_out_dues_run(JobContext(platform), **arguments)
    jobs.carry_out_dues_run(JobContext(platform), **arguments)

    with work_for(smaak) as work:
        finished = queries.get_run(work.session, started.id)
        assert (finished.done, finished.finished_at is not None) == (3, True)
        assert numbers(work) == [1, 2, 3]


def test_the_job_works_one_by_one_where_a_block_is_refused(
    platform, smaak, members, work_for, actor, at, monkeypatch
):
    with work_for(smaak) as work:
        started = actions.start_dues_run(work, year=2026, actor=actor, at=at)
    real = billing.issue_many

    def choosy(work, *, orders, **rest):
        if any(order.payer_id == members["Brouwerij"] for order in orders):
            raise errors.SizeMissing(field="headcount")
        return real(work, orders=orders, **rest)

    monkeypatch.setattr(billing, "issue_many", choosy)
    run_jobs(platform, only="membership.carry_out_dues_run")

    with work_for(smaak) as work:
        finished = queries.get_run(work.session, started.id)
        assert (finished.done, finished.failed) == (2, 1)


def test_a_changed_scheme_is_proposed_as_credit_and_new_charge(
    platform, smaak, members, work_for, actor, at
):
    run(platform, smaak, work_for, actor, JANUARY.replace(year=2026, day=5))
    with work_for(smaak) as work:
        dearer = replace(
            scheme_data(), valid_from=date(2026, 1, 1), rates=(RateData(cents=130_000),)
        )
        draft = actions.draft_scheme(work, data=dearer, actor=actor, at=at)
        actions.publish_scheme(work, scheme_id=draft.id, actor=actor, at=at)

    with work_for(smaak) as work:
        kinds = {p.kind for p in queries.preview(work.session, 2026, at.date()).proposals}
    left_alone = run(platform, smaak, work_for, actor, at)
    corrected = run(platform, smaak, work_for, actor, at, with_corrections=True)

    assert kinds == {Proposal.CORRECT}
    assert (left_alone.done, left_alone.skipped) == (0, 3)
    assert (corrected.done, corrected.charged_cents) == (3, 30_000)
    with work_for(smaak) as work:
        rows = queries.obligations_of(work.session, members["Algenova"])
        credits = work.session.scalar(
            text("SELECT count(*) FROM invoices WHERE kind = 'credit_note'")
        )
    assert [(row.cents, row.revision, row.replaced) for row in rows] == [
        (130_000, 1, False),
        (120_000, 0, True),
    ]
    assert credits == 3


def test_one_run_at_a_time(smaak, members, work_for, actor, at):
    with work_for(smaak) as work:
        actions.start_dues_run(work, year=2026, actor=actor, at=at)

    with pytest.raises(errors.RunUnfinished), work_for(smaak) as work:
        actions.start_dues_run(work, year=2026, actor=actor, at=at)


def test_a_due_date_in_the_past_is_refused(smaak, members, work_for, actor, at):
    with pytest.raises(errors.DueTooEarly) as refusal, work_for(smaak) as work:
        actions.start_dues_run(work, year=2026, due_on=date(2026, 3, 1), actor=actor, at=at)

    assert refusal.value.field == "due_on"


def test_a_year_without_a_scheme_is_refused(smaak, members, work_for, actor, at):
    with pytest.raises(errors.NoScheme), work_for(smaak) as work:
        actions.start_dues_run(work, year=2024, actor=actor, at=at)


def test_a_finished_run_is_not_carried_out_again(platform, smaak, members, work_for, actor, at):
    finished = run(platform, smaak, work_for, actor, at)

    with pytest.raises(errors.RunFinished), work_for(smaak) as work:
        actions.carry_out_dues_block(work, run_id=finished.id, actor=actor, at=at)


def test_another_clusters_run_is_not_found(platform, smaak, meca, members, work_for, actor, at):
    finished = run(platform, smaak, work_for, actor, at)

    with pytest.raises(errors.RunNotFound), work_for(meca) as work:
        queries.get_run(work.session, finished.id)


def test_what_waits_today_counts_members_without_dues(
    smaak, members, platform, work_for, actor, at
):
    with work_for(smaak) as work:
        before = queries.what_needs_me(work.session, at.date())
    run(platform, smaak, work_for, actor, at)
    with work_for(smaak) as work:
        after = queries.what_needs_me(work.session, at.date())

    assert (before.uncharged, after.uncharged) == (3, 0)


def test_a_merge_moves_the_membership_or_is_refused(
    platform, smaak, members, add, work_for, actor, at
):
    twin = add("Algenova bis")
    run(platform, smaak, work_for, actor, at)
    with work_for(smaak) as work:
        organisation_actions.merge_organisations(
            work, kept_id=twin.id, gone_id=members["Algenova"], actor=actor, at=at
        )
    with work_for(smaak) as work:
        moved = queries.membership_of(work.session, twin.id, at.date())
        assert moved.standing.status is MembershipStatus.ACTIVE
        assert [row.cents for row in moved.obligations] == [120_000]

    with pytest.raises(errors.MergeOverlaps), work_for(smaak) as work:
        organisation_actions.merge_organisations(
            work, kept_id=twin.id, gone_id=members["Brouwerij"], actor=actor, at=at
        )
    with work_for(smaak) as work:
        owners = set(work.session.scalars(select(Term.organisation_id)))
    assert owners == {twin.id, members["Brouwerij"], members["Chocoladeatelier"]}
