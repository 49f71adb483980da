"""Applications: the inbox, and one application with all that a decision needs."""

from datetime import date
from typing import Any
from uuid import UUID

from flask import request
from flask.typing import ResponseReturnValue

from clusterorg.domains.membership import queries
from clusterorg.domains.membership.rules.transitions import allowed
from clusterorg.domains.membership.vocabulary import ApplicationForm, ApplicationState
from clusterorg.domains.organisations import queries as organisations
from clusterorg.domains.organisations.queries.checks import checked, class_of_data
from clusterorg.kernel.errors import DomainError
from clusterorg.kernel.i18n import current_locale
from clusterorg.kernel.paging import paginate
from clusterorg.web.admin.common import today
from clusterorg.web.admin.quotes import lines_of
from clusterorg.web.guard import Door
from clusterorg.web.member_words import CONTACT_ROLE, IDENTIFIER, REASON, written
from clusterorg.web.pages import page
from clusterorg.web.work import session

State = ApplicationState
TABS: dict[str, tuple[State, ...]] = {
    "waiting": (State.SUBMITTED,),
    "asked": (State.MORE_INFORMATION,),
    "decided": (State.APPROVED, State.REJECTED, State.WITHDRAWN),
    "drafts": (State.DRAFT,),
}


def index() -> ResponseReturnValue:
    """Who waits for an answer? The oldest first, decided ones the newest first."""
    tab = request.args.get("tab", "waiting")
    tab = tab if tab in TABS else "waiting"
    statement = queries.inbox_statement(TABS[tab])
    column = statement.selected_columns["id"]
    key = column.desc() if tab == "decided" else column
    found = paginate(session(), statement, [key], cursor=request.args.get("cursor"))
    counts = queries.counts_by_state(session())
    return page(
        "admin/applications/index.html",
        page=found,
        tab=tab,
        counts={name: sum(counts[state] for state in states) for name, states in TABS.items()},
        categories=queries.category_names(session(), current_locale()),
        today=today(),
    )


def show(application_id: UUID) -> ResponseReturnValue:
    """Shall we take them? What was sent, the checks, the price and what happened so far."""
    return page("admin/applications/show.html", **facts_of(application_id, today()))


def facts_of(application_id: UUID, starts_on: date) -> dict[str, Any]:
    """Return all that the pages of one application show, priced for a day."""
    application = queries.get_application(session(), application_id)
    state = queries.state_of(session(), application_id)
    form = queries.form_of(application)
    return {
        "application": application,
        "state": state,
        "form_sent": form,
        "verbs": allowed(state),
        "events": queries.events_of(session(), application_id),
        "size": class_of_data(form.organisation, starts_on),
        "check": _check(form),
        "linked": _linked(application.organisation_id),
        "candidates": _candidates(form)
        if state in (State.SUBMITTED, State.MORE_INFORMATION)
        else (),
        "categories": queries.category_names(session(), current_locale()),
        "identifier_words": IDENTIFIER,
        "written": written,
        "role_words": CONTACT_ROLE,
        "reason_words": REASON,
        **_price(form, starts_on, application.organisation_id),
    }


def _check(form: ApplicationForm) -> str | None:
    """Return what is wrong with the data sent, None when every check passes."""
    try:
        checked(form.organisation)
    except DomainError as refusal:
        return refusal.text()
    return None


def _linked(organisation_id: UUID | None) -> Any:
    if organisation_id is None:
        return None
    return organisations.profiles(session(), today(), [organisation_id]).get(organisation_id)


def _candidates(form: ApplicationForm) -> Any:
    probe = organisations.Probe.of("application", form.organisation)
    return organisations.find_duplicates(session(), probe)


def _price(form: ApplicationForm, on: date, organisation_id: UUID | None) -> dict[str, Any]:
    try:
        found, scheme = queries.quote_form(session(), form, on, organisation_id=organisation_id)
    except DomainError as refusal:
        return {"quote": None, "no_quote": refusal.text(), "lines": [], "dues": None}
    return {"quote": found, "no_quote": None, "lines": lines_of(found), "dues": scheme}


def routes(door: Door) -> None:
    """The inbox of applications."""
    door.get("/applications", index, permission="applications.read")
    door.get("/applications/<uuid:application_id>", show, permission="applications.read")
