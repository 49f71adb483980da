"""What marshmallow says of values that do not fit, in the reader's language.

Its sentences are English and made when a value is refused; they are known again by their form and
said anew with the same values. One that is not known stays as it is.
"""

import re
from typing import Any

from clusterorg.kernel.errors import _
from clusterorg.kernel.i18n import gettext

SENTENCES: dict[str, str] = {
    "Missing data for required field.": _("This field is needed."),
    "Field may not be null.": _("This field cannot be empty (null)."),
    "Unknown field.": _("There is no such field here."),
    "Invalid value.": _("This value is not right."),
    "Invalid input.": _("This value is not right."),
    "Invalid type.": _("This should be an object with fields."),
    "Invalid input type.": _("This should be an object with fields."),
    "Not a valid mapping type.": _("This should be an object with fields."),
    "Not a valid list.": _("This should be a list."),
    "Not a valid string.": _("This should be a text."),
    "Not a valid utf-8 string.": _("This should be a text."),
    "Not a valid UUID.": _("This should be an id (UUID)."),
    "Not a valid number.": _("This should be a number."),
    "Number too large.": _("This number is too large."),
    "Not a valid integer.": _("This should be a whole number."),
    "Special numeric values (nan or infinity) are not permitted.": _("This should be a number."),
    "Not a valid boolean.": _("This should be true or false."),
    "Not a valid date.": _("This should be a date such as 2026-03-31."),
    "Not a valid datetime.": _("This should be a moment such as 2026-03-31T12:00:00Z."),
    "Not a valid aware datetime.": _("Give the time zone, as in 2026-03-31T12:00:00Z."),
    "Not a valid naive datetime.": _("Leave the time zone out, as in 2026-03-31T12:00:00."),
    "Not a valid email address.": _("This should be an e-mail address."),
    "Not a valid URL.": _("This should be a web address, with https:// before it."),
    "String does not match expected pattern.": _("This text does not have the expected form."),
    "Shorter than minimum length {min}.": _("At least %(min)s are needed."),
    "Longer than maximum length {max}.": _("At most %(max)s are allowed."),
    "Length must be between {min} and {max}.": _("From %(min)s to %(max)s are allowed."),
    "Length must be {equal}.": _("Exactly %(equal)s are needed."),
    "Must be equal to {other}.": _("This should be %(other)s."),
    "Must be one of: {choices}.": _("This should be one of: %(choices)s."),
    "Must be greater than or equal to {min}.": _("This should be %(min)s or more."),
    "Must be greater than {min}.": _("This should be more than %(min)s."),
    "Must be less than or equal to {max}.": _("This should be %(max)s or less."),
    "Must be less than {max}.": _("This should be less than %(max)s."),
    "Must be greater than or equal to {min} and less than or equal to {max}.": _(
        "This should be from %(min)s to %(max)s."
    ),
    "Must be a text, a number, true, false or null.": _(
        "This should be a text, a number, true, false or null."
    ),
    "Contains a character that is not text.": _("This contains a character that is not text."),
    "Write the field's key, a colon and the value.": _(
        "Write the field's key, a colon and the value."
    ),
    "Not a fraction such as 1/2.": _("This should be a fraction such as 1/2."),
}
_HOLE = re.compile(r"\\{(\w+)\\}")
# From the longest: "… and less than …" is no "greater than or equal to {min}".
_FORMS = [
    (re.compile(_HOLE.sub(r"(?P<\1>.*)", re.escape(form)), re.DOTALL), said)
    for form, said in sorted(SENTENCES.items(), key=lambda each: -len(each[0]))
]


def told(messages: Any) -> Any:
    """Return marshmallow's messages, a text or texts in lists and objects, in the language used."""
    if isinstance(messages, dict):
        return {field: told(inner) for field, inner in messages.items()}
    if isinstance(messages, list):
        return [told(inner) for inner in messages]
    return _said(messages) if isinstance(messages, str) else messages


def _said(message: str) -> str:
    for form, said in _FORMS:
        if found := form.fullmatch(message):
            return gettext(said, **found.groupdict())
    return message
