"""A cluster's own fields in words: their kinds, their values, and what changed about them."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any, Protocol

from flask_babel import gettext
from flask_babel import lazy_gettext as _

from clusterorg.domains.organisations.vocabulary import FieldKind
from clusterorg.web.looks import formats
from clusterorg.web.spreadsheets import Kind

KIND: dict[str, Any] = {
    "text": _("Free text"),
    "number": _("A number"),
    "date": _("A day"),
    "choice": _("One of several choices"),
    "yes_no": _("Yes or no"),
}


CELL: dict[str, Kind] = {
    FieldKind.NUMBER: Kind.NUMBER,
    FieldKind.DATE: Kind.DATE,
    FieldKind.YES_NO: Kind.YES_NO,
}
"""What a column of a file holds; the other kinds are text."""


class OwnField(Protocol):
    """What is needed of a field to read its values."""

    key: str
    label: str
    kind: str


def day_of(value: Any) -> date | None:
    """Return the day that a date field holds; stored is its ISO text."""
    return None if value in (None, "") else date.fromisoformat(str(value))


def cell(kind: str, value: Any) -> Any:
    """Return a value as a file holds it."""
    return day_of(value) if kind == FieldKind.DATE else value


def _yes_no(value: Any) -> str:
    return gettext("yes") if value else gettext("no")


_WRITERS: dict[str, Callable[[Any], str]] = {
    FieldKind.NUMBER: formats.number,
    FieldKind.DATE: lambda value: formats.day(day_of(value)),
    FieldKind.YES_NO: _yes_no,
}


def written(kind: str, value: Any) -> str:
    """Return a value as people read it; empty for none."""
    return "" if value is None else str(_WRITERS.get(kind, str)(value))


def own_changes(before: Any, after: Any, fields: Iterable[OwnField]) -> list[tuple[str, str, str]]:
    """Return (label, before, after) of the values that differ in a line of the audit log."""
    before, after = (each if isinstance(each, Mapping) else {} for each in (before, after))
    known = {field.key: field for field in fields}
    found = []
    for key in {**before, **after}:
        if before.get(key) != after.get(key):
            field = known.get(key)
            label, kind = (field.label, field.kind) if field else (key, FieldKind.TEXT)
            found.append((label, written(kind, before.get(key)), written(kind, after.get(key))))
    return found
