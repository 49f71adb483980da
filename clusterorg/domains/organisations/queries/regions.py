"""Which regions there are, and what they are called."""

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from clusterorg.domains.organisations.models import Address
from clusterorg.domains.organisations.reference.nuts import regions
from clusterorg.domains.organisations.vocabulary import AddressKind
from clusterorg.kernel.scope import kept


def regions_in_use(session: Session) -> list[str]:
    """Return the codes of registered addresses and their NUTS 2 regions, each before its parts.

    A NUTS 3 code that ends in 0 is all of its NUTS 2 region, as Brussels is, and is left out.
    """
    codes = {code for code in session.scalars(_codes(session)) if code}
    codes |= {code[:4] for code in codes}
    return sorted(code for code in codes if len(code) < 5 or not code.endswith("0"))


@kept
def _codes() -> Select[str | None]:
    registered = Address.kind == AddressKind.REGISTERED.value
    return select(Address.nuts_code).where(registered, Address.nuts_code.is_not(None)).distinct()


def region_label(code: str) -> str:
    """Return the name of a NUTS 2024 region as its own country writes it; the code if unknown."""
    return regions().get(code, code)
