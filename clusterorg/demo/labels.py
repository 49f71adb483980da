"""What the clusters keep of their own in the demo: values of their fields, and their tags.

The same ones every time, and drawn with dice of their own, so that the organisations stay
as they are without them.
"""

import random
from dataclasses import replace
from datetime import date
from typing import Any

from clusterorg.demo.generating import Made
from clusterorg.demo.recipes import Recipe
from clusterorg.domains.organisations.vocabulary import FieldDefinition, FieldKind

KNOWN = {FieldKind.CHOICE: 0.7, FieldKind.DATE: 0.25, FieldKind.YES_NO: 0.9}
"""Share of organisations of which a field of a kind is known."""
TAGGED = 0.35


def labelled(recipe: Recipe, made: list[Made], today: date) -> list[Made]:
    """Return the organisations with values in their cluster's own fields, and with its tags."""
    dice = random.Random(f"labels {recipe.facts['slug']}")  # noqa: S311 - reproducible, not secret
    return [replace(one, data=replace(one.data, **_drawn(recipe, dice, today))) for one in made]


def _drawn(recipe: Recipe, dice: random.Random, today: date) -> dict[str, Any]:
    custom = {
        field.key: _value(field, dice, today)
        for field in recipe.fields
        if dice.random() < KNOWN[field.kind]
    }
    many = dice.randint(1, 2) if dice.random() < TAGGED else 0
    return {"custom": custom, "tags": tuple(dice.sample(list(recipe.tags), many))}


def _value(field: FieldDefinition, dice: random.Random, today: date) -> Any:
    if field.kind is FieldKind.CHOICE:
        return dice.choice(field.choices)
    if field.kind is FieldKind.DATE:
        return date(today.year - dice.randint(2, 5), dice.randint(1, 12), 1).isoformat()
    return dice.random() < 0.8
