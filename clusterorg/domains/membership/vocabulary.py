"""Words of membership: states, kinds and the small values the rules work with."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from fractions import Fraction
from typing import Any

from clusterorg.domains.organisations.vocabulary import (
    Helix,
    OrganisationData,
    SizeClass,
    SubGroup,
)
from clusterorg.kernel.errors import _


class ApplicationState(StrEnum):
    """Where an application stands; always the result of its last event."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    MORE_INFORMATION = "more_information"
    APPROVED = "approved"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"


APPLICATION_STATE: dict[str, str] = {
    "new": _("not begun"),
    "draft": _("draft"),
    "submitted": _("submitted"),
    "more_information": _("more information asked"),
    "approved": _("approved"),
    "rejected": _("rejected"),
    "withdrawn": _("withdrawn"),
}
"""The words for the states; `new` is said of an application that has none yet."""


class ApplicationVerb(StrEnum):
    """What can be done with an application."""

    START = "start"
    SUBMIT = "submit"
    ASK = "ask"
    APPROVE = "approve"
    REJECT = "reject"
    WITHDRAW = "withdraw"


class MembershipStatus(StrEnum):
    """The standing of an organisation on one day; computed from facts, never stored."""

    NONE = "none"
    APPLICANT = "applicant"
    UPCOMING = "upcoming"
    AWAITING_PAYMENT = "awaiting_payment"
    PROVISIONAL = "provisional"
    ACTIVE = "active"
    SUSPENDED = "suspended"
    LAPSED = "lapsed"
    LEFT = "left"


#: Standings under which a membership lives: it is renewed, counted and charged.
LIVING = (
    MembershipStatus.AWAITING_PAYMENT,
    MembershipStatus.PROVISIONAL,
    MembershipStatus.ACTIVE,
    MembershipStatus.SUSPENDED,
)

#: Standings under which an organisation is counted as a member.
MEMBERS = (MembershipStatus.ACTIVE, MembershipStatus.PROVISIONAL, MembershipStatus.SUSPENDED)


class ActivationCause(StrEnum):
    """Why a term counts as begun."""

    INVOICE = "invoice"
    RENEWAL = "renewal"
    PAYMENT = "payment"
    FREE = "free"
    IMPORT = "import"
    DECISION = "decision"


#: Causes after which nothing more is owed for the term to go on.
SETTLING = (
    ActivationCause.PAYMENT,
    ActivationCause.FREE,
    ActivationCause.IMPORT,
    ActivationCause.DECISION,
)


class TermOrigin(StrEnum):
    """How a term came to be."""

    APPLICATION = "application"
    RENEWAL = "renewal"
    IMPORT = "import"
    DECISION = "decision"


class StartPolicy(StrEnum):
    """When a new membership begins to count."""

    INVOICE = "invoice"
    PAYMENT = "payment"
    PROVISIONAL = "provisional"


class ApprovalPolicy(StrEnum):
    """Who approves an application: a person, or the rules when every check passes."""

    MANUAL = "manual"
    AUTOMATIC = "automatic"


class ProRata(StrEnum):
    """How the dues of the first year shrink with the day of joining."""

    NONE = "none"
    MONTH = "month"
    HALF_YEAR = "half_year"
    QUARTER = "quarter"
    STEPS = "steps"
    DAY = "day"


class LateJoin(StrEnum):
    """What joining after month N means.

    `pays_next_year`: the rest of this year is free, the dues of next year are charged now.
    `next_year_included`: this year's share and next year's dues are charged together.
    """

    NONE = "none"
    PAYS_NEXT_YEAR = "pays_next_year"
    NEXT_YEAR_INCLUDED = "next_year_included"


class FeeItem(StrEnum):
    """What is charged."""

    DUES = "dues"
    ENTRY_FEE = "entry_fee"


class DuesEnd(StrEnum):
    """Why dues are no longer asked: a credit note took the charge back, or they were waived."""

    WITHDRAWN = "withdrawn"
    WAIVED = "waived"


class DuesState(StrEnum):
    """How the dues of a member's present term stand."""

    NONE = "none"
    OPEN = "open"
    OVERDUE = "overdue"
    SETTLED = "settled"


class RunOutcome(StrEnum):
    """What the dues run did for one organisation."""

    DONE = "done"
    SKIPPED = "skipped"
    FAILED = "failed"


