"""Law 9: a page runs as many queries for one row as for several.

Both clusters are filled alike, one with one of each thing (and one part of each part), the other
with three; every address that can be read is read in both. A page whose number grows with its rows
asks the database once per row.
"""

from collections import Counter
from typing import Any

import pytest
from flask import g
from sqlalchemy import text
from werkzeug.routing import Rule

from clusterorg.web.guard import Audience, declare
from tests.house.town import Town
from tests.support.addresses import ASKED, FILES, values
from tests.support.queries import count_queries

DOORS = ("/c/<slug>/admin", "/c/<slug>/portal", "/account", "/operator", "/api/v1/",
         "/c/<slug>/join")  # fmt: skip
# One query more or less that does not come from the number of rows, and where it comes from.
APART: dict[str, str] = {}


def queries_of(town: Town, rule: Rule, audience: Audience, filled: Any) -> list[str]:
    """Return the statements of one page in one cluster, its caches being warm."""
    url = town.url(rule, values(rule, filled)) + ASKED.get(rule.endpoint, "")
    visitor = town.visitor(audience, filled)
    town.visit(visitor, "GET", url)
    with count_queries(town.connection) as counted:
        answer = town.visit(visitor, "GET", url)
    assert answer.status_code < 400, (url, answer.status_code)
    return counted.statements


def growing(town: Town, *prefixes: str) -> list[str]:
    """Return the pages that ask more often where there is more, with what they ask again."""
    found = []
    for rule, audience in town.rules(*prefixes):
        if "GET" not in (rule.methods or ()) or rule.endpoint in {*FILES, *APART}:
            continue
        few, many = (queries_of(town, rule, audience, each) for each in (town.small, town.large))
        if len(few) != len(many):
            more = Counter(many)
            more.subtract(few)
            again = more.most_common(1)[0][0]
            found.append(
                f"{rule.endpoint}: {len(few)} queries for one row, {len(many)} for three: "
                + " ".join(again.split())[:100]
            )
    return found


@pytest.mark.parametrize("door", DOORS)
def test_more_rows_cost_no_more_queries(town: Town, door: str) -> None:
    assert growing(town, door) == []


def test_a_page_that_asks_once_per_row_is_found(other_town: Town) -> None:
    def slow(slug: str = "") -> str:
        with other_town.platform.session(g.cluster.id) as session:
            for row in session.execute(text("SELECT id FROM tags")).all():
                session.execute(text("SELECT name FROM tags WHERE id = :id"), {"id": row.id})
        return "done"

    other_town.app._got_first_request = False
    other_town.app.add_url_rule("/c/<slug>/admin/slow", "slow", slow)
    declare(other_town.app, "slow", Audience.ADMIN, "members.read")

    [found] = growing(other_town, "/c/<slug>/admin/slow")

    assert "SELECT name FROM tags" in found
