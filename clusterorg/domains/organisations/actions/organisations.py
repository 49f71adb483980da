"""Write an organisation down, change it, put it away, take it back."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from clusterorg.domains.organisations.actions.writing import (
    RowSet,
    ensure_tags,
    load,
    refuse_taken_numbers,
    scalar_columns,
)
from clusterorg.domains.organisations.errors import AlreadyArchived, NotArchived
from clusterorg.domains.organisations.models import Organisation
from clusterorg.domains.organisations.news import OrganisationAdded, OrganisationArchived
from clusterorg.domains.organisations.queries.labels import field_definitions
from clusterorg.domains.organisations.queries.organisations import get_organisation
from clusterorg.domains.organisations.rules.complete import complete
from clusterorg.domains.organisations.rules.custom_fields import changed_values
from clusterorg.domains.organisations.rules.describe import changes, plain
from clusterorg.domains.organisations.vocabulary import (
    Helix,
    OrganisationData,
    SizeClass,
    SubGroup,
)
from clusterorg.kernel.actor import Actor
from clusterorg.kernel.errors import StaleEdit
from clusterorg.kernel.unit_of_work import UnitOfWork

CHANGEABLE = frozenset(
    {
        "name",
        "legal_name",
        "helix",
        "subgroup",
        "declared_size",
        "website",
        "email",
        "phone",
        "language",
        "is_startup",
        "founded_on",
        "note",
        "custom",
    }
)


def add_organisation(
    work: UnitOfWork,
    *,
    data: OrganisationData,
    actor: Actor,
    at: datetime,
    fill_in_later: bool = False,
) -> Organisation:
    """Write an organisation down with all its parts.

    `fill_in_later`: whoever gave the data was not asked for the cluster's own required fields.
    Raises the refusal of the first rule broken (see rules.complete), or IdentifierTaken.
    """
    complete_data = complete(data, field_definitions(work.session), fill_in_later=fill_in_later)
    refuse_taken_numbers(work, complete_data.identifiers)
    rows = RowSet(work.cluster_id, at)
    organisation_id = rows.add_organisation(complete_data, ensure_tags(work, complete_data.tags))
    rows.write(work)
    work.record(
        "organisation.added",
        subject=("organisation", organisation_id),
        concerns=organisation_id,
        actor=actor,
        at=at,
        after=plain(complete_data),
    )
    work.publish(OrganisationAdded(organisation_id))
    return load(work, organisation_id)


def update_organisation(
    work: UnitOfWork,
    *,
    organisation_id: UUID,
    changed: Mapping[str, Any],
    actor: Actor,
    at: datetime,
    expected_version: int | None = None,
) -> Organisation:
    """Change the organisation's own fields (CHANGEABLE); `custom` is merged, None removes a value.

    Whoever changes the helix gives the sub-group too (None: none), else SubGroupOfOtherHelix.
    Raises StaleEdit when `expected_version` is not the present one, and what rules.complete raises.
    """
    organisation = get_organisation(work.session, organisation_id)
    check_version(organisation.version, expected_version)
    unknown = set(changed) - CHANGEABLE
    if unknown:
        raise TypeError(f"not a field of an organisation: {sorted(unknown)}")
    # The cluster's own fields are judged apart, and only those that somebody touches.
    columns = scalar_columns(complete(_data_of(organisation, {**changed, "custom": {}}), ()))
    columns["custom"] = organisation.custom
    if "custom" in changed:
        definitions = field_definitions(work.session)
        columns["custom"] = changed_values(definitions, organisation.custom, changed["custom"])
    before, after = changes(_columns_of(organisation, columns), columns)
    if not after:
        return organisation
    for column, value in columns.items():
        setattr(organisation, column, value)
    work.session.flush()
    work.record(
        "organisation.changed",
        subject=("organisation", organisation_id),
        concerns=organisation_id,
        actor=actor,
        at=at,
        before=_visible(before),
        after=_visible(after),
    )
    return organisation


def archive_organisation(
    work: UnitOfWork,
    *,
    organisation_id: UUID,
    actor: Actor,
    at: datetime,
    reason: str | None = None,
) -> None:
    """Put an organisation away: lists leave it out, history stays. Raises AlreadyArchived."""
    organisation = get_organisation(work.session, organisation_id)
    if organisation.archived_at is not None:
        raise AlreadyArchived(field="organisation_id")
    organisation.archived_at = at
    work.record(
        "organisation.archived",
        subject=("organisation", organisation_id),
        concerns=organisation_id,
        actor=actor,
        at=at,
        reason=reason,
    )
    work.publish(OrganisationArchived(organisation_id))


def restore_organisation(
    work: UnitOfWork, *, organisation_id: UUID, actor: Actor, at: datetime
) -> None:
    """Take an archived organisation back. Raises NotArchived, or OrganisationWasMerged."""
    organisation = get_organisation(work.session, organisation_id)
    if organisation.archived_at is None:
        raise NotArchived(field="organisation_id")
    organisation.archived_at = None
    work.record(
        "organisation.restored",
        subject=("organisation", organisation_id),
        concerns=organisation_id,
        actor=actor,
        at=at,
    )


def check_version(present: int, expected: int | None) -> None:
    """Raise StaleEdit when somebody changed the row since it was read."""
    if expected is not None and expected != present:
        raise StaleEdit(field="version")


_DERIVED = frozenset({"sort_name", "match_name", "search_text", "web_domain", "mail_domain"})


def _visible(columns: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in columns.items() if name not in _DERIVED}


def _columns_of(organisation: Organisation, columns: Mapping[str, Any]) -> dict[str, Any]:
    return {name: getattr(organisation, name) for name in columns}


def _data_of(organisation: Organisation, changed: Mapping[str, Any]) -> OrganisationData:
    """Return the organisation's own fields as data, with the changes in place."""
    facts: dict[str, Any] = {name: getattr(organisation, name) for name in CHANGEABLE}
    facts |= changed
    facts["helix"] = Helix(facts["helix"])
    facts["subgroup"] = SubGroup(facts["subgroup"]) if facts["subgroup"] else None
    facts["declared_size"] = SizeClass(facts["declared_size"]) if facts["declared_size"] else None
    facts["is_startup"] = bool(facts["is_startup"])
    return OrganisationData(**facts)
