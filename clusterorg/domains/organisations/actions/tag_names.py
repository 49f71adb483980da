"""The tags themselves: renamed, merged, deleted."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, exists, select, update
from sqlalchemy.orm import aliased

from clusterorg.domains.organisations.actions.tags import tell
from clusterorg.domains.organisations.errors import (
    PartNotFound,
    TagMergedWithItself,
    TagTaken,
)
from clusterorg.domains.organisations.models import OrganisationTag, Tag
from clusterorg.domains.organisations.rules.complete import complete_tags
from clusterorg.domains.organisations.rules.names import tag_key
from clusterorg.kernel.actor import Actor
from clusterorg.kernel.errors import StaleEdit
from clusterorg.kernel.unit_of_work import UnitOfWork


def rename_tag(
    work: UnitOfWork,
    *,
    tag_id: UUID,
    name: str,
    actor: Actor,
    at: datetime,
    expected_name: str | None = None,
) -> Tag:
    """Rename a tag everywhere.

    Raises PartNotFound, TagTaken (merge_tags makes one of two), TooLong, and StaleEdit when the tag
    is no longer called `expected_name`.
    """
    tag = _tag(work, tag_id)
    if expected_name is not None and expected_name != tag.name:
        raise StaleEdit(field="name")
    cleaned = complete_tags([name])
    new_name = cleaned[0] if cleaned else tag.name
    if new_name == tag.name:
        return tag
    other = work.session.scalar(
        select(Tag.id).where(Tag.folded == tag_key(new_name), Tag.id != tag_id)
    )
    if other is not None:
        raise TagTaken(field="name")
    work.record(
        "tag.renamed",
        subject=("tag", tag_id),
        actor=actor,
        at=at,
        before={"name": tag.name},
        after={"name": new_name},
    )
    tag.name, tag.folded = new_name, tag_key(new_name)
    return tag


def merge_tags(
    work: UnitOfWork, *, kept_id: UUID, gone_id: UUID, actor: Actor, at: datetime
) -> Tag:
    """Make one tag of two: what wore the gone one wears the kept one, once.

    Raises PartNotFound or TagMergedWithItself.
    """
    if kept_id == gone_id:
        raise TagMergedWithItself(field="kept_id")
    # Two merges of the same tags take turns, or each could go into the other.
    work.session.execute(
        select(Tag.id).where(Tag.id.in_([kept_id, gone_id])).order_by(Tag.id).with_for_update()
    )
    kept, gone = _tag(work, kept_id, field="kept_id"), _tag(work, gone_id)
    gained = _handed_over(work, kept_id, gone_id)
    had = _stripped(work, gone_id)
    tell(work, {one: ([gone.name], [kept.name]) for one in gained}, actor, at)
    tell(work, {one: ([gone.name], []) for one in had}, actor, at)
    work.record(
        "tag.merged",
        subject=("tag", kept_id),
        actor=actor,
        at=at,
        before={"name": gone.name, "organisations": [str(one) for one in [*gained, *had]]},
        after={"name": kept.name},
    )
    work.session.delete(gone)
    return kept


def delete_tag(work: UnitOfWork, *, tag_id: UUID, actor: Actor, at: datetime) -> None:
    """Remove a tag from everything and delete it. Raises PartNotFound."""
    tag = _tag(work, tag_id)
    had = _stripped(work, tag_id)
    tell(work, {one: ([tag.name], []) for one in had}, actor, at)
    work.record(
        "tag.deleted",
        subject=("tag", tag_id),
        actor=actor,
        at=at,
        before={"name": tag.name, "organisations": [str(one) for one in had]},
    )
    work.session.delete(tag)


def _handed_over(work: UnitOfWork, kept_id: UUID, gone_id: UUID) -> list[UUID]:
    """Let those that have only the gone tag wear the kept one; return who they are."""
    same = aliased(OrganisationTag)
    has_kept = exists().where(
        same.cluster_id == OrganisationTag.cluster_id,
        same.organisation_id == OrganisationTag.organisation_id,
        same.tag_id == kept_id,
    )
    done = work.session.execute(
        update(OrganisationTag)
        .where(OrganisationTag.tag_id == gone_id, ~has_kept)
        .values(tag_id=kept_id)
        .returning(OrganisationTag.organisation_id)
        .execution_options(synchronize_session=False)
    )
    return [row[0] for row in done]


def _stripped(work: UnitOfWork, tag_id: UUID) -> list[UUID]:
    """Take a tag off everything; return what wore it."""
    done = work.session.execute(
        delete(OrganisationTag)
        .where(OrganisationTag.tag_id == tag_id)
        .returning(OrganisationTag.organisation_id)
        .execution_options(synchronize_session=False)
    )
    return [row[0] for row in done]


def _tag(work: UnitOfWork, tag_id: UUID, *, field: str = "tag_id") -> Tag:
    tag = work.session.scalar(select(Tag).where(Tag.id == tag_id))
    if tag is None:
        raise PartNotFound(field=field)
    return tag
