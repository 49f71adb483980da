"""People of an organisation: who they are, what they do for it, from when until when."""

from typing import Any
from uuid import UUID

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext
from werkzeug.wrappers import Response
from wtforms import IntegerField, SelectField, SelectMultipleField
from wtforms.validators import InputRequired, Optional
from wtforms.widgets import CheckboxInput, HiddenInput, ListWidget

from clusterorg.domains.organisations import actions, queries
from clusterorg.domains.organisations.models import Contact
from clusterorg.domains.organisations.vocabulary import ContactData, ContactRole, ContactRoleData
from clusterorg.kernel.clock import now
from clusterorg.web.admin.common import today
from clusterorg.web.admin.member_forms import NOT_KNOWN, _or_none
from clusterorg.web.admin.stale import differences
from clusterorg.web.context import current_actor
from clusterorg.web.fields import DayField, LineField
from clusterorg.web.forms import BaseForm
from clusterorg.web.guard import Door
from clusterorg.web.member_words import CONTACT_ROLE
from clusterorg.web.pages import page
from clusterorg.web.words import LANGUAGE, options
from clusterorg.web.work import attempt, session

FACTS = ("given_name", "family_name", "email", "phone", "job_title", "language")
PLACES = {"contact": "email", **{f"contact.{name}": name for name in FACTS}}


class ContactForm(BaseForm):
    """A person. `version` is what the editor saw."""

    version = IntegerField(widget=HiddenInput(), validators=[Optional()])
    given_name = LineField(lazy_gettext("Given name"))
    family_name = LineField(lazy_gettext("Family name"))
    email = LineField(lazy_gettext("E-mail"))
    phone = LineField(lazy_gettext("Telephone"))
    job_title = LineField(lazy_gettext("Function"))
    language = SelectField(
        lazy_gettext("Language"),
        coerce=_or_none,
        choices=[NOT_KNOWN, *options(LANGUAGE)],
        description=lazy_gettext("Mails and invoices are written in it."),
    )

    def data_of_contact(self) -> ContactData:
        """Return what was typed."""
        values = {name: self[name].data for name in FACTS}
        values["given_name"] = values["given_name"] or ""
        values["family_name"] = values["family_name"] or ""
        return ContactData(**values)


class NewContactForm(ContactForm):
    """A person, and what they do from today on."""

    roles = SelectMultipleField(
        lazy_gettext("What do they do for the organisation?"),
        choices=options(CONTACT_ROLE),
        default=[ContactRole.GENERAL.value],
        option_widget=CheckboxInput(),
        widget=ListWidget(prefix_label=False),
    )


class RoleForm(BaseForm):
    """A role with its dates."""

    role = SelectField(lazy_gettext("Role"), choices=options(CONTACT_ROLE))
    valid_from = DayField(
        lazy_gettext("From"), [InputRequired(lazy_gettext("Give the first day."))]
    )
    valid_until = DayField(
        lazy_gettext("Until"),
        [Optional()],
        description=lazy_gettext("The first day without the role; empty: no end known."),
    )


def routes(door: Door) -> None:
    """Doors of the people."""
    write = "members.write"
    door.form("/members/<uuid:organisation_id>/people/new", new, permission=write)
    door.form("/people/<uuid:contact_id>", edit, permission=write)
    door.post("/people/<uuid:contact_id>/archive", archive, permission=write)
    door.form("/people/<uuid:contact_id>/roles/new", grant, permission=write)
    door.post("/people/<uuid:contact_id>/roles/<uuid:role_id>/end", end, permission=write)


def new(organisation_id: UUID) -> ResponseReturnValue:
    """Add somebody."""
    organisation = queries.get_organisation(session(), organisation_id)
    form = NewContactForm()
    if form.validate_on_submit():
        with attempt(form, {**PLACES, "role": "roles"}) as work:
            contact = actions.add_contact(
                work, organisation_id=organisation_id, data=form.data_of_contact(), **_by()
            )
            for role in form.roles.data or ():
                data = ContactRoleData(role=ContactRole(role), valid_from=today())
                actions.grant_role(work, contact_id=contact.id, data=data, **_by())
        if not form.errors:
            flash(_("%(name)s was added.", name=contact.name), "good")
            return _to(organisation_id)
    values = {"form": form, "org": organisation, "contact": None, "conflicts": []}
    return page("admin/contacts/form.html", **values)


def edit(contact_id: UUID) -> ResponseReturnValue:
    """Change what we know of somebody; a stale edit shows what changed and loses nothing."""
    contact = queries.get_contact(session(), contact_id)
    form = ContactForm(data={**_facts(contact), "version": contact.version})
    if form.validate_on_submit():
        with attempt(form, PLACES) as work:
            actions.update_contact(
                work,
                contact_id=contact_id,
                data=form.data_of_contact(),
                expected_version=form.version.data,
                **_by(),
            )
        if not form.errors:
            flash(_("Saved."), "good")
            return _to(contact.organisation_id)
    conflicts = []
    if form.stale:
        contact = queries.get_contact(session(), contact_id)
        conflicts = differences(form, _facts(contact))
        form.version.raw_data, form.version.data = None, contact.version
    organisation = queries.get_organisation(session(), contact.organisation_id)
    values = {"form": form, "org": organisation, "contact": contact, "conflicts": conflicts}
    body, status = page("admin/contacts/form.html", **values)
    return body, 409 if form.stale else status


def archive(contact_id: UUID) -> ResponseReturnValue:
    """Put somebody away: their roles end, what they did stays."""
    contact = queries.get_contact(session(), contact_id)
    form = BaseForm()
    with attempt(form) as work:
        actions.archive_contact(work, contact_id=contact_id, on=today(), **_by())
    _say(form, _("%(name)s was archived.", name=contact.name))
    return _to(contact.organisation_id)


def grant(contact_id: UUID) -> ResponseReturnValue:
    """Give somebody a role."""
    contact = queries.get_contact(session(), contact_id)
    form = RoleForm(data={"valid_from": today()})
    if form.validate_on_submit():
        data = ContactRoleData(
            role=ContactRole(form.role.data),
            valid_from=form.valid_from.data,
            valid_until=form.valid_until.data,
        )
        with attempt(form) as work:
            actions.grant_role(work, contact_id=contact_id, data=data, **_by())
        if not form.errors:
            flash(_("Saved."), "good")
            return _to(contact.organisation_id)
    organisation = queries.get_organisation(session(), contact.organisation_id)
    question = _("What does %(name)s do for the organisation?", name=contact.name)
    return page("admin/members/part.html", form=form, org=organisation, question=question)


def end(contact_id: UUID, role_id: UUID) -> ResponseReturnValue:
    """End a role today."""
    contact = queries.get_contact(session(), contact_id)
    form = BaseForm()
    with attempt(form) as work:
        actions.end_role(work, role_id=role_id, on=today(), **_by())
    _say(form, _("The role ends today."))
    return _to(contact.organisation_id)


def _facts(contact: Contact) -> dict[str, Any]:
    return {name: getattr(contact, name) for name in FACTS}


def _say(form: BaseForm, done: str) -> None:
    refused = form.form_errors
    flash(refused[0] if refused else done, "bad" if refused else "good")


def _by() -> dict[str, Any]:
    return {"actor": current_actor(), "at": now()}


def _to(organisation_id: UUID) -> Response:
    return redirect(url_for("admin.members_show", organisation_id=organisation_id))
