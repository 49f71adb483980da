"""Find the regions of addresses anew, after the table of postcodes has changed."""

from datetime import datetime

from sqlalchemy import select

from clusterorg.domains.organisations.models import Address
from clusterorg.domains.organisations.reference.postcodes import nuts_of_postcode
from clusterorg.domains.organisations.vocabulary import NutsSource
from clusterorg.kernel.actor import Actor
from clusterorg.kernel.unit_of_work import UnitOfWork


def find_regions_anew(work: UnitOfWork, *, actor: Actor, at: datetime) -> int:
    """Set the region of every address that nobody chose by hand; return how many changed."""
    chosen_by_hand = Address.nuts_source == NutsSource.MANUAL.value
    changed = 0
    for address in work.session.scalars(select(Address).where(chosen_by_hand.is_not(True))):
        found = nuts_of_postcode(address.country, address.postcode)
        if found == address.nuts_code:
            continue
        before, address.nuts_code = address.nuts_code, found
        address.nuts_source = NutsSource.POSTCODE.value if found else None
        changed += 1
        work.record(
            "organisation.address.changed",
            subject=("address", address.id),
            concerns=address.organisation_id,
            actor=actor,
            at=at,
            before={"nuts_code": before},
            after={"nuts_code": found},
        )
    return changed
