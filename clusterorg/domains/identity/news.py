"""What identity tells the other domains."""

from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True, slots=True)
class ClusterCreated:
    """A cluster exists; the domains to the right give it what it needs (a chart, products)."""

    cluster_id: UUID


@dataclass(frozen=True, slots=True)
class ClusterChanged:
    """Details of a cluster changed; `fields` names them."""

    cluster_id: UUID
    fields: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SeatGiven:
    """A person has a role in the cluster from now on."""

    seat_id: UUID
    person_id: UUID
    role: str


@dataclass(frozen=True, slots=True)
class SeatEnded:
    """A person no longer has this role in the cluster."""

    seat_id: UUID
    person_id: UUID
    role: str
