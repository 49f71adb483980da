"""Which regions there are, and what they are called."""

from collections.abc import Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from clusterorg.domains.organisations.models import Address
from clusterorg.domains.organisations.reference.nuts import regions
from clusterorg.domains.organisations.vocabulary import AddressKind


def regions_in_use(session: Session) -> Sequence[str]:
    """Return the NUTS 2 and NUTS 3 codes of registered addresses, each NUTS 2 before its parts."""
    registered = Address.kind == AddressKind.REGISTERED.value
    both = (
        select(Address.nuts_code)
        .where(registered)
        .union(select(func.left(Address.nuts_code, 4)).where(registered))
        .subquery()
    )
    code = both.c.nuts_code
    return session.scalars(select(code).where(func.length(code) >= 4).order_by(code)).all()


def region_label(code: str) -> str:
    """Return the name of a NUTS 2024 region as its own country writes it; the code if unknown."""
    return regions().get(code, code)
