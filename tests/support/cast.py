"""The fixed cast of all tests: two clusters, each with a person per seat."""

from dataclasses import dataclass, field
from datetime import UTC, datetime
from uuid import UUID

from clusterorg.domains.identity.models import Cluster, Person, Seat
from clusterorg.domains.identity.vocabulary import Role
from clusterorg.kernel.actor import Actor
from clusterorg.kernel.ids import new_id
from clusterorg.kernel.platform import Platform

AT = datetime(2026, 3, 2, 10, 0, tzinfo=UTC)
PASSWORD = "a long enough pass phrase"

SMAAK = {
    "slug": "smaakkust",
    "name": "SmaakKust",
    "legal_name": "SmaakKust vzw",
    "legal_form": "vzw",
    "enterprise_number": "0001000187",
    "vat_number": "BE0001000187",
    "street": "Havenlaan 12",
    "postcode": "8400",
    "city": "Oostende",
    "country": "BE",
    "time_zone": "Europe/Brussels",
    "languages": ["nl", "en", "fr"],
    "default_language": "nl",
    "colour": "#1d6f5c",
    "iban": "BE56363123456788",
    "bic": "BBRUBEBB",
    "stripe_account_id": "acct_smaakkust",
}
MECA = {
    "slug": "mecavallee",
    "name": "MécaVallée",
    "legal_name": "MécaVallée asbl",
    "legal_form": "asbl",
    "enterprise_number": "0001000286",
    "vat_number": "BE0001000286",
    "street": "Quai de Meuse 4",
    "postcode": "4000",
    "city": "Liège",
    "country": "BE",
    "time_zone": "Europe/Brussels",
    "languages": ["fr", "en"],
    "default_language": "fr",
    "colour": "#8a3b12",
    "iban": "BE71096123456769",
    "bic": "GKCCBEBB",
    "stripe_account_id": "acct_mecavallee",
}


@dataclass
class Cast:
    """A cluster and its people, by role."""

    cluster: Cluster
    people: dict[str, Person] = field(default_factory=dict)

    @property
    def id(self) -> UUID:
        return self.cluster.id

    @property
    def slug(self) -> str:
        return self.cluster.slug

    def actor(self, role: str = "manager") -> Actor:
        person = self.people[role]
        return Actor.person(person.id, person.name)


def make_cast(platform: Platform, facts: dict, at: datetime = AT) -> Cast:
    """Create a cluster with an owner, manager, finance and viewer who share one pass phrase."""
    cluster_id = new_id()
    with platform.unit_of_work(cluster_id) as work:
        cluster = Cluster(
            id=cluster_id,
            vat_status="liable",
            email=f"info@{facts['slug']}.example",
            requires_second_factor=False,
            created_at=at,
            **facts,
        )
        work.session.add(cluster)
        work.session.flush()
        cast = Cast(cluster)
        for role in Role:
            cast.people[role.value] = person = make_person(role.value, facts["slug"], at)
            work.session.add(person)
            work.session.flush()
            work.session.add(Seat(person_id=person.id, role=role.value, valid_from=at))
    return cast


def make_person(given: str, family: str, at: datetime = AT) -> Person:
    """Make a person with a mail address derived from the name and the shared pass phrase."""
    return Person(
        id=new_id(),
        email=f"{given}@{family}.example",
        given_name=given.title(),
        family_name=family.title(),
        language="en",
        password_hash=_hash(),
        is_operator=False,
        created_at=at,
    )


_hashed: list[str] = []


def _hash() -> str:
    from argon2 import PasswordHasher

    if not _hashed:
        # Cheap parameters: the strength of the hash is not what these tests are about.
        _hashed.append(PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(PASSWORD))
    return _hashed[0]
