"""Tags and custom fields of a cluster."""

from typing import Any, ClassVar

from marshmallow import fields, post_load

from clusterorg.domains.organisations.rules.tagging import MOST_AT_ONCE
from clusterorg.domains.organisations.schemas import EXAMPLE_ID
from clusterorg.domains.organisations.vocabulary import FieldDefinition, FieldKind
from clusterorg.kernel.shapes import Choice, Input, Output, Text, YesNo, listed

_FIELD: dict[str, Any] = {
    "key": "sector_code",
    "label": "Sector code",
    "kind": "choice",
    "choices": ["FISH", "DAIRY"],
    "required": False,
}


class TagOutput(Output):
    """A tag and how many organisations wear it."""

    EXAMPLE: ClassVar[dict[str, Any]] = {"id": EXAMPLE_ID, "name": "exporter", "used": 12}

    id = fields.UUID()
    name = fields.String()
    used = fields.Integer()


class TagNameInput(Input):
    """A tag's new name."""

    EXAMPLE: ClassVar[dict[str, Any]] = {"name": "exporter"}

    name = Text(60, least=1, required=True)


class TagMergeInput(Input):
    """Which tag stays."""

    EXAMPLE: ClassVar[dict[str, Any]] = {"kept_id": EXAMPLE_ID}

    kept_id = fields.UUID(required=True)


class TaggingInput(Input):
    """Tags to put on and take off; unknown ones are made."""

    EXAMPLE: ClassVar[dict[str, Any]] = {
        "organisation_ids": [EXAMPLE_ID],
        "add": ["exporter"],
        "remove": [],
    }

    organisation_ids = listed(fields.UUID(), MOST_AT_ONCE, required=True)
    add = listed(Text(60, least=1), 50, load_default=list)
    remove = listed(Text(60, least=1), 50, load_default=list)


class CustomFieldOutput(Output):
    """A field the cluster keeps about its organisations."""

    EXAMPLE: ClassVar[dict[str, Any]] = {
        "id": EXAMPLE_ID,
        **_FIELD,
        "position": 1,
        "archived_at": None,
        "version": 1,
    }

    id = fields.UUID()
    key = fields.String()
    label = fields.String()
    kind = Choice(FieldKind)
    choices = fields.List(fields.String())
    required = fields.Boolean()
    position = fields.Integer()
    archived_at = fields.DateTime(allow_none=True)
    version = fields.Integer()


class CustomFieldInput(Input):
    """A new field; key and kind stay as they are made."""

    EXAMPLE: ClassVar[dict[str, Any]] = _FIELD

    key = Text(40, least=1, required=True)
    label = Text(100, least=1, required=True)
    kind = Choice(FieldKind, required=True)
    choices = listed(Text(100, least=1), 200)
    required = YesNo()

    @post_load
    def make(self, data: dict[str, Any], **_more: Any) -> FieldDefinition:
        """Return the value type."""
        return FieldDefinition(**{**data, "choices": tuple(data.get("choices", ()))})


class CustomFieldChanges(Input):
    """What may change about a field."""

    EXAMPLE: ClassVar[dict[str, Any]] = {
        "label": "Sector",
        "choices": ["FISH", "DAIRY", "MEAT"],
        "required": False,
    }

    label = Text(100, least=1, required=True)
    choices = listed(Text(100, least=1), 200, required=True)
    required = YesNo(required=True)
