"""Roles, permissions and the other fixed words of identity."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Generic, TypeVar
from uuid import UUID

from clusterorg.kernel.errors import DomainError, _


class Role(StrEnum):
    """The role of a seat."""

    OWNER = "owner"
    MANAGER = "manager"
    FINANCE = "finance"
    VIEWER = "viewer"
    ASSESSOR = "assessor"


class VatStatus(StrEnum):
    """A cluster organisation's own position for VAT, as its accountant approved it."""

    LIABLE = "liable"
    SMALL_BUSINESS = "small_business"
    EXEMPT = "exempt"
    NOT_LIABLE = "not_liable"


class LinkPurpose(StrEnum):
    """What a mail link opens."""

    INVITATION = "invitation"
    PASSWORD_RESET = "password_reset"  # noqa: S105


PERMISSIONS: dict[str, str] = {
    "cluster.read": _("See the cluster's own details and settings"),
    "cluster.settings": _("Change the cluster's details, colour, logo and policies"),
    "seats.manage": _("Invite colleagues and change their seats"),
    "api_keys.manage": _("Make and revoke API keys"),
    "audit.read": _("Read the audit log"),
    "views.share": _("Save views of lists for all colleagues"),
    "members.read": _("See organisations, people and memberships"),
    "members.write": _("Add and change organisations and people"),
    "members.import": _("Import member lists"),
    "applications.read": _("See applications"),
    "applications.decide": _("Approve, reject or question applications"),
    "scheme.write": _("Change categories and the dues scheme"),
    "dues.read": _("See dues and dues runs"),
    "dues.run": _("Carry out a dues run"),
    "invoices.read": _("See invoices and payments"),
    "invoices.write": _("Issue and credit invoices"),
    "payments.write": _("Record and undo payments"),
    "ledger.read": _("Read the ledger"),
    "portal.read": _("See one's own organisation in the portal"),
    "portal.pay": _("Pay invoices in the portal"),
    "portal.people": _("Change one's own organisation's people"),
    "operator.all": _("Operate the platform"),
}

_READ = frozenset(p for p in PERMISSIONS if p.endswith(".read") and not p.startswith("portal."))
_STAFF = frozenset(
    p for p in PERMISSIONS if not p.startswith("portal.") and not p.startswith("operator.")
)

ROLE_PERMISSIONS: dict[Role, frozenset[str]] = {
    Role.OWNER: _STAFF,
    Role.MANAGER: _STAFF - {"seats.manage", "api_keys.manage", "cluster.settings"},
    Role.FINANCE: (_READ - {"audit.read"})
    | {"invoices.write", "payments.write", "dues.run", "members.import", "views.share"},
    Role.VIEWER: _READ - {"audit.read", "ledger.read"},
    Role.ASSESSOR: frozenset(),
}

CONTACT_PERMISSIONS: dict[str, frozenset[str]] = {
    "voting_representative": frozenset({"portal.read", "portal.pay", "portal.people"}),
    "billing": frozenset({"portal.read", "portal.pay"}),
    "general": frozenset({"portal.read"}),
}

API_SCOPES: tuple[str, ...] = tuple(
    p for p in PERMISSIONS if p in _STAFF and p not in ("seats.manage", "api_keys.manage")
)


class AttemptKind(StrEnum):
    """What somebody tried; throttling counts each kind by itself."""

    PASSWORD = "password"  # noqa: S105
    SECOND_FACTOR = "second_factor"
    RESET_REQUEST = "reset_request"
    PUBLIC_MAIL = "public_mail"
    INVITATION = "invitation"
    REFUSED = "refused"


ROLE_NAMES: dict[Role, str] = {
    Role.OWNER: _("owner"),
    Role.MANAGER: _("manager"),
    Role.FINANCE: _("finance"),
    Role.VIEWER: _("viewer"),
    Role.ASSESSOR: _("assessor"),
}

STAFF_ROLES: tuple[Role, ...] = (Role.OWNER, Role.MANAGER, Role.FINANCE, Role.VIEWER)

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Outcome(Generic[T]):
    """What came of an attempt that must be remembered even when it is refused.

    An exception would roll the record of the attempt back with everything else. So these verbs
    return their refusal; the door commits first and then takes the value or shows the refusal.
    """

    value: T | None = None
    refusal: DomainError | None = None

    def get(self) -> T:
        """Return the value; raises the refusal when there is none."""
        if self.refusal is not None:
            raise self.refusal
        assert self.value is not None
        return self.value


@dataclass(frozen=True, slots=True)
class Opened:
    """A sign-in that was opened or strengthened: the new cookie token, shown to nobody else."""

    token: str
    sign_in_id: UUID
    person_id: UUID
    second_factor_needed: bool


@dataclass(frozen=True, slots=True)
class PasswordProof:
    """When a person last typed their password; some verbs ask for it and believe it briefly."""

    person_id: UUID
    at: datetime


@dataclass(frozen=True, slots=True)
class Enrolment:
    """A second factor that waits for its first code; `secret` is for typing by hand,
    `qr_code` a data address for an image."""

    secret: str
    uri: str
    qr_code: str


@dataclass(frozen=True, slots=True)
class NewApiKey:
    """A key that was just made: the only moment at which the whole key is known."""

    id: UUID
    key: str


@dataclass(frozen=True, slots=True)
class KeyHolder:
    """The program behind an API key."""

    cluster_id: UUID
    id: UUID
    name: str
    scopes: tuple[str, ...]
    last_used_on: datetime | None


@dataclass(frozen=True, slots=True)
class ViewKeeper:
    """Who keeps views: a person, or a program (None); `shares`: they may change shared ones."""

    person_id: UUID | None
    shares: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ClusterData:
    """What a cluster organisation says about itself. The slug stands for good once it is given."""

    slug: str
    name: str
    legal_name: str
    legal_form: str
    street: str
    postcode: str
    city: str
    email: str
    country: str = "BE"
    enterprise_number: str | None = None
    vat_number: str | None = None
    vat_status: str = VatStatus.LIABLE
    phone: str | None = None
    website: str | None = None
    time_zone: str = "Europe/Brussels"
    languages: tuple[str, ...] = ("en",)
    default_language: str = "en"
    colour: str = "#1d6f5c"
    iban: str | None = None
    bic: str | None = None
    stripe_account_id: str | None = None
