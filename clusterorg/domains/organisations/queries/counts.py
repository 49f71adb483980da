"""How many: by helix and by size class."""

from datetime import date

from sqlalchemy import func, select, true
from sqlalchemy.orm import Session

from clusterorg.domains.organisations.models import Organisation
from clusterorg.domains.organisations.queries.sizes import class_of, newest_size
from clusterorg.domains.organisations.vocabulary import Helix, SizeClass


def counts_by_helix(session: Session) -> dict[Helix, int]:
    """Return how many organisations stand in each strand, archived ones left out."""
    rows = session.execute(
        select(Organisation.helix, func.count())
        .where(Organisation.archived_at.is_(None))
        .group_by(Organisation.helix)
    )
    found = {row[0]: row[1] for row in rows}
    return {helix: found.get(helix.value, 0) for helix in Helix}


def counts_by_size(
    session: Session, on: date, *, helix: Helix | None = Helix.BUSINESS
) -> dict[SizeClass | None, int]:
    """Return how many organisations are of each size (None: size not known).

    Business only unless asked otherwise: the classes are meant for enterprises.
    """
    newest = newest_size(on)
    size = class_of(newest.c.headcount_centi, on).label("size")
    statement = (
        select(size, func.count())
        .select_from(Organisation)
        .outerjoin(newest, true())
        .where(Organisation.archived_at.is_(None))
        .group_by(size)
    )
    if helix is not None:
        statement = statement.where(Organisation.helix == helix.value)
    found = {row[0]: row[1] for row in session.execute(statement)}
    counts: dict[SizeClass | None, int] = {size: found.get(size.value, 0) for size in SizeClass}
    return counts | {None: found.get(None, 0)}
