from datetime import date

import pytest
from marshmallow import ValidationError

from clusterorg.domains.membership import actions, queries
from clusterorg.domains.membership.schemas import (
    ApplicationFormSchema,
    CategorySchema,
    MemberRowSchema,
    MembershipSchema,
    ProposedSchema,
    QuoteSchema,
    SchemeSchema,
)
from clusterorg.domains.membership.vocabulary import SchemeData
from tests.domains.membership.conftest import applied, scheme_data

TODAY = date(2026, 3, 2)


def test_a_form_survives_being_stored():
    schema = ApplicationFormSchema()

    assert schema.load(schema.dump(applied())) == applied()


def test_an_unknown_field_is_refused_at_its_place():
    stored = ApplicationFormSchema().dump(applied())
    stored["organisation"]["colour"] = "blue"

    with pytest.raises(ValidationError) as refusal:
        ApplicationFormSchema().load(stored)

    assert refusal.value.messages == {"organisation": {"colour": ["Unknown field."]}}


def test_a_scheme_survives_being_sent():
    schema = SchemeSchema()

    sent = schema.dump(scheme_data())

    assert schema.load(sent) == scheme_data()
    assert isinstance(schema.load({"valid_from": "2026-01-01"}), SchemeData)


def test_a_stored_category_can_be_shown(category):
    assert CategorySchema().dump(category)["names"] == {"en": "Full member", "nl": "Gewoon lid"}


def test_what_lists_give_can_be_shown(smaak, open_for_members, add, work_for, actor, at):
    organisation = add("Algenova")
    with work_for(smaak) as work:
        actions.admit_organisation(
            work, organisation_id=organisation.id, category="full", actor=actor, at=at
        )

    with work_for(smaak) as work:
        wanted = queries.MemberFilter(statuses=())
        (row,) = queries.members(work.session, wanted, TODAY).rows
        membership = queries.membership_of(work.session, organisation.id, TODAY)
        quoted, _ = queries.quote_form(work.session, applied(), TODAY)
        preview = queries.preview(work.session, 2026, TODAY)

    assert MemberRowSchema().dump(row)["status"] == "awaiting_payment"
    shown = MembershipSchema().dump(membership)
    assert shown["obligations"][0]["explanation"][0]["text"].startswith("From 2 March 2026")
    assert QuoteSchema().dump(quoted)["total_cents"] == 100_000
    (proposed,) = ProposedSchema(many=True).dump(preview.proposals)
    assert (proposed["name"], proposed["kind"], proposed["cents"]) == (
        "Algenova",
        "booked",
        100_000,
    )
