"""What a cluster's details must be. Check digits by python-stdnum, zones by zoneinfo."""

import re
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from urllib.parse import urlsplit
from zoneinfo import available_timezones

from stdnum import bic, iban
from stdnum.be import vat as be_vat
from stdnum.eu import vat as eu_vat
from stdnum.exceptions import ValidationError

from clusterorg.domains.identity.errors import (
    BicInvalid,
    ColourInvalid,
    CountryUnknown,
    DefaultLanguageNotOffered,
    EnterpriseNumberInvalid,
    FieldMissing,
    IbanInvalid,
    SlugInvalid,
    TimeZoneUnknown,
    TooLong,
    VatNumberInvalid,
    VatNumberMissing,
    VatStatusUnknown,
    WebsiteInvalid,
)
from clusterorg.domains.identity.rules.texts import check_email, check_language, clean
from clusterorg.domains.identity.vocabulary import ClusterData, VatStatus
from clusterorg.kernel.errors import Invalid

LIMITS = {
    "name": 200,
    "legal_name": 200,
    "legal_form": 40,
    "street": 200,
    "postcode": 20,
    "city": 100,
}
OPTIONAL_LIMITS = {"phone": 40, "website": 300, "enterprise_number": 20, "stripe_account_id": 60}
_SLUG = re.compile(r"[a-z][a-z0-9-]{1,38}[a-z0-9]")
_COLOUR = re.compile(r"#[0-9a-f]{6}")


@cache
def time_zones() -> frozenset[str]:
    """Return the names of the IANA time zones this machine knows."""
    return frozenset(available_timezones())


def check_cluster(data: ClusterData) -> ClusterData:
    """Return the details in their normal form; raises the refusal of the first that is wrong."""
    data = _checked_texts(data)
    if not _SLUG.fullmatch(data.slug):
        raise SlugInvalid(field="slug")
    data = replace(
        data,
        country=_country(data.country),
        email=check_email(data.email),
        website=_website(data.website),
        time_zone=_time_zone(data.time_zone),
        colour=_colour(data.colour),
        iban=_number(_iban, data.iban, IbanInvalid, "iban"),
        bic=_number(bic.validate, data.bic, BicInvalid, "bic"),
    )
    return _checked_languages(_checked_vat(data))


def _checked_texts(data: ClusterData) -> ClusterData:
    changes: dict[str, str | None] = {}
    for name, limit in {**LIMITS, **OPTIONAL_LIMITS}.items():
        text = clean(getattr(data, name))
        if not text and name in LIMITS:
            raise FieldMissing(field=name)
        if len(text) > limit:
            raise TooLong(field=name, limit=limit)
        changes[name] = text or None
    return replace(data, **changes)  # type: ignore[arg-type]


def _checked_vat(data: ClusterData) -> ClusterData:
    if data.vat_status not in list(VatStatus):
        raise VatStatusUnknown(field="vat_status")
    vat_number = _number(eu_vat.validate, data.vat_number, VatNumberInvalid, "vat_number")
    if vat_number is None and data.vat_status == VatStatus.LIABLE:
        raise VatNumberMissing(field="vat_number")
    enterprise_number = data.enterprise_number
    if data.country == "BE":
        enterprise_number = _number(
            be_vat.validate, enterprise_number, EnterpriseNumberInvalid, "enterprise_number"
        )
    return replace(data, vat_number=vat_number, enterprise_number=enterprise_number)


def _checked_languages(data: ClusterData) -> ClusterData:
    languages = tuple(dict.fromkeys(data.languages))
    if not languages:
        raise FieldMissing(field="languages")
    for language in languages:
        check_language(language, field="languages")
    if data.default_language not in languages:
        raise DefaultLanguageNotOffered(field="default_language")
    return replace(data, languages=languages)


def _number(
    validate: Callable[[str], str], value: str | None, refusal: type[Invalid], field: str
) -> str | None:
    if not clean(value):
        return None
    try:
        return validate(clean(value))
    except ValidationError:
        raise refusal(field=field) from None


def _iban(value: str) -> str:
    # The national check refuses banks that its list does not know yet; ISO 13616 is enough.
    compact: str = iban.validate(value, check_country=False)
    return compact


def _country(country: str) -> str:
    country = clean(country).upper()
    if not re.fullmatch(r"[A-Z]{2}", country):
        raise CountryUnknown(field="country")
    return country


def _website(website: str | None) -> str | None:
    if not website:
        return None
    parts = urlsplit(website)
    if parts.scheme not in ("http", "https") or "." not in parts.netloc:
        raise WebsiteInvalid(field="website")
    return website


def _time_zone(name: str) -> str:
    if name not in time_zones():
        raise TimeZoneUnknown(field="time_zone")
    return name


def _colour(colour: str) -> str:
    colour = clean(colour).lower()
    if not _COLOUR.fullmatch(colour):
        raise ColourInvalid(field="colour")
    return colour
