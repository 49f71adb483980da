"""Type-ahead: names that contain what was typed, then names that look like it."""

from collections.abc import Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from clusterorg.domains.organisations.models import Organisation
from clusterorg.domains.organisations.queries.directory import text_conditions
from clusterorg.domains.organisations.queries.rows import AnyRow
from clusterorg.domains.organisations.rules.names import fold

FUZZY_FROM = 4  # letters; shorter texts are like everything
FUZZY_THRESHOLD = 0.45


def search(session: Session, text: str, *, limit: int = 10) -> Sequence[AnyRow]:
    """Return (id, name, helix) of at most `limit` organisations, beginnings first, then by name.

    The inner statement reads nothing but the index (see directory); the outer one fetches the few
    rows found. Only when nothing contains the text are names compared by trigrams (pg_trgm).
    """
    folded = fold(text)
    if not folded:
        return []
    begins = Organisation.sort_name.like(f"{folded}%")
    inner = (
        select(Organisation.cluster_id, Organisation.id, begins.label("begins"))
        .add_columns(Organisation.sort_name)
        .where(Organisation.archived_at.is_(None), *text_conditions(text))
        .order_by(begins.desc(), Organisation.sort_name, Organisation.id)
        .limit(limit)
        .subquery()
    )
    found = session.execute(
        select(Organisation.id, Organisation.name, Organisation.helix)
        .join(
            inner,
            (inner.c.cluster_id == Organisation.cluster_id) & (inner.c.id == Organisation.id),
        )
        .order_by(inner.c.begins.desc(), inner.c.sort_name, inner.c.id)
    ).all()
    if found or len(folded) < FUZZY_FROM:
        return found
    return _alike(session, folded, limit)


def _alike(session: Session, folded: str, limit: int) -> Sequence[AnyRow]:
    likeness = func.word_similarity(folded, Organisation.match_name)
    return session.execute(
        select(Organisation.id, Organisation.name, Organisation.helix)
        .where(Organisation.archived_at.is_(None), likeness > FUZZY_THRESHOLD)
        .order_by(likeness.desc(), Organisation.sort_name, Organisation.id)
        .limit(limit)
    ).all()
