"""The hand that fills: one unit of work per action, with the same actor and moment."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from itertools import count
from typing import Any

from clusterorg.kernel.clock import local_date
from clusterorg.kernel.platform import Platform
from tests.support.cast import Cast

NUMBERS = count(20_000)


def mark(cast: Cast) -> str:
    """The word with which the name of everything in a cluster begins."""
    return f"{cast.slug}-own"


@dataclass
class Hand:
    """Calls actions in one cluster: `hand.do(actions.add_organisation, data=...)`."""

    platform: Platform
    cast: Cast
    at: datetime

    def do(self, action: Callable[..., Any], **arguments: Any) -> Any:
        """Call an action as the owner, in a unit of work of its own."""
        by = {"actor": self.cast.actor("owner"), "at": self.at}
        with self.platform.unit_of_work(self.cast.id) as work:
            return action(work, **{**by, **arguments})

    @property
    def today(self) -> date:
        """The cluster's date."""
        return local_date(self.at, self.cast.cluster.time_zone)

    def named(self, what: str, number: int | str = "") -> str:
        """A name that tells whose it is, to be looked for where it should not be seen."""
        return f"{mark(self.cast)} {what} {number}".strip()

    def new_number(self) -> str:
        """A Belgian enterprise number with right check digits that nobody has yet."""
        base = next(NUMBERS)
        return f"{base:08d}{97 - base % 97:02d}"
