"""Custom fields: values are checked against the cluster's definitions and stored typed.

Stored as JSON: text and choice as text, number as a number, date as ISO text, yes/no as a boolean.
"""

import math
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from clusterorg.domains.organisations.errors import (
    ChoicesMissing,
    CustomChoiceInvalid,
    CustomDateInvalid,
    CustomNumberInvalid,
    CustomValueInvalid,
    CustomValueMissing,
    CustomYesNoInvalid,
    FieldKeyInvalid,
    UnknownCustomField,
)
from clusterorg.domains.organisations.rules import fields, names, texts
from clusterorg.domains.organisations.vocabulary import FieldDefinition, FieldKind
from clusterorg.kernel.days import FOUNDED_EARLIEST, DayOutOfReach, check_day

_KEY = re.compile(r"[a-z][a-z0-9_]{0,39}")
_LABEL_LIMIT = 100
_TEXT_LIMIT = 2000


def complete_definition(definition: FieldDefinition) -> FieldDefinition:
    """Return a definition as it is stored: one line each, each choice once, in the given order.

    Without a key it follows from the label. Raises FieldKeyInvalid, ChoicesMissing or TooLong.
    """
    key = definition.key or key_of(definition.label)
    if not _KEY.fullmatch(key):
        raise FieldKeyInvalid(field="key")
    label = fields.clean(definition.label, _LABEL_LIMIT, field="label")
    choices: dict[str, str] = {}
    if definition.kind is FieldKind.CHOICE:
        for given in definition.choices:
            choice = fields.clean(given, _LABEL_LIMIT, field="choices")
            if choice:
                choices.setdefault(choice.casefold(), choice)
        if len(choices) < 2:
            raise ChoicesMissing(field="choices")
    return replace(definition, key=key, label=label or key, choices=tuple(choices.values()))


def key_of(label: str) -> str:
    """Return a key made of a label: “Member since” becomes member_since; may be no valid one."""
    key = names.fold(label).replace(" ", "_")
    return key[:40].rstrip("_")


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

_REFUSALS: dict[FieldKind, type[CustomValueInvalid]] = {
    FieldKind.TEXT: CustomValueInvalid,
    FieldKind.NUMBER: CustomNumberInvalid,
    FieldKind.DATE: CustomDateInvalid,
    FieldKind.CHOICE: CustomChoiceInvalid,
    FieldKind.YES_NO: CustomYesNoInvalid,
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
        raise _REFUSALS[definition.kind](
            field=f"custom.{definition.key}",
            label=definition.label,
            value=str(value)[:60],
            choices=", ".join(definition.choices)[:300],
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
    if complete:
        refuse_missing(definitions, typed)
    return typed


def changed_values(
    definitions: Sequence[FieldDefinition], stored: Mapping[str, Any], given: Mapping[str, Any]
) -> dict[str, Any]:
    """Return the stored values with the given ones in place; None or "" takes one away.

    What stays as it was is not judged again: its choice may have been withdrawn, its field archived
    since. Raises as check_values.
    """
    fresh = {key: value for key, value in given.items() if value != stored.get(key)}
    filled = {key: value for key, value in fresh.items() if value not in (None, "")}
    typed = check_values(definitions, filled, complete=False)
    kept = {key: value for key, value in stored.items() if key not in fresh}
    refuse_missing(definitions, {**kept, **typed})
    return {**kept, **typed}


def refuse_missing(definitions: Sequence[FieldDefinition], values: Mapping[str, Any]) -> None:
    """Raise CustomValueMissing at the first required field without a value."""
    for definition in definitions:
        if definition.required and definition.key not in values:
            raise CustomValueMissing(field=f"custom.{definition.key}", label=definition.label)
