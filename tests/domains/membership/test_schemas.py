import pytest
from marshmallow import ValidationError

from clusterorg.domains.membership.schemas import (
    ApplicationFormSchema,
    CategorySchema,
    SchemeSchema,
)
from clusterorg.domains.membership.vocabulary import SchemeData
from tests.domains.membership.conftest import applied, scheme_data


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
