"""Roles, permissions and the other fixed words of identity."""

from enum import StrEnum


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
    PASSWORD_RESET = "password_reset"


PERMISSIONS: dict[str, str] = {
    "cluster.read": "See the cluster's own details and settings",
    "cluster.settings": "Change the cluster's details, colour, logo and policies",
    "seats.manage": "Invite colleagues and change their seats",
    "api_keys.manage": "Make and revoke API keys",
    "audit.read": "Read the audit log",
    "members.read": "See organisations, people and memberships",
    "members.write": "Add and change organisations and people",
    "members.import": "Import and export member lists",
    "applications.read": "See applications",
    "applications.decide": "Approve, reject or question applications",
    "scheme.write": "Change categories and the dues scheme",
    "dues.read": "See dues and dues runs",
    "dues.run": "Carry out a dues run",
    "invoices.read": "See invoices and payments",
    "invoices.write": "Issue and credit invoices",
    "payments.write": "Record and undo payments",
    "ledger.read": "Read the ledger",
    "portal.read": "See one's own organisation in the portal",
    "portal.pay": "Pay invoices in the portal",
    "portal.people": "Change one's own organisation's people",
    "operator.all": "Operate the platform",
}

_READ = frozenset(p for p in PERMISSIONS if p.endswith(".read") and not p.startswith("portal."))
_STAFF = frozenset(
    p for p in PERMISSIONS if not p.startswith("portal.") and not p.startswith("operator.")
)

ROLE_PERMISSIONS: dict[Role, frozenset[str]] = {
    Role.OWNER: _STAFF,
    Role.MANAGER: _STAFF - {"seats.manage", "api_keys.manage", "cluster.settings"},
    Role.FINANCE: (_READ - {"audit.read"})
    | {"invoices.write", "payments.write", "dues.run", "members.import"},
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
