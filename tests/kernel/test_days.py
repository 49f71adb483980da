"""Days nobody can mean are refused at every door, with the same sentence."""

from datetime import date

import pytest
from marshmallow import ValidationError
from werkzeug.datastructures import MultiDict
from wtforms import Form

from clusterorg.domains.organisations.rules.import_rows import ImportPlan, read_row
from clusterorg.kernel.days import FOUNDED_EARLIEST, DayOutOfReach, check_day
from clusterorg.kernel.shapes import Day
from clusterorg.web.fields import DayField

SLIPS = [date(1, 1, 1), date(202, 3, 2), date(1899, 12, 31), date(2101, 1, 1), date(9999, 12, 31)]
SENTENCE = "Give a day from 1 January 1900 to 31 December 2100."


@pytest.mark.parametrize("slip", SLIPS)
def test_a_slip_of_the_keyboard_is_refused_by_the_rule(slip):
    with pytest.raises(DayOutOfReach) as refusal:
        check_day(slip, field="received_on")

    assert refusal.value.field == "received_on"
    assert SENTENCE in refusal.value.text()


@pytest.mark.parametrize("day", [date(1900, 1, 1), date(2026, 3, 2), date(2100, 12, 31)])
def test_a_day_that_can_be_meant_passes(day):
    assert check_day(day) == day


def test_a_university_may_be_old():
    leuven = date(1425, 12, 9)

    assert check_day(leuven, first=FOUNDED_EARLIEST) == leuven


@pytest.mark.parametrize("slip", SLIPS)
def test_the_shape_of_the_api_refuses_it(slip):
    with pytest.raises(ValidationError) as refusal:
        Day().deserialize(slip.isoformat())

    assert SENTENCE in refusal.value.messages[0]


class Paper(Form):
    on = DayField("On")


@pytest.mark.parametrize("slip", SLIPS)
def test_the_field_of_a_page_refuses_it_and_keeps_what_was_typed(slip):
    form = Paper(MultiDict({"on": slip.isoformat()}))

    assert not form.validate()
    assert SENTENCE in form.on.errors[0]
    assert form.on.data is None
    assert f'value="{slip.isoformat()}"' in form.on()


def test_the_browsers_picker_knows_the_bounds():
    assert 'min="1900-01-01"' in Paper().on()


@pytest.mark.parametrize(
    ("typed", "problems", "joined"),
    [
        ("2 / 3", ["cell_invalid"], None),
        ("9999-01-01", ["day_out_of_reach"], None),
        ("04/05/2021", [], "2021-05-04"),
        ("2021", [], "2021-01-01"),
    ],
)
def test_an_import_reads_the_day_of_joining_or_says_why_not(typed, problems, joined):
    plan = ImportPlan(
        mapping={"Name": "name", "Helix": "helix", "Joined": "extra.joined_on"}, year=2026
    )

    row = read_row(plan, {"Name": "Bakkerij", "Helix": "business", "Joined": typed}, {})

    assert [problem.code for problem in row.problems] == problems
    assert joined is None or row.extra["joined_on"] == joined
