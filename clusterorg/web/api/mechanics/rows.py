"""Rows to JSON values, fast: a plain shape is worked out once, then each row is read by position.

marshmallow asks every field of every row what it is; for fifty rows of twenty columns that costs as
much as the query. A shape with anything but plain fields is left to marshmallow.
"""

from collections.abc import Callable, Sequence
from typing import Any

from marshmallow import Schema, fields
from sqlalchemy import Row

from clusterorg.kernel.shapes import Choice, Output

Write = Callable[[Any], Any] | None

# Subclasses are not looked for: another class of field may write its values in its own way.
_PLAIN: dict[type[fields.Field[Any]], Write] = {
    fields.String: None,
    fields.Boolean: None,
    fields.Integer: int,
    fields.UUID: str,
    fields.Date: lambda value: value.isoformat(),
    fields.DateTime: lambda value: value.isoformat(),
    fields.AwareDateTime: lambda value: value.isoformat(),
    Choice: None,
}


class RowWriter:
    """Writes the rows of one shape."""

    def __init__(self, shape: Schema) -> None:
        self._shape = shape
        self._columns = _columns_of(shape)

    def write(self, rows: Sequence[Any]) -> list[dict[str, Any]]:
        """Return the rows as JSON values, as the shape would dump them."""
        if self._columns is None or not rows or not isinstance(rows[0], Row):
            dumped: list[dict[str, Any]] = self._shape.dump(rows, many=True)
            return dumped
        places = {name: place for place, name in enumerate(rows[0]._fields)}
        columns = [(key, places[attribute], write) for key, attribute, write in self._columns]
        return [
            {
                key: value if (value := row[place]) is None or write is None else write(value)
                for key, place, write in columns
            }
            for row in rows
        ]


def _columns_of(shape: Schema) -> list[tuple[str, str, Write]] | None:
    """Return (key, column, how to write it) of a plain shape; None for any other."""
    if not isinstance(shape, Output):
        return None
    found = []
    for name, field in shape.dump_fields.items():
        plain, write = _plain(field)
        if not plain:
            return None
        found.append((field.data_key or name, field.attribute or name, write))
    return found


def _plain(field: fields.Field[Any]) -> tuple[bool, Write]:
    if type(field) in _PLAIN and "." not in (field.attribute or ""):
        return getattr(field, "format", None) in (None, "iso"), _PLAIN[type(field)]
    if type(field) is fields.List and _PLAIN.get(type(field.inner), 0) is None:
        return True, list
    return False, None
