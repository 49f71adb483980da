"""Merging loses nothing, and refuses what cannot be decided for a person."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest
from sqlalchemy import select

from clusterorg.domains.organisations import actions, errors, queries
from clusterorg.domains.organisations.models import OrganisationForward
from clusterorg.domains.organisations.news import OrganisationsMerged
from clusterorg.domains.organisations.vocabulary import (
    AddressData,
    ContactData,
    ContactRole,
    ContactRoleData,
    Helix,
    IdentifierData,
    IdentifierScheme,
    OrganisationData,
    SizeData,
)
from clusterorg.kernel import audit
from clusterorg.kernel.errors import Conflict
from tests.support.cast import AT, SMAAK, make_cast

ON = date(2026, 3, 2)


def number(value: str) -> tuple[IdentifierData, ...]:
    return (IdentifierData(scheme=IdentifierScheme.BE_ENTERPRISE, value=value),)


def voter(name: str, start: date, end: date | None = None) -> tuple[ContactData, ...]:
    role = ContactRoleData(
        role=ContactRole.VOTING_REPRESENTATIVE, valid_from=start, valid_until=end
    )
    return (ContactData(given_name=name, roles=(role,)),)


@pytest.fixture
def merge(work_for, smaak, actor, at):
    """Merge two organisations of SmaakKust."""

    def merged(kept, gone):
        with work_for(smaak) as work:
            return actions.merge_organisations(
                work, kept_id=kept.id, gone_id=gone.id, actor=actor, at=at, reason="same firm"
            )

    return merged


def test_everything_moves_and_the_kept_one_wins(add, merge, work_for, smaak):
    kept = add(
        "Alfa nv",
        identifiers=number("0001000187"),
        sizes=(SizeData(year=2025, headcount_centi=1000),),
        addresses=(AddressData(city="Gent"),),
        tags=("Food",),
    )
    gone = add(
        "Alfa Foods",
        website="https://alfa.example",
        identifiers=number("0001000286"),
        sizes=(
            SizeData(year=2025, headcount_centi=9900),
            SizeData(year=2024, headcount_centi=800),
        ),
        addresses=(AddressData(city="Brugge"),),
        tags=("Food", "Export"),
        contacts=voter("An", date(2025, 1, 1)),
    )

    merge(kept, gone)

    with work_for(smaak) as work:
        seen = queries.overview(work.session, kept.id, ON)
        told = audit.timeline(work.session, kept.id)[0]
        everything = queries.same_organisation(work.session, kept.id)
        with pytest.raises(errors.OrganisationWasMerged) as forward:
            queries.get_organisation(work.session, gone.id)
        listed = queries.directory(work.session, queries.DirectoryFilter(archived="also"), ON).rows
    assert {i.value for i in seen.identifiers} == {"0001000187", "0001000286"}
    assert [(s.year, s.headcount_centi) for s in seen.sizes] == [(2025, 1000), (2024, 800)]
    assert [a.city for a in seen.addresses] == ["Gent"]
    assert [t.name for t in seen.tags] == ["Export", "Food"]
    assert [c.given_name for c in seen.contacts] == ["An"]
    assert seen.organisation.website == "https://alfa.example"
    assert forward.value.params["kept_id"] == str(kept.id)
    assert everything == [kept.id, gone.id]
    assert [row.id for row in listed] == [kept.id]
    lost = told.before["gone"]
    assert lost["organisation_addresses"][0]["city"] == "Brugge"
    assert {s["headcount_centi"] for s in lost["organisation_sizes"]} == {9900, 800}
    assert told.reason == "same firm"


def test_forwarding_follows_when_the_kept_one_is_merged_too(add, merge, work_for, smaak):
    one, two, three = add("Alfa"), add("Beta"), add("Gamma")

    merge(two, one)
    merge(three, two)

    with work_for(smaak) as work:
        assert queries.forwarded_to(work.session, one.id) == three.id
        assert len(work.session.scalars(select(OrganisationForward)).all()) == 2


def test_two_votes_at_the_same_time_are_not_decided_for_you(add, merge):
    kept = add("Alfa", contacts=voter("An", date(2025, 1, 1)))
    gone = add("Beta", contacts=voter("Bo", date(2026, 1, 1)))

    with pytest.raises(errors.VotingRolesOverlap):
        merge(kept, gone)


def test_votes_one_after_the_other_are_joined(add, merge, work_for, smaak):
    kept = add("Alfa", contacts=voter("An", date(2026, 1, 1)))
    gone = add("Beta", contacts=voter("Bo", date(2025, 1, 1), date(2026, 1, 1)))

    merge(kept, gone)

    with work_for(smaak) as work:
        voted = queries.voting_representative(work.session, kept.id, date(2025, 6, 1))
    assert voted.given_name == "Bo"


def test_an_organisation_is_not_merged_with_itself_or_twice(add, merge):
    one, two = add("Alfa"), add("Beta")
    merge(one, two)

    with pytest.raises(errors.MergeWithItself):
        merge(one, one)
    with pytest.raises(errors.OrganisationWasMerged):
        merge(one, two)


def test_another_domain_can_refuse_the_whole_merge(add, merge, platform, work_for, smaak):
    class TermsOverlap(Conflict):
        code = "terms_overlap"

    def refuse(_work, _news):
        raise TermsOverlap

    platform.desk.join([(OrganisationsMerged, refuse)])
    kept, gone = add("Alfa"), add("Beta", identifiers=number("0001000187"))

    with pytest.raises(TermsOverlap):
        merge(kept, gone)

    with work_for(smaak) as work:
        assert queries.get_organisation(work.session, gone.id).archived_at is None
        assert len(queries.overview(work.session, gone.id, ON).identifiers) == 1


def test_two_merges_the_wrong_way_round_at_once_leave_one_that_stays(committed_platform):
    cast = make_cast(committed_platform, SMAAK)
    with committed_platform.unit_of_work(cast.id) as work:
        one, two = (
            actions.add_organisation(
                work,
                data=OrganisationData(name=name, helix=Helix.BUSINESS),
                actor=cast.actor(),
                at=AT,
            ).id
            for name in ("Bakkerij", "Bakkerij bv")
        )
    gate = threading.Barrier(2)

    def merge(kept_id, gone_id):
        gate.wait()
        try:
            with committed_platform.unit_of_work(cast.id) as work:
                actions.merge_organisations(
                    work, kept_id=kept_id, gone_id=gone_id, actor=cast.actor(), at=AT
                )
        except errors.OrganisationWasMerged:
            return "refused"
        return "merged"

    with ThreadPoolExecutor(2) as pool:
        results = list(pool.map(merge, (one, two), (two, one)))

    assert sorted(results) == ["merged", "refused"]
