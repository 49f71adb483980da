"""An organisation and its parts as plain JSON: for the audit log and for the undo of an import."""

from collections.abc import Hashable, Mapping
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from enum import Enum
from functools import cache
from typing import Any, cast
from uuid import UUID

_PLAIN = (str, int, float, type(None))


@cache
def _field_names(kind: Any) -> tuple[str, ...] | None:
    return tuple(field.name for field in fields(kind)) if is_dataclass(kind) else None


def plain(value: Any) -> Any:
    """Return a value as JSON knows it; data classes become objects without their empty parts."""
    kind = type(value)
    if kind in _PLAIN:
        return value
    names = _field_names(cast(Hashable, kind))
    if names is not None:
        parts = ((name, getattr(value, name)) for name in names)
        return {
            name: plain(part) for name, part in parts if part or (part == 0 and part is not False)
        }
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, date | datetime):
        return value.isoformat()
    if isinstance(value, UUID):
        return str(value)
    if isinstance(value, Mapping):
        return {str(key): plain(part) for key, part in value.items()}
    if isinstance(value, list | tuple):
        return [plain(part) for part in value]
    return value


def changes(
    before: Mapping[str, Any], after: Mapping[str, Any]
) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return (before, after) of those keys whose value differs, as plain JSON."""
    names = [name for name in after if plain(before.get(name)) != plain(after[name])]
    return (
        {name: plain(before.get(name)) for name in names},
        {name: plain(after[name]) for name in names},
    )
