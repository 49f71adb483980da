"""Members: the list, one organisation with everything about it, and its own facts."""

from collections.abc import Sequence
from datetime import date
from functools import partial
from typing import Any
from uuid import UUID

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy import Row
from werkzeug.wrappers import Response

from clusterorg.domains.billing.queries.balances import member_balance
from clusterorg.domains.billing.queries.invoices import InvoiceFilter, invoices
from clusterorg.domains.membership.queries import categories, membership_of
from clusterorg.domains.organisations import actions, queries
from clusterorg.domains.organisations.errors import OrganisationWasMerged
from clusterorg.domains.organisations.models import Organisation
from clusterorg.domains.organisations.vocabulary import FieldDefinition
from clusterorg.kernel.audit import timeline
from clusterorg.kernel.clock import now
from clusterorg.web import own_fields
from clusterorg.web.admin import member_columns, member_list
from clusterorg.web.admin.columns import chosen, file_of, heads, options
from clusterorg.web.admin.common import named, today
from clusterorg.web.admin.member_data import new_data, refusals
from clusterorg.web.admin.member_forms import (
    FACTS,
    NewOrganisationForm,
    OrganisationForm,
)
from clusterorg.web.admin.own_inputs import own_data, with_own_fields
from clusterorg.web.admin.stale import differences
from clusterorg.web.admin.view_menu import menu_of
from clusterorg.web.context import can, current_actor
from clusterorg.web.forms import BaseForm
from clusterorg.web.guard import Door
from clusterorg.web.log_sentences import MILESTONES, sentence
from clusterorg.web.log_values import plain_changes
from clusterorg.web.member_words import (
    ADDRESS,
    CONTACT_ROLE,
    IDENTIFIER,
    written,
)
from clusterorg.web.pages import page
from clusterorg.web.region_words import region
from clusterorg.web.spreadsheets import FILE_KIND, every_row
from clusterorg.web.words import HELIX, LANGUAGE, SIZE, SUB_GROUP, word
from clusterorg.web.work import attempt, session

EVENTS = 60
INVOICES = 8


def routes(door: Door) -> None:
    """Doors of the members."""
    door.get("/members", index, permission="members.read")
    door.get(f"/members.{FILE_KIND}", export, permission="members.read")
    door.form("/members/new", new, permission="members.write")
    door.get("/members/<uuid:organisation_id>", show, permission="members.read")
    door.form("/members/<uuid:organisation_id>/edit", edit, permission="members.write")
    door.form("/members/<uuid:organisation_id>/archive", archive, permission="members.write")
    door.post("/members/<uuid:organisation_id>/restore", restore, permission="members.write")


def index() -> ResponseReturnValue:
    """Who are our members?"""
    views = menu_of("members")
    if views.first_url:
        return redirect(views.first_url)
    own = queries.custom_fields(session())
    wanted = member_list.asked(own)
    columns = member_columns.columns(own)
    shown = chosen(columns, wanted.columns)
    return page(
        "admin/members/index.html",
        page=member_list.page_of(wanted, cursor=wanted.cursor),
        wanted=wanted,
        views=views,
        draw=partial(member_list.draw, shown),
        heads=heads(shown),
        column_options=options(columns),
        tag_options=[(str(tag.id), tag.name) for tag in queries.tag_names(session())],
        region_options=[(code, region(code)) for code in queries.regions_in_use(session())],
        own_filters=member_list.own_filters(own),
        category_options=[(each.code, named(each.names)) for each in categories(session())],
        statuses=member_list.STATUS,
        dues=member_columns.DUES,
        words={"helix": HELIX, "size": SIZE},
    )


def export(kind: str) -> ResponseReturnValue:
    """Exactly what the list shows, all pages of it, as a file."""
    own = queries.custom_fields(session())
    wanted = member_list.asked(own)
    columns = chosen(member_columns.columns(own), wanted.columns)
    rows = every_row(partial(member_list.page_of, wanted))
    return file_of(f"members-{today().isoformat()}", kind, columns, rows)


def show(organisation_id: UUID) -> ResponseReturnValue:
    """All about one organisation; one that was merged leads to where it went."""
    try:
        overview = queries.overview(session(), organisation_id, today())
    except OrganisationWasMerged as merged:
        return _to(UUID(merged.params["kept_id"]))
    money = can("invoices.read")
    own = queries.custom_fields(session(), archived=True)
    return page(
        "admin/members/show.html",
        overview=overview,
        org=overview.organisation,
        membership=membership_of(session(), organisation_id, today()),
        balance=member_balance(session(), organisation_id, today()) if money else None,
        invoices=_invoices(organisation_id) if money else [],
        fields=[field for field in own if field.archived_at is None],
        events=timeline(session(), organisation_id, limit=EVENTS),
        tag_names=[tag.name for tag in queries.tags(session())],
        roles=_roles_today(overview, today()),
        today=today(),
        changes_of=partial(plain_changes, own=own),
        **_words(),
    )


