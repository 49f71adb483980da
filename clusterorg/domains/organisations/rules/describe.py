"""An organisation and its parts as plain JSON: for the audit log and for the undo of an import."""

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from enum import Enum
from typing import Any
from uuid import UUID

_EMPTY: tuple[Any, ...] = (None, "", (), [], {}, False)


def plain(value: Any) -> Any:
    """Return a value as JSON knows it; data classes become objects without their empty parts."""
    if is_dataclass(value) and not isinstance(value, type):
        pairs = ((f.name, plain(getattr(value, f.name))) for f in fields(value))
        return {name: part for name, part in pairs if part not in _EMPTY}
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
