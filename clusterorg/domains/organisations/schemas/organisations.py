"""The organisation: its row in a list, the whole of it, and what a client sends."""

from typing import Any, ClassVar

from marshmallow import fields, post_load

from clusterorg.domains.organisations.schemas import EXAMPLE_ID
from clusterorg.domains.organisations.schemas.contacts import ContactInput, ContactOutput
from clusterorg.domains.organisations.schemas.parts import (
    ActivityInput,
    ActivityOutput,
    AddressInput,
    AddressOutput,
    IdentifierInput,
    IdentifierOutput,
    SizeInput,
    SizeOutput,
)
from clusterorg.domains.organisations.vocabulary import (
    Helix,
    OrganisationData,
    SizeClass,
    SubGroup,
)
from clusterorg.kernel.days import FOUNDED_EARLIEST
from clusterorg.kernel.shapes import (
    Choice,
    Day,
    Input,
    Language,
    Output,
    Plain,
    Text,
    YesNo,
    listed,
    nested,
)

_OWN: dict[str, Any] = {
    "name": "Noordzee Vis",
    "helix": "business",
    "subgroup": "enterprise",
    "legal_name": "Noordzee Vis bv",
    "website": "https://noordzee.example",
    "email": "info@noordzee.example",
    "phone": None,
    "language": "nl",
    "is_startup": False,
    "founded_on": "2011-04-01",
    "declared_size": None,
    "note": None,
    "custom": {"sector_code": "FISH"},
}


class OrganisationRow(Output):
    """A row of the list. `size_class` follows from the newest headcount, else it is declared."""

    EXAMPLE: ClassVar[dict[str, Any]] = {
        "id": EXAMPLE_ID,
        "name": "Noordzee Vis",
        "helix": "business",
        "subgroup": "enterprise",
        "size_class": "small",
        "headcount_centi": 1250,
        "is_startup": False,
        "website": "https://noordzee.example",
        "email": "info@noordzee.example",
        "city": "Oostende",
        "country": "BE",
        "nuts_code": "BE255",
        "tags": ["exporter"],
        "archived_at": None,
        "version": 2,
    }

    id = fields.UUID()
    name = fields.String()
    helix = Choice(Helix)
    subgroup = Choice(SubGroup, allow_none=True)
    size_class = Choice(SizeClass, allow_none=True)
    headcount_centi = fields.Integer(allow_none=True)
    is_startup = fields.Boolean()
    website = fields.String(allow_none=True)
    email = fields.String(allow_none=True)
    city = fields.String(allow_none=True)
    country = fields.String(allow_none=True)
    nuts_code = fields.String(allow_none=True)
    tags = fields.List(fields.String())
    archived_at = fields.DateTime(allow_none=True)
    version = fields.Integer()


class Suggestion(Output):
    """A name that fits what was typed."""

    EXAMPLE: ClassVar[dict[str, Any]] = {
        "id": EXAMPLE_ID,
        "name": "Noordzee Vis",
        "helix": "business",
    }

    id = fields.UUID()
    name = fields.String()
    helix = Choice(Helix)


class TagName(Output):
    """A tag, by its name alone."""

    name = fields.String()


class OrganisationOutput(Output):
    """An organisation with all its parts (an Overview)."""

    EXAMPLE: ClassVar[dict[str, Any]] = {
        "id": EXAMPLE_ID,
        **_OWN,
        "size_class": "small",
        "created_at": "2026-01-05T09:00:00+00:00",
        "archived_at": None,
        "version": 2,
        "identifiers": [IdentifierOutput.EXAMPLE],
        "addresses": [AddressOutput.EXAMPLE],
        "sizes": [SizeOutput.EXAMPLE],
        "activities": [ActivityOutput.EXAMPLE],
        "tags": ["exporter"],
        "contacts": [ContactOutput.EXAMPLE],
    }

    id = fields.UUID(attribute="organisation.id")
    name = fields.String(attribute="organisation.name")
    helix = Choice(Helix, attribute="organisation.helix")
    subgroup = Choice(SubGroup, attribute="organisation.subgroup", allow_none=True)
    legal_name = fields.String(attribute="organisation.legal_name", allow_none=True)
    website = fields.String(attribute="organisation.website", allow_none=True)
    email = fields.String(attribute="organisation.email", allow_none=True)
    phone = fields.String(attribute="organisation.phone", allow_none=True)
    language = fields.String(attribute="organisation.language", allow_none=True)
    is_startup = fields.Boolean(attribute="organisation.is_startup")
    founded_on = fields.Date(attribute="organisation.founded_on", allow_none=True)
    declared_size = Choice(SizeClass, attribute="organisation.declared_size", allow_none=True)
    note = fields.String(attribute="organisation.note", allow_none=True)
    custom = fields.Dict(attribute="organisation.custom", keys=fields.String(), values=Plain())
    size_class = Choice(SizeClass, allow_none=True)
    created_at = fields.DateTime(attribute="organisation.created_at")
    archived_at = fields.DateTime(attribute="organisation.archived_at", allow_none=True)
    version = fields.Integer(attribute="organisation.version")
    identifiers = fields.List(fields.Nested(IdentifierOutput))
    addresses = fields.List(fields.Nested(AddressOutput))
    sizes = fields.List(fields.Nested(SizeOutput))
    activities = fields.List(fields.Nested(ActivityOutput))
    tags = fields.List(fields.Pluck(TagName, "name"))
    contacts = fields.List(fields.Nested(ContactOutput))


