"""Forms about an organisation and its parts."""

from collections.abc import Sequence
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import (
    BooleanField,
    Field,
    HiddenField,
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
    NaceRevision,
)
from clusterorg.kernel.days import FOUNDED_EARLIEST
from clusterorg.web.admin.own_inputs import NOT_KNOWN, PREFIX
from clusterorg.web.fields import CountryField, DayField, LineField, MoneyField
from clusterorg.web.forms import BaseForm
from clusterorg.web.member_words import ADDRESS, IDENTIFIER
from clusterorg.web.words import HELIX, LANGUAGE, SIZE, SUB_GROUP, options

# The organisation's own facts, which its form shows one by one.
FACTS = (
    *("name", "legal_name", "helix", "subgroup", "website", "email", "phone", "language"),
    *("founded_on", "is_startup", "declared_size", "note"),
)


def _or_none(value: Any) -> str | None:
    return value or None


def split_tags(text: str | None) -> list[str]:
    """Return the tags of a line, which stand between commas."""
    return [tag.strip() for tag in (text or "").split(",") if tag.strip()]


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
    tags = LineField(_("Tags"), description=_("Separated by commas."))
    tags_seen = HiddenField()

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

    def tag_changes(self) -> tuple[list[str], list[str]]:
        """Return which tags to add, which to remove; what others did meanwhile stays."""
        typed, seen = split_tags(self.tags.data), split_tags(self.tags_seen.data)
        return [tag for tag in typed if tag not in seen], [tag for tag in seen if tag not in typed]

    def custom_values(self) -> dict[str, Any]:
        """Return the cluster's own fields by key."""
        return {field.name.removeprefix(PREFIX): field.data for field in self.own_fields}


class NewOrganisationForm(OrganisationForm):
    """The facts, and the first number, address, headcount and contact at once."""

    enterprise_number = LineField(
        _("Enterprise number"), description=_("Belgian: ten digits, as in 0566.988.259.")
    )
    vat_number = LineField(_("VAT number"), description=_("With the country in front, as in BE…"))
    street = LineField(_("Street and number"))
    postcode = LineField(_("Postcode"))
    city = LineField(_("Place"))
    country = CountryField(_("Country"))
    headcount = HeadcountField(_("Headcount"), description=_("Annual work units this year."))
    given_name = LineField(_("Given name"))
    family_name = LineField(_("Family name"))
    contact_email = LineField(_("E-mail of the contact"))


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
    country = CountryField(_("Country"))
    nuts_code = LineField(
        _("Region (NUTS)"),
        description=_(
            "Leave it empty in Belgium and its neighbours: it follows from the postcode. "
            "A code that you write, as in BE234, stays whatever the postcode says."
        ),
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
