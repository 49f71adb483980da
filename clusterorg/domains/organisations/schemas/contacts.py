"""Contacts and their dated roles."""

from typing import Any, ClassVar

from marshmallow import fields, post_load

from clusterorg.domains.organisations.schemas import EXAMPLE_ID
from clusterorg.domains.organisations.vocabulary import ContactData, ContactRole, ContactRoleData
from clusterorg.kernel.shapes import Choice, Day, Input, Language, Output, Text, nested

_ROLE: dict[str, Any] = {
    "role": "voting_representative",
    "valid_from": "2026-01-01",
    "valid_until": None,
}
_PERSON: dict[str, Any] = {
    "given_name": "An",
    "family_name": "Peeters",
    "email": "an.peeters@noordzee.example",
    "phone": "+32 59 12 34 56",
    "job_title": "Director",
    "language": "nl",
}


class RoleInput(Input):
    """A role from a day up to, not including, another day (null: no end known)."""

    EXAMPLE: ClassVar[dict[str, Any]] = _ROLE

    role = Choice(ContactRole, required=True)
    valid_from = Day(required=True)
    valid_until = Day(allow_none=True)

    @post_load
    def make(self, data: dict[str, Any], **_more: Any) -> ContactRoleData:
        """Return the value type."""
        return ContactRoleData(**data)


class RoleOutput(Output):
    """A role of a contact."""

    EXAMPLE: ClassVar[dict[str, Any]] = {"id": EXAMPLE_ID, **_ROLE}

    id = fields.UUID()
    role = Choice(ContactRole)
    valid_from = fields.Date()
    valid_until = fields.Date(allow_none=True)


class EndInput(Input):
    """When something ends: `on` is the first day without it."""

    EXAMPLE: ClassVar[dict[str, Any]] = {"on": "2026-07-01"}

    on = Day(required=True)


class ContactChanges(Input):
    """Fields of a contact to change; roles have verbs of their own."""

    EXAMPLE: ClassVar[dict[str, Any]] = {"job_title": "Chair"}

    given_name = Text(100)
    family_name = Text(100)
    email = Text(320, allow_none=True)
    phone = Text(40, allow_none=True)
    job_title = Text(120, allow_none=True)
    language = Language(allow_none=True)


class ContactInput(ContactChanges):
    """Somebody who acts for an organisation: at least a name or a mail address."""

    EXAMPLE: ClassVar[dict[str, Any]] = {**_PERSON, "roles": [_ROLE]}

    roles = nested(RoleInput, 20)

    @post_load
    def make(self, data: dict[str, Any], **_more: Any) -> ContactData:
        """Return the value type."""
        return ContactData(**{**data, "roles": tuple(data.get("roles", ()))})


class ContactOutput(Output):
    """A contact with all its roles, past ones too; `person_id` once they may sign in."""

    EXAMPLE: ClassVar[dict[str, Any]] = {
        "id": EXAMPLE_ID,
        "person_id": None,
        **_PERSON,
        "archived": False,
        "roles": [RoleOutput.EXAMPLE],
        "version": 1,
    }

    id = fields.UUID()
    person_id = fields.UUID(allow_none=True)
    given_name = fields.String()
    family_name = fields.String()
    email = fields.String(allow_none=True)
    phone = fields.String(allow_none=True)
    job_title = fields.String(allow_none=True)
    language = fields.String(allow_none=True)
    archived = fields.Boolean()
    roles = fields.List(fields.Nested(RoleOutput))
    version = fields.Integer()
