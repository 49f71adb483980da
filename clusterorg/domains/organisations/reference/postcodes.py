"""The NUTS 2024 region of a postcode, by a table made from open data (`postcodes.csv`).

Known to NUTS 3: Belgium (arrondissements), Germany (districts), France (departments). Known to
NUTS 2: the Netherlands (provinces), since a municipality does not tell its region. A country that
is one region needs no table. Every other postcode is unknown: None.

A postcode that serves several regions gives the NUTS 2 region they share, or None. So does one that
the table does not list, as those of single institutions: it lies where its two neighbours lie.
Sources and licences stand in the table's head and in decisions/030-postcodes.md.
"""

import csv
import re
from bisect import bisect_right
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

# Postcodes as people write them: B-9000, 1012 AB, 75231 CEDEX 05.
_SHAPES = {
    "BE": re.compile(r"(?:BE?[ -]*)?(\d{4})"),
    "DE": re.compile(r"(?:DE?[ -]*)?(\d{5})"),
    "FR": re.compile(r"(?:FR?[ -]*)?(\d{5})(?: *CEDEX.*)?"),
    "NL": re.compile(r"(?:NL[ -]*)?(\d{4})(?: *[A-Z]{2})?"),
}
# Countries that are one region. That they still are is a test.
ONE_REGION = {
    "CY": "CY000", "EE": "EE00", "IS": "IS00", "LI": "LI000", "LU": "LU000", "LV": "LV00",
    "ME": "ME000", "MK": "MK00", "MT": "MT00", "XK": "XK00",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Runs:
    """Runs of postcodes of a country in order; `regions` are empty where there are several."""

    firsts: tuple[str, ...]
    lasts: tuple[str, ...]
    regions: tuple[str, ...]

    def region_at(self, digits: str) -> str:
        """Return the region of a run, or what the neighbours of an unlisted postcode share."""
        place = bisect_right(self.firsts, digits) - 1
        if place < 0 or (place == len(self.firsts) - 1 and digits > self.lasts[place]):
            return ""
        if digits <= self.lasts[place]:
            return self.regions[place]
        before, after = self.regions[place][:4], self.regions[place + 1][:4]
        return before if before == after else ""


def nuts_of_postcode(country: str, postcode: str) -> str | None:
    """Return the NUTS 3 or NUTS 2 code of a postcode, or None where we do not know it."""
    written = postcode.strip().upper()
    if country in ONE_REGION:
        return ONE_REGION[country] if written else None
    shape = _SHAPES.get(country)
    found = shape.fullmatch(written) if shape else None
    return _table()[country].region_at(found[1]) or None if found and found[1].isascii() else None


@cache
def _table() -> dict[str, _Runs]:
    lines = files(__package__).joinpath("postcodes.csv").read_text(encoding="utf-8").splitlines()
    rows = list(csv.reader(line for line in lines if not line.startswith("#")))
    return {
        country: _Runs(*zip(*(row[1:] for row in rows if row[0] == country), strict=True))
        for country in _SHAPES
    }