def new() -> ResponseReturnValue:
    """Write an organisation down."""
    form = with_own_fields(NewOrganisationForm, queries.field_definitions(session()))()
    if form.validate_on_submit():
        data = new_data(form, today())
        with attempt(form, refusals(form)) as work:
            made = actions.add_organisation(work, data=data, actor=current_actor(), at=now())
        if not form.errors:
            flash(_("%(name)s was added.", name=made.name), "good")
            return _to(made.id)
    return page("admin/members/new.html", form=form)


def edit(organisation_id: UUID) -> ResponseReturnValue:
    """Change the organisation's own facts; a stale edit shows what changed and loses nothing."""
    organisation = queries.get_organisation(session(), organisation_id)
    form = _edit_form(organisation)
    if form.validate_on_submit():
        by: dict[str, Any] = {"actor": current_actor(), "at": now()}
        with attempt(form) as work:
            actions.update_organisation(
                work,
                organisation_id=organisation_id,
                changed=form.changed(),
                expected_version=form.version.data,
                **by,
            )
            add, remove = form.tag_changes()
            actions.tag_organisations(
                work, organisation_ids=[organisation_id], add=add, remove=remove, **by
            )
        if not form.errors:
            flash(_("Saved."), "good")
            return _to(organisation_id)
    conflicts = []
    if form.stale:
        organisation = queries.get_organisation(session(), organisation_id)
        conflicts = differences(form, _facts(organisation, queries.field_definitions(session())))
        form.version.raw_data, form.version.data = None, organisation.version
    body, status = page("admin/members/edit.html", form=form, org=organisation, conflicts=conflicts)
    return body, 409 if form.stale else status


def archive(organisation_id: UUID) -> ResponseReturnValue:
    """Put an organisation away, after saying what follows."""
    organisation = queries.get_organisation(session(), organisation_id)
    form = BaseForm()
    if form.validate_on_submit():
        with attempt(form) as work:
            actions.archive_organisation(
                work,
                organisation_id=organisation_id,
                actor=current_actor(),
                at=now(),
                reason=request.form.get("reason") or None,
            )
        if not form.errors:
            flash(_("%(name)s was archived.", name=organisation.name), "good")
            return _to(organisation_id)
    return page("admin/members/archive.html", form=form, org=organisation)


def restore(organisation_id: UUID) -> ResponseReturnValue:
    """Take an archived organisation back."""
    queries.get_organisation(session(), organisation_id)
    form = BaseForm()
    with attempt(form) as work:
        actions.restore_organisation(
            work, organisation_id=organisation_id, actor=current_actor(), at=now()
        )
    for message in form.form_errors:
        flash(message, "bad")
    return _to(organisation_id)


def _to(organisation_id: UUID) -> Response:
    return redirect(url_for("admin.members_show", organisation_id=organisation_id))


def _edit_form(organisation: Organisation) -> OrganisationForm:
    definitions = queries.field_definitions(session())
    made = with_own_fields(OrganisationForm, definitions, organisation.custom)
    tags = ", ".join(tag.name for tag in queries.tags_of(session(), organisation.id))
    seen = {"version": organisation.version, "tags": tags, "tags_seen": tags}
    return made(data={**_facts(organisation, definitions), **seen})


def _facts(organisation: Organisation, definitions: Sequence[FieldDefinition]) -> dict[str, Any]:
    facts = {name: getattr(organisation, name) for name in FACTS}
    return {**facts, **own_data(definitions, organisation.custom)}


def _roles_today(overview: queries.Overview, on: date) -> set[str]:
    """Return the contact roles that somebody holds on a day."""
    return {
        role.role
        for contact in overview.contacts
        if not contact.archived
        for role in contact.roles
        if role.valid_from <= on and (role.valid_until is None or role.valid_until > on)
    }


def _invoices(organisation_id: UUID) -> Sequence[Row[Any]]:
    wanted = InvoiceFilter(payer_id=organisation_id)
    return invoices(session(), wanted, today=today(), limit=INVOICES).rows


def _words() -> dict[str, Any]:
    return {
        "word": word,
        "written": written,
        "own_value": own_fields.written,
        "words": {
            "size": SIZE,
            "subgroup": SUB_GROUP,
            "address": ADDRESS,
            "role": CONTACT_ROLE,
            "identifier": IDENTIFIER,
            "language": LANGUAGE,
        },
        "named": named,
        "sentence": sentence,
        "milestones": MILESTONES,
    }
