"""Two years of a demo cluster, lived through in order: joins, invoices, payments, leavers."""

import heapq
import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from functools import partial
from itertools import count
from typing import Any
from uuid import UUID

from rich.console import Console
from rich.progress import Progress

from clusterorg.demo.generating import Made
from clusterorg.demo.recipes import Recipe
from clusterorg.demo.setting_up import MEMBER
from clusterorg.domains.billing import actions as billing
from clusterorg.domains.billing.queries import InvoiceFilter, balances_of, invoices
from clusterorg.domains.billing.vocabulary import InvoiceState, PaymentMethod
from clusterorg.domains.membership import actions as membership
from clusterorg.domains.membership.vocabulary import ApplicationForm
from clusterorg.domains.organisations import actions as organisations
from clusterorg.kernel.actor import Actor
from clusterorg.kernel.platform import Platform

PAYS = {True: 0.9, False: 1.0}
"""Share of invoices paid: of this year, and of the year before."""
RUN_ON = (1, 12)
QUESTION = {
    "nl": "Kunt u ons het jaarverslag van vorig jaar bezorgen?",
    "fr": "Pouvez-vous nous transmettre les comptes de l'an dernier ?",
    "de": "Können Sie uns den Jahresabschluss des letzten Jahres senden?",
}

Event = Callable[[datetime], object]


@dataclass
class History:
    """The calendar of one cluster: events fall due in order and may add later ones."""

    platform: Platform
    cluster_id: UUID
    recipe: Recipe
    manager: Actor
    finance: Actor
    today: date
    calendar: list[tuple[date, int, Event]] = field(default_factory=list)
    order: Iterator[int] = field(default_factory=count)

    def __post_init__(self) -> None:
        self.dice = random.Random(f"history {self.recipe.facts['slug']}")  # noqa: S311

    def plan(self, day: date, event: Event) -> None:
        """Put something in the calendar; what lies ahead of today does not happen."""
        if day <= self.today:
            heapq.heappush(self.calendar, (day, next(self.order), event))

    def live(self, made: list[Made], waiting: list[Made], console: Console | None) -> None:
        """Live through it all, with a progress bar when there is a console."""
        for one in made:
            self.plan(one.joined_on, partial(self.join, one))
        for back, one in enumerate(waiting, 1):
            self.plan(self.today - timedelta(days=4 * back), partial(self.apply, one, back == 2))
        for year in (self.today.year - 1, self.today.year):
            self.plan(date(year, *RUN_ON), self.run_dues)
        with Progress(console=console, disable=console is None) as progress:
            bar = progress.add_task(self.recipe.facts["name"], total=len(made) * 4)
            while self.calendar:
                day, _order, event = heapq.heappop(self.calendar)
                event(datetime.combine(day, time(9, 30), UTC))
                progress.advance(bar)
            progress.update(bar, completed=len(made) * 4)

    def join(self, one: Made, at: datetime) -> None:
        """Become a member: the first ones were members before, later ones apply.

        Who was a member before is charged by the first dues run.
        """
        if one.joined_on == date(self.today.year - 1, 1, 1):
            self._admit(one, at)
            return
        invoice_id = self._approve(self.apply(one, False, at), one, at)
        if invoice_id is not None:
            self._plan_payment(invoice_id, at.date())

    def _admit(self, one: Made, at: datetime) -> None:
        with self.platform.unit_of_work(self.cluster_id) as work:
            organisation = organisations.add_organisation(
                work, data=one.data, actor=self.manager, at=at
            )
            membership.admit_organisation(
                work,
                organisation_id=organisation.id,
                category=MEMBER,
                charged=False,
                actor=self.manager,
                at=at,
            )
            if one.leaves:
                leaving = date(self.today.year - 1, 9, self.dice.randint(1, 28))
                self.plan(leaving, partial(self.leave, organisation.id))

    def apply(self, one: Made, asked: bool, at: datetime) -> UUID:
        """Send an application, as the join page does; the cluster may ask something back."""
        contact = one.data.contacts[0]
        applicant = Actor.public(f"{contact.given_name} {contact.family_name}")
        form = ApplicationForm(
            organisation=replace(one.data, activities=(), custom={}, tags=()),
            category=MEMBER,
            language=self.recipe.facts["default_language"],
            consent=True,
        )
        with self.platform.unit_of_work(self.cluster_id) as work:
            sent = membership.apply(work, form=form, actor=applicant, at=at)
            application_id = sent.application.id
        if asked:
            with self.platform.unit_of_work(self.cluster_id) as work:
                membership.ask_for_information(
                    work,
                    application_id=application_id,
                    question=QUESTION[self.recipe.facts["default_language"]],
                    actor=self.manager,
                    at=at + timedelta(hours=3),
                )
        return application_id

    def _approve(self, application_id: UUID, one: Made, at: datetime) -> UUID | None:
        """Make a member of the applicant; the manager adds what the join page does not ask."""
        by: dict[str, Any] = {"actor": self.manager, "at": at + timedelta(hours=4)}
        with self.platform.unit_of_work(self.cluster_id) as work:
            made = membership.approve_application(
                work, application_id=application_id, custom=one.data.custom, **by
            )
            organisations.tag_organisations(
                work, organisation_ids=[made.organisation_id], add=one.data.tags, **by
            )
            return made.invoice_id

    def leave(self, organisation_id: UUID, at: datetime) -> None:
        """Give notice in time for the end of the year."""
        with self.platform.unit_of_work(self.cluster_id) as work:
            membership.cancel_membership(
                work, organisation_id=organisation_id, reason=None, actor=self.manager, at=at
            )

    def run_dues(self, at: datetime) -> None:
        """The dues run of a year, carried out block by block as the job does."""
        with self.platform.unit_of_work(self.cluster_id) as work:
            run_id = membership.start_dues_run(work, year=at.year, actor=self.finance, at=at).id
        left = 1
        while left:
            with self.platform.unit_of_work(self.cluster_id) as work:
                left = membership.carry_out_dues_block(
                    work, run_id=run_id, actor=self.finance, at=at
                )
        for invoice_id in self._open_invoices(at.date()):
            self._plan_payment(invoice_id, at.date())

    def _open_invoices(self, today: date) -> list[UUID]:
        found: list[UUID] = []
        wanted = InvoiceFilter(state=InvoiceState.OPEN, year=today.year)
        cursor: str | None = None
        with self.platform.session(self.cluster_id) as session:
            while True:
                page = invoices(session, wanted, today=today, cursor=cursor, limit=200)
                found += [row.id for row in page.rows if row.issued_on == today]
                cursor = page.next
                if cursor is None:
                    return found

    def _plan_payment(self, invoice_id: UUID, issued_on: date) -> None:
        """Most pay within the term, some late, a tenth of this year's not yet."""
        if self.dice.random() > PAYS[issued_on.year == self.today.year]:
            return
        late = self.dice.random() < 0.2
        days = self.dice.randint(31, 75) if late else self.dice.randint(3, 29)
        self.plan(issued_on + timedelta(days=days), partial(self.pay, invoice_id))

    def pay(self, invoice_id: UUID, at: datetime) -> None:
        """A bank transfer comes in with the reference of the invoice."""
        with self.platform.unit_of_work(self.cluster_id) as work:
            balance = balances_of(work.session, [invoice_id])[invoice_id]
            billing.record_payment(
                work,
                invoice_id=invoice_id,
                amount_cents=balance.open_cents,
                received_on=at.date(),
                method=PaymentMethod.BANK_TRANSFER,
                send_receipt=False,
                actor=self.finance,
                at=at,
            )
