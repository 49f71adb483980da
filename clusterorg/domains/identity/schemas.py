"""Shapes of identity in the API: the key, the cluster and its settings, seats."""

from typing import Any, ClassVar

from marshmallow import fields, validate

from clusterorg.domains.identity.vocabulary import Role, VatStatus
from clusterorg.kernel.shapes import Choice, Input, Language, Output, Text, listed

_DETAILS: dict[str, Any] = {
    "name": "SmaakKust",
    "legal_name": "SmaakKust vzw",
    "legal_form": "vzw",
    "enterprise_number": "0001000187",
    "vat_number": "BE0001000187",
    "vat_status": "liable",
    "street": "Havenlaan 12",
    "postcode": "8400",
    "city": "Oostende",
    "country": "BE",
    "email": "info@smaakkust.example",
    "phone": None,
    "website": "https://smaakkust.example",
    "time_zone": "Europe/Brussels",
    "languages": ["nl", "en", "fr"],
    "default_language": "nl",
    "colour": "#1d6f5c",
    "iban": "BE68539007547034",
    "bic": "GKCCBEBB",
    "stripe_account_id": "acct_smaakkust",
}
_ID = "0199f1c2-7b1e-7c3a-9a41-5d0c6f5b8a10"


class KeyCluster(Output):
    """The cluster a key belongs to."""

    id = fields.UUID()
    slug = fields.String()
    name = fields.String()
    languages = fields.List(fields.String())
    default_language = fields.String()
    time_zone = fields.String()


class KeyOutput(Output):
    """An API key: its name, its scopes and its cluster."""

    EXAMPLE: ClassVar[dict[str, Any]] = {
        "name": "Website",
        "scopes": ["cluster.read", "members.read"],
        "cluster": {
            "id": _ID,
            "slug": "smaakkust",
            "name": "SmaakKust",
            "languages": ["nl", "en", "fr"],
            "default_language": "nl",
            "time_zone": "Europe/Brussels",
        },
    }

    name = fields.String()
    scopes = fields.List(fields.String())
    cluster = fields.Nested(KeyCluster)


class ClusterOutput(Output):
    """A cluster organisation as it describes itself: the seller on its invoices."""

    EXAMPLE: ClassVar[dict[str, Any]] = {
        "id": _ID,
        "slug": "smaakkust",
        **_DETAILS,
        "requires_second_factor": True,
        "created_at": "2026-01-05T09:00:00+00:00",
        "version": 3,
    }

    id = fields.UUID()
    slug = fields.String()
    name = fields.String()
    legal_name = fields.String()
    legal_form = fields.String()
    enterprise_number = fields.String(allow_none=True)
    vat_number = fields.String(allow_none=True)
    vat_status = Choice(VatStatus)
    street = fields.String()
    postcode = fields.String()
    city = fields.String()
    country = fields.String()
    email = fields.String()
    phone = fields.String(allow_none=True)
    website = fields.String(allow_none=True)
    time_zone = fields.String()
    languages = fields.List(fields.String())
    default_language = fields.String()
    colour = fields.String()
    iban = fields.String(allow_none=True)
    bic = fields.String(allow_none=True)
    stripe_account_id = fields.String(allow_none=True)
    requires_second_factor = fields.Boolean()
    created_at = fields.DateTime()
    version = fields.Integer()


class ClusterInput(Input):
    """What a cluster may change about itself; the slug stands for good."""

    EXAMPLE: ClassVar[dict[str, Any]] = {"colour": "#0b5fa5", "website": "https://smaakkust.be"}

    name = Text(200, least=1)
    legal_name = Text(200, least=1)
    legal_form = Text(40, least=1)
    enterprise_number = Text(40, allow_none=True)
    vat_number = Text(40, allow_none=True)
    vat_status = Choice(VatStatus)
    street = Text(200, least=1)
    postcode = Text(20, least=1)
    city = Text(100, least=1)
    country = Text(2, least=2)
    email = Text(320, least=3)
    phone = Text(40, allow_none=True)
    website = Text(300, allow_none=True)
    time_zone = Text(60, least=1)
    languages = listed(Language(), 4)
    default_language = Language()
    colour = fields.String(validate=validate.Regexp("^#[0-9a-fA-F]{6}$"))
    iban = Text(42, allow_none=True)
    bic = Text(11, allow_none=True)
    stripe_account_id = Text(60, allow_none=True)


class SeatOutput(Output):
    """A current seat: who holds which role."""

    EXAMPLE: ClassVar[dict[str, Any]] = {
        "id": _ID,
        "person_id": "0199f1c2-7b1e-7c3a-9a41-5d0c6f5b8a11",
        "role": "manager",
        "name": "An Peeters",
        "email": "an@smaakkust.example",
        "accepted": True,
        "has_second_factor": True,
        "valid_from": "2026-01-05T09:00:00+00:00",
    }

    id = fields.UUID()
    person_id = fields.UUID()
    role = Choice(Role)
    name = fields.String()
    email = fields.String()
    accepted = fields.Boolean()
    has_second_factor = fields.Boolean()
    valid_from = fields.DateTime()


_VIEW: dict[str, Any] = {
    "name": "Food companies with open dues",
    "arguments": {"helix": ["business"], "dues": ["open"], "columns": ["city", "email"]},
}


class ViewOutput(Output):
    """What a list was asked for, under a name."""

    EXAMPLE: ClassVar[dict[str, Any]] = {
        "id": _ID,
        "list_key": "members",
        **_VIEW,
        "version": 1,
    }

    id = fields.UUID()
    list_key = fields.String()
    name = fields.String()
    arguments = fields.Dict(keys=fields.String(), values=fields.List(fields.String()))
    version = fields.Integer()


class ViewChanges(Input):
    """What may change about a view; arguments are those of the list's address."""

    EXAMPLE: ClassVar[dict[str, Any]] = _VIEW

    name = Text(60, least=1)
    arguments = fields.Dict(keys=Text(200, least=1), values=listed(Text(200, least=1), 100))
