"""The cluster's own fields as inputs of a form: the right one for each kind."""

from collections.abc import Mapping, Sequence
from typing import Any, TypeVar

from babel.numbers import format_decimal
from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import DateField, Form, SelectField
from wtforms.validators import InputRequired, Length, Optional

from clusterorg.domains.organisations.vocabulary import FieldDefinition, FieldKind
from clusterorg.kernel.i18n import current_locale
from clusterorg.web.fields import LineField
from clusterorg.web.own_fields import day_of

PREFIX = "custom."
NOT_KNOWN = ("", _("Not known"))
LONGEST = 2000
AnyForm = TypeVar("AnyForm", bound=Form)


class FigureField(LineField):
    """A number; `data` is what was typed, which the organisations domain reads in any notation."""

    def _value(self) -> str:
        return _figure(self.data) if isinstance(self.data, int | float) else self.data or ""


def _figure(value: float) -> str:
    """Write a number so that it is read back as the same: 2,1250 since 2,125 could be thousands."""
    text = format_decimal(value, format="0.##########", locale=current_locale())
    return f"{text}0" if len(text) > 3 and text[-4] in ".," else text


def with_own_fields(
    form: type[AnyForm],
    definitions: Sequence[FieldDefinition],
    stored: Mapping[str, Any] | None = None,
) -> type[AnyForm]:
    """Return the form with a field `custom.<key>` for each of the cluster's own fields.

    `stored` are the present values: a choice that is no longer offered can stay where it is.
    """
    values = stored or {}
    fields: dict[str, Any] = {
        PREFIX + each.key: _own_field(each, values.get(each.key)) for each in definitions
    }
    return type(form.__name__, (form,), {**fields, "custom_names": tuple(fields)})


def own_data(definitions: Sequence[FieldDefinition], stored: Mapping[str, Any]) -> dict[str, Any]:
    """Return the stored values as the fields of the form hold them, by the fields' names."""
    return {PREFIX + each.key: _held(each.kind, stored.get(each.key)) for each in definitions}


def _held(kind: FieldKind, value: Any) -> Any:
    if value is None:
        return None
    if kind is FieldKind.DATE:
        return day_of(value)
    if kind is FieldKind.YES_NO:
        return "yes" if value else "no"
    return value


def _own_field(definition: FieldDefinition, value: Any) -> Any:
    label = definition.label
    needed = [InputRequired(_("Fill this in.")) if definition.required else Optional()]
    if definition.kind is FieldKind.CHOICE:
        choices = [NOT_KNOWN, *((choice, choice) for choice in definition.choices)]
        if value is not None and value not in definition.choices:
            choices.append((value, gettext("%(choice)s (no longer offered)", choice=value)))
        return SelectField(label, needed, choices=choices, coerce=_or_none)
    if definition.kind is FieldKind.YES_NO:
        choices = [NOT_KNOWN, ("yes", _("Yes")), ("no", _("No"))]
        return SelectField(label, needed, choices=choices, coerce=_or_none)
    if definition.kind is FieldKind.DATE:
        return DateField(label, needed)
    if definition.kind is FieldKind.NUMBER:
        return FigureField(label, needed, render_kw={"inputmode": "decimal"})
    return LineField(label, [*needed, Length(max=LONGEST)])


def _or_none(value: Any) -> str | None:
    return value or None
