"""The whole rule for an organisation's data: everything checked, everything in stored form."""

from collections.abc import Sequence
from dataclasses import replace

from clusterorg.domains.organisations.errors import (
    AddressKindTaken,
    ContactNameless,
    DatesReversed,
)
from clusterorg.domains.organisations.reference.nace import check_nace
from clusterorg.domains.organisations.reference.nuts import check_nuts
from clusterorg.domains.organisations.reference.postcodes import nuts_of_postcode
from clusterorg.domains.organisations.rules import fields, identifiers, names
from clusterorg.domains.organisations.rules.custom_fields import check_values
from clusterorg.domains.organisations.rules.helix import check_subgroup
from clusterorg.domains.organisations.rules.size import check_size
from clusterorg.domains.organisations.vocabulary import (
    ActivityData,
    AddressData,
    AddressKind,
    ContactData,
    ContactRoleData,
    FieldDefinition,
    IdentifierData,
    OrganisationData,
)
from clusterorg.kernel.days import FOUNDED_EARLIEST, check_day

TAG_LIMIT = 60


def complete(
    data: OrganisationData, definitions: Sequence[FieldDefinition], *, fill_in_later: bool = False
) -> OrganisationData:
    """Return the data in the form in which it is stored; raises the first refusal.

    `fill_in_later`: the cluster's own required fields may be empty.
    """
    check_subgroup(data.helix, data.subgroup)
    for place, size in enumerate(data.sizes):
        check_size(size, field=f"sizes.{place}")
    if data.founded_on is not None:
        check_day(data.founded_on, field="founded_on", first=FOUNDED_EARLIEST)
    return replace(
        data,
        name=fields.check_name(data.name),
        legal_name=fields.clean(data.legal_name, 200, field="legal_name"),
        website=fields.check_website(data.website),
        email=fields.check_email(data.email),
        phone=fields.clean(data.phone, 40, field="phone"),
        language=fields.check_language(data.language),
        note=(data.note or "").replace("\x00", "").strip() or None,
        custom=check_values(definitions, data.custom, complete=not fill_in_later),
        tags=complete_tags(data.tags),
        identifiers=_identifiers(data.identifiers),
        addresses=_addresses(data.addresses),
        sizes=tuple({size.year: size for size in data.sizes}.values()),
        activities=_activities(data.activities),
        contacts=tuple(
            complete_contact(c, field=f"contacts.{n}") for n, c in enumerate(data.contacts)
        ),
    )


def complete_tags(tags: Sequence[str]) -> tuple[str, ...]:
    """Return tags on one line each, without empty ones and repetitions; raises TooLong."""
    cleaned = (fields.clean(tag, TAG_LIMIT, field="tags") for tag in tags)
    by_key: dict[str, str] = {}
    for tag in cleaned:
        if tag:
            by_key.setdefault(names.tag_key(tag), tag)
    return tuple(by_key.values())


def _identifiers(given: Sequence[IdentifierData]) -> tuple[IdentifierData, ...]:
    checked = (
        complete_identifier(identifier, field=f"identifiers.{n}.value")
        for n, identifier in enumerate(given)
        if identifier.value.strip()
    )
    return tuple(dict.fromkeys(checked))


def complete_identifier(data: IdentifierData, *, field: str = "value") -> IdentifierData:
    """Return the number in stored form; raises WrongCheckDigit or IdentifierInvalid."""
    return replace(data, value=identifiers.normalise(data.scheme, data.value, field=field))


def _addresses(given: Sequence[AddressData]) -> tuple[AddressData, ...]:
    kinds = [a.kind for a in given if a.kind is not AddressKind.VISITING]
    if len(set(kinds)) < len(kinds):
        raise AddressKindTaken(field="addresses")
    return tuple(complete_address(a, field=f"addresses.{n}") for n, a in enumerate(given))


def complete_address(data: AddressData, *, field: str = "address") -> AddressData:
    """Return the address checked; a NUTS code given by hand is checked, never replaced."""
    country = fields.check_country(data.country, field=f"{field}.country")
    code = (data.nuts_code or "").strip()
    return replace(
        data,
        street=fields.clean(data.street, 200, field=f"{field}.street") or "",
        postcode=(fields.clean(data.postcode, 20, field=f"{field}.postcode") or "").upper(),
        city=fields.clean(data.city, 120, field=f"{field}.city") or "",
        country=country,
        nuts_code=check_nuts(country, code, field=f"{field}.nuts_code") if code else None,
    )


def nuts_of(data: AddressData) -> tuple[str | None, str | None]:
    """Return (NUTS code, source) of a complete address: by hand, by postcode, or unknown."""
    if data.nuts_code:
        return data.nuts_code, "manual"
    found = nuts_of_postcode(data.country, data.postcode)
    return found, "postcode" if found else None


def _activities(given: Sequence[ActivityData]) -> tuple[ActivityData, ...]:
    checked = (
        complete_activity(a, field=f"activities.{place}.code") for place, a in enumerate(given)
    )
    by_code: dict[tuple[str, str], ActivityData] = {}
    for activity in checked:
        by_code.setdefault((activity.revision.value, activity.code), activity)
    return tuple(by_code.values())


def complete_activity(data: ActivityData, *, field: str = "code") -> ActivityData:
    """Return the NACE code with its dot; raises UnknownNace."""
    return replace(data, code=check_nace(data.revision, data.code, field=field))


def complete_contact(data: ContactData, *, field: str = "contact") -> ContactData:
    """Return the contact checked; raises ContactNameless, DatesReversed, EmailInvalid, …"""
    contact = replace(
        data,
        given_name=fields.clean(data.given_name, 100, field=f"{field}.given_name") or "",
        family_name=fields.clean(data.family_name, 100, field=f"{field}.family_name") or "",
        email=fields.check_email(data.email, field=f"{field}.email"),
        phone=fields.clean(data.phone, 40, field=f"{field}.phone"),
        job_title=fields.clean(data.job_title, 120, field=f"{field}.job_title"),
        language=fields.check_language(data.language, field=f"{field}.language"),
    )
    if not (contact.given_name or contact.family_name or contact.email):
        raise ContactNameless(field=field)
    for role in contact.roles:
        check_role(role, field=f"{field}.roles")
    return contact


def check_role(role: ContactRoleData, *, field: str) -> None:
    """Refuse dates in the wrong order (DatesReversed) or out of reach (DayOutOfReach)."""
    for day in filter(None, (role.valid_from, role.valid_until)):
        check_day(day, field=field)
    if role.valid_until is not None and role.valid_until <= role.valid_from:
        raise DatesReversed(field=field)
