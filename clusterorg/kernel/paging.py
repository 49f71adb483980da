"""Keyset paging (sqlakeyset): page 150 costs what page 1 costs, and rows never repeat."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlakeyset import InvalidPage, select_page
from sqlalchemy import ColumnElement, Select
from sqlalchemy.exc import DataError, ProgrammingError
from sqlalchemy.orm import Session

from clusterorg.kernel.db import AnyRow
from clusterorg.kernel.errors import Invalid, _

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
    try:
        found = select_page(
            session, ordered, per_page=max(1, min(limit, MAX_LIMIT)), page=cursor or None
        )
    except (InvalidPage, ValueError, KeyError, IndexError) as error:
        raise BadCursor(field="cursor") from error
    except (DataError, ProgrammingError) as error:
        if cursor is None:
            raise
        # Values of another kind than the keys: the marker is made up or of another list.
        raise BadCursor(field="cursor") from error
    paging = found.paging
    return Page(
        rows=list(found),
        next=paging.bookmark_next if paging.has_next else None,
        previous=paging.bookmark_previous if paging.has_previous else None,
    )
