"""Value types that actions take and queries give. All are frozen; amounts are integer cents."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from clusterorg.domains.organisations.vocabulary.helix import Helix, SubGroup
from clusterorg.domains.organisations.vocabulary.kinds import (
    AddressKind,
    ContactRole,
    FieldKind,
    IdentifierScheme,
    NaceRevision,
    SizeClass,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class IdentifierData:
    """A number of a scheme, as typed; it is checked and made compact before it is stored."""

    scheme: IdentifierScheme
    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AddressData:
    """An address. `country` is ISO 3166-1 alpha-2; `nuts_code` None = derive from the postcode."""

    kind: AddressKind = AddressKind.REGISTERED
    street: str = ""
    postcode: str = ""
    city: str = ""
    country: str = "BE"
    nuts_code: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SizeData:
    """Figures of one year. `headcount_centi` is annual work units × 100 (7.5 AWU = 750)."""

    year: int
    headcount_centi: int
    turnover_cents: int | None = None
    balance_sheet_cents: int | None = None
    source: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ActivityData:
    """A NACE code of a revision, with or without the dot: section, 2, 3 or 4 digits."""

    revision: NaceRevision
    code: str
    is_main: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactRoleData:
    """A role with half-open dates: from `valid_from` up to, not including, `valid_until`."""

    role: ContactRole
    valid_from: date
    valid_until: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactData:
    """A person who acts for an organisation."""

    given_name: str = ""
    family_name: str = ""
    email: str | None = None
    phone: str | None = None
    job_title: str | None = None
    language: str | None = None
    roles: tuple[ContactRoleData, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class OrganisationData:
    """Everything needed to write an organisation down. Only the name and the helix are needed."""

    name: str
    helix: Helix
    subgroup: SubGroup | None = None
    legal_name: str | None = None
    website: str | None = None
    email: str | None = None
    phone: str | None = None
    language: str | None = None
    is_startup: bool = False
    founded_on: date | None = None
    declared_size: SizeClass | None = None
    note: str | None = None
    custom: Mapping[str, Any] = field(default_factory=dict)
    tags: tuple[str, ...] = ()
    identifiers: tuple[IdentifierData, ...] = ()
    addresses: tuple[AddressData, ...] = ()
    sizes: tuple[SizeData, ...] = ()
    activities: tuple[ActivityData, ...] = ()
    contacts: tuple[ContactData, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldDefinition:
    """A custom field of a cluster, as the rules need it."""

    key: str
    label: str
    kind: FieldKind
    choices: tuple[str, ...] = ()
    required: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class BillingParty:
    """Who an invoice goes to, as of a day; copied onto the invoice when it is issued."""

    organisation_id: UUID
    name: str
    legal_name: str | None
    enterprise_number: str | None
    vat_number: str | None
    street: str
    postcode: str
    city: str
    country: str
    email: str | None
    language: str | None
    contact_name: str | None
