"""Idle connections that died are replaced before a request uses them, without a round trip.

A healthy idle connection has nothing to say. One whose server has ended says so: its farewell, or
the end of the stream, lies in the socket. Only then is it worth asking (decision 050).
"""

import select
from typing import Any

from psycopg import OperationalError
from sqlalchemy.exc import InvalidatePoolError


def replace_when_dead(connection: Any, _record: Any, _proxy: Any) -> None:
    """Raise InvalidatePoolError for a dead connection: the pool then makes new ones (checkout)."""
    if connection.closed or (_has_something_to_say(connection) and not _answers(connection)):
        raise InvalidatePoolError("The database ended this connection; a new one takes its place.")


def _has_something_to_say(connection: Any) -> bool:
    watch = select.poll()
    watch.register(connection.fileno(), select.POLLIN)
    return bool(watch.poll(0))


def _answers(connection: Any) -> bool:
    """Ask; a server whose settings were reloaded had something to say too, and lives."""
    try:
        connection.execute("SELECT 1")
        connection.rollback()
    except OperationalError:
        return False
    return True
