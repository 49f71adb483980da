"""Lists, search, counts, duplicates: right rows, few statements, one cluster."""

from datetime import date

import pytest
from sqlalchemy import event

from clusterorg.domains.organisations import actions, queries
from clusterorg.domains.organisations.queries.directory import Archived
from clusterorg.domains.organisations.rules.duplicates import Reason
from clusterorg.domains.organisations.vocabulary import (
    AddressData,
    Helix,
    IdentifierData,
    IdentifierScheme,
    OrganisationData,
    SizeClass,
    SizeData,
    SubGroup,
)
from clusterorg.kernel.paging import BadCursor

ON = date(2026, 3, 2)

NUMBER = IdentifierData(scheme=IdentifierScheme.BE_ENTERPRISE, value="0001000187")


@pytest.fixture
def people(add):
    """Five organisations that differ in everything the list can filter by."""
    return {
        "bakery": add(
            "Bakkerij Ter Leyevelde nv",
            sizes=(
                SizeData(year=2024, headcount_centi=900),
                SizeData(year=2025, headcount_centi=14200),
            ),
            addresses=(AddressData(postcode="9800", city="Deinze"),),
            identifiers=(
                IdentifierData(scheme=IdentifierScheme.BE_ENTERPRISE, value="0001000187"),
            ),
            website="https://leyevelde.example",
            tags=("Food",),
        ),
        "start": add("Proteïnum Plantlab bv", is_startup=True, declared_size=SizeClass.MICRO),
        "laser": add("Rheinhessen Laserstrahl GmbH", addresses=(AddressData(country="DE"),)),
        "university": add(
            "Universiteit Leiemond", helix=Helix.KNOWLEDGE, subgroup=SubGroup.UNIVERSITY
        ),
        "union": add("Syndicat des métallurgistes", helix=Helix.CIVIL_SOCIETY, tags=("Food", "W")),
    }


@pytest.fixture
def listed(work_for, smaak, people):
    """Return the keys of the organisations a filter lists, in order."""
    keys = {made.id: key for key, made in people.items()}

    def found(**facts):
        with work_for(smaak) as work:
            page = queries.directory(work.session, queries.DirectoryFilter(**facts), ON)
        return [keys[row.id] for row in page.rows]

    return found


def test_the_list_is_sorted_by_name_without_accents(listed):
    assert listed() == ["bakery", "start", "laser", "union", "university"]


@pytest.mark.parametrize(
    ("facts", "keys"),
    [
        ({"text": "proteinum"}, ["start"]),
        ({"text": "MÉTALLURGISTES syndicat"}, ["union"]),
        ({"text": "0001.000.187"}, ["bakery"]),
        ({"text": "leyevelde.example"}, ["bakery"]),
        ({"text": "100%"}, []),
        ({"helix": Helix.KNOWLEDGE}, ["university"]),
        ({"subgroup": SubGroup.UNIVERSITY}, ["university"]),
        ({"size_class": SizeClass.MEDIUM}, ["bakery"]),
        ({"size_class": SizeClass.MICRO}, ["start"]),
        ({"country": "de"}, ["laser"]),
        ({"regions": ("BE23",)}, ["bakery"]),
        ({"regions": ("BE234", "DE3")}, ["bakery"]),
        ({"regions": ("BE235",)}, []),
        ({"regions": ("BE%",)}, []),
        ({"is_startup": True}, ["start"]),
        ({"archived": Archived.ONLY}, []),
        ({"helix": Helix.BUSINESS, "text": "l"}, ["bakery", "start", "laser"]),
    ],
)
def test_the_list_is_narrowed(listed, facts, keys):
    assert listed(**facts) == keys


def test_the_list_is_narrowed_by_tag(listed, work_for, smaak):
    with work_for(smaak) as work:
        tags = {row.name: row.id for row in queries.tags(work.session)}

    assert listed(tag_ids=(tags["Food"],)) == ["bakery", "union"]


def test_pages_meet_without_gap_or_repeat(work_for, smaak, people):
    wanted = queries.DirectoryFilter()

    with work_for(smaak) as work:
        whole = [row.id for row in queries.directory(work.session, wanted, ON).rows]
        first = queries.directory(work.session, wanted, ON, limit=2)
        second = queries.directory(work.session, wanted, ON, limit=2, cursor=first.next)
        back = queries.directory(work.session, wanted, ON, limit=2, cursor=second.previous)
        with pytest.raises(BadCursor):
            queries.directory(work.session, wanted, ON, cursor=">nonsense")

    assert [row.id for row in (*first.rows, *second.rows)] == whole[:4]
    assert [row.id for row in back.rows] == whole[:2]


