"""Plain fields of an organisation: length, form, and the form in which they are stored."""

import re
from urllib.parse import urlsplit

from email_validator import EmailNotValidError, validate_email

from clusterorg.domains.organisations.errors import (
    EmailInvalid,
    NameMissing,
    TooLong,
    UnknownCountry,
    UnknownLanguage,
    WebsiteInvalid,
)
from clusterorg.kernel.i18n import LANGUAGES

NAME_LIMIT = 200
_SPACES = re.compile(r"\s+")
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_HOST = re.compile(r"(?=.{4,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{1,62}")


def clean(text: str | None, limit: int, *, field: str) -> str | None:
    """Return one line of text, or None when there is nothing in it; raises TooLong."""
    if text is None:
        return None
    plain = _SPACES.sub(" ", _CONTROLS.sub("", text)).strip()
    if len(plain) > limit:
        raise TooLong(field=field, limit=limit)
    return plain or None


def check_name(name: str | None) -> str:
    """Return the name on one line; raises NameMissing or TooLong."""
    plain = clean(name, NAME_LIMIT, field="name")
    if not plain:
        raise NameMissing(field="name")
    return plain


def check_email(email: str | None, *, field: str = "email") -> str | None:
    """Return the address in lower case; raises EmailInvalid. Nothing is looked up."""
    if not email or not email.strip():
        return None
    try:
        checked = validate_email(
            email.strip(), check_deliverability=False, test_environment=True
        ).normalized
    except EmailNotValidError:
        raise EmailInvalid(field=field) from None
    return checked.lower()


def check_website(website: str | None) -> str | None:
    """Return the web address with its scheme (https when none is given); raises WebsiteInvalid."""
    text = clean(website, 300, field="website")
    if not text:
        return None
    address = text if re.match(r"https?://", text, re.IGNORECASE) else f"https://{text}"
    try:
        host = (urlsplit(address).hostname or "").encode("idna").decode()
    except ValueError:
        host = ""
    if not _HOST.fullmatch(host) or " " in address:
        raise WebsiteInvalid(field="website")
    return address


def check_language(language: str | None, *, field: str = "language") -> str | None:
    """Return the language code in lower case; raises UnknownLanguage."""
    code = (language or "").strip().lower()[:2]
    if not code:
        return None
    if code not in LANGUAGES:
        raise UnknownLanguage(field=field)
    return code


def check_country(country: str, *, field: str = "country") -> str:
    """Return the ISO 3166-1 alpha-2 code in capitals (EL and UK become GR and GB)."""
    from clusterorg.domains.organisations.reference.countries import COUNTRIES

    code = country.strip().upper()
    code = {"EL": "GR", "UK": "GB"}.get(code, code)
    if code not in COUNTRIES:
        raise UnknownCountry(field=field)
    return code
