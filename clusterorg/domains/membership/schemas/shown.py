"""Shapes that the API answers with; all read off rows, entities and values."""

from typing import Any

from marshmallow import fields

from clusterorg.domains.membership.schemas.base import Word
from clusterorg.domains.membership.vocabulary import (
    ApplicationState,
    ApplicationVerb,
    ApprovalPolicy,
    DuesEnd,
    DuesState,
    FeeItem,
    LateJoin,
    MembershipStatus,
    Proposal,
    ProRata,
    RunOutcome,
    StartPolicy,
    TermOrigin,
)
from clusterorg.domains.organisations.vocabulary import Helix, SizeClass, SubGroup
from clusterorg.kernel.shapes import Choice, Output


def texts(**more: Any) -> fields.Dict:
    """A text per language."""
    return fields.Dict(keys=fields.String(), values=fields.String(), **more)


class MemberShown(Output):
    """A row of the member list: the organisation, its standing and its dues today."""

    id = fields.UUID()
    name = fields.String()
    status = Choice(MembershipStatus)
    category = fields.String(allow_none=True)
    voting = fields.Boolean(allow_none=True)
    member_since = fields.Date(allow_none=True)
    until = fields.Date(allow_none=True)
    ends_on = fields.Date(allow_none=True)
    dues = Choice(DuesState)
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


class PeriodShown(Output):
    """From `starts_on` up to, not including, `until`."""

    starts_on = fields.Date()
    until = fields.Date()


class StandingShown(Output):
    """Where an organisation stands today; `ends_on`: a cancellation takes effect."""

    status = Choice(MembershipStatus)
    member_since = fields.Date(allow_none=True)
    continuous_since = fields.Date(allow_none=True)
    until = fields.Date(allow_none=True)
    ends_on = fields.Date(allow_none=True)
    gaps = fields.List(fields.Nested(PeriodShown))


class TermShown(Output):
    """A term; terms of one chain follow each other without a gap."""

    id = fields.UUID()
    chain_id = fields.UUID()
    previous_term_id = fields.UUID(allow_none=True)
    starts_on = fields.Date()
    until = fields.Date()
    category = fields.String()
    voting = fields.Boolean()
    start_policy = Choice(StartPolicy)
    settle_by = fields.Date(allow_none=True)
    origin = Choice(TermOrigin)
    application_id = fields.UUID(allow_none=True)
    activated_on = fields.Date(allow_none=True)
    settled_on = fields.Date(allow_none=True)


class ObligationShown(Output):
    """What was owed for a year; `replaced` by a later revision.

    `ended`: no longer asked, `withdrawn` by a credit note (the next run charges anew) or `waived`.
    """

    id = fields.UUID()
    term_id = fields.UUID()
    fee_item = Choice(FeeItem)
    year = fields.Integer()
    revision = fields.Integer()
    starts_on = fields.Date()
    until = fields.Date()
    cents = fields.Integer()
    currency = fields.String()
    due_on = fields.Date()
    invoice_id = fields.UUID(allow_none=True)
    replaced = fields.Boolean()
    ended = Choice(DuesEnd, allow_none=True)


class MembershipShown(Output):
    """The whole membership of an organisation."""

    standing = fields.Nested(StandingShown)
    terms = fields.List(fields.Nested(TermShown))
    obligations = fields.List(fields.Nested(ObligationShown))


class AdmittedShown(Output):
    """What admission made; no invoice where nothing is due."""

    term_id = fields.UUID()
    invoice_id = fields.UUID(allow_none=True)


class CategoryShown(Output):
    """A category of membership."""

    id = fields.UUID()
    code = fields.String()
    names = texts()
    descriptions = texts()
    voting = fields.Boolean()
    helix = Choice(Helix, allow_none=True)
    open_for_application = fields.Boolean()
    approval = Choice(ApprovalPolicy, allow_none=True)
    position = fields.Integer()
    version = fields.Integer()


class SettingsShown(Output):
    """The cluster's membership policies; version 0: none was stored yet."""

    approval = Choice(ApprovalPolicy)
    notice_days = fields.Integer()
    resume_days = fields.Integer()
    consent_version = fields.String()
    consent_texts = texts()
    version = fields.Integer()


class RateShown(Output):
    """A yearly rate for those who meet every criterion that is given."""

    cents = fields.Integer()
    helix = Choice(Helix, allow_none=True)
    subgroup = Choice(SubGroup, allow_none=True)
    size_class = Choice(SizeClass, allow_none=True)
    category = fields.String(allow_none=True)


class StepShown(Output):
    """From a day of the year on, joiners pay a share."""

    month = fields.Integer()
    day = fields.Integer()
    share = fields.String()


class SchemeShown(Output):
    """A version of the dues scheme; published when `published_at` is set, and then for good."""

    id = fields.UUID()
    number = fields.Integer()
    valid_from = fields.Date()
    note = fields.String(allow_none=True)
    currency = fields.String()
    first_month = fields.Integer()
    entry_fee_cents = fields.Integer()
    rejoin_pays_entry_fee = fields.Boolean()
    startup_years = fields.Integer()
    startup_basis_points = fields.Integer()
    pro_rata = Choice(ProRata)
    steps = fields.List(fields.Nested(StepShown))
    late_join = Choice(LateJoin)
    late_join_month = fields.Integer(allow_none=True)
    reference_month = fields.Integer()
    reference_day = fields.Integer()
    dues_product = fields.String()
    entry_fee_product = fields.String()
    payment_days = fields.Integer()
    start_policy = Choice(StartPolicy)
    settle_days = fields.Integer(allow_none=True)
    created_at = fields.DateTime()
    published_at = fields.DateTime(allow_none=True)
    version = fields.Integer()


