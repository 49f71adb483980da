"""People: who speaks, votes and gets the invoices for the organisation, and who may sign in."""

from typing import Any
from uuid import UUID

from flask import flash, redirect, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext
from wtforms import BooleanField, EmailField, IntegerField, SelectField, TelField
from wtforms.validators import DataRequired, Email, Length, Optional
from wtforms.widgets import HiddenInput

from clusterorg.domains.identity import actions as identity
from clusterorg.domains.organisations import actions
from clusterorg.domains.organisations import queries as organisations
from clusterorg.domains.organisations.vocabulary import ContactData, ContactRole, ContactRoleData
from clusterorg.kernel.clock import now
from clusterorg.kernel.unit_of_work import UnitOfWork
from clusterorg.web import member_words, words
from clusterorg.web.account.common import me
from clusterorg.web.context import current_actor, current_cluster
from clusterorg.web.fields import LineField
from clusterorg.web.forms import BaseForm
from clusterorg.web.pages import page
from clusterorg.web.portal import scope
from clusterorg.web.work import attempt, session

REQUIRED = DataRequired(lazy_gettext("Fill this in."))


class ContactForm(BaseForm):
    """A person of the organisation."""

    given_name = LineField(lazy_gettext("Given name"), [REQUIRED, Length(max=100)])
    family_name = LineField(lazy_gettext("Family name"), [REQUIRED, Length(max=100)])
    email = EmailField(
        lazy_gettext("E-mail"), [REQUIRED, Email(lazy_gettext("This is not a mail address."))]
    )
    phone = TelField(lazy_gettext("Telephone"), [Optional(), Length(max=40)])
    job_title = LineField(lazy_gettext("Function"), [Optional(), Length(max=120)])
    language = SelectField(lazy_gettext("Writes to this person in"))
    version = IntegerField(widget=HiddenInput(), validators=[Optional()])

    def data_of(self, *roles: ContactRoleData) -> ContactData:
        """Return the person as organisations understands it."""
        return ContactData(
            given_name=self.given_name.data or "",
            family_name=self.family_name.data or "",
            email=self.email.data or None,
            phone=self.phone.data or None,
            job_title=self.job_title.data,
            language=self.language.data,
            roles=roles,
        )


class NewContactForm(ContactForm):
    """A further person, with what they do and whether they may sign in."""

    role = SelectField(lazy_gettext("What does this person do?"), default="general")
    invite = BooleanField(lazy_gettext("Invite to this portal"), default=True)


def index() -> Any:
    """Show everybody and what they do."""
    contacts = organisations.contacts_of(session(), scope.organisation_id())
    return page(
        "portal/people/index.html",
        contacts=[contact for contact in contacts if not contact.archived],
        today=scope.today(),
        member_words=member_words,
    )


def add() -> Any:
    """Add a person; the vote is passed on by the cluster, so it is not on offer here."""
    form = _with_languages(NewContactForm())
    form.role.choices = words.options(member_words.CONTACT_ROLE, ("general", "billing"))
    if form.validate_on_submit():
        role = ContactRoleData(role=ContactRole(form.role.data), valid_from=scope.today())
        with attempt(form) as work:
            contact = actions.add_contact(
                work,
                organisation_id=scope.organisation_id(),
                data=form.data_of(role),
                actor=current_actor(),
                at=now(),
            )
            if form.invite.data:
                _invite(work, contact.id, form)
        if not form.errors:
            flash(_("Added."), "good")
            return redirect(url_for("portal.people_index"))
    return page("portal/people/edit.html", form=form, contact=None)


def edit(contact_id: UUID) -> Any:
    """Change a person's name and addresses."""
    contact = scope.own_contact(contact_id)
    form = _with_languages(ContactForm(obj=contact))
    if form.validate_on_submit():
        with attempt(form) as work:
            actions.update_contact(
                work,
                contact_id=contact_id,
                data=form.data_of(),
                actor=current_actor(),
                at=now(),
                expected_version=form.version.data or 0,
            )
        if not form.errors:
            flash(_("Saved."), "good")
            return redirect(url_for("portal.people_index"))
    return page("portal/people/edit.html", form=form, contact=contact)


def end(contact_id: UUID) -> Any:
    """Ask, then put a person away: roles end today, the portal closes for them."""
    contact = scope.own_contact(contact_id)
    form = BaseForm()
    if form.validate_on_submit():
        with attempt(form) as work:
            actions.archive_contact(
                work, contact_id=contact_id, on=scope.today(), actor=current_actor(), at=now()
            )
        if not form.errors:
            flash(_("%(name)s no longer acts for you.", name=contact.name), "good")
            return redirect(url_for("portal.people_index"))
    return page("portal/people/end.html", form=form, contact=contact)


def _with_languages(form: ContactForm) -> ContactForm:
    form.language.choices = words.options(words.LANGUAGE, current_cluster().languages)
    return form


def _invite(work: UnitOfWork, contact_id: UUID, form: ContactForm) -> None:
    email, inviter = form.email.data or "", me().id
    identity.claim_invitation(work, email=email, inviter_id=inviter, at=now())
    organisation = organisations.get_organisation(work.session, scope.organisation_id())
    person = identity.invite_person(
        work,
        email=email,
        given_name=form.given_name.data or "",
        family_name=form.family_name.data or "",
        language=form.language.data,
        actor=current_actor(),
        at=now(),
        organisation=organisation.name,
    )
    actions.link_person(
        work, contact_id=contact_id, person_id=person.id, actor=current_actor(), at=now()
    )
