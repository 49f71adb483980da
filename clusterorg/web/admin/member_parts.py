"""Numbers, addresses, size figures and activities of an organisation: add, change, remove."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from clusterorg.domains.organisations import actions, queries
from clusterorg.domains.organisations.errors import PartNotFound
from clusterorg.domains.organisations.vocabulary import (
    ActivityData,
    AddressData,
    AddressKind,
    IdentifierData,
    IdentifierScheme,
    NaceRevision,
    SizeData,
)
from clusterorg.kernel.clock import now
from clusterorg.kernel.unit_of_work import UnitOfWork
from clusterorg.web.admin.common import today
from clusterorg.web.admin.member_forms import ActivityForm, AddressForm, IdentifierForm, SizeForm
from clusterorg.web.context import current_actor
from clusterorg.web.forms import BaseForm
from clusterorg.web.guard import Door
from clusterorg.web.pages import page
from clusterorg.web.work import attempt, session

Write = Callable[[UnitOfWork, dict[str, Any]], object]
ONE = "/members/<uuid:organisation_id>"
ADDRESS = ("kind", "street", "postcode", "city", "country", "nuts_code")
# Where a refusal that names a part's field is shown.
PLACES = {
    **{f"address.{name}": name for name in ADDRESS},
    "addresses": "kind",
    "size": "headcount",
    "size.year": "year",
}


def routes(door: Door) -> None:
    """Doors of the parts."""
    write = "members.write"
    door.form(f"{ONE}/numbers/new", new_identifier, permission=write)
    door.post(f"{ONE}/numbers/<uuid:part_id>/remove", remove_identifier, permission=write)
    door.form(f"{ONE}/addresses/new", new_address, permission=write)
    door.form(f"{ONE}/addresses/<uuid:part_id>", edit_address, permission=write)
    door.post(f"{ONE}/addresses/<uuid:part_id>/remove", remove_address, permission=write)
    door.form(f"{ONE}/sizes/new", new_size, permission=write)
    door.post(f"{ONE}/sizes/<uuid:part_id>/remove", remove_size, permission=write)
    door.form(f"{ONE}/activities/new", new_activity, permission=write)
    door.post(f"{ONE}/activities/<uuid:part_id>/remove", remove_activity, permission=write)


def new_identifier(organisation_id: UUID) -> ResponseReturnValue:
    """Add a number."""
    form = IdentifierForm()

    def write(work: UnitOfWork, by: dict[str, Any]) -> None:
        scheme = IdentifierScheme(form.scheme.data)
        data = IdentifierData(scheme=scheme, value=form.value.data or "")
        actions.add_identifier(work, organisation_id=organisation_id, data=data, **by)

    return _filled_in(organisation_id, form, _("Which number do you add?"), write)


def new_address(organisation_id: UUID) -> ResponseReturnValue:
    """Add an address."""
    form = AddressForm()

    def write(work: UnitOfWork, by: dict[str, Any]) -> None:
        actions.add_address(work, organisation_id=organisation_id, data=_address(form), **by)

    return _filled_in(organisation_id, form, _("Which address do you add?"), write)


def edit_address(organisation_id: UUID, part_id: UUID) -> ResponseReturnValue:
    """Change an address."""
    overview = queries.overview(session(), organisation_id, today())
    present = next((each for each in overview.addresses if each.id == part_id), None)
    if present is None:
        raise PartNotFound(field="id")
    facts = dict(present._mapping)
    if facts["nuts_source"] != "manual":
        facts["nuts_code"] = None
    form = AddressForm(data=facts)

    def write(work: UnitOfWork, by: dict[str, Any]) -> None:
        actions.change_address(work, address_id=part_id, data=_address(form), **by)

    return _filled_in(organisation_id, form, _("What is the address?"), write)


def new_size(organisation_id: UUID) -> ResponseReturnValue:
    """Write down the figures of a year."""
    form = SizeForm(data={"year": today().year})

    def write(work: UnitOfWork, by: dict[str, Any]) -> None:
        data = SizeData(
            year=form.year.data or 0,
            headcount_centi=form.headcount.data or 0,
            turnover_cents=form.turnover.data,
            balance_sheet_cents=form.balance_sheet.data,
            source=form.source.data,
        )
        actions.record_size(work, organisation_id=organisation_id, data=data, **by)

    return _filled_in(organisation_id, form, _("How big is the organisation?"), write)


def new_activity(organisation_id: UUID) -> ResponseReturnValue:
    """Add a NACE code."""
    form = ActivityForm()

    def write(work: UnitOfWork, by: dict[str, Any]) -> None:
        data = ActivityData(
            revision=NaceRevision(form.revision.data),
            code=form.code.data or "",
            is_main=form.is_main.data,
        )
        actions.add_activity(work, organisation_id=organisation_id, data=data, **by)

    return _filled_in(organisation_id, form, _("What does the organisation do?"), write)


def remove_identifier(organisation_id: UUID, part_id: UUID) -> ResponseReturnValue:
    """Remove a number."""
    return _removed(
        organisation_id,
        lambda work, by: actions.remove_identifier(work, identifier_id=part_id, **by),
    )


def remove_address(organisation_id: UUID, part_id: UUID) -> ResponseReturnValue:
    """Remove an address."""
    return _removed(
        organisation_id, lambda work, by: actions.remove_address(work, address_id=part_id, **by)
    )


def remove_size(organisation_id: UUID, part_id: UUID) -> ResponseReturnValue:
    """Remove the figures of a year."""
    return _removed(
        organisation_id, lambda work, by: actions.remove_size(work, size_id=part_id, **by)
    )


def remove_activity(organisation_id: UUID, part_id: UUID) -> ResponseReturnValue:
    """Remove a NACE code."""
    return _removed(
        organisation_id, lambda work, by: actions.remove_activity(work, activity_id=part_id, **by)
    )


def _filled_in(
    organisation_id: UUID, form: BaseForm, question: str, write: Write
) -> ResponseReturnValue:
    """Show a part's form, or write it down and go back to the organisation."""
    organisation = queries.get_organisation(session(), organisation_id)
    if form.validate_on_submit():
        with attempt(form, PLACES) as work:
            write(work, _by())
        if not form.errors:
            flash(_("Saved."), "good")
            return redirect(url_for("admin.members_show", organisation_id=organisation_id))
    values = {"form": form, "org": organisation, "question": question}
    return page("admin/members/part.html", **values)


def _removed(organisation_id: UUID, write: Write) -> ResponseReturnValue:
    queries.get_organisation(session(), organisation_id)
    form = BaseForm()
    with attempt(form) as work:
        write(work, _by())
    refused = form.form_errors
    flash(refused[0] if refused else _("Removed."), "bad" if refused else "good")
    return redirect(url_for("admin.members_show", organisation_id=organisation_id))


def _by() -> dict[str, Any]:
    return {"actor": current_actor(), "at": now()}


def _address(form: AddressForm) -> AddressData:
    return AddressData(
        kind=AddressKind(form.kind.data),
        street=form.street.data or "",
        postcode=form.postcode.data or "",
        city=form.city.data or "",
        country=form.country.data or "",
        nuts_code=form.nuts_code.data,
    )
