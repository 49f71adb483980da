"""Rows are written fast, and just as marshmallow would write them."""

from datetime import UTC, date, datetime
from enum import StrEnum
from typing import Any

import pytest
from marshmallow import fields
from sqlalchemy import Connection, literal, select

from clusterorg.domains.membership.schemas.shown import MemberShown
from clusterorg.domains.organisations.schemas.organisations import OrganisationRow
from clusterorg.kernel.ids import new_id
from clusterorg.kernel.shapes import Choice, Output
from clusterorg.web.api.mechanics import rows
from clusterorg.web.api.mechanics.rows import RowWriter


class Colour(StrEnum):
    """Two of them."""

    RED = "red"
    BLUE = "blue"


class Plain(Output):
    """One of each plain field."""

    id = fields.UUID()
    text = fields.String(attribute="name")
    number = fields.Integer(allow_none=True)
    yes = fields.Boolean()
    day = fields.Date()
    at = fields.DateTime()
    nothing = fields.Date(allow_none=True)
    colour = Choice(Colour)


class Deep(Plain):
    """Something that marshmallow has to write."""

    upper = fields.Function(lambda row: row.name.upper())


@pytest.fixture
def found(connection: Connection) -> list[Any]:
    values = {
        "yes": True,
        "id": new_id(),
        "name": "a",
        "number": 7,
        "day": date(2026, 3, 2),
        "at": datetime(2026, 3, 2, 10, tzinfo=UTC),
        "colour": "red",
    }
    columns = [literal(value).label(name) for name, value in values.items()]
    return list(connection.execute(select(*columns, literal(None).label("nothing"))))


def test_a_plain_shape_is_written_as_marshmallow_would(found: list[Any]) -> None:
    assert RowWriter(Plain()).write(found) == Plain().dump(found, many=True)


def test_any_other_shape_is_left_to_marshmallow(found: list[Any]) -> None:
    assert RowWriter(Deep()).write(found)[0]["upper"] == "A"


@pytest.mark.parametrize("shape", [MemberShown, OrganisationRow])
def test_the_long_lists_have_a_plain_shape(shape: type[Output]) -> None:
    assert rows._columns_of(shape()) is not None
