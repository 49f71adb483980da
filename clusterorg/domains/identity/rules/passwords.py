"""What a password must be: long, not oneself, not the first thing an attacker tries.

NIST SP 800-63B-4 (3.1.1.2): length before composition, a blocklist, no forced change.
"""

import unicodedata

from clusterorg.domains.identity.errors import (
    PasswordIsYou,
    PasswordTooCommon,
    PasswordTooLong,
    PasswordTooShort,
)
from clusterorg.domains.identity.rules.common_passwords import COMMON, ROWS

LEAST, MOST = 12, 256
FEWEST_DIFFERENT = 5


def normal(password: str) -> str:
    """Return the password as it is hashed: NFKC, so that every keyboard spells it the same."""
    return unicodedata.normalize("NFKC", password)


def check_password(
    password: str, *, email: str, names: tuple[str, ...] = (), field: str = "password"
) -> str:
    """Return the normal form of a new password.

    Raises PasswordTooShort, PasswordTooLong, PasswordIsYou, PasswordTooCommon.
    """
    password = normal(password)
    if len(password) < LEAST:
        raise PasswordTooShort(field=field, least=LEAST)
    if len(password) > MOST:
        raise PasswordTooLong(field=field, most=MOST)
    if _is_person(password, email, names):
        raise PasswordIsYou(field=field)
    if _is_common(password):
        raise PasswordTooCommon(field=field)
    return password


def _plain(text: str) -> str:
    return "".join(letter for letter in text.casefold() if letter.isalnum())


def _is_person(password: str, email: str, names: tuple[str, ...]) -> bool:
    """Tell whether hardly anything is left once the person's own words are taken out."""
    left = _plain(password)
    local, _at, domain = email.partition("@")
    for word in (email, local, domain.rpartition(".")[0], "".join(names), *names):
        if len(_plain(word)) >= 3:
            left = left.replace(_plain(word), "")
    return len(left) < 4 and left != _plain(password)


def _is_common(password: str) -> bool:
    plain = _plain(password)
    if plain in COMMON or plain.rstrip("0123456789") in COMMON:
        return True
    if len(set(plain)) < FEWEST_DIFFERENT:
        return True
    return any(plain in row or plain[::-1] in row for row in ROWS)
