"""Saved views: kept, renamed, overwritten, deleted, chosen as the one a list opens with."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.dialects.postgresql import insert

from clusterorg.domains.identity import queries
from clusterorg.domains.identity.errors import TooManyViews, ViewNameTaken, ViewNeedsPerson
from clusterorg.domains.identity.models import DefaultView, SavedView
from clusterorg.domains.identity.rules import texts
from clusterorg.domains.identity.rules.views import (
    MOST_VIEWS,
    NAME_LENGTH,
    check_arguments,
    check_may_change,
)
from clusterorg.domains.identity.vocabulary import ViewKeeper
from clusterorg.kernel.actor import Actor
from clusterorg.kernel.errors import StaleEdit
from clusterorg.kernel.ids import new_id
from clusterorg.kernel.unit_of_work import UnitOfWork

Arguments = Mapping[str, Sequence[str]]


def save_view(
    work: UnitOfWork,
    *,
    list_key: str,
    name: str,
    arguments: Arguments,
    shared: bool,
    by: ViewKeeper,
    actor: Actor,
    at: datetime,
) -> SavedView:
    """Keep what a list was asked for under a name, for oneself or for all colleagues.

    Raises NameMissing, TooLong, ViewNameTaken, ViewTooLarge, TooManyViews, SharingForbidden,
    ViewNeedsPerson.
    """
    if not shared and by.person_id is None:
        raise ViewNeedsPerson(field="shared")
    owner = None if shared else by.person_id
    check_may_change(owner, by)
    if queries.count_views(work.session, list_key, owner) >= MOST_VIEWS:
        raise TooManyViews(limit=MOST_VIEWS)
    view = SavedView(
        id=new_id(),
        list_key=list_key,
        person_id=owner,
        name=_free_name(work, name, list_key, owner),
        arguments=check_arguments(arguments),
        created_at=at,
    )
    work.session.add(view)
    work.session.flush()
    after = {"list": list_key, "shared": shared, "name": view.name, "arguments": view.arguments}
    work.record("view.saved", subject=("view", view.id), actor=actor, at=at, after=after)
    return view


def change_view(
    work: UnitOfWork,
    *,
    view_id: UUID,
    version: int,
    name: str | None = None,
    arguments: Arguments | None = None,
    by: ViewKeeper,
    actor: Actor,
    at: datetime,
) -> SavedView:
    """Rename a view, or overwrite what it asks for; None leaves a part as it is.

    Raises ViewNotFound, SharingForbidden, StaleEdit, and what save_view raises for the parts.
    """
    view = _changeable(work, view_id, by)
    if version != view.version:
        raise StaleEdit(field="version")
    wanted: dict[str, Any] = {}
    if name is not None:
        wanted["name"] = _free_name(work, name, view.list_key, view.person_id, but=view_id)
    if arguments is not None:
        wanted["arguments"] = check_arguments(arguments)
    after = {part: value for part, value in wanted.items() if value != getattr(view, part)}
    if after:
        before = {part: getattr(view, part) for part in after}
        for part, value in after.items():
            setattr(view, part, value)
        work.record(
            "view.changed",
            subject=("view", view_id),
            actor=actor,
            at=at,
            before=before,
            after=after,
        )
    return view


def delete_view(
    work: UnitOfWork, *, view_id: UUID, by: ViewKeeper, actor: Actor, at: datetime
) -> SavedView:
    """Delete a view; lists that opened with it open plain again. Raises what change_view raises."""
    view = _changeable(work, view_id, by)
    work.session.delete(view)
    work.record(
        "view.deleted",
        subject=("view", view_id),
        actor=actor,
        at=at,
        before={"list": view.list_key, "name": view.name, "arguments": view.arguments},
    )
    return view


def choose_default_view(
    work: UnitOfWork, *, view_id: UUID, chosen: bool, by: ViewKeeper, actor: Actor, at: datetime
) -> SavedView:
    """Let a person's list open with a view from now on, or (not chosen) plain again.

    Asking twice changes nothing. Raises ViewNotFound, ViewNeedsPerson.
    """
    view = queries.get_view(work.session, view_id, by)
    if by.person_id is None:
        raise ViewNeedsPerson()
    if _set_default(work, view, by.person_id) if chosen else _unset_default(work, view, by):
        work.record(
            "view.made_default" if chosen else "view.no_longer_default",
            subject=("view", view_id),
            actor=actor,
            at=at,
            after={"list": view.list_key, "name": view.name},
        )
    return view


def _set_default(work: UnitOfWork, view: SavedView, person_id: UUID) -> bool:
    values = {"cluster_id": work.cluster_id, "id": new_id(), "list_key": view.list_key}
    statement = insert(DefaultView).values(person_id=person_id, view_id=view.id, **values)
    changed = statement.on_conflict_do_update(
        index_elements=["cluster_id", "list_key", "person_id"],
        set_={"view_id": view.id},
        where=DefaultView.view_id != view.id,
    )
    return bool(work.session.execute(changed.returning(DefaultView.id)).all())


def _unset_default(work: UnitOfWork, view: SavedView, by: ViewKeeper) -> bool:
    mine = delete(DefaultView).where(
        DefaultView.view_id == view.id, DefaultView.person_id == by.person_id
    )
    return bool(work.session.execute(mine.returning(DefaultView.id)).all())


def _changeable(work: UnitOfWork, view_id: UUID, by: ViewKeeper) -> SavedView:
    view = queries.get_view(work.session, view_id, by)
    check_may_change(view.person_id, by)
    return view


def _free_name(
    work: UnitOfWork, name: str, list_key: str, owner: UUID | None, but: UUID | None = None
) -> str:
    """Return the name, cleaned; a view of other people may have it too."""
    name = texts.check_name(name, field="name", limit=NAME_LENGTH)
    taken = work.session.scalar(
        select(SavedView.id).where(
            SavedView.list_key == list_key,
            SavedView.person_id.is_not_distinct_from(owner),
            SavedView.name == name,
            SavedView.id.is_distinct_from(but),
        )
    )
    if taken is not None:
        raise ViewNameTaken(field="name")
    return name
