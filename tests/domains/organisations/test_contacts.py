"""Contacts, dated roles, who is billed, and the person's own door."""

from datetime import date

import pytest
from sqlalchemy import text

from clusterorg.domains.organisations import actions, errors, queries
from clusterorg.domains.organisations.models import ContactRoleRow
from clusterorg.domains.organisations.vocabulary import (
    AddressData,
    AddressKind,
    ContactData,
    ContactRole,
    ContactRoleData,
    Helix,
    IdentifierData,
    IdentifierScheme,
    OrganisationData,
)

ON = date(2026, 3, 2)
VOTES = ContactRole.VOTING_REPRESENTATIVE


def role(kind: ContactRole, start: date, end: date | None = None) -> ContactRoleData:
    return ContactRoleData(role=kind, valid_from=start, valid_until=end)


@pytest.fixture
def do(work_for, smaak, actor, at):
    """Run one action in a unit of work of SmaakKust."""

    def done(action, **arguments):
        with work_for(smaak) as work:
            return action(work, actor=actor, at=at, **arguments)

    return done


@pytest.fixture
def contact(add, do):
    """Add a contact to a new organisation."""
    organisation = add()

    def made(given: str, *roles: ContactRoleData, **facts):
        data = ContactData(given_name=given, roles=roles, **facts)
        return do(actions.add_contact, organisation_id=organisation.id, data=data)

    return made


def test_one_vote_at_a_time_per_organisation(contact, do):
    contact("An", role(VOTES, date(2025, 1, 1), date(2026, 1, 1)))
    bert = contact("Bert", role(VOTES, date(2026, 1, 1)))

    with pytest.raises(errors.VotingRepresentativeTaken):
        contact("Cas", role(VOTES, date(2027, 1, 1)))
    with pytest.raises(errors.VotingRepresentativeTaken):
        do(actions.grant_role, contact_id=bert.id, data=role(VOTES, date(2025, 6, 1)))


def test_the_database_refuses_a_second_vote_with_the_same_code(contact, work_for, smaak):
    an = contact("An", role(VOTES, date(2025, 1, 1)))
    bert = contact("Bert")

    with pytest.raises(errors.VotingRepresentativeTaken), work_for(smaak) as work:
        work.session.add(
            ContactRoleRow(
                contact_id=bert.id,
                organisation_id=an.organisation_id,
                role=VOTES.value,
                valid_from=ON,
            )
        )


def test_a_role_ends_and_the_next_begins_on_the_same_day(contact, do, work_for, smaak):
    an = contact("An", role(VOTES, date(2025, 1, 1)))
    bert = contact("Bert")
    with work_for(smaak) as work:
        held = queries.contacts_of(work.session, an.organisation_id)[0].roles[0]

    do(actions.end_role, role_id=held.id, on=ON)
    do(actions.grant_role, contact_id=bert.id, data=role(VOTES, ON))

    with work_for(smaak) as work:
        before = queries.voting_representative(work.session, an.organisation_id, date(2026, 3, 1))
        after = queries.voting_representative(work.session, an.organisation_id, ON)
    assert (before.given_name, after.given_name) == ("An", "Bert")


def test_roles_that_make_no_sense_are_refused(contact, do):
    an = contact("An", role(ContactRole.BILLING, ON))

    with pytest.raises(errors.RoleOverlaps):
        do(actions.grant_role, contact_id=an.id, data=role(ContactRole.BILLING, date(2027, 1, 1)))
    with pytest.raises(errors.DatesReversed):
        do(actions.grant_role, contact_id=an.id, data=role(ContactRole.GENERAL, ON, ON))
    with pytest.raises(errors.PartNotFound):
        do(actions.end_role, role_id=an.id, on=ON)
    with pytest.raises(errors.ContactNotFound):
        do(actions.unlink_person, contact_id=an.organisation_id)