class Proposal(StrEnum):
    """What the dues run proposes for one organisation."""

    CHARGE = "charge"
    FREE = "free"
    CORRECT = "correct"
    BOOKED = "booked"
    LEAVES = "leaves"
    PROBLEM = "problem"


@dataclass(frozen=True, slots=True)
class Explanation:
    """One step of how an amount came about: a sentence's code and its plain values.

    Parameter names say what they hold: `*_cents` money, `*_on` an ISO date, `share` a fraction
    as text ("7/12"); all else is shown as it is. `rules.explain` writes it in a language.
    """

    code: str
    params: Mapping[str, str | int | None]

    def as_json(self) -> dict[str, Any]:
        """Return the step as it is stored on an obligation."""
        return {"code": self.code, "params": dict(self.params)}

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> "Explanation":
        """Read a stored step."""
        return cls(stored["code"], dict(stored["params"]))


@dataclass(frozen=True, slots=True)
class DuesFacts:
    """All that a price depends on, as it was on the billing reference date."""

    helix: str
    category: str
    subgroup: str | None = None
    size_class: str | None = None
    is_startup: bool = False
    founded_on: date | None = None


@dataclass(frozen=True, slots=True)
class Period:
    """Dates from `starts_on` up to, and not including, `until`."""

    starts_on: date
    until: date

    def __contains__(self, day: date) -> bool:
        return self.starts_on <= day < self.until

    def overlaps(self, other: "Period") -> bool:
        """Tell whether the two share a day."""
        return self.starts_on < other.until and other.starts_on < self.until


@dataclass(frozen=True, slots=True, kw_only=True)
class CategoryData:
    """A category as it is entered; texts by language."""

    code: str
    names: Mapping[str, str]
    descriptions: Mapping[str, str] = field(default_factory=dict)
    voting: bool = True
    helix: Helix | None = None
    open_for_application: bool = True
    approval: ApprovalPolicy | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SettingsData:
    """A cluster's policies as they are entered."""

    approval: ApprovalPolicy = ApprovalPolicy.MANUAL
    notice_days: int = 90
    resume_days: int = 30
    consent_version: str = "1"
    consent_texts: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ShareStep:
    """From this month and day on, joiners pay `share` of the yearly dues."""

    month: int
    day: int
    share: Fraction

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> "ShareStep":
        """Read a stored step, such as {"month": 7, "day": 1, "share": "1/2"}."""
        return cls(int(stored["month"]), int(stored["day"]), Fraction(stored["share"]))

    def as_json(self) -> dict[str, Any]:
        """Return the step as it is stored."""
        return {"month": self.month, "day": self.day, "share": str(self.share)}


@dataclass(frozen=True, slots=True, kw_only=True)
class RateData:
    """A rate as it is entered: cents a year; None means "whichever". `category` is a code."""

    cents: int
    helix: Helix | None = None
    subgroup: SubGroup | None = None
    size_class: SizeClass | None = None
    category: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SchemeData:
    """A version of the dues scheme as it is entered; see `rules.quote.Scheme` for the meaning."""

    valid_from: date
    rates: tuple[RateData, ...] = ()
    note: str | None = None
    currency: str = "EUR"
    first_month: int = 1
    entry_fee_cents: int = 0
    rejoin_pays_entry_fee: bool = False
    startup_years: int = 0
    startup_basis_points: int = 10_000
    pro_rata: ProRata = ProRata.NONE
    steps: tuple[ShareStep, ...] = ()
    late_join: LateJoin = LateJoin.NONE
    late_join_month: int | None = None
    reference_month: int = 1
    reference_day: int = 1
    dues_product: str = "dues"
    entry_fee_product: str = "entry-fee"
    payment_days: int = 30
    start_policy: StartPolicy = StartPolicy.PAYMENT
    settle_days: int | None = 90


@dataclass(frozen=True, slots=True, kw_only=True)
class ApplicationForm:
    """An application as filled in on the join page or through the API.

    `category` is a code. Contacts stand in `organisation.contacts`; the first one with a mail
    address is written to.
    """

    organisation: OrganisationData
    category: str
    language: str = "en"
    consent: bool = False
    message: str | None = None

    @property
    def contact_email(self) -> str | None:
        """The address the applicant is written to."""
        found = (contact.email for contact in self.organisation.contacts if contact.email)
        return next(found, self.organisation.email)
