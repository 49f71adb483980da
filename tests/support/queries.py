"""Count the statements that reach the database: lists run as many for one row as for fifty."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, Engine, event

# A test's commits are savepoints; production has none of these.
SAVEPOINTS = ("SAVEPOINT", "RELEASE SAVEPOINT", "ROLLBACK TO SAVEPOINT")


@dataclass
class Counted:
    """The statements of a block, in order."""

    statements: list[str] = field(default_factory=list)

    @property
    def number(self) -> int:
        """How many there were."""
        return len(self.statements)


@contextmanager
def count_queries(bind: Engine | Connection) -> Iterator[Counted]:
    """Count what is sent over an engine or connection inside the block."""
    counted = Counted()

    def note(_connection: Any, _cursor: Any, statement: str, *_more: Any) -> None:
        if not statement.startswith(SAVEPOINTS):
            counted.statements.append(statement)

    event.listen(bind, "before_cursor_execute", note)
    try:
        yield counted
    finally:
        event.remove(bind, "before_cursor_execute", note)
