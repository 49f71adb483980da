"""What does not fit a schema is refused in the reader's language."""

from collections.abc import Iterator
from typing import Any

import pytest
from marshmallow import Schema, ValidationError, fields, validate

from clusterorg.kernel import shape_words, shapes
from clusterorg.kernel.i18n import use_locale

USED = (
    fields.String, fields.Integer, fields.Float, fields.Decimal, fields.Boolean, fields.Date,
    fields.UUID, fields.Nested, fields.List, fields.Dict, fields.Raw, fields.Email, fields.URL,
)  # fmt: skip
# Of moments, filled in with what kind of moment is meant: see `test_a_refusal_is_said_in_dutch`.
BY_KIND = {"format", "invalid_awareness"}


class Order(shapes.Input):
    name = shapes.Text(5, required=True)
    count = shapes.Whole(1, 9)
    cents = shapes.Cents()
    day = shapes.Day()
    language = shapes.Language()
    yes = shapes.YesNo()
    moment = fields.AwareDateTime()
    words = shapes.listed(fields.String(), most=2)
    half = fields.Integer(validate=validate.Range(min=3))


def refused(values: dict[str, Any]) -> str:
    """Return the first message of the first field that is wrong."""
    with pytest.raises(ValidationError) as refusal:
        Order().load({"name": "An", **values})
    said = shape_words.told(refusal.value.normalized_messages())
    return str(next(iter(said.values()))[0])


def defaults() -> Iterator[str]:
    """Every sentence that the fields we use, and the schema itself, can say when loading."""
    for kind in USED:
        messages = kind().default_error_messages if kind not in (fields.Nested, fields.List) else {}
        for base in (*kind.__mro__, fields.Field):
            messages = {**getattr(base, "default_error_messages", {}), **messages}
        yield from (str(text) for key, text in messages.items() if key not in BY_KIND)
    yield from Schema._default_error_messages.values()


def test_every_default_message_of_marshmallow_is_known() -> None:
    assert sorted(text for text in set(defaults()) if text not in shape_words.SENTENCES) == []


@pytest.mark.parametrize(
    "validator",
    [
        (validate.Length(2, 4), "x"),
        (validate.Length(min=2), "x"),
        (validate.Length(max=0), "x"),
        (validate.Length(equal=2), "x"),
        (validate.Range(2, 4), 5),
        (validate.Range(min=2), 1),
        (validate.Range(max=2), 3),
        (validate.Range(min=2, min_inclusive=False), 2),
        (validate.Range(max=2, max_inclusive=False), 2),
        (validate.OneOf(["a", "b"]), "c"),
        (validate.Regexp("^a$"), "b"),
        (validate.Email(), "b"),
        (validate.URL(), "b"),
    ],
)
def test_every_message_of_a_validator_is_known(validator: tuple[Any, Any]) -> None:
    check, value = validator
    with pytest.raises(ValidationError) as refusal:
        check(value)
    english = refusal.value.messages[0]

    with use_locale("nl"):
        assert shape_words.told(english) != english


@pytest.mark.parametrize(
    ("values", "dutch"),
    [
        ({"name": None}, "Dit veld mag niet leeg zijn (null)."),
        ({"name": "Anneleen"}, "Hoogstens 5 zijn toegelaten."),
        ({"count": 10}, "Dit moet van 1 tot 9 zijn."),
        ({"count": "x"}, "Dit moet een geheel getal zijn."),
        ({"half": 2}, "Dit moet 3 of meer zijn."),
        ({"day": "soon"}, "Dit moet een datum zijn, zoals 2026-03-31."),
        ({"language": "xx"}, "Dit moet een van deze zijn: en, nl, fr, de."),
        ({"yes": 1}, "Dit moet true of false zijn."),
        ({"moment": "2026-01-01T00:00:00"}, "Geef de tijdzone mee, zoals in 2026-03-31T12:00:00Z."),
        ({"other": 1}, "Zo’n veld bestaat hier niet."),
    ],
)
def test_a_refusal_is_said_in_dutch(values: dict[str, Any], dutch: str) -> None:
    with use_locale("nl"):
        assert refused(values) == dutch


def test_messages_below_a_field_are_said_as_well_and_unknown_ones_stay() -> None:
    with use_locale("nl"):
        said = shape_words.told({"a": {"0": ["Not a valid date.", "Our own words."]}})

    assert said == {"a": {"0": ["Dit moet een datum zijn, zoals 2026-03-31.", "Our own words."]}}
