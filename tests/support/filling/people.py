"""Organisations with all their parts and people, labels, a merge, imports."""

from datetime import date
from typing import Any

from clusterorg.domains.identity import actions as identity
from clusterorg.domains.organisations import actions, queries
from clusterorg.domains.organisations.vocabulary import (
    ActivityData,
    AddressData,
    AddressKind,
    ContactData,
    ContactRole,
    ContactRoleData,
    Decision,
    FieldDefinition,
    FieldKind,
    Helix,
    IdentifierData,
    IdentifierScheme,
    NaceRevision,
    OrganisationData,
    RowState,
    SizeClass,
    SizeData,
)
from tests.support.filling.hand import Hand

ROLES = (ContactRole.VOTING_REPRESENTATIVE, ContactRole.BILLING)


def fill(hand: Hand, filled: Any, rows: int) -> None:
    """Write `rows` whole organisations; the first one is the portal contact's."""
    for number in range(rows):
        definition = FieldDefinition(
            key=f"field_{number}", label=hand.named("field", number), kind=FieldKind.TEXT
        )
        kept = hand.do(actions.add_custom_field, definition=definition)
        filled.ids.setdefault("field_id", kept.id)
    made = [hand.do(actions.add_organisation, data=whole(hand, n, rows)) for n in range(rows)]
    _note_ids(hand, filled, made[0].id)
    _let_in(hand, filled)
    _merge(hand, filled, rows)
    _import(hand, filled, rows)


def whole(hand: Hand, number: int, rows: int = 1) -> OrganisationData:
    """An organisation with `rows` of each part."""
    value = hand.new_number()
    ident = [IdentifierData(scheme=IdentifierScheme.BE_ENTERPRISE, value=value)]
    if rows > 1:
        ident.append(IdentifierData(scheme=IdentifierScheme.VAT, value=f"BE{value}"))
    return OrganisationData(
        name=hand.named("works", number),
        helix=Helix.BUSINESS,
        email=f"info@works{number}-{hand.cast.slug}.example",
        language=hand.cast.cluster.default_language,
        note=hand.named("note", number),
        declared_size=SizeClass.SMALL,
        custom={f"field_{each}": hand.named("value") for each in range(rows)},
        tags=tuple(hand.named("tag", each) for each in range(rows)),
        identifiers=tuple(ident),
        addresses=tuple(_address(hand, each) for each in range(min(rows, 3))),
        sizes=tuple(SizeData(year=2020 + n, headcount_centi=1200) for n in range(rows)),
        activities=tuple(_activity(each) for each in range(min(rows, 3))),
        contacts=tuple(_contact(hand, number, each) for each in range(rows)),
    )


def _address(hand: Hand, number: int) -> AddressData:
    return AddressData(
        kind=list(AddressKind)[number],
        street=hand.named("street", number),
        postcode="8400",
        city="Oostende",
    )


def _activity(number: int) -> ActivityData:
    code = ("10.71", "10.51", "10.20")[number]
    return ActivityData(revision=NaceRevision.REV_2, code=code, is_main=number == 0)


def _contact(hand: Hand, organisation: int, number: int) -> ContactData:
    roles = ROLES if number == 0 else (ContactRole.GENERAL,)
    return ContactData(
        given_name="Ann",
        family_name=hand.named("person", f"{organisation}-{number}"),
        email=f"ann{number}@works{organisation}-{hand.cast.slug}.example",
        language="en",
        roles=tuple(ContactRoleData(role=role, valid_from=date(2020, 1, 1)) for role in roles),
    )


def _note_ids(hand: Hand, filled: Any, organisation_id: Any) -> None:
    with hand.platform.session(hand.cast.id) as session:
        seen = queries.overview(session, organisation_id, hand.today)
        contact = queries.contacts_of(session, organisation_id)[0]
        filled.ids |= {
            "organisation_id": organisation_id,
            "contact_id": contact.id,
            "role_id": contact.roles[0].id,
            "identifier_id": seen.identifiers[0].id,
            "address_id": seen.addresses[0].id,
            "size_id": seen.sizes[0].id,
            "activity_id": seen.activities[0].id,
            "tag_id": queries.tags(session)[0].id,
        }


def _let_in(hand: Hand, filled: Any) -> None:
    """Give the first contact a sign-in to the portal."""
    person = hand.do(
        identity.invite_person,
        email=f"ann0@works0-{hand.cast.slug}.example",
        given_name="Ann",
        family_name=hand.named("person"),
        language="en",
    )
    hand.do(actions.link_person, contact_id=filled.ids["contact_id"], person_id=person.id)
    filled.contact = person


def _merge(hand: Hand, filled: Any, rows: int) -> None:
    """Leave two look-alikes to be merged by hand, and merge `rows` others."""
    for number in range(rows):
        pair = [
            hand.do(actions.add_organisation, data=_alike(hand, f"alike {number}")).id
            for _ in range(2)
        ]
        hand.do(actions.merge_organisations, kept_id=pair[0], gone_id=pair[1])
    twins = [hand.do(actions.add_organisation, data=_alike(hand, "twin")).id for _ in range(2)]
    filled.ids["kept_id"], filled.ids["gone_id"] = twins


def _alike(hand: Hand, name: str) -> OrganisationData:
    return OrganisationData(
        name=hand.named(name), helix=Helix.CIVIL_SOCIETY, declared_size=SizeClass.SMALL
    )


def _import(hand: Hand, filled: Any, rows: int) -> None:
    """Stage and check a list, and carry another one out."""
    for number in range(rows):
        staged = _staged(hand, f"staged{number}", rows)
        done = _staged(hand, f"done{number}", rows)
        hand.do(
            actions.decide_rows, batch_id=done, state=RowState.DUPLICATE, decision=Decision.CREATE
        )
        hand.do(actions.start_import, batch_id=done)
        while hand.do(actions.carry_out_block, batch_id=done):
            pass
        kept = hand.do(actions.save_profile, batch_id=staged, name=hand.named("profile", number))
        filled.ids.setdefault("profile_id", kept.id)
        filled.ids.setdefault("import_id", staged)
        filled.ids.setdefault("batch_id", staged)
        filled.ids.setdefault("done_import_id", done)
    with hand.platform.session(hand.cast.id) as session:
        found = queries.import_rows(session, filled.ids["import_id"], limit=10)
        filled.ids["row_id"] = found.rows[0].id


def _staged(hand: Hand, name: str, rows: int) -> Any:
    lines = [f"{hand.named(name, n)};info@{name}-{n}.example" for n in range(rows)]
    content = "\n".join(["Name;Email", *lines]).encode()
    batch = hand.do(actions.stage_import, file_name=f"{name}.csv", content=content)
    hand.do(actions.accept_proposals, batch_id=batch.id, accept=True)
    hand.do(actions.check_import, batch_id=batch.id)
    return batch.id
