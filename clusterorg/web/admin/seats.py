"""Colleagues: who has a seat here, with which role; invite, change, end."""

from uuid import UUID

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import EmailField, RadioField, SelectField, StringField
from wtforms.validators import InputRequired, Length

from clusterorg.domains.identity import actions, queries
from clusterorg.domains.identity.errors import SeatNotFound
from clusterorg.kernel.clock import now
from clusterorg.kernel.db import AnyRow
from clusterorg.web.context import current_actor, current_cluster
from clusterorg.web.forms import BaseForm
from clusterorg.web.guard import Door
from clusterorg.web.looks.frame import languages
from clusterorg.web.pages import page
from clusterorg.web.seat_words import ROLE, ROLE_SAYS
from clusterorg.web.words import options
from clusterorg.web.work import attempt, session, unit_of_work


class InviteForm(BaseForm):
    """Whom to invite, and as what."""

    email = EmailField(_l("E-mail address"), [InputRequired(_l("Fill in the e-mail address."))])
    given_name = StringField(
        _l("Given name"), [InputRequired(_l("Fill in the given name.")), Length(max=100)]
    )
    family_name = StringField(
        _l("Family name"), [InputRequired(_l("Fill in the family name.")), Length(max=100)]
    )
    language = SelectField(_l("Language of the mail"), choices=languages)
    role = RadioField(_l("Role"), choices=options(ROLE_SAYS), default="viewer")


class RoleForm(BaseForm):
    """Another role."""

    role = RadioField(_l("Role"), choices=options(ROLE_SAYS))


class EndForm(BaseForm):
    """Nothing to fill in."""


def index() -> ResponseReturnValue:
    """Who works here, and as what?"""
    rows = queries.seats(session(), at=now())
    return page("admin/seats/index.html", rows=rows, roles=ROLE)


def new() -> ResponseReturnValue:
    """Invite a colleague."""
    form = InviteForm(data={"language": current_cluster().default_language, "role": "viewer"})
    if form.validate_on_submit():
        with attempt(form) as work:
            actions.invite_to_seat(
                work,
                email=form.email.data or "",
                given_name=form.given_name.data or "",
                family_name=form.family_name.data or "",
                language=form.language.data,
                role=form.role.data,
                actor=current_actor(),
                at=now(),
            )
        if not form.errors:
            flash(_("%(email)s gets a mail with the way in.", email=form.email.data), "good")
            return redirect(url_for("admin.seats_index"), 303)
    return page("admin/seats/new.html", form=form)


def edit(seat_id: UUID) -> ResponseReturnValue:
    """Give the holder of a seat another role."""
    seat = seat_of(seat_id)
    form = RoleForm(data={"role": seat.role})
    if form.validate_on_submit():
        with attempt(form) as work:
            actions.change_seat(
                work, seat_id=seat_id, role=form.role.data, actor=current_actor(), at=now()
            )
        if not form.errors:
            role = ROLE[form.role.data]
            flash(_("%(name)s is now %(role)s.", name=seat.name, role=role), "good")
            return redirect(url_for("admin.seats_index"), 303)
    return page("admin/seats/edit.html", form=form, seat=seat, roles=ROLE)


def end(seat_id: UUID) -> ResponseReturnValue:
    """End a seat."""
    seat, form = seat_of(seat_id), EndForm()
    if form.validate_on_submit():
        with attempt(form) as work:
            actions.end_seat(work, seat_id=seat_id, actor=current_actor(), at=now())
        if not form.errors:
            flash(_("%(name)s no longer has this seat.", name=seat.name), "good")
            return redirect(url_for("admin.seats_index"), 303)
    return page("admin/seats/end.html", form=form, seat=seat, roles=ROLE)


def invite(seat_id: UUID) -> ResponseReturnValue:
    """Mail the invitation again."""
    with unit_of_work() as work:
        actions.invite_again(work, seat_id=seat_id, actor=current_actor(), at=now())
    flash(_("A new invitation is on its way."), "good")
    return redirect(url_for("admin.seats_index"), 303)


def seat_of(seat_id: UUID) -> AnyRow:
    """Return a current seat of this cluster as a row; raises SeatNotFound."""
    for row in queries.seats(session(), at=now()):
        if row.id == seat_id:
            return row
    raise SeatNotFound()


def routes(door: Door) -> None:
    """Colleagues, under Settings."""
    door.get("/settings/seats", index, permission="cluster.read")
    door.form("/settings/seats/new", new, permission="seats.manage")
    door.form("/settings/seats/<uuid:seat_id>", edit, permission="seats.manage")
    door.form("/settings/seats/<uuid:seat_id>/end", end, permission="seats.manage")
    door.post("/settings/seats/<uuid:seat_id>/invite", invite, permission="seats.manage")
