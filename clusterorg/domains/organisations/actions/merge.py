"""Merge two organisations that turned out to be one."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_, delete, exists, func, select, update
from sqlalchemy.orm import aliased

from clusterorg.domains.organisations.actions.writing import derived_columns
from clusterorg.domains.organisations.errors import MergeWithItself, VotingRolesOverlap
from clusterorg.domains.organisations.models import (
    Activity,
    Address,
    Contact,
    ContactRoleRow,
    Identifier,
    Organisation,
    OrganisationForward,
    OrganisationTag,
    Size,
)
from clusterorg.domains.organisations.news import OrganisationsMerged
from clusterorg.domains.organisations.queries.organisations import get_organisation
from clusterorg.domains.organisations.rules.describe import plain
from clusterorg.domains.organisations.vocabulary import ContactRole
from clusterorg.kernel.actor import Actor
from clusterorg.kernel.unit_of_work import UnitOfWork

# Which columns make a child of the one the same as a child of the other: there the kept one wins.
_CHILDREN: tuple[tuple[Any, tuple[str, ...]], ...] = (
    (Identifier, ("scheme", "value")),
    (Address, ("kind",)),
    (Size, ("year",)),
    (Activity, ("revision", "code")),
    (OrganisationTag, ("tag_id",)),
    (Contact, ()),
    (ContactRoleRow, ()),
)
_FILLABLE = (
    "legal_name",
    "subgroup",
    "declared_size",
    "website",
    "email",
    "phone",
    "language",
    "founded_on",
    "note",
)


def merge_organisations(
    work: UnitOfWork,
    *,
    kept_id: UUID,
    gone_id: UUID,
    actor: Actor,
    at: datetime,
    reason: str | None = None,
) -> Organisation:
    """Merge `gone_id` into `kept_id`; everything that hangs on the one hangs on the other after.

    Empty fields of the kept one are filled; where both have a value the kept one wins and the
    other's stays in the audit log. The gone row remains, archived, with a forwarding record: frozen
    facts (postings, invoices) go on naming it. Other domains move theirs when they hear
    OrganisationsMerged, and refuse the whole merge by raising. Raises MergeWithItself,
    VotingRolesOverlap, OrganisationNotFound, OrganisationWasMerged.
    """
    if kept_id == gone_id:
        raise MergeWithItself(field="gone_id")
    _lock(work, kept_id, gone_id)
    kept = get_organisation(work.session, kept_id)
    gone = get_organisation(work.session, gone_id)
    _refuse_two_votes(work, kept_id, gone_id)
    loser = _described(work, gone)
    filled = _fill(kept, gone)
    moved = {
        model.__tablename__: _move(work, model, keys, kept_id, gone_id) for model, keys in _CHILDREN
    }
    _forward(work, kept_id, gone_id, moved, at)
    gone.archived_at = gone.archived_at or at
    work.session.flush()
    _record(work, kept, gone, loser, filled, moved, actor, at, reason)
    work.publish(OrganisationsMerged(kept_id=kept_id, gone_id=gone_id))
    return kept


def _lock(work: UnitOfWork, *organisation_ids: UUID) -> None:
    """Let two merges of the same organisations take turns, or each could go into the other."""
    work.session.execute(
        select(Organisation.id)
        .where(Organisation.id.in_(organisation_ids))
        .order_by(Organisation.id)
        .with_for_update()
    )


def _refuse_two_votes(work: UnitOfWork, kept_id: UUID, gone_id: UUID) -> None:
    mine, other = aliased(ContactRoleRow), aliased(ContactRoleRow)
    voting = ContactRole.VOTING_REPRESENTATIVE.value
    overlap = func.daterange(mine.valid_from, mine.valid_until).op("&&")(
        func.daterange(other.valid_from, other.valid_until)
    )
    found = work.session.scalar(
        select(mine.id)
        .join(other, and_(other.cluster_id == mine.cluster_id, overlap))
        .where(
            mine.organisation_id == kept_id,
            other.organisation_id == gone_id,
            mine.role == voting,
            other.role == voting,
        )
        .limit(1)
    )
    if found is not None:
        raise VotingRolesOverlap(field="gone_id")


def _described(work: UnitOfWork, gone: Organisation) -> dict[str, Any]:
    """Return all of the gone organisation, with its parts, as plain JSON."""
    described = {column.key: plain(getattr(gone, column.key)) for column in gone.__table__.columns}
    for model, _ in _CHILDREN:
        rows = work.session.execute(
            select(model.__table__).where(
                model.__table__.c.cluster_id == work.cluster_id,
                model.__table__.c.organisation_id == gone.id,
            )
        ).mappings()
        described[model.__tablename__] = [plain(dict(row)) for row in rows]
    return described


def _fill(kept: Organisation, gone: Organisation) -> dict[str, Any]:
    filled: dict[str, Any] = {}
    for column in _FILLABLE:
        value = getattr(gone, column)
        if getattr(kept, column) in (None, "") and value not in (None, ""):
            if column == "subgroup" and kept.helix != gone.helix:
                continue
            setattr(kept, column, value)
            filled[column] = plain(value)
    custom = {key: value for key, value in gone.custom.items() if key not in kept.custom}
    if custom:
        kept.custom = {**kept.custom, **custom}
        filled["custom"] = custom
    for column, value in derived_columns(
        kept.name, kept.legal_name, kept.website, kept.email
    ).items():
        setattr(kept, column, value)
    return filled


def _move(
    work: UnitOfWork, model: Any, keys: tuple[str, ...], kept_id: UUID, gone_id: UUID
) -> list[str]:
    """Re-point a kind of child; those the kept one has already are removed. Return ids moved."""
    if keys:
        same = aliased(model)
        clash: ColumnElement[bool] = exists().where(
            same.cluster_id == model.cluster_id,
            same.organisation_id == kept_id,
            *(getattr(same, key) == getattr(model, key) for key in keys),
        )
        if model is Address:
            clash = and_(clash, Address.kind != "visiting")
        work.session.execute(
            delete(model)
            .where(model.organisation_id == gone_id, clash)
            .execution_options(synchronize_session=False)
        )
    moved = work.session.execute(
        update(model)
        .where(model.organisation_id == gone_id)
        .values(organisation_id=kept_id)
        .returning(model.id)
        .execution_options(synchronize_session=False)
    )
    return [str(row[0]) for row in moved]


def _forward(
    work: UnitOfWork, kept_id: UUID, gone_id: UUID, moved: dict[str, list[str]], at: datetime
) -> None:
    work.session.execute(
        update(OrganisationForward)
        .where(OrganisationForward.kept_id == gone_id)
        .values(kept_id=kept_id)
        .execution_options(synchronize_session=False)
    )
    work.session.add(
        OrganisationForward(gone_id=gone_id, kept_id=kept_id, merged_at=at, moved=moved)
    )


def _record(
    work: UnitOfWork,
    kept: Organisation,
    gone: Organisation,
    loser: dict[str, Any],
    filled: dict[str, Any],
    moved: dict[str, list[str]],
    actor: Actor,
    at: datetime,
    reason: str | None,
) -> None:
    work.record(
        "organisation.merged",
        subject=("organisation", kept.id),
        concerns=kept.id,
        actor=actor,
        at=at,
        before={"gone": loser},
        after={"kept_id": str(kept.id), "filled": filled, "moved": moved},
        reason=reason,
    )
    work.record(
        "organisation.merged_away",
        subject=("organisation", gone.id),
        concerns=gone.id,
        actor=actor,
        at=at,
        after={"kept_id": str(kept.id), "kept": kept.name},
        reason=reason,
    )
