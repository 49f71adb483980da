"""What somebody else changed while a form was being filled in."""

from collections.abc import Mapping
from typing import Any

from wtforms import Field, Form, SelectField


def differences(form: Form, present: Mapping[str, Any]) -> list[tuple[str, str, str]]:
    """Return (label, their value, my value) of the fields in which the row and the form differ."""
    found = []
    for name, theirs in present.items():
        field = form._fields.get(name)
        if field is not None and (field.data or None) != (theirs or None):
            stored, mine = _shown(field, theirs), _shown(field, field.data)
            if stored != mine:
                found.append((str(field.label.text), stored, mine))
    return found


def _shown(field: Field, value: Any) -> str:
    if value in (None, ""):
        return "–"
    if isinstance(field, SelectField):
        words = {choice[0]: str(choice[1]) for choice in field.iter_choices()}
        return words.get(value, str(value))
    return " · ".join(str(value).splitlines())
