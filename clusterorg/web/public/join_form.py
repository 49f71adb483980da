"""The join form: what it asks, and how it becomes an application."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from flask_babel import lazy_gettext as _
from wtforms import (
    BooleanField,
    DecimalField,
    EmailField,
    RadioField,
    SelectField,
    TelField,
    TextAreaField,
)
from wtforms.validators import DataRequired, Email, InputRequired, Length, NumberRange, Optional

from clusterorg.domains.membership.vocabulary import ApplicationForm
from clusterorg.domains.organisations.vocabulary import (
    AddressData,
    ContactData,
    ContactRole,
    ContactRoleData,
    Helix,
    IdentifierData,
    IdentifierScheme,
    OrganisationData,
    SizeData,
    SubGroup,
)
from clusterorg.kernel.days import FOUNDED_EARLIEST
from clusterorg.web import words
from clusterorg.web.fields import CountryField, DayField, LineField
from clusterorg.web.forms import BaseForm

REQUIRED = DataRequired(_("Fill this in."))
ADDRESS = Email(_("This is not a mail address. It looks like name@example.org."))

# Where a refusal of the domain belongs on this form.
PLACES: Mapping[str, str] = {
    "organisation.identifiers": "enterprise_number",
    "organisation.contacts": "email",
    "organisation.sizes": "headcount",
    "organisation.addresses": "postcode",
    "organisation.subgroup": "subgroup",
    "identifiers": "enterprise_number",
    "subgroup": "subgroup",
    "sizes": "headcount",
    "size_class": "headcount",
    "addresses": "postcode",
    "contacts": "email",
    "website": "website",
}


class JoinForm(BaseForm):
    """One page, three questions: who you are, who we may write to, what you agree to."""

    name = LineField(_("Name of the organisation"), [REQUIRED, Length(max=200)])
    helix = RadioField(
        _("What kind of organisation is it?"),
        [InputRequired(_("Choose one."))],
        choices=words.options(words.HELIX),
        default="business",
    )
    subgroup = SelectField(_("More precisely"), default="enterprise")
    category = SelectField(_("Kind of membership"))
    enterprise_number = LineField(_("Enterprise number"), [Optional(), Length(max=40)])
    vat_number = LineField(_("VAT number"), [Optional(), Length(max=40)])
    headcount = DecimalField(
        _("People at work"), [Optional(), NumberRange(0, 1_000_000, _("Give a number."))], places=2
    )
    is_startup = BooleanField(_("We are a start-up"))
    founded_on = DayField(_("Founded on"), [Optional()], first=FOUNDED_EARLIEST)
    website = LineField(_("Website"), [Optional(), Length(max=300)])
    street = LineField(_("Street and number"), [REQUIRED, Length(max=200)])
    postcode = LineField(_("Postcode"), [REQUIRED, Length(max=20)])
    city = LineField(_("Place"), [REQUIRED, Length(max=100)])
    country = CountryField(_("Country"))
    given_name = LineField(_("Given name"), [REQUIRED, Length(max=100)])
    family_name = LineField(_("Family name"), [REQUIRED, Length(max=100)])
    email = EmailField(_("E-mail"), [REQUIRED, ADDRESS])
    phone = TelField(_("Telephone"), [Optional(), Length(max=40)])
    job_title = LineField(_("Function"), [Optional(), Length(max=120)])
    billing_email = EmailField(_("Mail address for invoices"), [Optional(), ADDRESS])
    message = TextAreaField(_("Anything we should know?"), [Optional(), Length(max=2000)])
    consent = BooleanField(_("We agree"))

    def application(self, *, language: str, today: date) -> ApplicationForm:
        """Return what was filled in, as membership understands it."""
        return ApplicationForm(
            organisation=OrganisationData(
                name=self.name.data or "",
                helix=Helix(self.helix.data),
                subgroup=SubGroup(self.subgroup.data) if self.subgroup.data else None,
                website=self.website.data,
                language=language,
                is_startup=self.is_startup.data,
                founded_on=self.founded_on.data,
                identifiers=self._identifiers(),
                addresses=self._addresses(),
                sizes=_sizes(self.headcount.data, today),
                contacts=self._contacts(language, today),
            ),
            category=self.category.data,
            language=language,
            consent=self.consent.data,
            message=self.message.data or None,
        )

    def _identifiers(self) -> tuple[IdentifierData, ...]:
        given = (
            (IdentifierScheme.BE_ENTERPRISE, self.enterprise_number.data),
            (IdentifierScheme.VAT, self.vat_number.data),
        )
        return tuple(IdentifierData(scheme=scheme, value=value) for scheme, value in given if value)

    def _addresses(self) -> tuple[AddressData, ...]:
        if not (self.street.data or self.postcode.data or self.city.data):
            return ()
        return (
            AddressData(
                street=self.street.data or "",
                postcode=self.postcode.data or "",
                city=self.city.data or "",
                country=self.country.data,
            ),
        )

    def _contacts(self, language: str, today: date) -> tuple[ContactData, ...]:
        apart = self.billing_email.data and self.billing_email.data != self.email.data
        roles = [ContactRole.VOTING_REPRESENTATIVE]
        people = [
            ContactData(
                given_name=self.given_name.data or "",
                family_name=self.family_name.data or "",
                email=self.email.data or None,
                phone=self.phone.data or None,
                job_title=self.job_title.data,
                language=language,
                roles=_dated(roles if apart else [*roles, ContactRole.BILLING], today),
            )
        ]
        if apart:
            people.append(
                ContactData(
                    email=self.billing_email.data,
                    language=language,
                    roles=_dated([ContactRole.BILLING], today),
                )
            )
        return tuple(people)

    def fill_from(self, form: ApplicationForm) -> None:
        """Show an application that was kept, so that it can be finished."""
        organisation = form.organisation
        numbers = {each.scheme: each.value for each in organisation.identifiers}
        values: dict[str, Any] = {
            "name": organisation.name,
            "helix": organisation.helix.value,
            "subgroup": organisation.subgroup.value if organisation.subgroup else "",
            "category": form.category,
            "enterprise_number": numbers.get(IdentifierScheme.BE_ENTERPRISE),
            "vat_number": numbers.get(IdentifierScheme.VAT),
            "is_startup": organisation.is_startup,
            "founded_on": organisation.founded_on,
            "website": organisation.website,
            "message": form.message,
            "consent": form.consent,
        }
        if organisation.sizes:
            values["headcount"] = Decimal(organisation.sizes[0].headcount_centi) / 100
        for part in (*organisation.addresses[:1], *organisation.contacts[:1]):
            for name in ("street", "postcode", "city", "country", "given_name", "family_name",
                         "email", "phone", "job_title"):  # fmt: skip
                if hasattr(part, name):
                    values[name] = getattr(part, name)
        if len(organisation.contacts) > 1:
            values["billing_email"] = organisation.contacts[1].email
        for name, value in values.items():
            self[name].data = value


def _sizes(headcount: Decimal | None, today: date) -> tuple[SizeData, ...]:
    """Return the headcount as last year's figure: the year whose accounts are closed."""
    if headcount is None:
        return ()
    return (
        SizeData(year=today.year - 1, headcount_centi=int(headcount * 100), source="application"),
    )


def _dated(roles: list[ContactRole], today: date) -> tuple[ContactRoleData, ...]:
    return tuple(ContactRoleData(role=role, valid_from=today) for role in roles)
