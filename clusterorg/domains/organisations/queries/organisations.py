"""One organisation: the row, its parts, its size, and where a merged one went."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import select, true
from sqlalchemy.orm import Session

from clusterorg.domains.organisations.errors import OrganisationNotFound, OrganisationWasMerged
from clusterorg.domains.organisations.models import (
    Activity,
    Address,
    Identifier,
    Organisation,
    OrganisationForward,
    Size,
)
from clusterorg.domains.organisations.queries.contacts import ContactLine, contacts_of
from clusterorg.domains.organisations.queries.labels import tags_of
from clusterorg.domains.organisations.queries.rows import AnyRow
from clusterorg.domains.organisations.queries.sizes import class_of, newest_size
from clusterorg.domains.organisations.rules import identifiers
from clusterorg.domains.organisations.vocabulary import IdentifierScheme, SizeClass
from clusterorg.kernel.db import among


def get_organisation(session: Session, organisation_id: UUID) -> Organisation:
    """Return the organisation.

    Raises OrganisationNotFound, or OrganisationWasMerged whose `params["kept_id"]` says where to.
    """
    found = session.execute(
        select(Organisation, OrganisationForward.kept_id)
        .outerjoin(
            OrganisationForward,
            (OrganisationForward.cluster_id == Organisation.cluster_id)
            & (OrganisationForward.gone_id == Organisation.id),
        )
        .where(Organisation.id == organisation_id)
    ).first()
    if found is None:
        raise OrganisationNotFound(field="organisation_id")
    if found.kept_id is not None:
        raise OrganisationWasMerged(field="organisation_id", kept_id=str(found.kept_id))
    organisation: Organisation = found.Organisation
    return organisation


def forwarded_to(session: Session, organisation_id: UUID) -> UUID:
    """Return the id under which an organisation lives today: its own, or the one it went into."""
    kept = session.scalar(
        select(OrganisationForward.kept_id).where(OrganisationForward.gone_id == organisation_id)
    )
    return kept or organisation_id


def are_one(session: Session, one_id: UUID, other_id: UUID) -> bool:
    """Tell whether two ids mean one organisation today, merges counted."""
    return one_id == other_id or forwarded_to(session, one_id) == forwarded_to(session, other_id)


def same_organisation(session: Session, organisation_id: UUID) -> list[UUID]:
    """Return the id and all ids merged into it: frozen facts may stand under any of them."""
    gone = session.scalars(
        select(OrganisationForward.gone_id).where(OrganisationForward.kept_id == organisation_id)
    )
    return [organisation_id, *gone]


def find_by_identifier(session: Session, scheme: IdentifierScheme, value: str) -> UUID | None:
    """Return the organisation with a number (any notation); raises for a wrong number."""
    number = identifiers.normalise(scheme, value)
    return session.scalar(
        select(Identifier.organisation_id).where(
            Identifier.scheme == scheme.value, Identifier.value == number
        )
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """What dues and statistics need to know of an organisation on a day."""

    organisation_id: UUID
    name: str
    helix: str
    subgroup: str | None
    size_class: str | None
    headcount_centi: int | None
    is_startup: bool
    founded_on: date | None


def profiles(
    session: Session, on: date, organisation_ids: Sequence[UUID] | None = None
) -> dict[UUID, Profile]:
    """Return profiles by id, of all organisations that are not archived or of those given."""
    newest = newest_size(on)
    statement = (
        select(
            Organisation.id.label("organisation_id"),
            Organisation.name,
            Organisation.helix,
            Organisation.subgroup,
            class_of(newest.c.headcount_centi, on).label("size_class"),
            newest.c.headcount_centi,
            Organisation.is_startup,
            Organisation.founded_on,
        )
        .select_from(Organisation)
        .outerjoin(newest, true())
    )
    if organisation_ids is None:
        statement = statement.where(Organisation.archived_at.is_(None))
    else:
        statement = statement.where(among(Organisation.id, organisation_ids))
    rows = session.execute(statement).mappings()
    return {row["organisation_id"]: Profile(**row) for row in rows}


def size_class(session: Session, organisation_id: UUID, on: date) -> SizeClass | None:
    """Return the class by the newest headcount up to the day's year, else the declared one."""
    profile = profiles(session, on, [organisation_id]).get(organisation_id)
    return SizeClass(profile.size_class) if profile and profile.size_class else None


def headcount(session: Session, organisation_id: UUID, on: date) -> int | None:
    """Return the newest headcount up to the day's year, in annual work units × 100."""
    profile = profiles(session, on, [organisation_id]).get(organisation_id)
    return profile.headcount_centi if profile else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Overview:
    """All parts of one organisation, for its page and the API."""

    organisation: Organisation
    size_class: SizeClass | None
    identifiers: Sequence[AnyRow]
    addresses: Sequence[AnyRow]
    sizes: Sequence[AnyRow]
    activities: Sequence[AnyRow]
    tags: Sequence[AnyRow]
    contacts: Sequence[ContactLine]


def overview(session: Session, organisation_id: UUID, on: date) -> Overview:
    """Return an organisation with its parts; raises as get_organisation. Nine queries, always."""
    organisation = get_organisation(session, organisation_id)

    def part(model: Any, *columns: str, order: Any) -> Sequence[AnyRow]:
        return session.execute(
            select(*(getattr(model, column) for column in ("id", *columns)))
            .where(model.organisation_id == organisation_id)
            .order_by(order)
        ).all()

    return Overview(
        organisation=organisation,
        size_class=size_class(session, organisation_id, on),
        identifiers=part(Identifier, "scheme", "value", order=Identifier.scheme),
        addresses=part(
            Address,
            *("kind", "street", "postcode", "city", "country", "nuts_code", "nuts_source"),
            order=Address.kind,
        ),
        sizes=part(
            Size,
            *("year", "headcount_centi", "turnover_cents", "balance_sheet_cents", "source"),
            order=Size.year.desc(),
        ),
        activities=part(Activity, "revision", "code", "is_main", order=Activity.is_main.desc()),
        tags=tags_of(session, organisation_id),
        contacts=contacts_of(session, organisation_id),
    )
