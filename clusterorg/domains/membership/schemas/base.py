"""The base of all shapes here: strict, and loading into a frozen value."""

from enum import StrEnum
from typing import Any, ClassVar

from marshmallow import RAISE, Schema, fields, post_load


class Strict(Schema):
    """Refuses unknown fields."""

    class Meta:
        """Unknown fields are an error, so that a typing error is not silently dropped."""

        unknown = RAISE


class ValueSchema(Strict):
    """Loads into the dataclass named by `makes`; lists become tuples."""

    makes: ClassVar[type]

    @post_load
    def make(self, data: dict[str, Any], **_rest: Any) -> Any:
        """Build the value."""
        plain = {key: tuple(v) if isinstance(v, list) else v for key, v in data.items()}
        return self.makes(**plain)


class Word(fields.Enum[Any]):
    """One of a closed list of words, given and stored by its value."""

    def __init__(self, kind: type[StrEnum], **options: Any) -> None:
        super().__init__(kind, by_value=True, **options)

    def _serialize(self, value: Any, attr: str | None, obj: Any, **kwargs: Any) -> Any:
        # Rows of the database hold the plain text.
        return None if value is None else str(value)
