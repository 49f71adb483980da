"""My organisation: where its membership stands, what is open, what we know of it."""

from typing import Any

from flask import flash, g, redirect, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext
from wtforms import EmailField, IntegerField, TelField
from wtforms.validators import Email, Length, Optional
from wtforms.widgets import HiddenInput

from clusterorg.domains.billing import queries as billing
from clusterorg.domains.membership import queries as membership
from clusterorg.domains.organisations import actions
from clusterorg.domains.organisations import queries as organisations
from clusterorg.kernel.clock import now
from clusterorg.web import member_words, words
from clusterorg.web.context import current_actor
from clusterorg.web.fields import LineField
from clusterorg.web.forms import BaseForm
from clusterorg.web.pages import page
from clusterorg.web.portal import scope
from clusterorg.web.work import attempt, session


class DetailsForm(BaseForm):
    """What a member keeps up to date itself; its name and numbers go through the cluster."""

    website = LineField(lazy_gettext("Website"), [Optional(), Length(max=300)])
    email = EmailField(
        lazy_gettext("General mail address"),
        [Optional(), Email(lazy_gettext("This is not a mail address."))],
    )
    phone = TelField(lazy_gettext("Telephone"), [Optional(), Length(max=40)])
    version = IntegerField(widget=HiddenInput(), validators=[Optional()])


def index() -> Any:
    """Show the organisation and where its membership stands."""
    member, today = scope.organisation_id(), scope.today()
    return page(
        "portal/organisation/index.html",
        overview=organisations.overview(session(), member, today),
        membership=membership.membership_of(session(), member, today),
        balance=billing.member_balance(session(), member, today),
        open_items=billing.open_items(session(), member),
        others=[row for row in g.portal_organisations if row.organisation_id != member],
        words=words,
        member_words=member_words,
        today=today,
    )


def edit() -> Any:
    """Change website, mail address and telephone."""
    organisation = organisations.get_organisation(session(), scope.organisation_id())
    form = DetailsForm(obj=organisation)
    if form.validate_on_submit():
        changed = {name: form[name].data or None for name in ("website", "email", "phone")}
        with attempt(form) as work:
            actions.update_organisation(
                work,
                organisation_id=organisation.id,
                changed=changed,
                actor=current_actor(),
                at=now(),
                expected_version=form.version.data or 0,
            )
        if not form.errors:
            flash(_("Saved."), "good")
            return redirect(url_for("portal.organisation_index"))
    return page("portal/organisation/edit.html", form=form, organisation=organisation)
