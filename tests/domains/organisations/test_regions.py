"""The region of an address: from its postcode, by hand, or unknown; and found anew."""

import csv
from pathlib import Path

import pytest
from sqlalchemy import update

from clusterorg.domains.organisations import actions, errors, queries
from clusterorg.domains.organisations.models import Address
from clusterorg.domains.organisations.reference import postcodes
from clusterorg.domains.organisations.reference.nuts import check_nuts, regions
from clusterorg.domains.organisations.reference.postcodes import ONE_REGION, nuts_of_postcode
from clusterorg.domains.organisations.rules.complete import nuts_of
from clusterorg.domains.organisations.vocabulary import AddressData
from clusterorg.kernel import audit


@pytest.mark.parametrize(
    ("postcode", "nuts"),
    [
        ("1000", "BE100"), ("1300", "BE310"), ("1500", "BE241"), ("2440", "BE213"),
        ("3000", "BE242"), ("3500", "BE224"), ("4000", "BE332"), ("4700", "BE336"),
        ("4800", "BE335"), ("5000", "BE352"), ("6600", "BE342"), ("7000", "BE323"),
        ("7100", "BE329"), ("7700", "BE328"), ("8400", "BE255"), ("9000", "BE234"),
        ("B-9000", "BE234"), ("be 9000", "BE234"),
    ],
)  # fmt: skip
def test_a_belgian_postcode_lies_in_its_arrondissement(postcode, nuts):
    assert nuts_of_postcode("BE", postcode) == nuts


@pytest.mark.parametrize(("postcode", "nuts"), [("2070", "BE236"), ("9180", "BE236")])
def test_a_municipality_that_merged_lies_where_it_went(postcode, nuts):
    assert nuts_of_postcode("BE", postcode) == nuts


@pytest.mark.parametrize(
    ("country", "postcode", "nuts"),
    [
        ("DE", "10115", "DE300"), ("DE", "55116", "DEB35"), ("DE", "D-52062", "DEA2D"),
        ("FR", "59000", "FRE11"), ("FR", "20200", "FRM02"), ("FR", "97400", "FRY40"),
        ("FR", "75231 CEDEX 05", "FR101"), ("NL", "1012 AB", "NL32"), ("NL", "6211", "NL42"),
        ("LU", "L-1234", "LU000"), ("MT", "VLT 1117", "MT00"),
    ],
)  # fmt: skip
def test_a_neighbour_s_postcode_lies_in_its_region(country, postcode, nuts):
    assert nuts_of_postcode(country, postcode) == nuts


@pytest.mark.parametrize(
    ("country", "postcode", "nuts"),
    [("DE", "67661", "DEB3"), ("DE", "22145", None), ("NL", "9354", None)],
)
def test_a_postcode_of_several_regions_gives_what_they_share(country, postcode, nuts):
    assert nuts_of_postcode(country, postcode) == nuts


@pytest.mark.parametrize(
    ("postcode", "nuts"),
    [("1110", "BE100"), ("9850", "BE234"), ("1299", None)],
)
def test_a_postcode_that_is_not_listed_lies_where_both_neighbours_lie(postcode, nuts):
    assert nuts_of_postcode("BE", postcode) == nuts


@pytest.mark.parametrize(
    ("country", "postcode"),
    [
        ("BE", "0999"), ("BE", "9999"), ("BE", "99999"), ("BE", "٩٠٠٠"), ("BE", "Gent"), ("BE", ""),
        ("LU", ""), ("IT", "00118"), ("US", "10001"),
    ],
)  # fmt: skip
def test_where_we_know_no_region_the_answer_is_unknown(country, postcode):
    assert nuts_of(AddressData(country=country, postcode=postcode)) == (None, None)


def test_every_region_of_the_table_exists_in_nuts_2024_and_no_belgian_one_is_missing():
    rows = _rows()

    missing = {code for *_run, code in rows if code} - set(regions())
    belgian = {code for country, *_run, code in rows if country == "BE"}

    assert missing == set()
    assert belgian == {c for c in regions() if c[:2] == "BE" and len(c) == 5 and "Z" not in c}


