"""Keyset pages: forwards, backwards, and markers that nobody of us made."""

import pytest
from sqlalchemy import func, select

from clusterorg.kernel.paging import BadCursor, Listing, paginate

ROWS = 25


def numbers():
    """Return a statement of 25 rows: n, and third (many alike)."""
    n = func.generate_series(1, ROWS).label("n")
    rows = select(n).subquery()
    return select(rows.c.n, (rows.c.n % 3).label("third")).select_from(rows)


@pytest.fixture
def listing(smaak):
    rows = numbers().subquery()
    return Listing(select(rows.c.n, rows.c.third), ("third", "n"), smaak.id)


@pytest.fixture
def session(platform, smaak):
    with platform.session(smaak.id) as session:
        yield session


def all_pages(page):
    """Walk to the end and back; return the pages on the way there and on the way back."""
    there, back = [page(None)], []
    while there[-1].next:
        there.append(page(there[-1].next))
    back.append(there[-1])
    while back[-1].previous:
        back.append(page(back[-1].previous))
    return there, back


@pytest.mark.parametrize("limit", [1, 7, 24, 25, 26])
def test_a_listing_shows_every_row_once_there_and_back(listing, session, limit):
    there, back = all_pages(lambda cursor: listing.page(session, cursor=cursor, limit=limit))

    seen = [tuple(row) for page in there for row in page.rows]
    again = [tuple(row) for page in reversed(back) for row in page.rows]
    assert seen == sorted(seen, key=lambda row: (row[1], row[0]))
    assert len(seen) == ROWS
    assert again == seen


def test_a_listing_and_paginate_make_the_same_pages_and_markers(listing, session):
    rows = numbers().subquery()
    statement, keys = select(rows.c.n, rows.c.third), [rows.c.third, rows.c.n]

    one, _back = all_pages(lambda cursor: listing.page(session, cursor=cursor, limit=7))
    other, _back = all_pages(
        lambda cursor: paginate(session, statement, keys, cursor=cursor, limit=7)
    )

    assert [(p.next, p.previous, list(map(tuple, p.rows))) for p in one] == [
        (p.next, p.previous, list(map(tuple, p.rows))) for p in other
    ]


@pytest.mark.parametrize("marker", ["x", ">i:1", ">i:1~i:2~i:3", ">s:a~s:b", "<s:~s:", ">q:1"])
def test_a_marker_that_we_did_not_make_is_refused(listing, session, marker):
    with pytest.raises(BadCursor):
        listing.page(session, cursor=marker)
