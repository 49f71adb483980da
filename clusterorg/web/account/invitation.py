"""An invitation: choose name, language and password, and come in."""

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l
from wtforms import PasswordField, SelectField, StringField
from wtforms.validators import InputRequired, Length

from clusterorg.domains.identity import actions, queries
from clusterorg.domains.identity.errors import AccountExists
from clusterorg.domains.identity.rules.passwords import LEAST
from clusterorg.domains.identity.vocabulary import LinkPurpose
from clusterorg.kernel.clock import now
from clusterorg.web.account import cookies, ways
from clusterorg.web.account.password import DEAD_LINK, dead_link
from clusterorg.web.forms import BaseForm
from clusterorg.web.looks.frame import languages
from clusterorg.web.pages import page
from clusterorg.web.work import attempt, session


class InvitationForm(BaseForm):
    """Who you are and how you will sign in."""

    given_name = StringField(
        _l("Given name"), [InputRequired(_l("Fill in your given name.")), Length(max=100)]
    )
    family_name = StringField(
        _l("Family name"), [InputRequired(_l("Fill in your family name.")), Length(max=100)]
    )
    language = SelectField(_l("Language"), choices=languages)
    password = PasswordField(
        _l("Password"),
        [InputRequired(_l("Choose a password."))],
        description=_l(
            "At least %(least)s characters. A sentence of four or five words does well.",
            least=LEAST,
        ),
    )


def accept(token: str) -> ResponseReturnValue:
    """Accept an invitation."""
    try:
        link = queries.open_link(session(), token, LinkPurpose.INVITATION, at=now())
    except DEAD_LINK as refusal:
        return dead_link(refusal, again=None)
    except AccountExists as refusal:
        flash(refusal.text(), "info")
        return redirect(url_for("account.sign_in_show"), 303)
    form = InvitationForm(data=link._asdict())
    if form.validate_on_submit():
        opened = None
        with attempt(form) as work:
            opened = actions.accept_invitation(
                work,
                token=token,
                given_name=form.given_name.data or "",
                family_name=form.family_name.data or "",
                language=form.language.data,
                password=form.password.data or "",
                address=ways.address(),
                user_agent=ways.browser(),
                at=now(),
            )
        if opened is not None and not form.errors:
            next_page = redirect(url_for("account.clusters_index"), 303)
            return cookies.hand_out(opened, next_page)
    return page("account/invitation.html", form=form, email=link.email, host=link.cluster_name)
