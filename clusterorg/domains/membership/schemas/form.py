"""The application form: the shape of the join page, of the API and of what is stored."""

from marshmallow import fields, validate

from clusterorg.domains.membership.schemas.base import ValueSchema, Word
from clusterorg.domains.membership.vocabulary import ApplicationForm
from clusterorg.domains.organisations.vocabulary import (
    AddressData,
    AddressKind,
    ContactData,
    Helix,
    IdentifierData,
    IdentifierScheme,
    OrganisationData,
    SizeClass,
    SizeData,
    SubGroup,
)
from clusterorg.kernel.days import FOUNDED_EARLIEST
from clusterorg.kernel.i18n import LANGUAGES
from clusterorg.kernel.shapes import Day

language = validate.OneOf(LANGUAGES)


class IdentifierSchema(ValueSchema):
    """A number and what kind of number it is."""

    makes = IdentifierData
    scheme = Word(IdentifierScheme, required=True)
    number = fields.String(
        required=True, data_key="value", attribute="value", validate=validate.Length(1, 60)
    )


class AddressSchema(ValueSchema):
    """An address; the country as two letters."""

    makes = AddressData
    kind = Word(AddressKind)
    street = fields.String(validate=validate.Length(max=200))
    postcode = fields.String(validate=validate.Length(max=20))
    city = fields.String(validate=validate.Length(max=120))
    country = fields.String(validate=validate.Length(2, 2))


class SizeSchema(ValueSchema):
    """Figures of one year; headcount in annual work units × 100."""

    makes = SizeData
    year = fields.Integer(required=True, strict=True, validate=validate.Range(1900, 2100))
    headcount_centi = fields.Integer(required=True, strict=True, validate=validate.Range(0))


class ContactSchema(ValueSchema):
    """A person who acts for the organisation."""

    makes = ContactData
    given_name = fields.String(validate=validate.Length(max=100))
    family_name = fields.String(validate=validate.Length(max=100))
    email = fields.Email(allow_none=True)
    phone = fields.String(allow_none=True, validate=validate.Length(max=40))
    job_title = fields.String(allow_none=True, validate=validate.Length(max=120))
    language = fields.String(allow_none=True, validate=language)


class OrganisationFormSchema(ValueSchema):
    """What the public says about its organisation."""

    makes = OrganisationData
    name = fields.String(required=True, validate=validate.Length(1, 200))
    helix = Word(Helix, required=True)
    subgroup = Word(SubGroup, allow_none=True)
    legal_name = fields.String(allow_none=True, validate=validate.Length(max=200))
    website = fields.String(allow_none=True, validate=validate.Length(max=300))
    email = fields.Email(allow_none=True)
    phone = fields.String(allow_none=True, validate=validate.Length(max=40))
    language = fields.String(allow_none=True, validate=language)
    is_startup = fields.Boolean()
    founded_on = Day(FOUNDED_EARLIEST, allow_none=True)
    declared_size = Word(SizeClass, allow_none=True)
    identifiers = fields.List(fields.Nested(IdentifierSchema))
    addresses = fields.List(fields.Nested(AddressSchema))
    sizes = fields.List(fields.Nested(SizeSchema))
    contacts = fields.List(fields.Nested(ContactSchema))


class ApplicationFormSchema(ValueSchema):
    """The whole application."""

    makes = ApplicationForm
    organisation = fields.Nested(OrganisationFormSchema, required=True)
    category = fields.String(required=True, validate=validate.Length(1, 40))
    language = fields.String(validate=language)
    consent = fields.Boolean()
    message = fields.String(allow_none=True, validate=validate.Length(max=2000))
