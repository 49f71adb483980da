"""Shapes of the ledger in the API."""

from marshmallow import RAISE, Schema, fields
from marshmallow.validate import Length, OneOf

from clusterorg.domains.ledger.vocabulary import AccountKind, AccountRole
from clusterorg.kernel.i18n import LANGUAGES
from clusterorg.kernel.shapes import Output

_NAMES = fields.Dict(
    keys=fields.String(validate=OneOf(LANGUAGES)), values=fields.String(validate=Length(max=200))
)


class AccountOrderSchema(Schema):
    """An account to add to the chart."""

    class Meta:
        unknown = RAISE

    number = fields.String(required=True, validate=Length(2, 10))
    names = fields.Dict(
        keys=fields.String(validate=OneOf(LANGUAGES)), values=fields.String(), required=True
    )
    kind = fields.Enum(AccountKind, by_value=True, load_default=None, allow_none=True)
    role = fields.Enum(AccountRole, by_value=True, load_default=None, allow_none=True)


class AccountPatchSchema(Schema):
    """What may change of an account."""

    class Meta:
        unknown = RAISE

    number = fields.String(validate=Length(2, 10))
    names = _NAMES
    role = fields.Enum(AccountRole, by_value=True, allow_none=True)
    archived = fields.Boolean()


class AccountSchema(Output):
    """An account as it is listed."""

    id = fields.UUID()
    number = fields.String()
    names = fields.Dict()
    kind = fields.String()
    role = fields.String(allow_none=True)
    archived_at = fields.AwareDateTime(allow_none=True)
    version = fields.Integer()


class BalanceSchema(Output):
    """One line of the trial balance, in cents."""

    number = fields.String()
    names = fields.Dict()
    kind = fields.String()
    debit_cents = fields.Integer()
    credit_cents = fields.Integer()
    balance_cents = fields.Integer()


class PostingSchema(Output):
    """One posting of an entry."""

    number = fields.String()
    names = fields.Dict()
    cents = fields.Integer()
    organisation_id = fields.UUID(allow_none=True)


class EntrySchema(Output):
    """A journal entry with its postings."""

    id = fields.UUID()
    booked_on = fields.Date()
    text = fields.String()
    cause_type = fields.String()
    cause_id = fields.UUID()
    kind = fields.String()
    reverses_id = fields.UUID(allow_none=True)
    reversed_by_id = fields.UUID(allow_none=True)
    posted_at = fields.AwareDateTime()
    posted_by = fields.String()
    lines = fields.List(fields.Nested(PostingSchema))


class CardLineSchema(Output):
    """One line of an account card."""

    id = fields.UUID()
    entry_id = fields.UUID()
    booked_on = fields.Date()
    text = fields.String()
    cents = fields.Integer()
    organisation_id = fields.UUID(allow_none=True)
    cause_type = fields.String()
    cause_id = fields.UUID()
    kind = fields.String()
