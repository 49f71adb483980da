"""The words of this domain: enumerations and value types."""

from clusterorg.domains.organisations.reference.countries import COUNTRIES
from clusterorg.domains.organisations.vocabulary.data import (
    ActivityData,
    AddressData,
    BillingParty,
    ContactData,
    ContactRoleData,
    FieldDefinition,
    IdentifierData,
    OrganisationData,
    SizeData,
)
from clusterorg.domains.organisations.vocabulary.helix import SUB_GROUPS, Helix, SubGroup
from clusterorg.domains.organisations.vocabulary.imports import (
    BATCH_STATUS,
    BatchStatus,
    Decision,
    FileKind,
    Outcome,
    RowState,
)
from clusterorg.domains.organisations.vocabulary.kinds import (
    AddressKind,
    ContactRole,
    FieldKind,
    IdentifierScheme,
    NaceRevision,
    NutsSource,
    SizeClass,
)

__all__ = [
    "BATCH_STATUS",
    "COUNTRIES",
    "SUB_GROUPS",
    "ActivityData",
    "AddressData",
    "AddressKind",
    "BatchStatus",
    "BillingParty",
    "ContactData",
    "ContactRole",
    "ContactRoleData",
    "Decision",
    "FieldDefinition",
    "FieldKind",
    "FileKind",
    "Helix",
    "IdentifierData",
    "IdentifierScheme",
    "NaceRevision",
    "NutsSource",
    "OrganisationData",
    "Outcome",
    "RowState",
    "SizeClass",
    "SizeData",
    "SubGroup",
]
