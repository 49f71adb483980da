"""Fields and tags: what the cluster keeps about organisations beside our own fields."""

from typing import Any
from uuid import UUID

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response
from wtforms import BooleanField, IntegerField, RadioField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional
from wtforms.widgets import HiddenInput

from clusterorg.domains.organisations import actions, queries
from clusterorg.domains.organisations.models import CustomField
from clusterorg.domains.organisations.vocabulary import FieldDefinition, FieldKind
from clusterorg.kernel.clock import now
from clusterorg.web.admin.stale import differences
from clusterorg.web.context import current_actor
from clusterorg.web.fields import LineField
from clusterorg.web.forms import BaseForm
from clusterorg.web.guard import Door
from clusterorg.web.own_fields import KIND
from clusterorg.web.pages import page
from clusterorg.web.words import options
from clusterorg.web.work import attempt, session

LONGEST = 100


class FieldForm(BaseForm):
    """What may change about a field. `version` is what the editor saw."""

    version = IntegerField(widget=HiddenInput(), validators=[Optional()])
    label = StringField(
        _l("Name"),
        [InputRequired(_l("Give the field a name.")), Length(max=LONGEST)],
        description=_l("As it stands on forms and above the column of a list."),
    )
    choices = TextAreaField(_l("Choices"))
    required = BooleanField(
        _l("Has to be filled in"),
        description=_l("When staff edit an organisation and when a list is imported."),
    )

    def offered(self) -> list[str]:
        """Return the choices, one per line that holds something."""
        lines = (self.choices.data or "").splitlines()
        return [line.strip() for line in lines if line.strip()]


class NewFieldForm(FieldForm):
    """A new field; its key and its kind stay as they are made."""

    key = LineField(
        _l("Key"),
        description=_l(
            "Short name for imports and the API, such as export_markets. Left empty, it follows "
            "from the name. It stays."
        ),
    )
    kind = RadioField(
        _l("What stands in it"),
        [InputRequired(_l("Choose what stands in it."))],
        choices=lambda: options(KIND),
        default=FieldKind.TEXT.value,
    )

    def definition(self) -> FieldDefinition:
        """Return what was typed as the action takes it."""
        label = self.label.data or ""
        return FieldDefinition(
            key=self.key.data or "",
            label=label,
            kind=FieldKind(self.kind.data),
            choices=tuple(self.offered()),
            required=self.required.data,
        )


def index() -> ResponseReturnValue:
    """What do we keep about organisations?"""
    fields = queries.custom_fields(session(), archived=True)
    return page(
        "admin/labels/index.html",
        fields=[field for field in fields if field.archived_at is None],
        archived=[field for field in fields if field.archived_at is not None],
        filled=queries.fields_filled(session()),
        tags=queries.tags(session()),
        kinds=KIND,
    )


def new() -> ResponseReturnValue:
    """Add a field."""
    form = NewFieldForm()
    if form.validate_on_submit():
        with attempt(form) as work:
            made = actions.add_custom_field(
                work, definition=form.definition(), actor=current_actor(), at=now()
            )
        if not form.errors:
            flash(_("The field %(name)s is there.", name=made.label), "good")
            return _to_list()
    return page("admin/labels/field.html", form=form, own=None)


def edit(field_id: UUID) -> ResponseReturnValue:
    """Change a field; a stale edit shows what changed and loses nothing."""
    own = queries.get_custom_field(session(), field_id)
    form = FieldForm(data={**_facts(own), "version": own.version})
    if form.validate_on_submit():
        with attempt(form) as work:
            actions.update_custom_field(
                work,
                field_id=field_id,
                label=form.label.data or "",
                choices=form.offered(),
                required=form.required.data,
                expected_version=form.version.data,
                actor=current_actor(),
                at=now(),
            )
        if not form.errors:
            flash(_("Saved."), "good")
            return _to_list()
    conflicts = []
    own = queries.get_custom_field(session(), field_id)
    if form.stale:
        conflicts = differences(form, _facts(own))
        form.version.raw_data, form.version.data = None, own.version
    body, status = page(
        "admin/labels/field.html",
        form=form,
        own=own,
        kind=KIND[own.kind],
        values=queries.values_filled(session(), own.key) if own.choices else {},
        conflicts=conflicts,
    )
    return body, 409 if form.stale else status


def archive(field_id: UUID) -> ResponseReturnValue:
    """Put a field away, after saying what follows."""
    own = queries.get_custom_field(session(), field_id)
    form = BaseForm()
    if form.validate_on_submit():
        with attempt(form) as work:
            actions.archive_custom_field(work, field_id=field_id, actor=current_actor(), at=now())
        if not form.errors:
            flash(_("The field %(name)s was archived.", name=own.label), "good")
            return _to_list()
    used = queries.fields_filled(session()).get(own.key, 0)
    return page("admin/labels/archive.html", form=form, own=own, used=used)


def restore(field_id: UUID) -> ResponseReturnValue:
    """Take an archived field back into use."""
    form = BaseForm()
    with attempt(form) as work:
        own = actions.restore_custom_field(work, field_id=field_id, actor=current_actor(), at=now())
        flash(_("The field %(name)s is in use again.", name=own.label), "good")
    return _to_list()


def _facts(own: CustomField) -> dict[str, Any]:
    return {"label": own.label, "choices": "\n".join(own.choices), "required": own.required}


def _to_list() -> Response:
    return redirect(url_for("admin.own_fields_index"), 303)


def routes(door: Door) -> None:
    """Fields of the cluster's own, under Settings."""
    one = "/settings/fields/<uuid:field_id>"
    door.get("/settings/fields", index, permission="members.read")
    door.form("/settings/fields/new", new, permission="members.write")
    door.form(one, edit, permission="members.write")
    door.form(f"{one}/archive", archive, permission="members.write")
    door.post(f"{one}/restore", restore, permission="members.write")
