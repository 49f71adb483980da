"""Custom fields: values are checked against the cluster's definitions and stored typed.

Stored as JSON: text and choice as text, number as a number, date as ISO text, yes/no as a boolean.
"""

import math
import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from clusterorg.domains.organisations.errors import (
    ChoicesMissing,
    CustomValueInvalid,
    CustomValueMissing,
    FieldKeyInvalid,
    UnknownCustomField,
)
from clusterorg.domains.organisations.rules import texts
from clusterorg.domains.organisations.vocabulary import FieldDefinition, FieldKind
from clusterorg.kernel.days import FOUNDED_EARLIEST, DayOutOfReach, check_day

_KEY = re.compile(r"[a-z][a-z0-9_]{0,39}")
_TEXT_LIMIT = 2000


def check_definition(definition: FieldDefinition) -> None:
    """Raise FieldKeyInvalid or ChoicesMissing for a definition that cannot work."""
    if not _KEY.fullmatch(definition.key):
        raise FieldKeyInvalid(field="key")
    if definition.kind is FieldKind.CHOICE and len(set(definition.choices)) < 2:
        raise ChoicesMissing(field="choices")


def _text(value: Any, _definition: FieldDefinition) -> str:
    if not isinstance(value, str) or len(value) > _TEXT_LIMIT:
        raise ValueError
    return value.replace("\x00", "").strip()


def _number(value: Any, _definition: FieldDefinition) -> int | float:
    if isinstance(value, bool):
        raise ValueError
    number = float(texts.read_number(value)) if isinstance(value, str) else float(value)
    if not math.isfinite(number):
        raise ValueError
    return int(number) if number.is_integer() else number


def _date(value: Any, _definition: FieldDefinition) -> str:
    day = value if isinstance(value, date) else texts.read_date(str(value))
    return check_day(day, first=FOUNDED_EARLIEST).isoformat()


def _choice(value: Any, definition: FieldDefinition) -> str:
    wanted = str(value).strip().casefold()
    for choice in definition.choices:
        if choice.casefold() == wanted:
            return choice
    raise ValueError


def _yes_no(value: Any, _definition: FieldDefinition) -> bool:
    return value if isinstance(value, bool) else texts.read_yes_no(str(value))


_READERS: dict[FieldKind, Callable[[Any, FieldDefinition], Any]] = {
    FieldKind.TEXT: _text,
    FieldKind.NUMBER: _number,
    FieldKind.DATE: _date,
    FieldKind.CHOICE: _choice,
    FieldKind.YES_NO: _yes_no,
}


def read_value(definition: FieldDefinition, value: Any) -> Any:
    """Return the value as it is stored; None for an empty one; raises CustomValueInvalid."""
    if value is None or value == "":
        return None
    try:
        return _READERS[definition.kind](value, definition)
    except DayOutOfReach as refusal:
        refusal.field = f"custom.{definition.key}"
        raise
    except (ValueError, TypeError, OverflowError):
        raise CustomValueInvalid(
            field=f"custom.{definition.key}",
            label=definition.label,
            value=str(value)[:60],
            kind=definition.kind.value,
        ) from None


def check_values(
    definitions: Sequence[FieldDefinition], values: Mapping[str, Any], *, complete: bool = True
) -> dict[str, Any]:
    """Return the values typed and without empty ones.

    Raises UnknownCustomField, CustomValueInvalid, and (when `complete`) CustomValueMissing.
    """
    known = {definition.key: definition for definition in definitions}
    typed: dict[str, Any] = {}
    for key, value in values.items():
        if key not in known:
            raise UnknownCustomField(field=f"custom.{key}", key=key)
        stored = read_value(known[key], value)
        if stored is not None:
            typed[key] = stored
    for definition in definitions:
        if complete and definition.required and definition.key not in typed:
            raise CustomValueMissing(field=f"custom.{definition.key}", label=definition.label)
    return typed
