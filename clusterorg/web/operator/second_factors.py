"""A lost second factor: take it off for somebody who proved who they are, and see who did when."""

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import EmailField, TextAreaField
from wtforms.validators import InputRequired, Length

from clusterorg.domains.identity import actions, queries
from clusterorg.kernel.clock import now
from clusterorg.web.account.outcomes import CarefulForm
from clusterorg.web.context import current_actor
from clusterorg.web.pages import page
from clusterorg.web.work import attempt, session


class ReasonForm(CarefulForm):
    """Why, in words that the person will read."""

    reason = TextAreaField(
        _l("Reason"),
        [InputRequired(_l("Say why, and how you know who asked.")), Length(max=500)],
        description=_l("It is written down, and the person reads it in a mail."),
    )


class ResetForm(ReasonForm):
    """Whose, and why."""

    email = EmailField(_l("E-mail address"), [InputRequired(_l("Fill in the e-mail address."))])


def reset() -> ResponseReturnValue:
    """Reset the lost second factor of a person."""
    form = ResetForm()
    if form.validate_on_submit() and form.proof():
        with attempt(form) as work:
            person = actions.reset_second_factor(
                work,
                email=form.email.data or "",
                reason=form.reason.data or "",
                actor=current_actor(),
                at=now(),
            )
        if not form.errors and not form.form_errors:
            flash(_("%(name)s signs in with the password alone now.", name=person.name), "good")
            return redirect(url_for("operator.second_factors_reset"), 303)
    return page("operator/second_factors.html", form=form, acts=queries.operator_acts(session()))
