"""Waiving the dues of a year: asked once more, with what follows."""

from typing import Any
from uuid import UUID

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import TextAreaField
from wtforms.validators import InputRequired, Length

from clusterorg.domains.membership import actions, queries
from clusterorg.domains.membership.errors import DuesNotCharged
from clusterorg.domains.membership.vocabulary import FeeItem
from clusterorg.domains.organisations.queries import get_organisation
from clusterorg.kernel.clock import now
from clusterorg.web.context import current_actor
from clusterorg.web.forms import BaseForm
from clusterorg.web.guard import Door
from clusterorg.web.pages import page
from clusterorg.web.work import attempt, session


class WaiveForm(BaseForm):
    """A decision, in words that stand on the credit note."""

    reason = TextAreaField(
        _l("Reason"),
        [InputRequired(_l("Write down the decision and its reason.")), Length(max=500)],
        description=_l("It stands on the credit note, which the member gets by mail."),
    )


def waive(organisation_id: UUID, year: int) -> ResponseReturnValue:
    """Ask the dues of this year no more."""
    organisation = get_organisation(session(), organisation_id)
    dues = _dues(organisation_id, year)
    form = WaiveForm()
    if form.validate_on_submit():
        with attempt(form) as work:
            actions.waive_dues(
                work,
                organisation_id=organisation_id,
                year=year,
                reason=form.reason.data,
                actor=current_actor(),
                at=now(),
            )
        if not form.errors:
            flash(_("The dues of %(year)s are waived.", year=year), "good")
            url = url_for("admin.memberships_show", organisation_id=organisation_id)
            return redirect(url, 303)
    return page("admin/memberships/waive.html", form=form, organisation=organisation, dues=dues)


def _dues(organisation_id: UUID, year: int) -> Any:
    """Return what is booked for the year; raises DuesNotCharged."""
    for row in queries.obligations_of(session(), organisation_id):
        if row.year == year and row.fee_item == FeeItem.DUES and not row.replaced:
            return row
    raise DuesNotCharged(field="year", year=year)


def routes(door: Door) -> None:
    """One decision about one year."""
    path = "/members/<uuid:organisation_id>/membership/waive/<int:year>"
    door.form(path, waive, permission="dues.run")
