"""The clusters among which a person may switch, for the top of the rail.

Every page shows them, and they hardly ever change: each process remembers them for a minute. A link
that has become wrong in that minute leads to a 404 like any other door that is not yours.
"""

import time
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from flask import g

from clusterorg.domains.identity.queries import clusters_of
from clusterorg.kernel.clock import now
from clusterorg.web.context import current_person, platform

A_MINUTE = 60.0
MOST = 1000


@dataclass(frozen=True, slots=True)
class Choice:
    """A cluster to switch to."""

    slug: str
    name: str


_kept: dict[UUID, tuple[float, tuple[Choice, ...]]] = {}


def my_clusters() -> Sequence[Choice]:
    """Return the clusters in which the visitor holds a seat, by name."""
    person = current_person()
    if person is None or g.get("cluster") is None:
        return ()
    kept = _kept.get(person.id)
    if kept is None or kept[0] < time.monotonic():
        if len(_kept) >= MOST:
            _kept.clear()
        kept = _kept[person.id] = (time.monotonic() + A_MINUTE, _read(person.id))
    return kept[1]


def _read(person_id: UUID) -> tuple[Choice, ...]:
    """Ask in a session of its own, which has no cluster in scope (a counted door)."""
    with platform().session() as own:
        own.enter_person(person_id)
        rows = clusters_of(own, person_id, at=now())
        return tuple(Choice(row.slug, row.name) for row in rows)