class OrganisationChanges(Input):
    """Fields to change; `custom` is merged (null removes); a new helix needs its subgroup too."""

    EXAMPLE: ClassVar[dict[str, Any]] = {"website": "https://noordzee-vis.example", "phone": None}

    name = Text(200, least=1)
    helix = Choice(Helix)
    subgroup = Choice(SubGroup, allow_none=True)
    legal_name = Text(200, allow_none=True)
    website = Text(300, allow_none=True)
    email = Text(320, allow_none=True)
    phone = Text(40, allow_none=True)
    language = Language(allow_none=True)
    is_startup = YesNo()
    founded_on = Day(FOUNDED_EARLIEST, allow_none=True)
    declared_size = Choice(SizeClass, allow_none=True)
    note = Text(20_000, allow_none=True)
    custom = fields.Dict(keys=Text(40, least=1), values=Plain())


class OrganisationInput(OrganisationChanges):
    """A new organisation; only its name and its helix are needed."""

    EXAMPLE: ClassVar[dict[str, Any]] = {
        **_OWN,
        "custom": {},
        "tags": ["exporter"],
        "identifiers": [IdentifierInput.EXAMPLE],
        "addresses": [AddressInput.EXAMPLE],
        "sizes": [SizeInput.EXAMPLE],
        "activities": [ActivityInput.EXAMPLE],
        "contacts": [ContactInput.EXAMPLE],
    }

    name = Text(200, least=1, required=True)
    helix = Choice(Helix, required=True)
    tags = listed(Text(60, least=1), 50)
    identifiers = nested(IdentifierInput, 20)
    addresses = nested(AddressInput, 20)
    sizes = nested(SizeInput, 50)
    activities = nested(ActivityInput, 50)
    contacts = nested(ContactInput, 100)

    @post_load
    def make(self, data: dict[str, Any], **_more: Any) -> OrganisationData:
        """Return the value type."""
        lists = ("tags", "identifiers", "addresses", "sizes", "activities", "contacts")
        facts: dict[str, Any] = {
            name: tuple(value) if name in lists else value for name, value in data.items()
        }
        return OrganisationData(**facts)


class MergeInput(Input):
    """Which organisation goes into the one of the address, and why."""

    EXAMPLE: ClassVar[dict[str, Any]] = {"gone_id": EXAMPLE_ID, "reason": "Entered twice."}

    gone_id = fields.UUID(required=True)
    reason = Text(1000, allow_none=True)


class ReasonInput(Input):
    """Why, for the audit log."""

    EXAMPLE: ClassVar[dict[str, Any]] = {"reason": "Closed down in March."}

    reason = Text(1000, allow_none=True)


class Likeness(Output):
    """Why two organisations may be one."""

    reason = fields.String()
    detail = fields.String()


class CandidateOutput(Output):
    """A possible duplicate; `score` is 0 to 100."""

    EXAMPLE: ClassVar[dict[str, Any]] = {
        "organisation_id": EXAMPLE_ID,
        "name": "Noordzeevis",
        "score": 80,
        "reasons": [{"reason": "web_domain", "detail": "noordzee.example"}],
    }

    organisation_id = fields.UUID()
    name = fields.String()
    score = fields.Integer()
    reasons = fields.List(fields.Nested(Likeness))
