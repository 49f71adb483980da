"""Reads. Lists give rows, not entities; nothing here writes."""

from clusterorg.domains.organisations.queries.contacts import (
    ContactLine,
    billing_parties,
    billing_party,
    contacts_of,
    find_contact,
    get_contact,
    own_contacts,
    portal_organisations,
    voting_representative,
)
from clusterorg.domains.organisations.queries.counts import counts_by_helix, counts_by_size
from clusterorg.domains.organisations.queries.directory import (
    DirectoryFilter,
    directory,
    directory_statement,
)
from clusterorg.domains.organisations.queries.duplicates import (
    Probe,
    duplicates_of,
    find_duplicates,
    find_duplicates_many,
)
from clusterorg.domains.organisations.queries.imports import (
    ImportProgress,
    batches,
    error_report,
    get_batch,
    get_row,
    import_rows,
    profiles_of_imports,
    progress,
)
from clusterorg.domains.organisations.queries.labels import (
    custom_fields,
    field_definitions,
    tags,
)
from clusterorg.domains.organisations.queries.organisations import (
    Overview,
    Profile,
    find_by_identifier,
    forwarded_to,
    get_organisation,
    headcount,
    overview,
    profiles,
    same_organisation,
    size_class,
)
from clusterorg.domains.organisations.queries.search import search

__all__ = [
    "ContactLine",
    "DirectoryFilter",
    "ImportProgress",
    "Overview",
    "Probe",
    "Profile",
    "batches",
    "billing_parties",
    "billing_party",
    "contacts_of",
    "counts_by_helix",
    "counts_by_size",
    "custom_fields",
    "directory",
    "directory_statement",
    "duplicates_of",
    "error_report",
    "field_definitions",
    "find_by_identifier",
    "find_contact",
    "find_duplicates",
    "find_duplicates_many",
    "forwarded_to",
    "get_batch",
    "get_contact",
    "get_organisation",
    "get_row",
    "headcount",
    "import_rows",
    "overview",
    "own_contacts",
    "portal_organisations",
    "profiles",
    "profiles_of_imports",
    "progress",
    "same_organisation",
    "search",
    "size_class",
    "tags",
    "voting_representative",
]
