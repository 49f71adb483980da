"""A membership year, told by the calendar: applying, paying, renewing, leaving, lapsing, rejoining.

SmaakKust charges a small company 1,200 euro a year by the month, an entry fee of 250 once, and
lets an unpaid term lapse after ninety days. Two bakeries live through it.
"""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import text

from clusterorg.domains.billing import actions as billing
from clusterorg.domains.billing.vocabulary import PaymentMethod, VatCategory, VatDecision
from clusterorg.domains.ledger import actions as ledger
from clusterorg.domains.membership import actions, errors, queries
from clusterorg.domains.membership.vocabulary import (
    ApplicationState,
    CategoryData,
    SettingsData,
)
from clusterorg.domains.membership.vocabulary import MembershipStatus as Status
from clusterorg.kernel.actor import Actor
from clusterorg.kernel.audit import timeline
from tests.domains.membership.conftest import applied, scheme_data
from tests.support.jobs import run_jobs, waiting_jobs

PUBLIC = Actor.public()


def on(year, month, day):
    return datetime(year, month, day, 9, tzinfo=UTC)


@pytest.fixture
def cluster(smaak, work_for):
    """A cluster that is ready for its first application: chart, products, category, dues."""
    actor, at = smaak.actor(), on(2025, 12, 1)
    with work_for(smaak) as work:
        ledger.open_chart(work, actor=actor, at=at)
        for code, account in (("dues", "730000"), ("entry-fee", "730100")):
            billing.add_product(
                work,
                code=code,
                names={"en": code},
                revenue_account=account,
                actor=actor,
                at=at,
            )
            billing.set_vat(
                work,
                product_code=code,
                decision=VatDecision(VatCategory.OUT_OF_SCOPE, 0, None, {"en": "No VAT."}),
                valid_from=date(2025, 1, 1),
                approved_by="The accountant",
                approved_on=date(2025, 1, 1),
                actor=actor,
                at=at,
            )
        full = CategoryData(code="full", names={"en": "Full member", "nl": "Gewoon lid"})
        actions.add_category(work, data=full, actor=actor, at=at)
        actions.change_settings(work, data=SettingsData(notice_days=30), actor=actor, at=at)
        data = replace(scheme_data(), entry_fee_cents=25_000, settle_days=90)
        scheme = actions.draft_scheme(work, data=data, actor=actor, at=at)
        actions.publish_scheme(work, scheme_id=scheme.id, actor=actor, at=at)
    return smaak


@pytest.fixture
def tell(cluster, work_for, platform):
    """The verbs of the story, each a unit of work of its own on its day."""
    return Story(cluster, work_for, platform)


class Story:
    def __init__(self, cluster, work_for, platform):
        self.cluster, self.work_for, self.platform = cluster, work_for, platform
        self.actor = cluster.actor()

    def work(self):
        return self.work_for(self.cluster)

    def applies(self, number, at):
        with self.work() as work:
            return actions.apply(work, form=applied(number), actor=PUBLIC, at=at)

    def joins(self, number, at):
        sent = self.applies(number, at)
        with self.work() as work:
            return actions.approve_application(
                work, application_id=sent.application.id, actor=self.actor, at=at
            )

    def membership(self, organisation_id, at):
        with self.work() as work:
            return queries.membership_of(work.session, organisation_id, at.date())

    def status(self, organisation_id, at):
        return self.membership(organisation_id, at).standing.status

    def owes(self, organisation_id, year):
        found = self.membership(organisation_id, on(year, 1, 1)).obligations
        return [row for row in found if row.year == year and not row.replaced]

    def pays(self, organisation_id, year, at):
        rows = self.owes(organisation_id, year)
        with self.work() as work:
            billing.record_payment(
                work,
                invoice_id=rows[0].invoice_id,
                amount_cents=sum(row.cents for row in rows),
                received_on=at.date(),
                method=PaymentMethod.BANK_TRANSFER,
                actor=self.actor,
                at=at,
            )

    def credits(self, organisation_id, year, reason, at):
        with self.work() as work:
            billing.credit_invoice(
                work,
                invoice_id=self.owes(organisation_id, year)[0].invoice_id,
                reason=reason,
                issued_on=at.date(),
                actor=self.actor,
                at=at,
            )

    def runs_dues(self, year, at):
        with self.work() as work:
            run = actions.start_dues_run(work, year=year, actor=self.actor, at=at)
        while True:
            with self.work() as work:
                if not actions.carry_out_dues_block(work, run_id=run.id, actor=self.actor, at=at):
                    break
        with self.work() as work:
            return queries.get_run(work.session, run.id)


