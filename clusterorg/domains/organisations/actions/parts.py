"""Identifiers, addresses, size figures and activities of an organisation."""

from datetime import datetime
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import delete, select

from clusterorg.domains.organisations.actions.writing import address_columns, refuse_taken_numbers
from clusterorg.domains.organisations.errors import PartNotFound
from clusterorg.domains.organisations.models import Activity, Address, Identifier, Size
from clusterorg.domains.organisations.queries.organisations import get_organisation
from clusterorg.domains.organisations.rules.complete import (
    complete_activity,
    complete_address,
    complete_identifier,
)
from clusterorg.domains.organisations.rules.describe import changes, plain
from clusterorg.domains.organisations.rules.size import check_size
from clusterorg.domains.organisations.vocabulary import (
    ActivityData,
    AddressData,
    IdentifierData,
    SizeData,
)
from clusterorg.kernel.actor import Actor
from clusterorg.kernel.unit_of_work import UnitOfWork

Part = TypeVar("Part", Identifier, Address, Size, Activity)


def add_identifier(
    work: UnitOfWork, *, organisation_id: UUID, data: IdentifierData, actor: Actor, at: datetime
) -> Identifier:
    """Add a number. Raises WrongCheckDigit, IdentifierInvalid or IdentifierTaken."""
    get_organisation(work.session, organisation_id)
    checked = complete_identifier(data)
    refuse_taken_numbers(work, [checked])
    part = Identifier(
        organisation_id=organisation_id, scheme=checked.scheme.value, value=checked.value
    )
    return _added(work, part, "organisation.identifier.added", plain(checked), actor, at)


def remove_identifier(work: UnitOfWork, *, identifier_id: UUID, actor: Actor, at: datetime) -> None:
    """Remove a number; the audit log keeps it. Raises PartNotFound."""
    _removed(
        work, _part(work, Identifier, identifier_id), "organisation.identifier.removed", actor, at
    )


def add_address(
    work: UnitOfWork, *, organisation_id: UUID, data: AddressData, actor: Actor, at: datetime
) -> Address:
    """Add an address. Raises AddressKindTaken, UnknownCountry or UnknownNuts."""
    get_organisation(work.session, organisation_id)
    columns = address_columns(complete_address(data))
    part = Address(organisation_id=organisation_id, **columns)
    return _added(work, part, "organisation.address.added", columns, actor, at)


def change_address(
    work: UnitOfWork, *, address_id: UUID, data: AddressData, actor: Actor, at: datetime
) -> Address:
    """Replace an address by another. Raises PartNotFound, AddressKindTaken, UnknownNuts, …"""
    part = _part(work, Address, address_id)
    columns = address_columns(complete_address(data))
    before, after = changes({name: getattr(part, name) for name in columns}, columns)
    for column, value in columns.items():
        setattr(part, column, value)
    if after:
        _record(work, part, "organisation.address.changed", actor, at, before=before, after=after)
    return part


def remove_address(work: UnitOfWork, *, address_id: UUID, actor: Actor, at: datetime) -> None:
    """Remove an address. Raises PartNotFound."""
    _removed(work, _part(work, Address, address_id), "organisation.address.removed", actor, at)


def record_size(
    work: UnitOfWork, *, organisation_id: UUID, data: SizeData, actor: Actor, at: datetime
) -> Size:
    """Write down the figures of a year, replacing what stood there. Raises FigureInvalid."""
    get_organisation(work.session, organisation_id)
    check_size(data)
    size = work.session.scalar(
        select(Size).where(Size.organisation_id == organisation_id, Size.year == data.year)
    )
    figures = {
        "headcount_centi": data.headcount_centi,
        "turnover_cents": data.turnover_cents,
        "balance_sheet_cents": data.balance_sheet_cents,
        "source": data.source,
    }
    if size is None:
        part = Size(organisation_id=organisation_id, year=data.year, **figures)
        return _added(
            work, part, "organisation.size.added", {"year": data.year, **figures}, actor, at
        )
    before, after = changes({name: getattr(size, name) for name in figures}, figures)
    for column, value in figures.items():
        setattr(size, column, value)
    if after:
        year = {"year": data.year}
        _record(
            work,
            size,
            "organisation.size.changed",
            actor,
            at,
            before=year | before,
            after=year | after,
        )
    return size


def remove_size(work: UnitOfWork, *, size_id: UUID, actor: Actor, at: datetime) -> None:
    """Remove the figures of a year. Raises PartNotFound."""
    _removed(work, _part(work, Size, size_id), "organisation.size.removed", actor, at)


def add_activity(
    work: UnitOfWork, *, organisation_id: UUID, data: ActivityData, actor: Actor, at: datetime
) -> Activity:
    """Add a NACE code; one that is there already stays as it is. Raises UnknownNace."""
    get_organisation(work.session, organisation_id)
    checked = complete_activity(data)
    present = work.session.scalar(
        select(Activity).where(
            Activity.organisation_id == organisation_id,
            Activity.revision == checked.revision.value,
            Activity.code == checked.code,
        )
    )
    if present is not None:
        return present
    part = Activity(
        organisation_id=organisation_id,
        revision=checked.revision.value,
        code=checked.code,
        is_main=checked.is_main,
    )
    return _added(work, part, "organisation.activity.added", plain(checked), actor, at)


def remove_activity(work: UnitOfWork, *, activity_id: UUID, actor: Actor, at: datetime) -> None:
    """Remove a NACE code. Raises PartNotFound."""
    _removed(work, _part(work, Activity, activity_id), "organisation.activity.removed", actor, at)


def _part(work: UnitOfWork, model: type[Part], part_id: UUID) -> Part:
    part = work.session.scalar(select(model).where(model.id == part_id))
    if part is None:
        raise PartNotFound(field="id")
    return part


def _added(
    work: UnitOfWork, part: Part, verb: str, after: dict[str, Any], actor: Actor, at: datetime
) -> Part:
    work.session.add(part)
    work.session.flush()
    _record(work, part, verb, actor, at, after=after)
    return part


def _removed(work: UnitOfWork, part: Part, verb: str, actor: Actor, at: datetime) -> None:
    hidden = {"cluster_id", "id", "organisation_id"}
    before = {
        column.name: plain(getattr(part, column.name))
        for column in part.__table__.columns
        if column.name not in hidden
    }
    _record(work, part, verb, actor, at, before=before)
    work.session.execute(delete(type(part)).where(type(part).id == part.id))


def _record(
    work: UnitOfWork,
    part: Part,
    verb: str,
    actor: Actor,
    at: datetime,
    *,
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
) -> None:
    work.record(
        verb,
        subject=(part.__tablename__.removeprefix("organisation_").removesuffix("s"), part.id),
        concerns=part.organisation_id,
        actor=actor,
        at=at,
        before=before,
        after=after,
    )