class CellShown(Output):
    """A kind of organisation."""

    helix = fields.String()
    subgroup = fields.String(allow_none=True)
    size_class = fields.String(allow_none=True)
    category = fields.String()


class SchemeDetailShown(SchemeShown):
    """A version with its rates, and what they leave open: no rate, or no clear one."""

    rates = fields.List(fields.Nested(RateShown))
    gaps = fields.List(fields.Nested(CellShown))
    ambiguities = fields.List(fields.Nested(CellShown))


class QuoteLineShown(Output):
    """One thing to pay, and why it is as much."""

    fee_item = Choice(FeeItem)
    title = fields.String()
    product_code = fields.String()
    year = fields.Integer()
    starts_on = fields.Date()
    until = fields.Date()
    cents = fields.Integer()
    full_cents = fields.Integer()
    because = fields.List(fields.String())


class QuoteShown(Output):
    """What joining costs, and for how long it lasts.

    `total_cents` and the lines are without VAT; `vat_cents` and `gross_cents` are what the invoice
    says, with the VAT of the day.
    """

    scheme_id = fields.UUID()
    currency = fields.String()
    total_cents = fields.Integer()
    vat_cents = fields.Integer()
    gross_cents = fields.Integer()
    starts_on = fields.Date()
    until = fields.Date()
    lines = fields.List(fields.Nested(QuoteLineShown))


class ApplicationRowShown(Output):
    """A row of the inbox; `since`: the moment of the last event."""

    id = fields.UUID()
    name = fields.String()
    contact_email = fields.String()
    language = fields.String()
    category = fields.String(allow_none=True)
    organisation_id = fields.UUID(allow_none=True)
    state = Choice(ApplicationState)
    created_at = fields.DateTime()
    since = fields.DateTime()


class ApplicationEventShown(Output):
    """Something that happened to an application."""

    sequence = fields.Integer()
    verb = Choice(ApplicationVerb)
    state = Choice(ApplicationState)
    at = fields.DateTime()
    actor_kind = fields.String()
    actor_name = fields.String()
    note = fields.String(allow_none=True)


class QuotedShown(Output):
    """What the applicant was told it would cost."""

    on = fields.Date(allow_none=True)
    total_cents = fields.Integer()


class ApplicationShown(Output):
    """An application: the form as it was filled in, and all that happened to it."""

    id = fields.UUID()
    name = fields.String()
    contact_email = fields.String()
    language = fields.String()
    organisation_id = fields.UUID(allow_none=True)
    state = Choice(ApplicationState)
    form = fields.Dict(attribute="data")
    quoted = fields.Dict(allow_none=True)
    consent_at = fields.DateTime(allow_none=True)
    consent_version = fields.String(allow_none=True)
    created_at = fields.DateTime()
    events = fields.List(fields.Nested(ApplicationEventShown))
    version = fields.Integer()


class ApprovedShown(Output):
    """What approval made; no invoice where nothing is due."""

    application_id = fields.UUID()
    organisation_id = fields.UUID()
    term_id = fields.UUID()
    invoice_id = fields.UUID(allow_none=True)


class ProposalShown(Output):
    """What a run would do for one organisation, and why when it is not a charge."""

    organisation_id = fields.UUID()
    name = fields.String()
    kind = Choice(Proposal)
    cents = fields.Integer()
    change_cents = fields.Integer(allow_none=True)
    reason = fields.String(allow_none=True)


class PreviewTotalsShown(Output):
    """The sums of a preview."""

    counts = fields.Dict(keys=fields.String(), values=fields.Integer())
    charged_cents = fields.Integer()
    corrected_cents = fields.Integer()
    last_year_cents = fields.Integer()


class PreviewShown(Output):
    """What a dues run would do for a membership year: the sums, and a page of proposals."""

    year = fields.Nested(PeriodShown)
    scheme_id = fields.UUID()
    totals = fields.Nested(PreviewTotalsShown)
    items = fields.List(fields.Nested(ProposalShown))
    next = fields.String(allow_none=True)
    previous = fields.String(allow_none=True)


class RunShown(Output):
    """A dues run and how far it is."""

    id = fields.UUID()
    year = fields.Integer()
    scheme_id = fields.UUID()
    issued_on = fields.Date()
    due_on = fields.Date()
    with_corrections = fields.Boolean()
    total = fields.Integer()
    done = fields.Integer()
    skipped = fields.Integer()
    failed = fields.Integer()
    charged_cents = fields.Integer()
    started_by = fields.String()
    started_at = fields.DateTime()
    finished_at = fields.DateTime(allow_none=True)


class RunItemShown(Output):
    """What a run did for one organisation, and why."""

    organisation_id = fields.UUID(attribute="id")
    name = fields.String()
    outcome = Word(RunOutcome)
    reason = fields.String(allow_none=True)
    params = fields.Dict()
    cents = fields.Integer()
    invoice_id = fields.UUID(allow_none=True)
