"""The second step of a sign-in: a code of this moment, or a recovery code."""

from collections.abc import Callable
from typing import Any

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import StringField
from wtforms.validators import InputRequired, Length

from clusterorg.domains.identity import actions
from clusterorg.kernel.clock import now
from clusterorg.web.account import cookies, ways
from clusterorg.web.account.outcomes import take
from clusterorg.web.forms import BaseForm
from clusterorg.web.pages import page
from clusterorg.web.work import attempt


class CodeForm(BaseForm):
    """The code that the authenticator app shows now."""

    code = StringField(
        _l("Code"), [InputRequired(_l("Type the code of six digits.")), Length(max=100)]
    )


class RecoveryForm(BaseForm):
    """One of the ten codes that were shown once."""

    code = StringField(
        _l("Recovery code"), [InputRequired(_l("Type a recovery code.")), Length(max=100)]
    )


def show() -> ResponseReturnValue:
    """Ask for the code of the second factor."""
    return _step(CodeForm(), actions.verify_second_factor, "account/code.html")


def recover() -> ResponseReturnValue:
    """Ask for a recovery code instead."""
    return _step(RecoveryForm(), actions.use_recovery_code, "account/recovery.html")


def _step(form: Any, verb: Callable[..., Any], template: str) -> ResponseReturnValue:
    waiting = cookies.pending()
    if waiting is None:
        flash(_("Sign in again: a sign-in waits ten minutes for its second factor."), "info")
        return redirect(url_for("account.sign_in_show", next=ways.asked()), 303)
    if form.validate_on_submit():
        outcome = None
        with attempt(form) as work:
            outcome = verb(
                work,
                sign_in_id=waiting.id,
                code=form.code.data or "",
                address=ways.address(),
                at=now(),
            )
        opened = take(form, outcome)
        if opened is not None:
            return cookies.hand_out(opened, redirect(ways.onwards(), 303))
    return page(template, form=form, email=waiting.email, next=ways.asked())
