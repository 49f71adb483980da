"""Tags on organisations."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, select

from clusterorg.domains.organisations.actions.writing import ensure_tags
from clusterorg.domains.organisations.errors import (
    OrganisationNotFound,
)
from clusterorg.domains.organisations.models import Organisation, OrganisationTag, Tag
from clusterorg.domains.organisations.rules.complete import complete_tags
from clusterorg.domains.organisations.rules.names import tag_key
from clusterorg.domains.organisations.rules.tagging import check_number
from clusterorg.kernel.actor import Actor
from clusterorg.kernel.audit import Line
from clusterorg.kernel.bulk import insert_new_rows, table_of
from clusterorg.kernel.db import among
from clusterorg.kernel.ids import new_id
from clusterorg.kernel.unit_of_work import UnitOfWork


def tag_organisations(
    work: UnitOfWork,
    *,
    organisation_ids: Sequence[UUID],
    add: Sequence[str] = (),
    remove: Sequence[str] = (),
    actor: Actor,
    at: datetime,
) -> None:
    """Put tags on organisations and take others off; unknown tags are made. Any number at once.

    What is put on is not taken off: Café and cafe are one tag.
    No organisation: nothing happens. Raises OrganisationNotFound when one of them is not here, and
    TooManyAtOnce.
    """
    wanted = set(organisation_ids)
    if not wanted:
        return
    check_number(len(wanted))
    known = set(work.session.scalars(select(Organisation.id).where(among(Organisation.id, wanted))))
    if known != wanted:
        raise OrganisationNotFound(field="organisation_ids")
    added = _put_on(work, wanted, complete_tags(add))
    kept = {tag_key(tag) for tag in add}
    removed = _take_off(
        work, wanted, [tag for tag in complete_tags(remove) if tag_key(tag) not in kept]
    )
    touched = set(added) | set(removed)
    tell(work, {one: (removed.get(one, []), added.get(one, [])) for one in touched}, actor, at)


def _put_on(
    work: UnitOfWork, organisation_ids: set[UUID], tags: Sequence[str]
) -> dict[UUID, list[str]]:
    ids = ensure_tags(work, tags)
    rows = {
        new_id(): (organisation_id, tag_id)
        for organisation_id in organisation_ids
        for tag_id in ids.values()
    }
    done = insert_new_rows(
        work.session,
        table_of(OrganisationTag),
        [
            {
                "cluster_id": work.cluster_id,
                "id": id_,
                "organisation_id": pair[0],
                "tag_id": pair[1],
            }
            for id_, pair in rows.items()
        ],
    )
    return _names(work, [rows[id_] for id_ in done])


def _take_off(
    work: UnitOfWork, organisation_ids: set[UUID], tags: Sequence[str]
) -> dict[UUID, list[str]]:
    if not tags:
        return {}
    tag_ids = list(
        work.session.scalars(select(Tag.id).where(Tag.folded.in_([tag_key(tag) for tag in tags])))
    )
    done = work.session.execute(
        delete(OrganisationTag)
        .where(
            among(OrganisationTag.organisation_id, organisation_ids),
            OrganisationTag.tag_id.in_(tag_ids),
        )
        .returning(OrganisationTag.organisation_id, OrganisationTag.tag_id)
        .execution_options(synchronize_session=False)
    )
    return _names(work, [(row[0], row[1]) for row in done])


def _names(work: UnitOfWork, pairs: Sequence[tuple[UUID, UUID]]) -> dict[UUID, list[str]]:
    if not pairs:
        return {}
    names = {
        row.id: row.name
        for row in work.session.execute(
            select(Tag.id, Tag.name).where(Tag.id.in_({tag_id for _, tag_id in pairs}))
        )
    }
    found: dict[UUID, list[str]] = {}
    for organisation_id, tag_id in pairs:
        found.setdefault(organisation_id, []).append(names[tag_id])
    return found


def tell(
    work: UnitOfWork,
    changed: Mapping[UUID, tuple[Sequence[str], Sequence[str]]],
    actor: Actor,
    at: datetime,
) -> None:
    """Write (tags taken off, tags put on) on the timeline of each organisation."""
    work.record_many(
        [
            Line(
                "organisation.tagged",
                "organisation",
                organisation_id,
                actor,
                at,
                concerns_id=organisation_id,
                before={"tags": sorted(off)},
                after={"tags": sorted(on)},
            )
            for organisation_id, (off, on) in sorted(changed.items(), key=lambda each: str(each[0]))
        ]
    )
