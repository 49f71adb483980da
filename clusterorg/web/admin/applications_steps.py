"""Deciding on an application: approve it, ask for more, reject it."""

from typing import Any
from uuid import UUID

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import RadioField, TextAreaField
from wtforms.validators import InputRequired, Length
from wtforms.validators import Optional as Blank

from clusterorg.domains.membership import actions
from clusterorg.domains.organisations.errors import OrganisationNotFound
from clusterorg.kernel.clock import now
from clusterorg.web.admin.applications import facts_of
from clusterorg.web.admin.common import today
from clusterorg.web.context import current_actor
from clusterorg.web.fields import DayField
from clusterorg.web.forms import BaseForm
from clusterorg.web.guard import Door
from clusterorg.web.pages import page
from clusterorg.web.work import attempt

NEW = "new"


class ApproveForm(BaseForm):
    """Which organisation becomes a member, and from when."""

    organisation = RadioField(
        _l("Which organisation becomes a member?"),
        [InputRequired(_l("Choose: link to one of these, or write a new one down."))],
        # A form sent twice finds other choices the second time; the action checks the choice.
        validate_choice=False,
    )
    starts_on = DayField(_l("Member from"), [InputRequired(_l("Choose a day."))])
    note = TextAreaField(
        _l("Words of welcome"),
        [Blank(), Length(max=2000)],
        description=_l("Goes into the mail that tells them."),
    )


class AskForm(BaseForm):
    """What is still missing."""

    question = TextAreaField(
        _l("What do you need to know?"),
        [InputRequired(_l("Write what you need to know.")), Length(max=2000)],
        description=_l("They read exactly this, in a mail with a link back to their application."),
    )


class RejectForm(BaseForm):
    """Why an application is turned down."""

    reason = TextAreaField(
        _l("Reason"),
        [InputRequired(_l("Write a reason; the organisation reads it.")), Length(max=2000)],
        description=_l("They read exactly this, in the mail that tells them."),
    )


def approve(application_id: UUID) -> ResponseReturnValue:
    """Approve: which organisation, from when, and what follows from it."""
    facts = facts_of(application_id, today())
    form = ApproveForm(starts_on=today(), organisation=_likeliest(facts))
    form.organisation.choices = _choices(facts)
    if form.is_submitted() and form.starts_on.data:
        facts = facts_of(application_id, form.starts_on.data)
    if "again" not in request.form and form.validate_on_submit():
        with attempt(form) as work:
            done = actions.approve_application(
                work,
                application_id=application_id,
                organisation_id=_chosen(form),
                starts_on=form.starts_on.data,
                note=form.note.data or None,
                actor=current_actor(),
                at=now(),
            )
        if not form.errors:
            flash(_("%(name)s is approved.", name=facts["application"].name), "good")
            if done.invoice_id:
                return redirect(url_for("admin.invoices_show", invoice_id=done.invoice_id), 303)
            return redirect(url_for("admin.applications_show", application_id=application_id), 303)
    return page("admin/applications/approve.html", form=form, **facts)


def ask(application_id: UUID) -> ResponseReturnValue:
    """Ask the applicant something; the application comes back to the inbox when they answer."""
    form = AskForm()
    if form.validate_on_submit():
        with attempt(form) as work:
            actions.ask_for_information(
                work,
                application_id=application_id,
                question=form.question.data,
                actor=current_actor(),
                at=now(),
            )
        if not form.errors:
            flash(_("Your question is on its way."), "good")
            return redirect(url_for("admin.applications_show", application_id=application_id), 303)
    return page("admin/applications/ask.html", form=form, **facts_of(application_id, today()))


def reject(application_id: UUID) -> ResponseReturnValue:
    """Turn an application down, with a reason."""
    form = RejectForm()
    if form.validate_on_submit():
        with attempt(form) as work:
            actions.reject_application(
                work,
                application_id=application_id,
                reason=form.reason.data,
                actor=current_actor(),
                at=now(),
            )
        if not form.errors:
            flash(_("The application was rejected and the mail is on its way."), "good")
            return redirect(url_for("admin.applications_index"), 303)
    return page("admin/applications/reject.html", form=form, **facts_of(application_id, today()))


def _choices(facts: dict[str, Any]) -> list[tuple[str, str]]:
    """A new entry, or one of those that look like the applicant."""
    known = facts["linked"]
    alike = [
        (str(one.organisation_id), one.name)
        for one in facts["candidates"]
        if known is None or one.organisation_id != known.organisation_id
    ]
    if known is not None:
        return [(str(known.organisation_id), known.name), *alike]
    return [*alike, (NEW, _("A new one: write %(name)s down", name=facts["application"].name))]


def _likeliest(facts: dict[str, Any]) -> str | None:
    """The one with the same number, a new one when nobody looks like it, else nobody yet."""
    if facts["linked"] is not None:
        return str(facts["linked"].organisation_id)
    return None if facts["candidates"] else NEW


def _chosen(form: ApproveForm) -> UUID | None:
    try:
        return None if form.organisation.data == NEW else UUID(form.organisation.data)
    except ValueError:
        raise OrganisationNotFound(field="organisation") from None


def routes(door: Door) -> None:
    """Decisions on applications."""
    path = "/applications/<uuid:application_id>"
    door.form(f"{path}/approve", approve, permission="applications.decide")
    door.form(f"{path}/ask", ask, permission="applications.decide")
    door.form(f"{path}/reject", reject, permission="applications.decide")
