"""Put the filling together, and keep the ids that addresses need."""

from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from clusterorg.domains.identity.models import Person
from clusterorg.kernel.clock import now
from clusterorg.kernel.platform import Platform
from tests.support.cast import Cast
from tests.support.filling import members, money, people, staff
from tests.support.filling.hand import Hand
from tests.support.jobs import mailed_path, waiting_jobs


@dataclass
class Filled:
    """A filled cluster: who may visit it, and the ids of what is in it by argument name."""

    cast: Cast
    ids: dict[str, Any] = field(default_factory=dict)
    contact: Person | None = None
    key: str = ""
    tokens: dict[str, str] = field(default_factory=dict)

    @property
    def id(self) -> UUID:
        """The cluster's id."""
        return self.cast.id

    @property
    def slug(self) -> str:
        """The cluster's slug."""
        return self.cast.slug


def fill(platform: Platform, cast: Cast, *, rows: int = 1) -> Filled:
    """Write `rows` of each kind of thing into a cluster; names begin with the cluster's slug."""
    hand = Hand(platform, cast, now())
    filled = Filled(cast)
    staff.fill(hand, filled, rows)
    money.prepare(hand, filled, rows)
    members.prepare(hand, filled)
    people.fill(hand, filled, rows)
    members.fill(hand, filled, rows)
    money.fill(hand, filled, rows)
    filled.tokens = _tokens(platform, cast)
    return filled


def _tokens(platform: Platform, cast: Cast) -> dict[str, str]:
    """Return the tokens of the links in the mails that wait: invitation, join, password."""
    found = {}
    for name, arguments in waiting_jobs(platform):
        if not arguments.get("link_id"):
            continue
        path = mailed_path(arguments)
        if name == "mail.send" and (cast.slug in path or cast.slug in arguments["to"]):
            kind = "join" if "/join/" in path else path.strip("/").partition("/")[0]
            found.setdefault(kind, path.rpartition("/")[2].partition("?")[0])
    return found
