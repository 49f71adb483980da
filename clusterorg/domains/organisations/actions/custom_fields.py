"""Custom fields: what a cluster keeps about organisations beside our own fields."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import func, select

from clusterorg.domains.organisations.actions.organisations import check_version
from clusterorg.domains.organisations.errors import FieldKeyTaken
from clusterorg.domains.organisations.models import CustomField
from clusterorg.domains.organisations.queries.labels import get_custom_field
from clusterorg.domains.organisations.rules.custom_fields import complete_definition
from clusterorg.domains.organisations.rules.describe import changes, plain
from clusterorg.domains.organisations.vocabulary import FieldDefinition, FieldKind
from clusterorg.kernel.actor import Actor
from clusterorg.kernel.unit_of_work import UnitOfWork


def add_custom_field(
    work: UnitOfWork, *, definition: FieldDefinition, actor: Actor, at: datetime
) -> CustomField:
    """Make a field of the cluster's own, at the end of the list.

    Raises FieldKeyInvalid, FieldKeyTaken, ChoicesMissing or TooLong.
    """
    definition = complete_definition(definition)
    taken = work.session.scalar(select(CustomField.id).where(CustomField.key == definition.key))
    if taken is not None:
        raise FieldKeyTaken(field="key")
    last = work.session.scalar(select(func.max(CustomField.position))) or 0
    field = CustomField(
        key=definition.key,
        label=definition.label,
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
    expected_version: int | None = None,
) -> CustomField:
    """Change label, choices and whether it is required; key and kind stay as they were made.

    Values that are stored are not judged again. Raises PartNotFound, ChoicesMissing, TooLong, and
    StaleEdit when `expected_version` is not the present one.
    """
    field = get_custom_field(work.session, field_id)
    check_version(field.version, expected_version)
    definition = complete_definition(
        FieldDefinition(
            key=field.key, label=label, kind=FieldKind(field.kind), choices=tuple(choices)
        )
    )
    wanted: dict[str, Any] = {
        "label": definition.label,
        "choices": list(definition.choices),
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
    work.session.flush()
    return field


def archive_custom_field(work: UnitOfWork, *, field_id: UUID, actor: Actor, at: datetime) -> None:
    """Put a field away: forms no longer show it, stored values stay. Raises PartNotFound."""
    field = get_custom_field(work.session, field_id)
    if field.archived_at is None:
        field.archived_at = at
        _record(work, "custom_field.archived", field, actor, at)


def restore_custom_field(
    work: UnitOfWork, *, field_id: UUID, actor: Actor, at: datetime
) -> CustomField:
    """Take a field back into use, with the values that stayed. Raises PartNotFound."""
    field = get_custom_field(work.session, field_id)
    if field.archived_at is not None:
        field.archived_at = None
        work.session.flush()
        _record(work, "custom_field.restored", field, actor, at)
    return field


def _record(work: UnitOfWork, verb: str, field: CustomField, actor: Actor, at: datetime) -> None:
    subject = ("custom_field", field.id)
    work.record(verb, subject=subject, actor=actor, at=at, before={"key": field.key})