def test_the_list_is_one_statement_for_one_row_and_for_all(work_for, smaak, people, connection):
    statements: list[str] = []
    event.listen(connection, "before_cursor_execute", lambda *args: statements.append(args[2]))

    def counted(limit: int) -> int:
        statements.clear()
        with work_for(smaak) as work:
            work.session.connection()
            statements.clear()
            queries.directory(work.session, queries.DirectoryFilter(), ON, limit=limit)
            return len([s for s in statements if s.lstrip().startswith("SELECT")])

    assert counted(1) == counted(50) == 1


@pytest.mark.parametrize(
    ("typed", "names"),
    [
        ("leye", ["Bakkerij Ter Leyevelde nv"]),
        ("uni lei", ["Universiteit Leiemond"]),
        ("protein", ["Proteïnum Plantlab bv"]),
        ("Leijevelde", ["Bakkerij Ter Leyevelde nv"]),
        ("zzz", []),
        ("", []),
        ("%", []),
    ],
)
def test_type_ahead_finds_parts_of_words_and_forgives_typing(work_for, smaak, people, typed, names):
    with work_for(smaak) as work:
        found = queries.search(work.session, typed)

    assert [row.name for row in found] == names


def test_type_ahead_puts_beginnings_first(work_for, smaak, add):
    add("Alfa Gent")
    add("Gent Beta")

    with work_for(smaak) as work:
        found = queries.search(work.session, "gent")

    assert [row.name for row in found] == ["Gent Beta", "Alfa Gent"]


def test_counts_by_helix_and_size(work_for, smaak, people):
    with work_for(smaak) as work:
        helix = queries.counts_by_helix(work.session)
        size = queries.counts_by_size(work.session, ON)
        before = queries.counts_by_size(work.session, date(2024, 12, 31))

    assert list(helix.values()) == [3, 1, 0, 1]
    assert (size[SizeClass.MICRO], size[SizeClass.MEDIUM], size[None]) == (1, 1, 1)
    assert (before[SizeClass.MICRO], before[SizeClass.MEDIUM]) == (2, 0)


def test_profiles_tell_dues_what_they_need(work_for, smaak, people):
    with work_for(smaak) as work:
        found = queries.profiles(work.session, ON)
        size = queries.size_class(work.session, people["bakery"].id, ON)
        head = queries.headcount(work.session, people["bakery"].id, date(2024, 5, 1))

    assert len(found) == 5
    assert found[people["start"].id].size_class == "micro"
    assert (size, head) == (SizeClass.MEDIUM, 900)


def test_an_organisation_is_found_by_its_number(work_for, smaak, people):
    with work_for(smaak) as work:
        found = queries.find_by_identifier(
            work.session, IdentifierScheme.BE_ENTERPRISE, "BE 0001.000.187"
        )

    assert found == people["bakery"].id


def test_duplicates_come_ranked_with_reasons(work_for, smaak, people):
    data = OrganisationData(
        name="Bakkerij Terleyevelde",
        helix=Helix.BUSINESS,
        email="hello@leyevelde.example",
        website="http://www.leyevelde.example",
        identifiers=(IdentifierData(scheme=IdentifierScheme.VAT, value="BE0001000187"),),
    )

    with work_for(smaak) as work:
        one = queries.find_duplicates(work.session, queries.Probe.of("x", data))
        many = queries.find_duplicates_many(work.session, [queries.Probe.of("x", data)])["x"]
        itself = queries.duplicates_of(work.session, work.session.merge(people["bakery"]))

    assert one == many
    assert one[0].organisation_id == people["bakery"].id
    assert {reason for reason, _ in one[0].reasons} == {
        Reason.IDENTIFIER, Reason.WEB_DOMAIN, Reason.SIMILAR_NAME,
    }  # fmt: skip
    assert itself == ()


def test_another_clusters_organisations_are_seen_nowhere(work_for, smaak, meca, people):
    probe = queries.Probe("x", "bakkerij ter leyevelde", "leyevelde.example")

    with work_for(meca) as work:
        session = work.session
        assert queries.directory(session, queries.DirectoryFilter(), ON).rows == []
        assert queries.search(session, "leye") == []
        assert queries.find_duplicates(session, probe) == ()
        assert queries.find_duplicates_many(session, [probe]) == {}
        assert queries.profiles(session, ON) == {}
        assert queries.tags(session) == []
        assert queries.billing_parties(session, [people["bakery"].id], ON) == {}
        assert queries.batches(session).rows == []


def test_archived_organisations_are_listed_when_asked_for(
    listed, people, work_for, smaak, actor, at
):
    with work_for(smaak) as work:
        actions.archive_organisation(work, organisation_id=people["laser"].id, actor=actor, at=at)

    assert listed(archived=Archived.ONLY) == ["laser"]
    assert "laser" not in listed()