def test_a_membership_year(tell, platform):
    # 2 March 2026: a bakery applies; it is told what it will cost, and waits.
    march = on(2026, 3, 2)
    sent = tell.applies(1, march)
    assert sent.state is ApplicationState.SUBMITTED
    assert sent.application.quoted["total_cents"] == 100_000 + 25_000
    with pytest.raises(errors.SecondApplication):
        tell.applies(1, march)

    # 3 March: the manager approves. Term, invoice and mails stand; the membership waits for money.
    with tell.work() as work:
        first = actions.approve_application(
            work,
            application_id=sent.application.id,
            actor=tell.actor,
            at=on(2026, 3, 3),
        )
    bakery = first.organisation_id
    assert tell.status(bakery, on(2026, 3, 3)) is Status.AWAITING_PAYMENT
    assert [(row.fee_item, row.cents) for row in tell.owes(bakery, 2026)] == [
        ("dues", 100_000),
        ("entry_fee", 25_000),
    ]
    templates = [args.get("template") for _, args in waiting_jobs(platform)]
    assert {"application_received", "application_approved", "member_invitation"} <= set(templates)

    # 20 March: the transfer arrives; the bakery is an active member from that day.
    tell.pays(bakery, 2026, on(2026, 3, 20))
    assert tell.status(bakery, on(2026, 3, 19)) is Status.AWAITING_PAYMENT
    assert tell.status(bakery, on(2026, 3, 20)) is Status.ACTIVE

    # 1 April: a second bakery joins and pays.
    other = tell.joins(2, on(2026, 4, 1)).organisation_id
    tell.pays(other, 2026, on(2026, 4, 10))

    # 4 January 2027: the dues run renews both, without an entry fee; a second run finds nothing.
    january = on(2027, 1, 4)
    run = tell.runs_dues(2027, january)
    again = tell.runs_dues(2027, january)
    assert (run.done, run.charged_cents, again.done, again.skipped) == (2, 240_000, 0, 2)
    assert tell.status(bakery, january) is Status.ACTIVE

    # 5 January: the first one's invoice bears an old name. It is credited, and the dues are booked
    # no more: the next run charges them anew, and nobody else.
    tell.credits(bakery, 2027, "Old name", on(2027, 1, 5))
    assert [row.ended for row in tell.owes(bakery, 2027)] == ["withdrawn"]
    anew = tell.runs_dues(2027, on(2027, 1, 6))
    assert (anew.done, anew.charged_cents, anew.skipped) == (1, 120_000, 1)

    # The first pays; the second does not, and lapses after ninety days.
    tell.pays(bakery, 2027, on(2027, 1, 20))
    assert tell.status(other, on(2027, 4, 3)) is Status.ACTIVE
    assert tell.status(other, on(2027, 4, 4)) is Status.LAPSED

    # 1 October 2027: the first gives notice; it stays a member to the end of the year.
    with tell.work() as work:
        notice = actions.cancel_membership(
            work, organisation_id=bakery, actor=tell.actor, at=on(2027, 10, 1)
        )
    assert notice.effective_on == date(2028, 1, 1)
    assert tell.status(bakery, on(2027, 12, 31)) is Status.ACTIVE

    # 4 January 2028: nobody is charged: one has left, the other has lapsed.
    last = tell.runs_dues(2028, on(2028, 1, 4))
    assert (last.done, last.skipped) == (0, 2)
    assert tell.status(bakery, on(2028, 1, 4)) is Status.LEFT
    assert tell.status(other, on(2028, 1, 4)) is Status.LAPSED

    # 1 July 2028: the first comes back: a new chain, no second entry fee, the gap stays visible.
    back = tell.joins(1, on(2028, 7, 1))
    assert back.organisation_id == bakery
    assert [(row.fee_item, row.cents) for row in tell.owes(bakery, 2028)] == [("dues", 60_000)]
    tell.pays(bakery, 2028, on(2028, 7, 5))
    standing = tell.membership(bakery, on(2028, 7, 5)).standing
    assert standing.status is Status.ACTIVE
    assert standing.member_since == date(2026, 3, 3)
    assert standing.continuous_since == date(2028, 7, 1)
    assert [(gap.starts_on, gap.until) for gap in standing.gaps] == [
        (date(2028, 1, 1), date(2028, 7, 1))
    ]

    # The books balance, the numbers have no gap, and the story stands on the timeline.
    with tell.work() as work:
        total = work.session.scalar(text("SELECT coalesce(sum(cents), 0) FROM postings"))
        numbers = work.session.execute(
            text("SELECT year, sequence FROM invoices WHERE kind = 'invoice' ORDER BY 1, 2")
        ).all()
        verbs = [line.verb for line in timeline(work.session, bakery)]
    assert total == 0
    assert [tuple(row) for row in numbers] == [
        (2026, 1),
        (2026, 2),
        (2027, 1),
        (2027, 2),
        (2027, 3),
        (2028, 1),
    ]
    assert {"membership.activated", "membership.renewed", "membership.cancelled"} <= set(verbs)
    assert "dues.withdrawn" in verbs


def test_the_job_of_a_run_can_be_replayed(tell, platform):
    member = tell.joins(1, on(2026, 3, 2)).organisation_id
    tell.pays(member, 2026, on(2026, 3, 20))
    with tell.work() as work:
        run = actions.start_dues_run(work, year=2026, actor=tell.actor, at=on(2026, 4, 1))
        actions.enqueue_dues_run(work, run_id=run.id)

    done = run_jobs(platform, only="membership.carry_out_dues_run")

    with tell.work() as work:
        finished = queries.get_run(work.session, run.id)
    assert done == ["membership.carry_out_dues_run"] * 2
    assert (finished.done, finished.skipped, finished.failed) == (0, 1, 0)
