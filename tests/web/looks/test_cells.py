"""The parts of a list that Python draws: what they say, and that they escape."""

import pytest
from markupsafe import Markup

from clusterorg.kernel.i18n import use_locale
from clusterorg.web.looks import cells

EVIL = '<script>"&'
SAFE = "&lt;script&gt;&#34;&amp;"


@pytest.mark.parametrize(
    "drawn",
    [
        cells.status("active", EVIL),
        cells.status(EVIL),
        cells.helix("business", subgroup=EVIL),
        cells.tag(EVIL),
        cells.tag("x", EVIL),
        cells.cell(EVIL),
        cells.cell("x", EVIL),
        cells.link_cell(EVIL, "x"),
        cells.link_cell("/", EVIL),
        cells.link_cell("/", "x", EVIL),
        cells.pick_cell(EVIL, "x"),
        cells.pick_cell("1", EVIL),
    ],
)
def test_every_value_is_escaped(drawn):
    assert EVIL not in drawn
    assert SAFE.lower() in drawn.lower()
    assert isinstance(drawn, Markup)


def test_what_is_drawn_already_stays_as_it_is():
    inside = cells.status("active")

    drawn = cells.cell(inside, "Status")

    assert inside in drawn
    assert 'data-label="Status"' in drawn


def test_a_state_is_said_in_the_language_in_use():
    with use_locale("nl"):
        dutch = cells.status("active")
    with use_locale("en"):
        english = cells.status("active")

    assert "Actief" in dutch
    assert "Active" in english


def test_an_unknown_state_says_its_own_name():
    assert "Half done" in cells.status("half_done")


@pytest.mark.parametrize("nothing", [None, ""])
def test_a_cell_without_a_value_is_void(nothing):
    assert " void" in cells.cell(nothing)
    assert "None" not in cells.cell(nothing)


def test_zero_is_a_value():
    assert "<span>0</span>" in cells.cell(0, num=True)
    assert "void" not in cells.cell(0)


def test_an_unknown_helix_draws_nothing():
    assert cells.helix(None) == ""