def test_a_contact_is_changed_and_put_away_with_its_roles(contact, do, work_for, smaak):
    an = contact("An", role(ContactRole.BILLING, date(2025, 1, 1)), email="An@Example.be")

    do(actions.update_contact, contact_id=an.id, data=ContactData(given_name="Anna"))
    do(actions.archive_contact, contact_id=an.id, on=ON)

    with work_for(smaak) as work:
        line = queries.contacts_of(work.session, an.organisation_id)[0]
    assert (line.given_name, line.email, line.archived) == ("Anna", None, True)
    assert line.roles[0].valid_until == ON


def test_the_bill_goes_to_the_billing_contact_and_address(add, do, work_for, smaak):
    made = add(
        email="info@alfa.example",
        language="nl",
        legal_name="Alfa Group nv",
        identifiers=(
            IdentifierData(scheme=IdentifierScheme.BE_ENTERPRISE, value="0001000187"),
            IdentifierData(scheme=IdentifierScheme.VAT, value="BE0001000187"),
        ),
        addresses=(
            AddressData(street="Kouter 1", postcode="9000", city="Gent"),
            AddressData(kind=AddressKind.BILLING, street="Postbus 5", city="Gent"),
        ),
        contacts=(
            ContactData(given_name="An", email="an@a.example", roles=(role(VOTES, ON),)),
            ContactData(
                given_name="Bo", family_name="Pay", email="bo@a.example", language="fr",
                roles=(role(ContactRole.BILLING, ON, date(2026, 6, 1)),),
            ),
        ),
    )  # fmt: skip

    with work_for(smaak) as work:
        now = queries.billing_party(work.session, made.id, ON)
        later = queries.billing_party(work.session, made.id, date(2026, 7, 1))
        earlier = queries.billing_party(work.session, made.id, date(2020, 1, 1))
        with pytest.raises(errors.OrganisationNotFound):
            queries.billing_party(work.session, smaak.id, ON)

    assert (now.street, now.email, now.language, now.contact_name) == (
        "Postbus 5", "bo@a.example", "fr", "Bo Pay",
    )  # fmt: skip
    assert (now.enterprise_number, now.vat_number) == ("0001000187", "BE0001000187")
    assert (later.email, later.contact_name) == ("an@a.example", "An")
    assert (earlier.email, earlier.language, earlier.contact_name) == (
        "info@alfa.example", "nl", None,
    )  # fmt: skip


def test_a_person_sees_own_contacts_in_every_cluster_and_nothing_else(
    contact, do, smaak, meca, work_for, platform, actor, at
):
    person = smaak.people["viewer"]
    an = contact("An", role(ContactRole.GENERAL, date(2025, 1, 1)))
    contact("Bert", role(ContactRole.GENERAL, date(2025, 1, 1)))
    do(actions.link_person, contact_id=an.id, person_id=person.id)
    with work_for(meca) as work:
        other = actions.add_organisation(
            work,
            data=OrganisationData(
                name="Fonderies",
                helix=Helix.BUSINESS,
                contacts=(
                    ContactData(
                        given_name="Ann", roles=(role(ContactRole.BILLING, date(2025, 1, 1)),)
                    ),
                ),
            ),
            actor=actor,
            at=at,
        )
        theirs = queries.contacts_of(work.session, other.id)[0]
        actions.link_person(work, contact_id=theirs.id, person_id=person.id, actor=actor, at=at)

    with platform.session() as session:
        session.enter_person(person.id)
        rows = queries.own_contacts(session, person.id, ON)
        visible = session.execute(text("SELECT count(*) FROM contacts")).scalar_one()
        roles = session.execute(text("SELECT count(*) FROM contact_roles")).scalar_one()
        changed = session.execute(text("UPDATE contacts SET phone = '1'")).rowcount
        session.rollback()

    assert {(row.cluster_id, row.contact_id) for row in rows} == {
        (smaak.id, an.id),
        (meca.id, theirs.id),
    }
    assert (visible, roles, changed) == (2, 2, 0)
    with work_for(smaak) as work:
        doors = queries.portal_organisations(work.session, person.id, ON)
        closed = queries.portal_organisations(work.session, person.id, date(2024, 1, 1))
    assert [(door.organisation_id, door.roles) for door in doors] == [
        (an.organisation_id, ["general"])
    ]
    assert closed == []
