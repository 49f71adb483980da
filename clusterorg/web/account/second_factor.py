"""My second factor: set it up, new recovery codes, switch it off."""

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import PasswordField, StringField
from wtforms.validators import InputRequired, Length

from clusterorg.domains.identity import actions, queries
from clusterorg.domains.identity.errors import EnrolmentMissing, SecondFactorOff, SecondFactorOn
from clusterorg.domains.identity.vocabulary import PasswordProof
from clusterorg.kernel.clock import now
from clusterorg.web.account import ways
from clusterorg.web.account.common import me
from clusterorg.web.account.outcomes import CarefulForm, fresh, proved
from clusterorg.web.forms import BaseForm
from clusterorg.web.pages import page
from clusterorg.web.work import attempt, session, unit_of_work


class EnrolForm(BaseForm):
    """The first code of the authenticator app."""

    code = StringField(
        _l("Code that the app shows now"),
        [InputRequired(_l("Type the code of six digits.")), Length(max=100)],
    )


class BeginForm(CarefulForm):
    """One button; and the password, when it was typed a while ago."""


class ProofForm(BaseForm):
    """The password, once more."""

    password = PasswordField(_l("Your password"), [InputRequired(_l("Fill in your password."))])


def index() -> ResponseReturnValue:
    """How is my second factor?"""
    left = queries.recovery_codes_left(session(), me().id)
    return page("account/second_factor.html", left=left)


def enrol() -> ResponseReturnValue:
    """Set the second factor up: a picture for the app, then its first code."""
    visitor = me()
    if visitor.has_second_factor:
        return redirect(ways.asked() or url_for("account.second_factor_index"), 303)
    try:
        waiting = queries.enrolment(session(), visitor.id)
    except EnrolmentMissing:
        waiting = None
    if waiting is None or not fresh():
        # Who finds a forgotten sign-in must not finish what its owner began.
        return page("account/enrol_begin.html", form=BeginForm(formdata=None), next=ways.asked())
    form = EnrolForm()
    if form.validate_on_submit():
        codes: list[str] = []
        with attempt(form) as work:
            codes = actions.confirm_enrolment(
                work,
                proof=PasswordProof(visitor.id, visitor.proved_at),
                sign_in_id=visitor.sign_in_id,
                code=form.code.data or "",
                at=now(),
            )
        if not form.errors:
            # Shown in the answer to this one request, kept nowhere: no redirect.
            return page("account/recovery_codes.html", codes=codes, onwards=ways.onwards())
    return page("account/enrol.html", form=form, waiting=waiting)


def begin() -> ResponseReturnValue:
    """Make the secret that the app will hold; beginning again replaces an unconfirmed one."""
    form = BeginForm()
    if form.validate_on_submit() and (proof := form.proof()):
        try:
            with unit_of_work() as work:
                actions.begin_enrolment(work, proof=proof, at=now())
        except SecondFactorOn as refusal:
            flash(refusal.text(), "info")
            return redirect(url_for("account.second_factor_index"), 303)
        return redirect(url_for("account.second_factor_enrol", next=ways.asked()), 303)
    return page("account/enrol_begin.html", form=form, next=ways.asked())


def codes() -> ResponseReturnValue:
    """Replace my recovery codes."""
    form = ProofForm()
    if form.validate_on_submit() and (proof := proved(form, form.password.data or "")):
        fresh: list[str] = []
        with attempt(form) as work:
            fresh = actions.renew_recovery_codes(work, proof=proof, at=now())
        if not form.errors:
            back = url_for("account.second_factor_index")
            return page("account/recovery_codes.html", codes=fresh, onwards=back)
    return _only_when_on(page("account/codes.html", form=form))


def off() -> ResponseReturnValue:
    """Switch my second factor off."""
    form = ProofForm()
    if form.validate_on_submit() and (proof := proved(form, form.password.data or "")):
        with attempt(form) as work:
            actions.disable_second_factor(work, proof=proof, at=now())
        if not form.errors:
            flash(_("Your second factor is off."), "wait")
            return redirect(url_for("account.second_factor_index"), 303)
    return _only_when_on(page("account/second_factor_off.html", form=form))


def _only_when_on(answer: ResponseReturnValue) -> ResponseReturnValue:
    if me().has_second_factor or request.method == "POST":
        return answer
    flash(SecondFactorOff().text(), "info")
    return redirect(url_for("account.second_factor_index"), 303)
