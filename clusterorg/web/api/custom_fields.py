"""Custom fields: what a cluster keeps about its organisations beside our own fields."""

from typing import Any
from uuid import UUID

from marshmallow import fields

from clusterorg.domains.organisations import actions, queries
from clusterorg.domains.organisations.schemas.labels import (
    CustomFieldChanges,
    CustomFieldInput,
    CustomFieldOutput,
)
from clusterorg.domains.organisations.vocabulary import FieldDefinition
from clusterorg.kernel.shapes import Input
from clusterorg.web.api.mechanics.asking import who_and_when
from clusterorg.web.api.mechanics.contract import lists, reads, writes
from clusterorg.web.work import session, unit_of_work


class FieldQuery(Input):
    """Whether archived fields are shown too."""

    archived = fields.Boolean(load_default=False)


@lists(CustomFieldOutput, asks=FieldQuery)
def index(query: dict[str, Any]) -> Any:
    """List the fields in their order."""
    return queries.custom_fields(session(), archived=query["archived"])


@reads(CustomFieldOutput, etag=True)
def show(field_id: UUID) -> Any:
    """Read a field."""
    return queries.get_custom_field(session(), field_id)


@writes(CustomFieldOutput, takes=CustomFieldInput, status=201, etag=True, once="optional")
def create(data: FieldDefinition) -> Any:
    """Make a field, at the end of the list."""
    with unit_of_work() as work:
        return actions.add_custom_field(work, definition=data, **who_and_when())


@writes(CustomFieldOutput, takes=CustomFieldChanges, etag=True, edits=True)
def update(data: dict[str, Any], field_id: UUID, version: int) -> Any:
    """Change label, choices and whether it is required; stored values are not judged again."""
    with unit_of_work() as work:
        return actions.update_custom_field(
            work, field_id=field_id, expected_version=version, **data, **who_and_when()
        )


@writes(None)
def archive(field_id: UUID) -> None:
    """Put a field away: forms no longer show it, stored values stay."""
    with unit_of_work() as work:
        actions.archive_custom_field(work, field_id=field_id, **who_and_when())


@writes(CustomFieldOutput, etag=True)
def restore(field_id: UUID) -> Any:
    """Take a field back into use, with the values that stayed."""
    with unit_of_work() as work:
        return actions.restore_custom_field(work, field_id=field_id, **who_and_when())
