"""Shapes of identity in the API; unknown fields are refused."""

from marshmallow import RAISE, Schema, fields
from marshmallow.validate import Length, OneOf

from clusterorg.domains.identity.vocabulary import API_SCOPES, Role, VatStatus
from clusterorg.kernel.i18n import LANGUAGES


class ClusterSchema(Schema):
    """A cluster's own details, as read and as changed."""

    class Meta:
        unknown = RAISE

    id = fields.UUID(dump_only=True)
    slug = fields.String(dump_only=True)
    name = fields.String(validate=Length(1, 200))
    legal_name = fields.String(validate=Length(1, 200))
    legal_form = fields.String(validate=Length(1, 40))
    enterprise_number = fields.String(allow_none=True, validate=Length(max=40))
    vat_number = fields.String(allow_none=True, validate=Length(max=40))
    vat_status = fields.String(validate=OneOf([status.value for status in VatStatus]))
    street = fields.String(validate=Length(1, 200))
    postcode = fields.String(validate=Length(1, 20))
    city = fields.String(validate=Length(1, 100))
    country = fields.String(validate=Length(equal=2))
    email = fields.Email()
    phone = fields.String(allow_none=True, validate=Length(max=40))
    website = fields.URL(allow_none=True, schemes={"http", "https"})
    time_zone = fields.String(validate=Length(max=60))
    languages = fields.List(fields.String(validate=OneOf(LANGUAGES)), validate=Length(min=1))
    default_language = fields.String(validate=OneOf(LANGUAGES))
    colour = fields.String(metadata={"example": "#1d6f5c"})
    iban = fields.String(allow_none=True, validate=Length(max=42))
    bic = fields.String(allow_none=True, validate=Length(max=11))
    requires_second_factor = fields.Boolean(dump_only=True)


class SeatSchema(Schema):
    """A current seat."""

    class Meta:
        unknown = RAISE

    id = fields.UUID(dump_only=True)
    person_id = fields.UUID(dump_only=True)
    role = fields.String(required=True, validate=OneOf([role.value for role in Role]))
    name = fields.String(dump_only=True)
    email = fields.String(dump_only=True)
    valid_from = fields.AwareDateTime(dump_only=True)
    accepted = fields.Boolean(dump_only=True)
    has_second_factor = fields.Boolean(dump_only=True)


class ApiKeySchema(Schema):
    """An API key as it is listed; never the key itself."""

    class Meta:
        unknown = RAISE

    id = fields.UUID(dump_only=True)
    name = fields.String(dump_only=True)
    prefix = fields.String(dump_only=True)
    scopes = fields.List(fields.String(validate=OneOf(API_SCOPES)), dump_only=True)
    created_at = fields.AwareDateTime(dump_only=True)
    last_used_on = fields.AwareDateTime(dump_only=True, allow_none=True)
    expires_at = fields.AwareDateTime(dump_only=True, allow_none=True)
    revoked_at = fields.AwareDateTime(dump_only=True, allow_none=True)
