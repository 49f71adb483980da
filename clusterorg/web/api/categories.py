"""Categories: the kinds of membership, and the cluster's membership policies."""

from typing import Any
from uuid import UUID

from clusterorg.domains.membership import actions, queries
from clusterorg.domains.membership.models import MembershipSettings
from clusterorg.domains.membership.schemas import CategorySchema, SettingsSchema
from clusterorg.domains.membership.schemas.shown import CategoryShown, SettingsShown
from clusterorg.domains.membership.vocabulary import CategoryData, SettingsData
from clusterorg.web.api.mechanics.asking import who_and_when
from clusterorg.web.api.mechanics.contract import lists, reads, writes
from clusterorg.web.api.mechanics.editing import check_version
from clusterorg.web.work import session, unit_of_work


@lists(CategoryShown)
def index() -> Any:
    """List the categories in their order."""
    return queries.categories(session())


@writes(CategoryShown, takes=CategorySchema, status=201, etag=True, once="optional")
def create(data: CategoryData) -> Any:
    """Add a category."""
    with unit_of_work() as work:
        return actions.add_category(work, data=data, **who_and_when())


@reads(CategoryShown, etag=True)
def show(category_id: UUID) -> Any:
    """Read a category."""
    return queries.get_category(session(), category_id)


@writes(CategoryShown, takes=CategorySchema, etag=True, edits=True)
def update(data: CategoryData, category_id: UUID, version: int) -> Any:
    """Replace a category's details."""
    with unit_of_work() as work:
        check_version(queries.get_category(session(), category_id).version)
        return actions.change_category(work, category_id=category_id, data=data, **who_and_when())


@reads(SettingsShown, etag=True)
def policies() -> Any:
    """Read the membership policies: approval, notice, consent."""
    return _with_version(queries.settings(session()))


@writes(SettingsShown, takes=SettingsSchema, etag=True, edits=True)
def change_policies(data: SettingsData, version: int) -> Any:
    """Replace the membership policies."""
    with unit_of_work() as work:
        check_version(queries.settings(session()).version or 0)
        return _with_version(actions.change_settings(work, data=data, **who_and_when()))


def _with_version(row: MembershipSettings) -> dict[str, Any]:
    names = ("approval", "notice_days", "resume_days", "consent_version", "consent_texts")
    return {**{name: getattr(row, name) for name in names}, "version": row.version or 0}
