"""Tags and custom fields."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import delete, func, select

from clusterorg.domains.organisations.actions.writing import ensure_tags
from clusterorg.domains.organisations.errors import (
    FieldKeyTaken,
    OrganisationNotFound,
    PartNotFound,
    TagTaken,
)
from clusterorg.domains.organisations.models import (
    CustomField,
    Organisation,
    OrganisationTag,
    Tag,
)
from clusterorg.domains.organisations.rules.complete import complete_tags
from clusterorg.domains.organisations.rules.custom_fields import check_definition
from clusterorg.domains.organisations.rules.describe import changes, plain
from clusterorg.domains.organisations.rules.names import tag_key
from clusterorg.domains.organisations.rules.tagging import check_number
from clusterorg.domains.organisations.vocabulary import FieldDefinition, FieldKind
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
    removed = _take_off(work, wanted, complete_tags(remove))
    touched = sorted(set(added) | set(removed), key=str)
    work.record_many(
        [
            Line(
                "organisation.tagged",
                "organisation",
                organisation_id,
                actor,
                at,
                concerns_id=organisation_id,
                before={"tags": sorted(removed.get(organisation_id, []))},
                after={"tags": sorted(added.get(organisation_id, []))},
            )
            for organisation_id in touched
        ]
    )


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


def rename_tag(work: UnitOfWork, *, tag_id: UUID, name: str, actor: Actor, at: datetime) -> Tag:
    """Rename a tag everywhere. Raises PartNotFound or TagTaken."""
    tag = _tag(work, tag_id)
    cleaned = complete_tags([name])
    new_name = cleaned[0] if cleaned else tag.name
    other = work.session.scalar(
        select(Tag.id).where(Tag.folded == tag_key(new_name), Tag.id != tag_id)
    )
    if other is not None:
        raise TagTaken(field="name")
    work.record(
        "tag.renamed",
        subject=("tag", tag_id),
        actor=actor,
        at=at,
        before={"name": tag.name},
        after={"name": new_name},
    )
    tag.name, tag.folded = new_name, tag_key(new_name)
    return tag


def delete_tag(work: UnitOfWork, *, tag_id: UUID, actor: Actor, at: datetime) -> None:
    """Remove a tag from everything and delete it. Raises PartNotFound."""
    tag = _tag(work, tag_id)
    taken_off = work.session.execute(
        delete(OrganisationTag)
        .where(OrganisationTag.tag_id == tag_id)
        .returning(OrganisationTag.organisation_id)
        .execution_options(synchronize_session=False)
    )
    work.record(
        "tag.deleted",
        subject=("tag", tag_id),
        actor=actor,
        at=at,
        before={"name": tag.name, "organisations": [str(row[0]) for row in taken_off]},
    )
    work.session.delete(tag)


def _tag(work: UnitOfWork, tag_id: UUID) -> Tag:
    tag = work.session.scalar(select(Tag).where(Tag.id == tag_id))
    if tag is None:
        raise PartNotFound(field="tag_id")
    return tag


def add_custom_field(
    work: UnitOfWork, *, definition: FieldDefinition, actor: Actor, at: datetime
) -> CustomField:
    """Make a field of the cluster's own, at the end of the list.

    Raises FieldKeyInvalid, FieldKeyTaken or ChoicesMissing.
    """
    check_definition(definition)
    taken = work.session.scalar(select(CustomField.id).where(CustomField.key == definition.key))
    if taken is not None:
        raise FieldKeyTaken(field="key")
    last = work.session.scalar(select(func.max(CustomField.position))) or 0
    field = CustomField(
        key=definition.key,
        label=definition.label.strip() or definition.key,
        kind=definition.kind.value,
        choices=list(definition.choices),
        required=definition.required,
        position=last + 1,
    )
    work.session.add(field)
    work.session.flush()
    work.record(
        "custom_field.added",
        subject=("custom_field", field.id),
        actor=actor,
        at=at,
        after=plain(definition),
    )
    return field


def update_custom_field(
    work: UnitOfWork,
    *,
    field_id: UUID,
    label: str,
    choices: Sequence[str],
    required: bool,
    actor: Actor,
    at: datetime,
) -> CustomField:
    """Change label, choices and whether it is required; key and kind stay as they were made.

    Values that are stored are not judged again. Raises PartNotFound or ChoicesMissing.
    """
    field = _field(work, field_id)
    check_definition(
        FieldDefinition(
            key=field.key, label=label, kind=FieldKind(field.kind), choices=tuple(choices)
        )
    )
    wanted: dict[str, Any] = {
        "label": label.strip() or field.key,
        "choices": list(choices),
        "required": required,
    }
    before, after = changes({name: getattr(field, name) for name in wanted}, wanted)
    for name, value in wanted.items():
        setattr(field, name, value)
    if after:
        work.record(
            "custom_field.changed",
            subject=("custom_field", field_id),
            actor=actor,
            at=at,
            before=before,
            after=after,
        )
    return field


def archive_custom_field(work: UnitOfWork, *, field_id: UUID, actor: Actor, at: datetime) -> None:
    """Put a field away: forms no longer show it, stored values stay. Raises PartNotFound."""
    field = _field(work, field_id)
    if field.archived_at is None:
        field.archived_at = at
        work.record(
            "custom_field.archived",
            subject=("custom_field", field_id),
            actor=actor,
            at=at,
            before={"key": field.key},
        )


def _field(work: UnitOfWork, field_id: UUID) -> CustomField:
    field = work.session.scalar(select(CustomField).where(CustomField.id == field_id))
    if field is None:
        raise PartNotFound(field="field_id")
    return field
