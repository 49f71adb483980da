"""The form for a cluster's details, for its owners and for the operator."""

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import (
    ColorField,
    EmailField,
    IntegerField,
    SelectField,
    SelectMultipleField,
    StringField,
    TelField,
    URLField,
)
from wtforms.validators import InputRequired, Length
from wtforms.widgets import CheckboxInput, HiddenInput, ListWidget

from clusterorg.domains.identity.actions import EDITABLE
from clusterorg.domains.identity.rules.clusters import time_zones
from clusterorg.web.fields import CountryField
from clusterorg.web.forms import BaseForm
from clusterorg.web.looks.frame import languages as offered
from clusterorg.web.seat_words import VAT_STATUS
from clusterorg.web.words import options

NEEDED = InputRequired(_l("Fill this in."))


def zones() -> list[str]:
    """Return the time zones to choose from: those of places, Europe first."""
    places = sorted(zone for zone in time_zones() if "/" in zone and not zone.startswith("Etc/"))
    return sorted(places, key=lambda zone: not zone.startswith("Europe/"))


class DetailsForm(BaseForm):
    """Everything that stands on invoices, mails and the join page."""

    name = StringField(_l("Name"), [NEEDED, Length(max=200)])
    legal_name = StringField(_l("Legal name"), [NEEDED, Length(max=200)])
    legal_form = StringField(
        _l("Legal form"), [NEEDED, Length(max=40)], description=_l("Such as vzw, asbl or gGmbH.")
    )
    enterprise_number = StringField(_l("Enterprise number"), [Length(max=40)])
    vat_status = SelectField(_l("Position for VAT"), choices=options(VAT_STATUS))
    vat_number = StringField(_l("VAT number"), [Length(max=40)])
    street = StringField(_l("Street and number"), [NEEDED, Length(max=200)])
    postcode = StringField(_l("Postcode"), [NEEDED, Length(max=20)])
    city = StringField(_l("Town"), [NEEDED, Length(max=100)])
    country = CountryField(_l("Country"))
    email = EmailField(_l("E-mail address"), [NEEDED, Length(max=320)])
    phone = TelField(_l("Phone"), [Length(max=40)])
    website = URLField(_l("Website"), [Length(max=300)])
    time_zone = SelectField(_l("Time zone"), choices=zones, default="Europe/Brussels")
    languages = SelectMultipleField(
        _l("Languages"),
        choices=offered,
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
        default=["en"],
        description=_l("In which the join page, portal, mails and invoices are offered."),
    )
    default_language = SelectField(
        _l("First language"),
        choices=offered,
        description=_l("For who speaks none of the others, and for mails without a better one."),
    )
    colour = ColorField(_l("Colour"), default="#1d6f5c")
    iban = StringField(_l("Bank account (IBAN)"), [Length(max=42)])
    bic = StringField(_l("BIC"), [Length(max=11)])
    version = IntegerField(widget=HiddenInput())

    def details(self) -> dict[str, Any]:
        """Return what was filled in, by the names of the domain."""
        given = {name: self[name].data for name in EDITABLE if name in self}
        return {**given, "languages": tuple(self.languages.data or ())}
