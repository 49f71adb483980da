"""Policies and categories: what a cluster decides once and changes rarely."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import func, select

from clusterorg.domains.membership import queries
from clusterorg.domains.membership.errors import CategoryCodeTaken, NameMissing
from clusterorg.domains.membership.models import MembershipCategory, MembershipSettings
from clusterorg.domains.membership.rules.codes import code_of
from clusterorg.domains.membership.vocabulary import CategoryData, SettingsData
from clusterorg.kernel.actor import Actor
from clusterorg.kernel.unit_of_work import UnitOfWork


def change_settings(
    work: UnitOfWork, *, data: SettingsData, actor: Actor, at: datetime
) -> MembershipSettings:
    """Store the cluster's membership policies, also for the first time."""
    row = queries.settings(work.session)
    before = _plain(row, SettingsData) if row in work.session else None
    for name, value in _values(data).items():
        setattr(row, name, value)
    work.session.add(row)
    work.session.flush()
    work.record(
        "membership_settings.changed",
        subject=("membership_settings", row.id),
        actor=actor,
        at=at,
        before=before,
        after=_values(data),
    )
    return row


def add_category(
    work: UnitOfWork, *, data: CategoryData, actor: Actor, at: datetime
) -> MembershipCategory:
    """Add a category; raises CategoryCodeTaken or NameMissing."""
    _check_category(work, data, None)
    last = work.session.scalar(select(func.max(MembershipCategory.position)))
    row = MembershipCategory(position=(last or 0) + 1, **_values(data))
    work.session.add(row)
    work.session.flush()
    work.record(
        "membership_category.added",
        subject=("membership_category", row.id),
        actor=actor,
        at=at,
        after=_values(data),
    )
    return row


def add_categories_named(
    work: UnitOfWork, *, names: Sequence[str], language: str, actor: Actor, at: datetime
) -> None:
    """Add a category for each name that is none yet, such as the levels of an imported list.

    Raises CategoryCodeTaken when two names differ only in signs that a code cannot have.
    """
    for name in names:
        if queries.unknown_categories(work.session, [name]):
            data = CategoryData(code=code_of(name), names={language: name.strip()})
            add_category(work, data=data, actor=actor, at=at)


def change_category(
    work: UnitOfWork, *, category_id: UUID, data: CategoryData, actor: Actor, at: datetime
) -> MembershipCategory:
    """Change a category; raises CategoryNotFound, CategoryCodeTaken or NameMissing."""
    row = queries.get_category(work.session, category_id)
    _check_category(work, data, category_id)
    before = _plain(row, CategoryData)
    for name, value in _values(data).items():
        setattr(row, name, value)
    work.session.flush()
    work.record(
        "membership_category.changed",
        subject=("membership_category", row.id),
        actor=actor,
        at=at,
        before=before,
        after=_values(data),
    )
    return row


def _check_category(work: UnitOfWork, data: CategoryData, own_id: UUID | None) -> None:
    if not any(name.strip() for name in data.names.values()):
        raise NameMissing(field="names", language="English")
    twin = work.session.scalar(
        select(MembershipCategory.id).where(MembershipCategory.code == data.code)
    )
    if twin is not None and twin != own_id:
        raise CategoryCodeTaken(field="code")


def _values(data: CategoryData | SettingsData) -> dict[str, Any]:
    return {name: _stored(value) for name, value in asdict(data).items()}


def _stored(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {key: text.strip() for key, text in value.items() if text.strip()}
    return value.value if hasattr(value, "value") else value


def _plain(row: Any, shape: type) -> dict[str, Any]:
    return {name: getattr(row, name) for name in shape.__dataclass_fields__}  # type: ignore[attr-defined]
