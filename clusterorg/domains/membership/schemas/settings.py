"""Shapes of categories, policies and the dues scheme."""

from fractions import Fraction
from typing import Any

from marshmallow import ValidationError, fields, validate

from clusterorg.domains.membership.schemas.base import ValueSchema, Word
from clusterorg.domains.membership.vocabulary import (
    ApprovalPolicy,
    CategoryData,
    LateJoin,
    ProRata,
    RateData,
    SchemeData,
    SettingsData,
    ShareStep,
    StartPolicy,
)
from clusterorg.domains.organisations.vocabulary import Helix, SizeClass, SubGroup
from clusterorg.kernel.i18n import LANGUAGES
from clusterorg.kernel.shapes import Day


def texts(**options: Any) -> fields.Dict:
    """A text per language."""
    return fields.Dict(
        keys=fields.String(validate=validate.OneOf(LANGUAGES)),
        values=fields.String(validate=validate.Length(max=2000)),
        **options,
    )


class Share(fields.Field[Fraction]):
    """A fraction as text, such as 1/2."""

    def _serialize(self, value: Any, attr: str | None, obj: Any, **kwargs: Any) -> Any:
        return str(value)

    def _deserialize(self, value: Any, attr: Any, data: Any, **kwargs: Any) -> Fraction:
        try:
            return Fraction(str(value))
        except (ValueError, ZeroDivisionError) as error:
            raise ValidationError("Not a fraction such as 1/2.") from error


class CategorySchema(ValueSchema):
    """A category of membership."""

    makes = CategoryData
    id = fields.UUID(dump_only=True)
    code = fields.String(required=True, validate=validate.Regexp(r"^[a-z0-9][a-z0-9_-]{0,39}$"))
    names = texts(required=True)
    descriptions = texts()
    voting = fields.Boolean()
    helix = Word(Helix, allow_none=True)
    open_for_application = fields.Boolean()
    approval = Word(ApprovalPolicy, allow_none=True)


class SettingsSchema(ValueSchema):
    """The cluster's membership policies."""

    makes = SettingsData
    approval = Word(ApprovalPolicy)
    notice_days = fields.Integer(strict=True, validate=validate.Range(0, 366))
    resume_days = fields.Integer(strict=True, validate=validate.Range(1, 366))
    consent_version = fields.String(validate=validate.Length(1, 40))
    consent_texts = texts()


class ShareStepSchema(ValueSchema):
    """From a day of the year on, joiners pay a share."""

    makes = ShareStep
    month = fields.Integer(required=True, strict=True, validate=validate.Range(1, 12))
    day = fields.Integer(required=True, strict=True, validate=validate.Range(1, 31))
    share = Share(required=True)


class RateSchema(ValueSchema):
    """A rate: cents a year for those who meet all criteria given."""

    makes = RateData
    cents = fields.Integer(required=True, strict=True, validate=validate.Range(0))
    helix = Word(Helix, allow_none=True)
    subgroup = Word(SubGroup, allow_none=True)
    size_class = Word(SizeClass, allow_none=True)
    category = fields.String(allow_none=True)


class SchemeSchema(ValueSchema):
    """A version of the dues scheme."""

    makes = SchemeData
    valid_from = Day(required=True)
    rates = fields.List(fields.Nested(RateSchema))
    note = fields.String(allow_none=True, validate=validate.Length(max=500))
    currency = fields.String(validate=validate.Regexp(r"^[A-Z]{3}$"))
    first_month = fields.Integer(strict=True)
    entry_fee_cents = fields.Integer(strict=True)
    rejoin_pays_entry_fee = fields.Boolean()
    startup_years = fields.Integer(strict=True)
    startup_basis_points = fields.Integer(strict=True)
    pro_rata = Word(ProRata)
    steps = fields.List(fields.Nested(ShareStepSchema))
    late_join = Word(LateJoin)
    late_join_month = fields.Integer(strict=True, allow_none=True)
    reference_month = fields.Integer(strict=True)
    reference_day = fields.Integer(strict=True)
    dues_product = fields.String(validate=validate.Length(2, 40))
    entry_fee_product = fields.String(validate=validate.Length(2, 40))
    payment_days = fields.Integer(strict=True)
    start_policy = Word(StartPolicy)
    settle_days = fields.Integer(strict=True, allow_none=True)
