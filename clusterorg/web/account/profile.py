"""My account: name, language, password."""

from flask import flash, make_response, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import PasswordField, SelectField, StringField
from wtforms.validators import InputRequired, Length

from clusterorg.domains.identity import actions
from clusterorg.domains.identity.rules.passwords import LEAST
from clusterorg.kernel.clock import now
from clusterorg.kernel.i18n import use_locale
from clusterorg.web import languages as language_choice
from clusterorg.web.account.common import me
from clusterorg.web.account.outcomes import proved
from clusterorg.web.forms import BaseForm
from clusterorg.web.looks.frame import languages
from clusterorg.web.pages import page
from clusterorg.web.work import attempt


class ProfileForm(BaseForm):
    """How we call you and in which language we speak."""

    given_name = StringField(
        _l("Given name"), [InputRequired(_l("Fill in your given name.")), Length(max=100)]
    )
    family_name = StringField(
        _l("Family name"), [InputRequired(_l("Fill in your family name.")), Length(max=100)]
    )
    language = SelectField(
        _l("Language"), choices=languages, description=_l("Of pages and of the mails you get.")
    )


class PasswordForm(BaseForm):
    """The old password and the new one."""

    current = PasswordField(
        _l("Present password"), [InputRequired(_l("Fill in your present password."))]
    )
    password = PasswordField(
        _l("New password"),
        [InputRequired(_l("Choose a password."))],
        description=_l(
            "At least %(least)s characters. A sentence of four or five words does well.",
            least=LEAST,
        ),
    )


def index() -> ResponseReturnValue:
    """Change my name and language."""
    visitor = me()
    form = ProfileForm(obj=visitor)
    if form.validate_on_submit():
        with attempt(form) as work:
            actions.change_person(
                work,
                person_id=visitor.id,
                given_name=form.given_name.data or "",
                family_name=form.family_name.data or "",
                language=form.language.data,
            )
        if not form.errors:
            with use_locale(form.language.data):
                flash(_("Your details were saved."), "good")
            response = make_response(redirect(url_for("account.profile_index"), 303))
            # The person's own choice wins over one made by a link before.
            response.delete_cookie(language_choice.COOKIE, path="/")
            return response
    return page("account/profile.html", form=form)


def password() -> ResponseReturnValue:
    """Change my password; my other sign-ins end."""
    visitor, form = me(), PasswordForm()
    if form.validate_on_submit():
        proof = proved(form, form.current.data or "", field="current")
        if proof is not None:
            with attempt(form) as work:
                actions.change_password(
                    work,
                    proof=proof,
                    password=form.password.data or "",
                    keep=visitor.sign_in_id,
                    at=now(),
                )
            if not form.errors:
                flash(_("Your new password is set; your other sign-ins have ended."), "good")
                return redirect(url_for("account.profile_index"), 303)
    return page("account/password_change.html", form=form)
