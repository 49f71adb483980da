"""News: what one domain tells the others, heard inside the same transaction.

A piece of news is a frozen dataclass in the past tense. A reaction that fails undoes the unit.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from clusterorg.kernel.unit_of_work import UnitOfWork

Reaction = Callable[["UnitOfWork", Any], None]


class NewsDesk:
    """Knows who reacts to what. Wiring fills it once per process."""

    def __init__(self) -> None:
        self._reactions: dict[type, list[Reaction]] = defaultdict(list)

    def join(self, reactions: Iterable[tuple[type, Reaction]]) -> None:
        """Let each reaction hear its kind of news, in the order given."""
        for kind, reaction in reactions:
            self._reactions[kind].append(reaction)

    def reactions_to(self, news: object) -> list[Reaction]:
        """Return the reactions to a piece of news, in order."""
        return self._reactions.get(type(news), [])

    def heard(self) -> set[type]:
        """Return every kind of news that somebody reacts to."""
        return set(self._reactions)
