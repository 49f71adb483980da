"""Stripe's deliveries to this cluster's account: what waits, what failed, and working it again."""

from uuid import UUID

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from clusterorg.domains.billing import actions, queries
from clusterorg.domains.billing.vocabulary import EventStatus
from clusterorg.kernel.paging import Page
from clusterorg.web.context import current_cluster
from clusterorg.web.forms import BaseForm
from clusterorg.web.guard import Door
from clusterorg.web.pages import page
from clusterorg.web.work import attempt, session


def index() -> ResponseReturnValue:
    """Did Stripe tell us everything, and did we understand it?"""
    account = current_cluster().stripe_account_id
    asked = request.args.get("status", "")
    status = EventStatus(asked) if asked in set(EventStatus) else None
    found = Page([], None, None)
    if account:
        found = queries.provider_events(
            session(), account=account, status=status, cursor=request.args.get("cursor")
        )
    return page("admin/events/index.html", page=found, account=account, status_now=status)


def again(event_id: UUID) -> ResponseReturnValue:
    """Work a delivery again; processed ones stay as they are, those of others are not found."""
    queries.get_provider_event(
        session(), event_id, account=current_cluster().stripe_account_id or "-"
    )
    form = BaseForm()
    if form.validate_on_submit():
        with attempt(form) as work:
            actions.replay_event(work, event_row_id=event_id)
        if not form.errors:
            flash(_("The delivery is being worked again."), "good")
    return redirect(url_for("admin.events_index"), 303)


def routes(door: Door) -> None:
    """Stripe's deliveries, under Settings."""
    door.get("/settings/deliveries", index, permission="payments.write")
    door.post("/settings/deliveries/<uuid:event_id>/again", again, permission="payments.write")
