"""The membership of one organisation: where it stands, start by hand, cancel, suspend."""

from typing import Any
from uuid import UUID

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, SelectField, TextAreaField
from wtforms.validators import InputRequired, Length

from clusterorg.domains.membership import actions, queries
from clusterorg.domains.membership.actions.admission import admit_organisation
from clusterorg.domains.membership.vocabulary import Explanation, MembershipStatus
from clusterorg.domains.organisations.queries import get_organisation
from clusterorg.kernel.clock import now
from clusterorg.kernel.i18n import current_locale
from clusterorg.web.admin.common import named, today
from clusterorg.web.admin.quotes import reasons_of, title_of
from clusterorg.web.context import current_actor
from clusterorg.web.fields import DayField, LineField
from clusterorg.web.forms import BaseForm
from clusterorg.web.guard import Door
from clusterorg.web.pages import page
from clusterorg.web.work import attempt, session

GONE = (MembershipStatus.NONE, MembershipStatus.LAPSED, MembershipStatus.LEFT)


class StartForm(BaseForm):
    """A membership that begins without an application."""

    category = SelectField(_l("Category"))
    starts_on = DayField(_l("Member from"), [InputRequired(_l("Choose a day."))])
    charged = BooleanField(_l("Charge the dues now"), default=True)


class CancelForm(BaseForm):
    """A notice that came in."""

    requested_on = DayField(_l("Notice received on"), [InputRequired(_l("Choose a day."))])
    reason = LineField(_l("Reason"), [Length(max=500)])


class SuspendForm(BaseForm):
    """A decision of the board."""

    reason = TextAreaField(
        _l("Reason"),
        [InputRequired(_l("Write down the decision and its reason.")), Length(max=500)],
    )


def show(organisation_id: UUID) -> ResponseReturnValue:
    """Where does this membership stand, and why?"""
    return page("admin/memberships/show.html", **_facts(organisation_id))


def start(organisation_id: UUID) -> ResponseReturnValue:
    """Begin a membership by hand."""
    facts = _facts(organisation_id)
    form = StartForm(starts_on=today())
    form.category.choices = [(c.code, named(c.names)) for c in queries.categories(session())]
    if form.validate_on_submit():
        with attempt(form) as work:
            _term_id, invoice_id = admit_organisation(
                work,
                organisation_id=organisation_id,
                category=form.category.data,
                starts_on=form.starts_on.data,
                charged=form.charged.data,
                actor=current_actor(),
                at=now(),
            )
        if not form.errors:
            flash(_("%(name)s is a member now.", name=facts["organisation"].name), "good")
            if invoice_id:
                return redirect(url_for("admin.invoices_show", invoice_id=invoice_id), 303)
            return _back(organisation_id)
    return page("admin/memberships/start.html", form=form, **facts)


def cancel(organisation_id: UUID) -> ResponseReturnValue:
    """Write down a notice: asked once more, with what follows."""
    form = CancelForm(requested_on=today())
    if form.validate_on_submit():
        with attempt(form) as work:
            actions.cancel_membership(
                work,
                organisation_id=organisation_id,
                requested_on=form.requested_on.data,
                reason=form.reason.data,
                actor=current_actor(),
                at=now(),
            )
        if not form.errors:
            flash(_("The notice was written down."), "good")
            return _back(organisation_id)
    notice_days = queries.settings(session()).notice_days
    facts = _facts(organisation_id)
    return page("admin/memberships/cancel.html", form=form, notice_days=notice_days, **facts)


def take_back(organisation_id: UUID) -> ResponseReturnValue:
    """Take a notice back that has not taken effect."""
    get_organisation(session(), organisation_id)
    form = BaseForm()
    if form.validate_on_submit():
        with attempt(form) as work:
            actions.take_back_cancellation(
                work, organisation_id=organisation_id, actor=current_actor(), at=now()
            )
    _tell(form, _("The notice was taken back; the membership goes on."))
    return _back(organisation_id)


def suspend(organisation_id: UUID) -> ResponseReturnValue:
    """Suspend a membership: asked once more, with what follows."""
    form = SuspendForm()
    if form.validate_on_submit():
        with attempt(form) as work:
            actions.suspend_membership(
                work,
                organisation_id=organisation_id,
                reason=form.reason.data,
                actor=current_actor(),
                at=now(),
            )
        if not form.errors:
            flash(_("The membership is suspended."), "good")
            return _back(organisation_id)
    return page("admin/memberships/suspend.html", form=form, **_facts(organisation_id))


def lift(organisation_id: UUID) -> ResponseReturnValue:
    """End a suspension today."""
    get_organisation(session(), organisation_id)
    form = BaseForm()
    if form.validate_on_submit():
        with attempt(form) as work:
            actions.lift_suspension(
                work, organisation_id=organisation_id, actor=current_actor(), at=now()
            )
    _tell(form, _("The suspension is lifted."))
    return _back(organisation_id)


def _facts(organisation_id: UUID) -> dict[str, Any]:
    organisation = get_organisation(session(), organisation_id)
    found = queries.membership_of(session(), organisation_id, today())
    standing = found.standing
    names = queries.category_names(session(), current_locale())
    return {
        "organisation": organisation,
        "membership": found,
        "standing": standing,
        "may_start": standing.status in GONE,
        "owed": [_owed(row, names) for row in found.obligations],
        "named": named,
        "today": today(),
    }


def _owed(row: Any, names: dict[str, str]) -> dict[str, Any]:
    steps = [Explanation.from_json(step) for step in row.explanation]
    return {
        "title": title_of(row.fee_item, row.year),
        "row": row,
        "reasons": reasons_of(steps, row.currency, names),
    }


def _tell(form: BaseForm, good: str) -> None:
    refusals = [str(words) for errors in form.errors.values() for words in errors]
    flash(" ".join(refusals) or good, "bad" if refusals else "good")


def _back(organisation_id: UUID) -> ResponseReturnValue:
    return redirect(url_for("admin.memberships_show", organisation_id=organisation_id), 303)


def routes(door: Door) -> None:
    """One organisation's membership."""
    path = "/members/<uuid:organisation_id>/membership"
    door.get(path, show, permission="members.read")
    door.form(f"{path}/start", start, permission="applications.decide")
    door.form(f"{path}/cancel", cancel, permission="applications.decide")
    door.post(f"{path}/take-back", take_back, permission="applications.decide")
    door.form(f"{path}/suspend", suspend, permission="applications.decide")
    door.post(f"{path}/lift", lift, permission="applications.decide")
