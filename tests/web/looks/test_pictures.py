"""Server-drawn pictures: valid SVG, a text for each, nothing inline that the CSP forbids."""

import pytest
from lxml import etree
from markupsafe import Markup

from clusterorg.web.looks.pictures import Slice, bar, doughnut, sparkline

HELIX = [Slice("B", "Business", 108), Slice("K", "Knowledge", 16), Slice("G", "Government", 8)]
PICTURES = [
    sparkline([1, 5, 3], 'Members "now" & <then>'),
    sparkline([2, 2], "Flat"),
    doughnut(HELIX, "Members", unit="members", inner=(97, 108)),
    doughnut([Slice("B", "Business", 0)], "Nobody"),
    bar([("good", 7), ("bad", 0)], "Collected"),
    bar([], "Nothing"),
]


@pytest.mark.parametrize("picture", PICTURES)
def test_a_picture_is_an_image_with_a_text_and_without_styles(picture: Markup) -> None:
    drawn = etree.fromstring(picture)

    assert drawn.get("role") == "img"
    assert drawn.get("aria-label")
    assert not drawn.xpath("//@style | //script")


def test_one_value_is_no_line() -> None:
    picture = sparkline([3], "One")

    assert picture == ""


def test_each_slice_carries_its_letter_and_the_whole_its_total() -> None:
    drawn = etree.fromstring(doughnut(HELIX, "Members"))

    texts = [text.text for text in drawn.iter("text")]

    assert texts == ["B", "K", "G", "132", None]


def test_the_arcs_of_a_ring_follow_each_other_all_around() -> None:
    drawn = etree.fromstring(doughnut(HELIX, "Members"))

    arcs = [c for c in drawn.iter("circle") if c.get("class", "").startswith("stroke-")]
    starts = [-float(arc.get("stroke-dashoffset")) for arc in arcs]

    assert starts == pytest.approx([0, 100 * 108 / 132, 100 * 124 / 132], abs=0.01)
