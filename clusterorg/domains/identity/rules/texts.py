"""Small checks of names, addresses and languages."""

from email_validator import EmailNotValidError, validate_email

from clusterorg.domains.identity.errors import (
    EmailInvalid,
    LanguageUnknown,
    NameMissing,
    TooLong,
)
from clusterorg.kernel.i18n import LANGUAGES

EMAIL_LENGTH = 320


def clean(text: str | None) -> str:
    """Return text without control characters and outer blanks."""
    kept = (letter for letter in text or "" if letter.isprintable() or letter == " ")
    return "".join(kept).strip()


def typed_email(email: str) -> str:
    """Return what somebody typed as an e-mail address, made harmless but not judged."""
    return clean(email)[:EMAIL_LENGTH]


def check_email(email: str, *, field: str = "email") -> str:
    """Return the normal form of an e-mail address (shape only; nothing is looked up)."""
    try:
        found = validate_email(clean(email), check_deliverability=False, test_environment=True)
    except EmailNotValidError:
        raise EmailInvalid(field=field) from None
    return found.normalized


def check_name(name: str, *, field: str, limit: int = 100) -> str:
    """Return the name; raises NameMissing, TooLong."""
    name = clean(name)
    if not name:
        raise NameMissing(field=field)
    if len(name) > limit:
        raise TooLong(field=field, limit=limit)
    return name


def check_language(language: str, *, field: str = "language") -> str:
    """Return the language; raises LanguageUnknown."""
    if language not in LANGUAGES:
        raise LanguageUnknown(field=field)
    return language
