"""Home: what needs me today, how the cluster stands, what happened lately."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask import url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from clusterorg.domains.billing.queries.balances import ageing, year_totals
from clusterorg.domains.membership.queries.today import what_needs_me
from clusterorg.domains.membership.vocabulary import ApplicationState
from clusterorg.domains.organisations import queries
from clusterorg.domains.organisations.queries import DirectoryFilter
from clusterorg.kernel import audit
from clusterorg.web.admin.common import today
from clusterorg.web.admin.home_figures import composition, growth, members_without_contact
from clusterorg.web.admin.home_setup import setup_steps
from clusterorg.web.context import can
from clusterorg.web.guard import Door
from clusterorg.web.log_sentences import MILESTONES, sentence
from clusterorg.web.looks.formats import money
from clusterorg.web.looks.links import door as address
from clusterorg.web.pages import page
from clusterorg.web.work import session

LATELY = 7


@dataclass(frozen=True, slots=True)
class Todo:
    """One thing that waits for somebody: how many, what, why, where."""

    many: int
    title: str
    words: str
    url: str | None
    urgent: bool = False


def routes(door: Door) -> None:
    """The door of the home page."""
    door.get("/", index, permission="cluster.read")


def index() -> ResponseReturnValue:
    """What needs me today?"""
    on = today()
    events = audit.entries(session(), limit=LATELY).rows if can("audit.read") else []
    todos = [*_membership(), *_overdue(), *_contacts()]
    made_of = composition(session(), on)
    listed = bool(made_of.members or made_of.by_status)
    return page(
        "admin/home/index.html",
        today=on,
        todos=[todo for todo in todos if todo.many and todo.url],
        listed=listed,
        setup=setup_steps(on, listed=listed),
        composition=made_of,
        growth=growth(session(), made_of.members, on),
        totals=year_totals(session(), on.year, on) if can("invoices.read") else None,
        events=events,
        names=_names(events),
        sentence=sentence,
        milestones=MILESTONES,
    )


def _membership() -> list[Todo]:
    if not can("applications.read"):
        return []
    waiting = what_needs_me(session(), today())
    year = waiting.year
    questioned = ApplicationState.MORE_INFORMATION.value
    return [
        Todo(
            waiting.applications_waiting,
            _("Applications wait for a decision"),
            _("Each applicant sees that you are looking at it."),
            address("admin.applications_index"),
        ),
        Todo(
            waiting.applications_questioned,
            _("Applicants were asked for more"),
            _("Nothing to do until they answer; after two weeks a call helps."),
            address("admin.applications_index", state=questioned),
        ),
        Todo(
            waiting.uncharged,
            _("Members without dues for %(year)s", year=year),
            _("Look at what a dues run would charge them."),
            address("admin.dues_preview", year=year) if can("dues.read") else None,
        ),
        Todo(
            1 if waiting.unfinished_run_id else 0,
            _("A dues run is not finished"),
            _("It goes on by itself, or can be started again without charging anybody twice."),
            address("admin.dues_show", run_id=waiting.unfinished_run_id)
            if waiting.unfinished_run_id
            else None,
        ),
    ]


def _overdue() -> list[Todo]:
    if not can("invoices.read"):
        return []
    by_age = ageing(session(), today())
    late = {name: found for name, found in by_age.items() if name != "not_due"}
    many, cents = (sum(found[at] for found in late.values()) for at in (0, 1))
    old = by_age["61_90"][0] + by_age["over_90"][0]
    words = _("%(amount)s in all; %(old)s for more than 60 days.", amount=money(cents), old=old)
    url = address("admin.invoices_index", state="overdue")
    return [Todo(many, _("Invoices are overdue"), words, url, urgent=True)]


def _contacts() -> list[Todo]:
    return [
        Todo(
            members_without_contact(session(), today()),
            _("Members without a contact"),
            _("Nobody is named who votes, pays or wants to hear from you."),
            url_for("admin.members_index"),
        )
    ]


def _names(events: Sequence[Any]) -> dict[Any, str]:
    """Return the names of the organisations that the events concern, in one query."""
    ids = tuple({each.concerns_id for each in events if each.concerns_id})
    if not ids or not can("members.read"):
        return {}
    wanted = DirectoryFilter(organisation_ids=ids)
    return {row.id: row.name for row in queries.directory(session(), wanted, today()).rows}
