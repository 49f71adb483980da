"""The shape of an API key: `co_<slug>_<secret>`, so that a key itself says whose it is."""

import re
from collections.abc import Iterable

from clusterorg.domains.identity.errors import ScopesMissing, ScopeUnknown
from clusterorg.domains.identity.vocabulary import API_SCOPES

MARK = "co"
# As many characters of the secret as a list shows, to tell keys apart.
SHOWN = 6
_SHAPE = re.compile(r"co_([a-z][a-z0-9-]{1,38}[a-z0-9])_([A-Za-z0-9]{40})")


def write_key(slug: str, secret: str) -> str:
    """Return the whole key. A slug has no underscore, so the parts never run together."""
    return f"{MARK}_{slug}_{secret}"


def slug_of(key: str) -> str | None:
    """Return the slug a key names; None when it has not the shape of a key."""
    match = _SHAPE.fullmatch(key)
    return match[1] if match else None


def check_scopes(scopes: Iterable[str], *, field: str = "scopes") -> list[str]:
    """Return the scopes in their usual order, each once. Raises ScopesMissing, ScopeUnknown."""
    wanted = set(scopes)
    if not wanted:
        raise ScopesMissing(field=field)
    for scope in sorted(wanted):
        if scope not in API_SCOPES:
            raise ScopeUnknown(field=field, scope=scope)
    return [scope for scope in API_SCOPES if scope in wanted]
