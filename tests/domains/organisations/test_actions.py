"""The verbs on organisations and their parts; each refusal once."""

from datetime import date

import pytest

from clusterorg.domains.organisations import actions, errors, queries
from clusterorg.domains.organisations.vocabulary import (
    ActivityData,
    AddressData,
    AddressKind,
    Helix,
    IdentifierData,
    IdentifierScheme,
    NaceRevision,
    SizeClass,
    SizeData,
    SubGroup,
)
from clusterorg.kernel import audit
from clusterorg.kernel.errors import StaleEdit

ON = date(2026, 3, 2)
NUMBER = IdentifierData(scheme=IdentifierScheme.BE_ENTERPRISE, value="0001.000.187")


def test_an_organisation_is_written_down_with_its_parts_and_its_story(add, ask):
    made = add(
        identifiers=(NUMBER,),
        addresses=(AddressData(street="Kouter 1", postcode="9800", city="Deinze"),),
        sizes=(SizeData(year=2025, headcount_centi=14200),),
        activities=(ActivityData(revision=NaceRevision.REV_2, code="1071", is_main=True),),
        tags=("Brood", "brood "),
    )

    seen = ask(queries.overview, made.id, ON)
    story = ask(audit.timeline, made.id)

    assert seen.size_class is SizeClass.MEDIUM
    assert [tuple(i)[1:] for i in seen.identifiers] == [("be_enterprise", "0001000187")]
    assert [(a.nuts_code, a.nuts_source) for a in seen.addresses] == [("BE234", "postcode")]
    assert [tag.name for tag in seen.tags] == ["Brood"]
    assert [line.verb for line in story] == ["organisation.added"]
    assert story[0].after["identifiers"][0]["value"] == "0001000187"


def test_a_number_belongs_to_one_organisation_of_a_cluster(add):
    add(identifiers=(NUMBER,))

    with pytest.raises(errors.IdentifierTaken) as refusal:
        add("Other", identifiers=(NUMBER,))

    assert refusal.value.field == "identifiers.0.value"


def test_another_cluster_may_know_the_same_organisation(add, work_for, meca, actor, at):
    from clusterorg.domains.organisations.vocabulary import OrganisationData

    made = add(identifiers=(NUMBER,))
    with work_for(meca) as work:
        actions.add_organisation(
            work,
            data=OrganisationData(name="Same", helix=Helix.BUSINESS, identifiers=(NUMBER,)),
            actor=actor,
            at=at,
        )

    with work_for(meca) as work, pytest.raises(errors.OrganisationNotFound):
        queries.get_organisation(work.session, made.id)


def test_a_change_says_what_was_and_what_is(add, do, ask):
    made = add(website="https://old.example")

    do(
        actions.update_organisation,
        organisation_id=made.id,
        changed={"website": "new.example", "note": "x"},
        expected_version=1,
    )

    line = ask(audit.timeline, made.id)[0]
    assert line.before == {"website": "https://old.example", "note": None}
    assert line.after == {"website": "https://new.example", "note": "x"}
    found = ask(queries.directory, queries.DirectoryFilter(text="new.example"), ON)
    assert found.rows[0].version == 2


def test_a_stale_edit_is_refused(add, do):
    made = add()
    do(actions.update_organisation, organisation_id=made.id, changed={"note": "x"})

    with pytest.raises(StaleEdit):
        do(
            actions.update_organisation,
            organisation_id=made.id,
            changed={"note": "y"},
            expected_version=1,
        )


def test_a_change_to_a_subgroup_of_another_helix_is_refused(add, do):
    made = add(helix=Helix.KNOWLEDGE, subgroup=SubGroup.UNIVERSITY)

    with pytest.raises(errors.SubGroupOfOtherHelix):
        do(actions.update_organisation, organisation_id=made.id, changed={"helix": "business"})


def test_archived_leaves_the_list_and_comes_back(add, do, ask):
    made = add()
    do(actions.archive_organisation, organisation_id=made.id, reason="bankrupt")

    gone = ask(queries.directory, queries.DirectoryFilter(), ON).rows
    with pytest.raises(errors.AlreadyArchived):
        do(actions.archive_organisation, organisation_id=made.id)
    do(actions.restore_organisation, organisation_id=made.id)
    with pytest.raises(errors.NotArchived):
        do(actions.restore_organisation, organisation_id=made.id)

    assert gone == []
    assert len(ask(queries.directory, queries.DirectoryFilter(), ON).rows) == 1


def test_parts_come_and_go_and_the_story_keeps_them(add, do, ask):
    made = add()
    own = {"organisation_id": made.id}
    number = do(actions.add_identifier, **own, data=NUMBER)
    place = do(actions.add_address, **own, data=AddressData(postcode="55116", country="DE"))
    do(actions.change_address, address_id=place.id, data=AddressData(postcode="9000"))
    size = do(actions.record_size, **own, data=SizeData(year=2024, headcount_centi=900))
    again = do(actions.record_size, **own, data=SizeData(year=2024, headcount_centi=1100))
    code = ActivityData(revision=NaceRevision.REV_2_1, code="62.10")
    activity = do(actions.add_activity, **own, data=code)

    for action, key, part in (
        (actions.remove_identifier, "identifier_id", number),
        (actions.remove_address, "address_id", place),
        (actions.remove_size, "size_id", again),
        (actions.remove_activity, "activity_id", activity),
    ):
        do(action, **{key: part.id})
        with pytest.raises(errors.PartNotFound):
            do(action, **{key: part.id})

    verbs = [line.verb for line in ask(audit.timeline, made.id)]
    assert size.id == again.id
    assert verbs.count("organisation.identifier.removed") == 1
    assert "organisation.size.changed" in verbs
    assert len(verbs) == 11


def test_a_second_registered_address_is_refused(add, do):
    made = add(addresses=(AddressData(postcode="9000"),))
    visiting = AddressData(kind=AddressKind.VISITING, postcode="9000")

    for _ in range(2):
        do(actions.add_address, organisation_id=made.id, data=visiting)
    with pytest.raises(errors.AddressKindTaken):
        do(actions.add_address, organisation_id=made.id, data=AddressData(postcode="9000"))
