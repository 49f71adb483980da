"""Tables of organisations. Everything here is owned by one cluster."""

from clusterorg.domains.organisations.models.contact import Contact, ContactRoleRow
from clusterorg.domains.organisations.models.imports import ImportBatch, ImportProfile, ImportRow
from clusterorg.domains.organisations.models.labels import CustomField, OrganisationTag, Tag
from clusterorg.domains.organisations.models.organisation import (
    Activity,
    Address,
    Identifier,
    Organisation,
    OrganisationForward,
    Size,
)

__all__ = [
    "Activity",
    "Address",
    "Contact",
    "ContactRoleRow",
    "CustomField",
    "Identifier",
    "ImportBatch",
    "ImportProfile",
    "ImportRow",
    "Organisation",
    "OrganisationForward",
    "OrganisationTag",
    "Size",
    "Tag",
]
