"""Shapes: the base schemas of everything that comes in or goes out as JSON, and a few fields.

`Input` refuses what it does not know. `Output` names every field on every answer, so that a client
may rely on each of them; a field without a value is null.
"""

from collections.abc import Sequence
from datetime import date
from enum import StrEnum
from operator import attrgetter
from typing import Any

from marshmallow import RAISE, Schema, ValidationError, fields, validate

from clusterorg.kernel.days import EARLIEST, DayOutOfReach, check_day

MOST_CENTS = 10**13
"""A hundred thousand million: more than any cluster moves, and far below what BIGINT holds."""

LANGUAGE_CODES = ("en", "nl", "fr", "de")


class Input(Schema):
    """What a client sends: unknown fields are refused."""

    class Meta:
        unknown = RAISE


class Output(Schema):
    """What a client gets: rows or objects, read by attribute; every field is always there."""

    class Meta:
        unknown = RAISE

    def on_bind_field(self, field_name: str, field_obj: fields.Field[Any]) -> None:
        """Promise the field to the reader of the contract."""
        field_obj.required = True

    def get_attribute(self, obj: Any, attr: str, default: Any) -> Any:
        """Read a row by attribute, a mapping by key; a missing one is a bug that shows."""
        if isinstance(obj, dict):
            return obj[attr]
        return attrgetter(attr)(obj)


class Choice(fields.String):
    """One of an enumeration's values; it comes in as the member and goes out as its text."""

    def __init__(self, kind: type[StrEnum], **more: Any) -> None:
        self.kind = kind
        super().__init__(validate=validate.OneOf([member.value for member in kind]), **more)

    def _deserialize(self, value: Any, attr: str | None, data: Any, **more: Any) -> Any:
        text = super()._deserialize(value, attr, data, **more)
        try:
            return self.kind(text)
        except ValueError as error:
            listed = ", ".join(member.value for member in self.kind)
            raise ValidationError(f"Must be one of: {listed}.") from error


class Text(fields.String):
    """A text of at most `most` characters, without spaces around it."""

    def __init__(self, most: int, *, least: int = 0, **more: Any) -> None:
        super().__init__(validate=validate.Length(min=least or None, max=most), **more)

    def _deserialize(self, value: Any, attr: str | None, data: Any, **more: Any) -> str:
        return str(super()._deserialize(value, attr, data, **more)).strip()


class Whole(fields.Integer):
    """A whole number between two bounds; 1.5, true and "1" are refused."""

    def __init__(self, least: int = 0, most: int = 2**31 - 1, **more: Any) -> None:
        super().__init__(strict=True, validate=validate.Range(least, most), **more)

    def _validated(self, value: Any) -> Any:
        if isinstance(value, (bool, str)):
            raise self.make_error("invalid", input=value)
        return super()._validated(value)


class Count(fields.Integer):
    """A whole number in a query string, where every value is a text."""

    def __init__(self, least: int = 0, most: int = 2**31 - 1, **more: Any) -> None:
        super().__init__(validate=validate.Range(least, most), **more)


class Cents(Whole):
    """An amount of money in whole cents."""

    def __init__(self, least: int = 0, most: int = MOST_CENTS, **more: Any) -> None:
        super().__init__(least, most, **more)


class Day(fields.Date):
    """A day in a year that can be meant (see `kernel.days`)."""

    def __init__(self, first: date = EARLIEST, **more: Any) -> None:
        self.first = first
        super().__init__(**more)

    def _deserialize(self, value: Any, attr: str | None, data: Any, **more: Any) -> date:
        day: date = super()._deserialize(value, attr, data, **more)
        try:
            return check_day(day, first=self.first)
        except DayOutOfReach as refusal:
            raise ValidationError(refusal.text()) from None


class YesNo(fields.Boolean):
    """True or false, not "yes" or 1."""

    def __init__(self, **more: Any) -> None:
        super().__init__(truthy={True}, falsy={False}, **more)

    def _deserialize(self, value: Any, attr: str | None, data: Any, **more: Any) -> Any:
        if not isinstance(value, bool):
            raise self.make_error("invalid", input=value)
        return value


class Plain(fields.Raw):
    """A text, a number, true, false or null; never a list or an object."""

    def __init__(self, **more: Any) -> None:
        types = ["string", "number", "boolean"]  # null is added for allow_none
        super().__init__(allow_none=True, metadata={"type": types}, **more)

    def _deserialize(self, value: Any, attr: str | None, data: Any, **more: Any) -> Any:
        if isinstance(value, (dict, list)):
            raise ValidationError("Must be a text, a number, true, false or null.")
        return value


class Language(fields.String):
    """One of the languages we write in."""

    def __init__(self, **more: Any) -> None:
        super().__init__(validate=validate.OneOf(LANGUAGE_CODES), **more)


class Texts(fields.Dict):
    """A text per language, such as {"en": "Member", "nl": "Lid"}."""

    def __init__(self, most: int = 200, **more: Any) -> None:
        super().__init__(keys=Language(), values=Text(most, least=1), **more)


def listed(kind: Any, most: int = 200, **more: Any) -> fields.List[Any]:
    """Return a list field of at most `most` items."""
    return fields.List(kind, validate=validate.Length(max=most), **more)


def nested(shape: type[Schema], most: int = 200, **more: Any) -> fields.List[Any]:
    """Return a list field of objects of one shape."""
    return listed(fields.Nested(shape), most, **more)


def flatten(messages: Any, path: str = "") -> dict[str, Sequence[str]]:
    """Return marshmallow's nested messages as dotted field → sentences (`sizes.0.year`)."""
    if not isinstance(messages, dict):
        found = [messages] if isinstance(messages, str) else [str(text) for text in messages]
        return {path or "_schema": found}
    flat: dict[str, Sequence[str]] = {}
    for key, value in messages.items():
        flat.update(flatten(value, path if key == "_schema" else f"{path}.{key}".strip(".")))
    return flat