def test_the_runs_of_the_table_follow_each_other():
    for country in ("BE", "DE", "FR", "NL"):
        edges = [edge for row in _rows() if row[0] == country for edge in row[1:3]]

        assert edges == sorted(edges)
        assert {len(edge) for edge in edges} == {5 if country in ("DE", "FR") else 4}


def test_the_table_names_its_sources_and_their_licence():
    head = _table().split("\nBE,")[0]

    assert all(line.startswith("#") for line in head.splitlines())
    for word in ("Statbel", "GeoNames", "CC BY 4.0", "tools/postcodes.py", "changes:"):
        assert word in head


def test_the_countries_that_are_one_region_are_just_those():
    parts = {}
    for code in regions():
        if "Z" not in code[2:] and len(code) in (4, 5):
            parts.setdefault((code[:2], len(code)), []).append(code)
    one = {country: codes[0] for (country, _n), codes in sorted(parts.items()) if len(codes) == 1}

    assert one == ONE_REGION


def test_a_region_chosen_by_hand_is_checked_against_its_country():
    chosen = nuts_of(AddressData(country="BE", postcode="9000", nuts_code="BE100"))

    assert chosen == ("BE100", "manual")
    assert check_nuts("GR", "el303") == "EL303"
    for country, code in (("DE", "BE100"), ("DE", "DE999X")):
        with pytest.raises(errors.UnknownNuts):
            check_nuts(country, code)


def test_regions_are_found_anew_where_nobody_chose_one(add, work_for, smaak, actor, at):
    ghent = AddressData(postcode="9000", city="Gent")
    known, chosen = add("Known", addresses=(ghent,)), add("Chosen", addresses=(_by_hand(ghent),))
    with work_for(smaak) as work:
        work.session.execute(
            update(Address).values(nuts_code="BE23").where(Address.organisation_id == known.id)
        )

    with work_for(smaak) as work:
        changed = actions.find_regions_anew(work, actor=actor, at=at)
    with work_for(smaak) as work:
        again = actions.find_regions_anew(work, actor=actor, at=at)

    with work_for(smaak) as work:
        found = {
            address.organisation_id: (address.nuts_code, address.nuts_source)
            for address in work.session.query(Address)
        }
        story = audit.timeline(work.session, known.id)
    assert (changed, again) == (1, 0)
    assert found == {known.id: ("BE234", "postcode"), chosen.id: ("BE211", "manual")}
    assert story[0].verb == "organisation.address.changed"
    assert (story[0].before, story[0].after) == ({"nuts_code": "BE23"}, {"nuts_code": "BE234"})


def test_the_filter_offers_each_region_once(add, work_for, smaak):
    for postcode in ("1000", "9000", "8000", "8400"):
        add(postcode, addresses=(AddressData(postcode=postcode),))
    add("Anywhere", addresses=(AddressData(country="IT"),))

    with work_for(smaak) as work:
        codes = queries.regions_in_use(work.session)

    assert codes == ["BE10", "BE23", "BE234", "BE25", "BE251", "BE255"]


def test_a_region_is_taken_away_where_the_table_no_longer_knows_it(add, work_for, smaak, actor, at):
    made = add(addresses=(AddressData(postcode="1299", city="Nergens"),))
    with work_for(smaak) as work:
        work.session.execute(update(Address).values(nuts_code="BE10", nuts_source="postcode"))

    with work_for(smaak) as work:
        actions.find_regions_anew(work, actor=actor, at=at)

    with work_for(smaak) as work:
        (address,) = work.session.query(Address).filter_by(organisation_id=made.id)
        assert (address.nuts_code, address.nuts_source) == (None, None)


def _by_hand(address: AddressData) -> AddressData:
    return AddressData(postcode=address.postcode, city=address.city, nuts_code="BE211")


def _table() -> str:
    return (Path(postcodes.__file__).parent / "postcodes.csv").read_text(encoding="utf-8")


def _rows() -> list[list[str]]:
    return list(csv.reader(line for line in _table().splitlines() if not line.startswith("#")))
