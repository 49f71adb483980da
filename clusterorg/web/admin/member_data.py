"""From the form of a new organisation to the data that the organisations domain takes."""

from datetime import date

from clusterorg.domains.organisations.vocabulary import (
    AddressData,
    ContactData,
    ContactRole,
    ContactRoleData,
    Helix,
    IdentifierData,
    IdentifierScheme,
    OrganisationData,
    SizeClass,
    SizeData,
    SubGroup,
)
from clusterorg.web.admin.member_forms import NewOrganisationForm, split_tags

NUMBERS = (
    ("enterprise_number", IdentifierScheme.BE_ENTERPRISE),
    ("vat_number", IdentifierScheme.VAT),
)


def refusals(form: NewOrganisationForm) -> dict[str, str]:
    """Return where on the form a refusal of each part is shown."""
    typed = [name for name, _ in NUMBERS if form[name].data]
    numbers = {f"identifiers.{place}.value": name for place, name in enumerate(typed)}
    return numbers | {
        "sizes.0": "headcount",
        "contacts.0": "contact_email",
        "contacts.0.email": "contact_email",
        **{f"contacts.0.{name}": name for name in ("given_name", "family_name")},
        **{f"addresses.0.{name}": name for name in ("street", "postcode", "city", "country")},
    }


def new_data(form: NewOrganisationForm, on: date) -> OrganisationData:
    """Return what was typed; parts that were left empty are left out."""
    facts = form.changed()
    facts.pop("custom", None)
    facts["helix"] = Helix(facts["helix"])
    facts["subgroup"] = SubGroup(facts["subgroup"]) if facts["subgroup"] else None
    facts["declared_size"] = SizeClass(facts["declared_size"]) if facts["declared_size"] else None
    return OrganisationData(
        **facts,
        custom=form.custom_values(),
        tags=tuple(split_tags(form.tags.data)),
        identifiers=_identifiers(form),
        addresses=_addresses(form),
        sizes=_sizes(form, on),
        contacts=_contacts(form, on),
    )


def _identifiers(form: NewOrganisationForm) -> tuple[IdentifierData, ...]:
    return tuple(
        IdentifierData(scheme=scheme, value=form[name].data)
        for name, scheme in NUMBERS
        if form[name].data
    )


def _addresses(form: NewOrganisationForm) -> tuple[AddressData, ...]:
    street, postcode, city = form.street.data, form.postcode.data, form.city.data
    if not (street or postcode or city):
        return ()
    return (
        AddressData(
            street=street or "",
            postcode=postcode or "",
            city=city or "",
            country=form.country.data or "BE",
        ),
    )


def _sizes(form: NewOrganisationForm, on: date) -> tuple[SizeData, ...]:
    if form.headcount.data is None:
        return ()
    return (SizeData(year=on.year, headcount_centi=form.headcount.data),)


def _contacts(form: NewOrganisationForm, on: date) -> tuple[ContactData, ...]:
    given, family, email = form.given_name.data, form.family_name.data, form.contact_email.data
    if not (given or family or email):
        return ()
    role = ContactRoleData(role=ContactRole.GENERAL, valid_from=on)
    contact = ContactData(
        given_name=given or "", family_name=family or "", email=email, roles=(role,)
    )
    return (contact,)
