"""Seller and buyer as they are today, to be frozen onto a document."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy.dialects.postgresql import insert

from clusterorg.domains.billing.documents import FrozenParty
from clusterorg.domains.billing.models import SellerLogo
from clusterorg.domains.billing.vocabulary import ReferenceKind
from clusterorg.domains.identity import queries as identity
from clusterorg.domains.organisations import queries as organisations
from clusterorg.domains.organisations.errors import OrganisationNotFound
from clusterorg.domains.organisations.vocabulary import BillingParty
from clusterorg.kernel.i18n import LANGUAGES
from clusterorg.kernel.ids import new_id
from clusterorg.kernel.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True)
class Seller:
    """The cluster that issues: its frozen party and what decides how documents look."""

    party: FrozenParty
    language: str
    reference_kind: ReferenceKind
    time_zone: str


@dataclass(frozen=True, slots=True)
class Buyer:
    """One payer: the frozen party and the language it reads, when known."""

    party: FrozenParty
    language: str | None


def seller_of(work: UnitOfWork) -> Seller:
    """Return the cluster in scope as a seller, and keep its logo for the documents to come."""
    cluster = identity.get_cluster(work.session, work.cluster_id)
    party = FrozenParty(
        name=cluster.name,
        legal_name=cluster.legal_name,
        street=cluster.street,
        postcode=cluster.postcode,
        city=cluster.city,
        country=cluster.country,
        enterprise_number=cluster.enterprise_number,
        vat_number=cluster.vat_number,
        email=cluster.email,
        phone=cluster.phone,
        website=cluster.website,
        iban=cluster.iban,
        bic=cluster.bic,
        colour=cluster.colour,
        logo_sha256=_keep_logo(work),
    )
    belgian = cluster.country == "BE"
    kind = ReferenceKind.OGM if belgian else ReferenceKind.RF
    return Seller(party, cluster.default_language, kind, cluster.time_zone)


def _keep_logo(work: UnitOfWork) -> str | None:
    logo = identity.logo(work.session)
    if logo is None:
        return None
    work.session.execute(
        insert(SellerLogo)
        .values(cluster_id=work.cluster_id, id=new_id(), sha256=logo.sha256, png=logo.png)
        .on_conflict_do_nothing(index_elements=["cluster_id", "sha256"])
    )
    return str(logo.sha256)


def buyers_of(work: UnitOfWork, payer_ids: Collection[UUID], on: date) -> dict[UUID, Buyer]:
    """Return the payers as buyers on a day; raises OrganisationNotFound for a stranger."""
    wanted = sorted(set(payer_ids))
    found = organisations.billing_parties(work.session, wanted, on)
    if len(found) < len(wanted):
        raise OrganisationNotFound(field="payer_id")
    return {organisation_id: _buyer(party) for organisation_id, party in found.items()}


def _buyer(party: BillingParty) -> Buyer:
    frozen = FrozenParty(
        name=party.name,
        legal_name=party.legal_name or party.name,
        street=party.street,
        postcode=party.postcode,
        city=party.city,
        country=party.country,
        enterprise_number=party.enterprise_number,
        vat_number=party.vat_number,
        email=party.email,
        contact_name=party.contact_name,
    )
    return Buyer(frozen, party.language if party.language in LANGUAGES else None)
