"""A forgotten password: ask for a mail link, choose a new one by it."""

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import EmailField, PasswordField
from wtforms.validators import InputRequired

from clusterorg.domains.identity import actions, queries
from clusterorg.domains.identity.errors import LinkExpired, LinkUnknown, LinkUsed
from clusterorg.domains.identity.rules.passwords import LEAST
from clusterorg.domains.identity.vocabulary import LinkPurpose
from clusterorg.kernel.clock import now
from clusterorg.kernel.errors import DomainError
from clusterorg.web.account import ways
from clusterorg.web.account.cookies import take_away
from clusterorg.web.account.outcomes import take
from clusterorg.web.forms import BaseForm
from clusterorg.web.pages import page
from clusterorg.web.work import attempt, session

DEAD_LINK = (LinkExpired, LinkUnknown, LinkUsed)


class AskForm(BaseForm):
    """Where to mail the link."""

    email = EmailField(_l("E-mail address"), [InputRequired(_l("Fill in your e-mail address."))])


class ChooseForm(BaseForm):
    """The new password."""

    password = PasswordField(
        _l("New password"),
        [InputRequired(_l("Choose a password."))],
        description=_l(
            "At least %(least)s characters. A sentence of four or five words does well.",
            least=LEAST,
        ),
    )


def ask() -> ResponseReturnValue:
    """Ask for a link; the answer is the same whether there is an account or not."""
    form = AskForm()
    if form.validate_on_submit():
        outcome = None
        with attempt(form) as work:
            outcome = actions.request_password_reset(
                work, email=form.email.data or "", address=ways.address(), at=now()
            )
        if take(form, outcome):
            return redirect(url_for("account.password_asked"), 303)
    return page("account/password_ask.html", form=form)


def asked() -> ResponseReturnValue:
    """Say to look in the mailbox."""
    return page("account/password_asked.html")


def choose(token: str) -> ResponseReturnValue:
    """Choose a new password by a mail link."""
    form = ChooseForm()
    try:
        link = queries.open_link(session(), token, LinkPurpose.PASSWORD_RESET, at=now())
    except DEAD_LINK as refusal:
        return dead_link(refusal, again=url_for("account.password_ask"))
    if form.validate_on_submit():
        with attempt(form) as work:
            actions.set_password_by_link(
                work, token=token, password=form.password.data or "", at=now()
            )
        if not form.errors:
            flash(_("Your new password is set. Sign in with it."), "good")
            return take_away(redirect(url_for("account.sign_in_show"), 303))
    return page("account/password_choose.html", form=form, email=link.email)


def dead_link(refusal: DomainError, *, again: str | None) -> ResponseReturnValue:
    """Say why a link no longer works and how to get a new one."""
    body, _status = page("account/dead_link.html", sentence=refusal.text(), again=again)
    return body, refusal.status
