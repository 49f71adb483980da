"""Shapes of what lists and pages give; they only dump."""

from typing import Any

from marshmallow import fields

from clusterorg.domains.membership.rules.explain import sentences
from clusterorg.domains.membership.schemas.base import Strict
from clusterorg.domains.membership.vocabulary import Explanation
from clusterorg.kernel.i18n import current_locale


class ReasonsField(fields.Field[Any]):
    """The steps of an amount, as data and as sentences in the language in use."""

    def _serialize(self, value: Any, attr: str | None, obj: Any, **kwargs: Any) -> Any:
        steps = [
            step if isinstance(step, Explanation) else Explanation.from_json(step)
            for step in value or ()
        ]
        currency = getattr(obj, "currency", None) or "EUR"
        texts = sentences(steps, locale=current_locale(), currency=currency)
        return [
            {"code": step.code, "params": dict(step.params), "text": text}
            for step, text in zip(steps, texts, strict=True)
        ]


class PeriodSchema(Strict):
    """A half-open period."""

    starts_on = fields.Date()
    until = fields.Date()


class MemberRowSchema(Strict):
    """One row of the member list."""

    id = fields.UUID()
    name = fields.String()
    helix = fields.String()
    subgroup = fields.String(allow_none=True)
    size_class = fields.String(allow_none=True)
    headcount_centi = fields.Integer(allow_none=True)
    is_startup = fields.Boolean()
    website = fields.String(allow_none=True)
    email = fields.String(allow_none=True)
    city = fields.String(allow_none=True)
    country = fields.String(allow_none=True)
    tags = fields.List(fields.String())
    status = fields.String()
    category = fields.String(allow_none=True)
    voting = fields.Boolean(allow_none=True)
    member_since = fields.Date(allow_none=True)
    until = fields.Date(allow_none=True)
    ends_on = fields.Date(allow_none=True)
    dues = fields.String()


class StandingSchema(Strict):
    """Where an organisation stands."""

    status = fields.String()
    member_since = fields.Date(allow_none=True)
    continuous_since = fields.Date(allow_none=True)
    until = fields.Date(allow_none=True)
    ends_on = fields.Date(allow_none=True)
    gaps = fields.List(fields.Nested(PeriodSchema))


class TermSchema(Strict):
    """One term."""

    id = fields.UUID()
    chain_id = fields.UUID()
    previous_term_id = fields.UUID(allow_none=True)
    starts_on = fields.Date()
    until = fields.Date()
    category = fields.String()
    origin = fields.String()
    activated_on = fields.Date(allow_none=True)
    settled_on = fields.Date(allow_none=True)
    settle_by = fields.Date(allow_none=True)


class ObligationSchema(Strict):
    """What is owed for one fee item and year."""

    id = fields.UUID()
    term_id = fields.UUID()
    fee_item = fields.String()
    year = fields.Integer()
    revision = fields.Integer()
    starts_on = fields.Date()
    until = fields.Date()
    cents = fields.Integer()
    currency = fields.String()
    due_on = fields.Date()
    invoice_id = fields.UUID(allow_none=True)
    replaced = fields.Boolean()
    ended = fields.String(allow_none=True)
    explanation = ReasonsField()


class MembershipSchema(Strict):
    """The membership of an organisation (`queries.Membership`)."""

    standing = fields.Nested(StandingSchema)
    terms = fields.List(fields.Nested(TermSchema))
    obligations = fields.List(fields.Nested(ObligationSchema))


class QuoteLineSchema(Strict):
    """One thing to pay."""

    fee_item = fields.String()
    year = fields.Integer()
    period = fields.Nested(PeriodSchema)
    cents = fields.Integer()
    full_cents = fields.Integer()
    explanation = ReasonsField()


class QuoteSchema(Strict):
    """What joining costs, and for how long it lasts."""

    currency = fields.String()
    total_cents = fields.Integer()
    term = fields.Nested(PeriodSchema)
    lines = fields.List(fields.Nested(QuoteLineSchema))


class ApplicationRowSchema(Strict):
    """One row of the inbox."""

    id = fields.UUID()
    name = fields.String()
    contact_email = fields.String()
    language = fields.String()
    category = fields.String(allow_none=True)
    organisation_id = fields.UUID(allow_none=True)
    state = fields.String()
    created_at = fields.AwareDateTime()
    since = fields.AwareDateTime()


class ApplicationEventSchema(Strict):
    """One thing that happened to an application."""

    verb = fields.String()
    state = fields.String()
    at = fields.AwareDateTime()
    actor_kind = fields.String()
    actor_name = fields.String()
    note = fields.String(allow_none=True)


class DuesRunSchema(Strict):
    """A run with its progress."""

    id = fields.UUID()
    year = fields.Integer()
    issued_on = fields.Date()
    due_on = fields.Date()
    with_corrections = fields.Boolean()
    total = fields.Integer()
    done = fields.Integer()
    skipped = fields.Integer()
    failed = fields.Integer()
    charged_cents = fields.Integer()
    started_by = fields.String()
    started_at = fields.AwareDateTime()
    finished_at = fields.AwareDateTime(allow_none=True)


class DuesRunItemSchema(Strict):
    """What a run did for one organisation."""

    id = fields.UUID(metadata={"description": "The organisation."})
    name = fields.String()
    outcome = fields.String()
    reason = fields.String(allow_none=True)
    params = fields.Dict()
    cents = fields.Integer()
    invoice_id = fields.UUID(allow_none=True)


class ProposedSchema(Strict):
    """What a run proposes for one organisation."""

    organisation_id = fields.UUID(attribute="candidate.organisation_id")
    name = fields.String(attribute="candidate.name")
    kind = fields.String()
    reason = fields.String(allow_none=True)
    cents = fields.Integer()
    change_cents = fields.Integer(allow_none=True)
    last_year_cents = fields.Integer(attribute="candidate.last_year_cents", allow_none=True)
    booked_cents = fields.Integer(attribute="candidate.booked_cents", allow_none=True)
    renews = fields.Nested(PeriodSchema, allow_none=True)
    explanation = ReasonsField(attribute="line.explanation")


class CountsSchema(Strict):
    """How many members there are of a kind."""

    helix = fields.String()
    size_class = fields.String(allow_none=True)
    number = fields.Integer()
