"""Reading saved views: a person's own and those shared with all colleagues."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Row, and_, bindparam, func, or_, select
from sqlalchemy.orm import Session

from clusterorg.domains.identity.errors import ViewNotFound
from clusterorg.domains.identity.models import DefaultView, SavedView
from clusterorg.domains.identity.vocabulary import ViewKeeper
from clusterorg.kernel.scope import kept


def saved_views(session: Session, list_key: str, by: ViewKeeper) -> Sequence[Row[Any]]:
    """Return the views of a list that somebody sees, their own first, by name.

    Columns: id, list_key, name, shared, arguments, is_default, version.
    """
    asked = {"list_key": list_key, "person_id": by.person_id}
    return session.execute(_listed(session), asked).all()


def get_view(session: Session, view_id: UUID, by: ViewKeeper) -> SavedView:
    """Return a view that somebody sees; raises ViewNotFound."""
    view = session.scalars(select(SavedView).where(SavedView.id == view_id)).one_or_none()
    if view is None or view.person_id not in (None, by.person_id):
        raise ViewNotFound()
    return view


def count_views(session: Session, list_key: str, person_id: UUID | None) -> int:
    """Return how many views of a list a person has; None: how many are shared."""
    owner = SavedView.person_id.is_not_distinct_from(person_id)
    return session.scalar(select(func.count()).where(SavedView.list_key == list_key, owner)) or 0


@kept
def _listed() -> Any:
    person = bindparam("person_id", type_=SavedView.person_id.type)
    chosen = and_(
        DefaultView.cluster_id == SavedView.cluster_id,
        DefaultView.view_id == SavedView.id,
        DefaultView.person_id == person,
    )
    return (
        select(
            SavedView.id,
            SavedView.list_key,
            SavedView.name,
            SavedView.person_id.is_(None).label("shared"),
            SavedView.arguments,
            DefaultView.id.is_not(None).label("is_default"),
            SavedView.version,
        )
        .outerjoin(DefaultView, chosen)
        .where(
            SavedView.list_key == bindparam("list_key"),
            or_(SavedView.person_id.is_(None), SavedView.person_id == person),
        )
        .order_by(SavedView.person_id.is_(None), SavedView.name, SavedView.id)
    )
