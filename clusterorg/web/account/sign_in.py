"""Sign in with e-mail address and password; sign out."""

from flask import redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l
from wtforms import EmailField, PasswordField
from wtforms.validators import InputRequired

from clusterorg.domains.identity import actions, queries
from clusterorg.kernel.clock import now
from clusterorg.web.account import cookies, ways
from clusterorg.web.account.outcomes import take
from clusterorg.web.context import current_person
from clusterorg.web.database import request_session
from clusterorg.web.forms import BaseForm
from clusterorg.web.pages import page
from clusterorg.web.work import attempt, unit_of_work


class SignInForm(BaseForm):
    """Who you are."""

    email = EmailField(_l("E-mail address"), [InputRequired(_l("Fill in your e-mail address."))])
    password = PasswordField(_l("Password"), [InputRequired(_l("Fill in your password."))])


def show() -> ResponseReturnValue:
    """Sign in."""
    if current_person() is not None:
        return redirect(ways.onwards())
    form = SignInForm()
    if form.validate_on_submit():
        outcome = None
        with attempt(form) as work:
            outcome = actions.sign_in(
                work,
                email=form.email.data or "",
                password=form.password.data or "",
                address=ways.address(),
                user_agent=ways.browser(),
                at=now(),
                replaces=cookies.presented(),
            )
        opened = take(form, outcome)
        if opened is not None:
            code = url_for("account.code_show", next=ways.asked())
            next_page = code if opened.second_factor_needed else ways.onwards()
            return cookies.hand_out(opened, redirect(next_page, 303))
    return page("account/sign_in.html", form=form)


def leave() -> ResponseReturnValue:
    """Sign out, also from a sign-in that still waits for its second factor."""
    found = queries.find_sign_in(
        request_session(), cookies.presented(), at=now(), idle=cookies.idle()
    )
    if found is not None:
        with unit_of_work() as work:
            actions.sign_out(work, sign_in_id=found.id, at=now())
    return cookies.take_away(redirect(url_for("account.sign_in_show"), 303))
