"""The application policy: who approves, how long links live, what applicants agree to."""

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import IntegerField, RadioField, StringField
from wtforms.validators import InputRequired, Length, NumberRange

from clusterorg.domains.membership import actions, queries
from clusterorg.domains.membership.vocabulary import ApprovalPolicy, SettingsData
from clusterorg.kernel.clock import now
from clusterorg.web.admin.common import languages
from clusterorg.web.context import current_actor
from clusterorg.web.fields import TextsField
from clusterorg.web.forms import BaseForm
from clusterorg.web.guard import Door
from clusterorg.web.pages import page
from clusterorg.web.words import APPROVAL, options
from clusterorg.web.work import attempt, session

DAYS = _l("Give a number of days from %(least)s to %(most)s.", least=1, most=366)


class PolicyForm(BaseForm):
    """What holds for every application and every cancellation."""

    approval = RadioField(_l("Who approves an application"), choices=lambda: options(APPROVAL))
    resume_days = IntegerField(
        _l("Days an applicant can go on with a draft"),
        [InputRequired(DAYS), NumberRange(1, 366, DAYS)],
        description=_l("The link in the mail stops working after that."),
    )
    notice_days = IntegerField(
        _l("Days of notice before the end of a term"),
        [
            InputRequired(DAYS),
            NumberRange(
                0, 366, _l("Give a number of days from %(least)s to %(most)s.", least=0, most=366)
            ),
        ],
        description=_l("Who cancels later than this stays for one more term (your statutes)."),
    )
    consent_texts = TextsField(_l("What applicants agree to"), languages=languages)
    consent_version = StringField(
        _l("Version of that text"),
        [InputRequired(_l("Name the version, such as 2026.")), Length(max=40)],
        description=_l("Kept with each application. Change it when the text changes."),
    )


def show() -> ResponseReturnValue:
    """How do organisations become members here?"""
    form = PolicyForm(obj=queries.settings(session()))
    if form.validate_on_submit():
        data = SettingsData(
            approval=ApprovalPolicy(form.approval.data),
            notice_days=form.notice_days.data,
            resume_days=form.resume_days.data,
            consent_version=form.consent_version.data,
            consent_texts=form.consent_texts.data,
        )
        with attempt(form) as work:
            actions.change_settings(work, data=data, actor=current_actor(), at=now())
        if not form.errors:
            flash(_("The application policy was saved."), "good")
            return redirect(url_for("admin.policy_show"), 303)
    return page("admin/settings/policy.html", form=form)


def routes(door: Door) -> None:
    """The application policy, under Settings."""
    door.form("/settings/applications", show, permission="scheme.write")
