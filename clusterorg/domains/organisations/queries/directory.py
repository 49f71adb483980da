"""The list of organisations: filters in SQL, keyset paging, one statement for any page.

Text is looked for in `search_text` (folded) inside the index of (cluster, sort_name): under forced
row security PostgreSQL uses an index only for comparisons that cannot leak, and neither LIKE nor
the trigram operators are such. Reading one index is what scales: 10,000 names in 2 ms.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, exists, func, or_, select, true
from sqlalchemy.orm import Session

from clusterorg.domains.organisations.models import (
    Address,
    Identifier,
    Organisation,
    OrganisationForward,
    OrganisationTag,
    Tag,
)
from clusterorg.domains.organisations.queries.sizes import class_of, newest_size
from clusterorg.domains.organisations.rules.names import fold
from clusterorg.domains.organisations.vocabulary import AddressKind, Helix, SizeClass, SubGroup
from clusterorg.kernel.paging import Page, paginate


class Archived(StrEnum):
    """Which organisations a list shows."""

    NO = "no"
    ONLY = "only"
    ALSO = "also"


@dataclass(frozen=True, slots=True, kw_only=True)
class DirectoryFilter:
    """What the list is narrowed to. All given parts have to hold; of several tags or regions any.

    A region (NUTS) stands for all that lies in it: BE23 finds BE234. An address known only to be
    in BE23 is not found by BE234. `custom` holds (key, values) of the cluster's own fields; several
    values: any of them. A value is given as text, yes and no as true and false.
    """

    text: str = ""
    helix: Helix | None = None
    subgroup: SubGroup | None = None
    size_class: SizeClass | None = None
    tag_ids: tuple[UUID, ...] = ()
    custom: tuple[tuple[str, tuple[str, ...]], ...] = ()
    country: str | None = None
    regions: tuple[str, ...] = ()
    is_startup: bool | None = None
    archived: Archived = Archived.NO
    organisation_ids: tuple[UUID, ...] | None = None


def not_merged() -> ColumnElement[bool]:
    """Return the condition that an organisation was not merged into another."""
    return ~exists().where(
        OrganisationForward.cluster_id == Organisation.cluster_id,
        OrganisationForward.gone_id == Organisation.id,
    )


def text_conditions(text: str) -> list[ColumnElement[bool]]:
    """Return one condition per word: each has to stand somewhere in the folded text."""
    return [Organisation.search_text.like(f"%{word}%") for word in fold(text).split()[:8]]


def _matches(text: str) -> ColumnElement[bool]:
    words = text_conditions(text)
    digits = "".join(c for c in text.upper() if c.isalnum())
    if sum(c.isdigit() for c in digits) < 4:
        return and_(true(), *words)
    number = exists().where(
        Identifier.cluster_id == Organisation.cluster_id,
        Identifier.organisation_id == Organisation.id,
        Identifier.value.contains(digits, autoescape=True),
    )
    return or_(and_(*words), number)


def _conditions(
    wanted: DirectoryFilter, size: ColumnElement[Any], address: Any
) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    if wanted.archived is Archived.NO:
        conditions.append(Organisation.archived_at.is_(None))
    else:
        conditions.append(not_merged())
        if wanted.archived is Archived.ONLY:
            conditions.append(Organisation.archived_at.is_not(None))
    if fold(wanted.text):
        conditions.append(_matches(wanted.text))
    equal: tuple[tuple[Any, Any], ...] = (
        (Organisation.helix, wanted.helix),
        (Organisation.subgroup, wanted.subgroup),
        (size, wanted.size_class),
        (address.c.country, wanted.country.upper() if wanted.country else None),
        (Organisation.is_startup, wanted.is_startup),
    )
    conditions.extend(column == value for column, value in equal if value is not None)
    if wanted.tag_ids:
        conditions.append(
            exists().where(
                OrganisationTag.cluster_id == Organisation.cluster_id,
                OrganisationTag.organisation_id == Organisation.id,
                OrganisationTag.tag_id.in_(wanted.tag_ids),
            )
        )
    if wanted.regions:
        inside = (address.c.nuts_code.startswith(code, autoescape=True) for code in wanted.regions)
        conditions.append(or_(*inside))
    conditions.extend(
        Organisation.custom[key].astext.in_(values) for key, values in wanted.custom if values
    )
    if wanted.organisation_ids is not None:
        conditions.append(Organisation.id.in_(wanted.organisation_ids))
    return conditions


def _registered_address() -> Any:
    return (
        select(Address.city, Address.country, Address.nuts_code)
        .where(
            Address.cluster_id == Organisation.cluster_id,
            Address.organisation_id == Organisation.id,
            Address.kind == AddressKind.REGISTERED.value,
        )
        .limit(1)
        .lateral("registered")
    )


def _tag_names() -> Any:
    return func.array(
        select(Tag.name)
        .join(
            OrganisationTag,
            (OrganisationTag.cluster_id == Tag.cluster_id) & (OrganisationTag.tag_id == Tag.id),
        )
        .where(
            OrganisationTag.cluster_id == Organisation.cluster_id,
            OrganisationTag.organisation_id == Organisation.id,
        )
        .order_by(Tag.folded)
        .scalar_subquery()
    )


def directory_statement(
    wanted: DirectoryFilter, on: date, *, with_custom: bool = False
) -> Select[Any]:
    """Return the statement of the list, for paging, for an export or for a join from the right.

    Columns: id, name, sort_name, helix, subgroup, size_class, headcount_centi, is_startup, website,
    email, city, country, nuts_code, tags (list), archived_at, version (and custom).
    """
    newest, address = newest_size(on), _registered_address()
    size = class_of(newest.c.headcount_centi, on)
    columns: Sequence[Any] = (
        Organisation.id,
        Organisation.name,
        Organisation.sort_name,
        Organisation.helix,
        Organisation.subgroup,
        size.label("size_class"),
        newest.c.headcount_centi,
        Organisation.is_startup,
        Organisation.website,
        Organisation.email,
        address.c.city,
        address.c.country,
        address.c.nuts_code,
        _tag_names().label("tags"),
        Organisation.archived_at,
        Organisation.version,
    )
    if with_custom:
        columns = (*columns, Organisation.custom)
    return (
        select(*columns)
        .select_from(Organisation)
        .outerjoin(newest, true())
        .outerjoin(address, true())
        .where(*_conditions(wanted, size, address))
        .order_by(Organisation.sort_name, Organisation.id)
    )


def directory(
    session: Session,
    wanted: DirectoryFilter,
    on: date,
    *,
    cursor: str | None = None,
    limit: int = 50,
    with_custom: bool = False,
) -> Page:
    """Return one page of the list by name (keyset on sort_name, id); raises BadCursor."""
    return paginate(
        session,
        directory_statement(wanted, on, with_custom=with_custom),
        [Organisation.sort_name.expression, Organisation.id.expression],
        cursor=cursor,
        limit=limit,
    )
