"""Keyset paging (sqlakeyset): page 150 costs what page 1 costs, and rows never repeat."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlakeyset import InvalidPage, Paging, select_page, unserialize_bookmark
from sqlalchemy import ColumnElement, Integer, Select, bindparam, tuple_
from sqlalchemy.exc import DataError, ProgrammingError
from sqlalchemy.orm import Session

from clusterorg.kernel.db import AnyRow
from clusterorg.kernel.errors import Invalid, _
from clusterorg.kernel.scope import scoped

MAX_LIMIT = 200


class BadCursor(Invalid):
    """The page marker was not made by us, or belongs to another list."""

    code = "bad_cursor"
    message = _("This page marker is not valid. Start again from the first page.")


@dataclass(frozen=True, slots=True)
class Page:
    """Rows of one page, with markers of its neighbours (None at an end)."""

    rows: Sequence[AnyRow]
    next: str | None
    previous: str | None


def paginate(
    session: Session,
    statement: Select[Any],
    keys: Sequence[ColumnElement[Any]],
    *,
    cursor: str | None = None,
    limit: int = 50,
) -> Page:
    """Run `statement` ordered by `keys` (the last one unique) and return one page of it.

    `cursor` is a `next` or `previous` marker of an earlier page. Raises BadCursor.
    """
    ordered = statement.order_by(None).order_by(*keys)
    with _refusing(cursor):
        found = select_page(session, ordered, per_page=_size(limit), page=cursor or None)
    return _page(found.paging)


class Listing:
    """A list whose statement is made once and serves every page of it, for lists that are busy.

    The number of rows stands in the statement as a number, not as a value sent beside it: only then
    does PostgreSQL see that a plan which stops after fifty rows is good for all requests.
    """

    def __init__(self, statement: Select[Any], keys: Sequence[str], cluster_id: UUID) -> None:
        """`keys` are names of columns of the statement, the last one unique; all ascend."""
        columns = statement.selected_columns
        self._keys = [columns[key] for key in keys]
        names = list(columns.keys())
        self._places = [names.index(key) for key in keys]
        self._cluster_id = cluster_id
        self._first = self._prepared(statement)
        self._after = self._prepared(self._behind(statement, backwards=False))
        self._before = self._prepared(self._behind(statement, backwards=True), backwards=True)

    def page(self, session: Session, *, cursor: str | None = None, limit: int = 50) -> Page:
        """Return one page; raises BadCursor."""
        size = _size(limit)
        with _refusing(cursor):
            place, backwards = unserialize_bookmark(cursor or "")
            if place is not None and len(place) != len(self._keys):
                raise BadCursor(field="cursor")
            values: dict[str, Any] = {f"place_{n}": value for n, value in enumerate(place or ())}
            further = self._before if backwards else self._after
            statement = self._first if place is None else further
            rows = session.execute(statement, {**values, "page_size": size + 1}).all()
        places = [tuple(row[n] for n in self._places) for row in rows]
        return _page(Paging(list(rows), size, backwards and place is not None, place, places))

    def _prepared(self, statement: Select[Any], *, backwards: bool = False) -> Select[Any]:
        order = [key.desc() if backwards else key.asc() for key in self._keys]
        size = bindparam("page_size", type_=Integer, literal_execute=True)
        prepared: Select[Any] = scoped(
            statement.order_by(None).order_by(*order).limit(size), self._cluster_id
        )
        return prepared

    def _behind(self, statement: Select[Any], *, backwards: bool) -> Select[Any]:
        here = tuple_(*self._keys)
        there = tuple_(
            *(bindparam(f"place_{n}", type_=key.type) for n, key in enumerate(self._keys))
        )
        return statement.where(here < there if backwards else here > there)


def _size(limit: int) -> int:
    return max(1, min(limit, MAX_LIMIT))


def _page(paging: Paging[Any]) -> Page:
    return Page(
        rows=paging.rows,
        next=paging.bookmark_next if paging.has_next else None,
        previous=paging.bookmark_previous if paging.has_previous else None,
    )


@contextmanager
def _refusing(cursor: str | None) -> Iterator[None]:
    """Turn what a made-up marker leads to into BadCursor."""
    try:
        yield
    except (InvalidPage, ValueError, KeyError, IndexError) as error:
        raise BadCursor(field="cursor") from error
    except (DataError, ProgrammingError) as error:
        if cursor is None:
            raise
        # Values of another kind than the keys: the marker is made up or of another list.
        raise BadCursor(field="cursor") from error
