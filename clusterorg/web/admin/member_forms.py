"""Forms about an organisation and its parts."""

from collections.abc import Sequence
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import (
    BooleanField,
    Field,
    IntegerField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import DataRequired, InputRequired, Optional
from wtforms.widgets import HiddenInput

from clusterorg.domains.organisations.vocabulary import (
    SUB_GROUPS,
    AddressKind,
    FieldDefinition,
    FieldKind,
    NaceRevision,
)
from clusterorg.kernel.days import FOUNDED_EARLIEST
from clusterorg.web.fields import DayField, LineField, MoneyField
from clusterorg.web.forms import BaseForm
from clusterorg.web.member_words import ADDRESS, IDENTIFIER, LANGUAGE
from clusterorg.web.words import HELIX, SIZE, SUB_GROUP, options

NOT_KNOWN = ("", _("Not known"))
# The organisation's own facts, which its form shows one by one.
FACTS = (
    *("name", "legal_name", "helix", "subgroup", "website", "email", "phone", "language"),
    *("founded_on", "is_startup", "declared_size", "note"),
)


def _or_none(value: Any) -> str | None:
    return value or None


class HeadcountField(MoneyField):
    """Annual work units; `data` is units × 100."""

    def process_formdata(self, valuelist: Sequence[str]) -> None:
        """Read a number such as 12 or 7,5."""
        try:
            super().process_formdata(valuelist)
        except ValueError:
            raise ValueError(gettext("Write a number of people, such as 12 or 7,5.")) from None


def sub_groups() -> dict[str, list[tuple[str, Any]]]:
    """Return the sub-groups under the helix they belong to, for a select with headings."""
    choices = {str(_("None")): [("", _("No sub-group"))]}
    for helix, groups in SUB_GROUPS.items():
        choices[str(HELIX[helix.value])] = options(SUB_GROUP, [group.value for group in groups])
    return choices


class OrganisationForm(BaseForm):
    """The organisation's own facts. `version` is what the editor saw."""

    version = IntegerField(widget=HiddenInput(), validators=[Optional()])
    name = StringField(_("Name"), [DataRequired(_("Give the name of the organisation."))])
    legal_name = LineField(_("Legal name"), description=_("If it differs from the name."))
    helix = SelectField(_("Helix"), [InputRequired()], choices=options(HELIX))
    subgroup = SelectField(_("Sub-group"), [Optional()], coerce=_or_none)
    website = LineField(_("Website"))
    email = LineField(_("E-mail"), description=_("A general address, not a person's."))
    phone = LineField(_("Telephone"))
    language = SelectField(_("Language"), coerce=_or_none, choices=[NOT_KNOWN, *options(LANGUAGE)])
    founded_on = DayField(_("Founded on"), [Optional()], first=FOUNDED_EARLIEST)
    is_startup = BooleanField(_("It is a start-up"))
    declared_size = SelectField(
        _("Declared size"),
        coerce=_or_none,
        choices=[NOT_KNOWN, *options(SIZE)],
        description=_("Counts only while no headcount is known."),
    )
    note = TextAreaField(_("Note"), description=_("For the staff; members never see it."))

    custom_names: tuple[str, ...] = ()

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.subgroup.choices = sub_groups()

    @property
    def own_fields(self) -> list[Field]:
        """The fields that the cluster added."""
        return [self._fields[name] for name in self.custom_names]

    def changed(self) -> dict[str, Any]:
        """Return the values as the organisations domain takes them."""
        values = {name: self._fields[name].data for name in FACTS}
        values["note"] = values["note"] or None
        if self.custom_names:
            values["custom"] = self.custom_values()
        return values

    def custom_values(self) -> dict[str, Any]:
        """Return the cluster's own fields by key."""
        return {field.name.removeprefix("custom."): field.data for field in self.own_fields}


class NewOrganisationForm(OrganisationForm):
    """The facts, and the first number, address, headcount and contact at once."""

    enterprise_number = LineField(
        _("Enterprise number"), description=_("Belgian: ten digits, as in 0566.988.259.")
    )
    vat_number = LineField(_("VAT number"), description=_("With the country in front, as in BE…"))
    street = LineField(_("Street and number"))
    postcode = LineField(_("Postcode"))
    city = LineField(_("Place"))
    country = StringField(_("Country"), default="BE", description=_("Two letters, as in BE."))
    headcount = HeadcountField(_("Headcount"), description=_("Annual work units this year."))
    given_name = LineField(_("Given name"))
    family_name = LineField(_("Family name"))
    contact_email = LineField(_("E-mail of the contact"))
    tags = LineField(_("Tags"), description=_("Separated by commas."))


def with_own_fields(
    form: type[OrganisationForm], definitions: Sequence[FieldDefinition]
) -> type[OrganisationForm]:
    """Return the form with a field `custom.<key>` for each of the cluster's own fields."""
    fields: dict[str, Any] = {f"custom.{each.key}": _own_field(each) for each in definitions}
    return type(form.__name__, (form,), {**fields, "custom_names": tuple(fields)})


def _own_field(definition: FieldDefinition) -> Any:
    needed = [InputRequired(_("Fill this in."))] if definition.required else [Optional()]
    if definition.kind is FieldKind.CHOICE:
        choices = [NOT_KNOWN, *((choice, choice) for choice in definition.choices)]
        return SelectField(definition.label, needed, choices=choices, coerce=_or_none)
    if definition.kind is FieldKind.DATE:
        return DayField(definition.label, needed)
    if definition.kind is FieldKind.YES_NO:
        return BooleanField(definition.label)
    return LineField(definition.label, needed)


class IdentifierForm(BaseForm):
    """A number of a scheme."""

    scheme = SelectField(_("Kind of number"), choices=options(IDENTIFIER))
    value = StringField(_("Number"), [DataRequired(_("Write the number."))])


class AddressForm(BaseForm):
    """An address."""

    kind = SelectField(_("Kind"), choices=options(ADDRESS), default=AddressKind.REGISTERED.value)
    street = StringField(_("Street and number"), [Optional()])
    postcode = StringField(_("Postcode"), [Optional()])
    city = StringField(_("Place"), [Optional()])
    country = StringField(
        _("Country"), [DataRequired()], default="BE", description=_("Two letters, as in BE.")
    )
    nuts_code = LineField(
        _("Region (NUTS)"), description=_("Leave it empty: it follows from the postcode.")
    )


class SizeForm(BaseForm):
    """The figures of one year; a year that is there already is replaced."""

    year = IntegerField(_("Year"), [InputRequired(_("Write the year."))])
    headcount = HeadcountField(
        _("Headcount"),
        [InputRequired(_("Write how many people work there."))],
        description=_("Annual work units, as in 12 or 7,5."),
    )
    turnover = MoneyField(_("Turnover"))
    balance_sheet = MoneyField(_("Balance sheet total"))
    source = LineField(_("Source"), description=_("Where the figures come from."))


class ActivityForm(BaseForm):
    """A NACE code."""

    revision = RadioField(
        _("Revision"),
        choices=[(revision.value, f"NACE {revision.value}") for revision in NaceRevision],
        default=NaceRevision.REV_2_1.value,
    )
    code = StringField(_("Code"), [DataRequired(_("Write the code, as in 10.71."))])
    is_main = BooleanField(_("It is the main activity"))
