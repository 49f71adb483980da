"""How a batch is to be read: mapping, rules, proposals; and saving that for the next file."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select

from clusterorg.domains.organisations.actions.imports.common import refuse_unless
from clusterorg.domains.organisations.errors import ImportNotFound, ProfileNameTaken
from clusterorg.domains.organisations.models import ImportBatch, ImportProfile
from clusterorg.domains.organisations.queries.imports import get_batch
from clusterorg.domains.organisations.queries.labels import field_definitions
from clusterorg.domains.organisations.rules.fields import check_country
from clusterorg.domains.organisations.rules.import_rules import read_rules
from clusterorg.domains.organisations.rules.mapping import check_mapping
from clusterorg.domains.organisations.vocabulary import BatchStatus
from clusterorg.kernel.actor import Actor
from clusterorg.kernel.unit_of_work import UnitOfWork


def map_columns(
    work: UnitOfWork,
    *,
    batch_id: UUID,
    mapping: Mapping[str, str],
    rules: Sequence[Mapping[str, Any]] = (),
    actor: Actor,
    at: datetime,
    default_country: str | None = None,
) -> ImportBatch:
    """Say which column goes where and which rules apply; the dry run has to be made again.

    An empty target ignores a column. Raises UnknownImportColumn, UnknownImportTarget, TargetTwice,
    NameNotMapped, RuleInvalid, UnknownCountry or ImportNotReady.
    """
    batch = get_batch(work.session, batch_id)
    refuse_unless(batch, BatchStatus.STAGED, BatchStatus.CHECKED)
    definitions = field_definitions(work.session)
    before = {"mapping": batch.mapping, "rules": batch.rules}
    batch.mapping = check_mapping(mapping, batch.columns, definitions)
    read_rules(rules, batch.columns, definitions)
    batch.rules = [dict(rule) for rule in rules]
    if default_country:
        batch.default_country = check_country(default_country, field="default_country")
    batch.status = BatchStatus.STAGED.value
    after = {"mapping": batch.mapping, "rules": batch.rules}
    _record(work, batch, "import.mapped", actor, at, before, after)
    return batch


def accept_proposals(
    work: UnitOfWork, *, batch_id: UUID, accept: bool, actor: Actor, at: datetime
) -> ImportBatch:
    """Let proposed helix and sub-group stand where neither file, rule nor correction gives one."""
    batch = get_batch(work.session, batch_id)
    refuse_unless(batch, BatchStatus.STAGED, BatchStatus.CHECKED)
    before = {"accept_proposals": batch.accept_proposals}
    batch.accept_proposals = accept
    batch.status = BatchStatus.STAGED.value
    _record(
        work, batch, "import.proposals_accepted", actor, at, before, {"accept_proposals": accept}
    )
    return batch


def save_profile(
    work: UnitOfWork, *, batch_id: UUID, name: str, actor: Actor, at: datetime
) -> ImportProfile:
    """Save a batch's mapping and rules under a name. Raises ProfileNameTaken."""
    batch = get_batch(work.session, batch_id)
    wanted = " ".join(name.split())[:100] or batch.file_name[:100]
    if work.session.scalar(select(ImportProfile.id).where(ImportProfile.name == wanted)):
        raise ProfileNameTaken(field="name")
    profile = ImportProfile(
        name=wanted,
        mapping=batch.mapping,
        rules=batch.rules,
        accept_proposals=batch.accept_proposals,
        default_country=batch.default_country,
        saved_at=at,
    )
    work.session.add(profile)
    work.session.flush()
    work.record(
        "import_profile.saved",
        subject=("import_profile", profile.id),
        actor=actor,
        at=at,
        after={"name": wanted, "mapping": batch.mapping, "rules": batch.rules},
    )
    return profile


def use_profile(
    work: UnitOfWork, *, batch_id: UUID, profile_id: UUID, actor: Actor, at: datetime
) -> ImportBatch:
    """Use a saved mapping for those columns and rules whose columns this file has."""
    profile = work.session.scalar(select(ImportProfile).where(ImportProfile.id == profile_id))
    if profile is None:
        raise ImportNotFound(field="profile_id")
    batch = get_batch(work.session, batch_id)
    columns = set(batch.columns)
    batch.accept_proposals = profile.accept_proposals
    return map_columns(
        work,
        batch_id=batch_id,
        mapping={c: target for c, target in profile.mapping.items() if c in columns},
        rules=[rule for rule in profile.rules if rule["column"] in columns],
        default_country=profile.default_country,
        actor=actor,
        at=at,
    )


def _record(
    work: UnitOfWork,
    batch: ImportBatch,
    verb: str,
    actor: Actor,
    at: datetime,
    before: dict[str, Any],
    after: dict[str, Any],
) -> None:
    work.record(verb, subject=("import", batch.id), actor=actor, at=at, before=before, after=after)
