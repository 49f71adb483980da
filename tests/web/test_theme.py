"""Any colour a cluster picks gives a readable theme."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clusterorg.web import theme

colours = st.integers(0, 0xFFFFFF).map(lambda number: f"#{number:06x}")


@given(colours)
def test_the_accent_can_be_read_on_every_light_ground(colour: str) -> None:
    shades = theme.palette(colour).light

    ratios = [theme.contrast(shades.accent, it) for it in (*theme.LIGHT_GROUNDS, shades.soft)]

    assert min(ratios) >= 4.5


@given(colours)
def test_the_accent_can_be_read_on_every_dark_ground(colour: str) -> None:
    shades = theme.palette(colour).dark

    ratios = [theme.contrast(shades.accent, it) for it in (*theme.DARK_GROUNDS, shades.soft)]

    assert min(ratios) >= 4.5


@given(colours)
def test_text_on_the_accent_the_soft_ground_and_the_brand_can_be_read(colour: str) -> None:
    made = theme.palette(colour)

    ratios = [theme.contrast(made.brand, made.on_brand)]
    for shades in (made.light, made.dark):
        ratios.append(theme.contrast(shades.accent, shades.on_accent))
        ratios.append(theme.contrast(shades.hover, shades.on_accent))
        ratios.append(theme.contrast(shades.soft, shades.on_soft))

    assert min(ratios) >= 4.5


def test_a_colour_that_is_already_readable_is_kept() -> None:
    made = theme.palette("#1d6f5c")

    accent = made.light.accent

    assert accent == "#1d6f5c"


@pytest.mark.parametrize("wrong", ["", "green", "#12345", "#1234567", "#12345g", "#fff;}body{"])
def test_what_is_not_a_colour_gives_the_default_theme(wrong: str) -> None:
    expected = theme.palette(theme.DEFAULT_COLOUR)

    made = theme.palette(wrong)

    assert made == expected


@pytest.mark.parametrize(
    ("one", "other", "ratio"),
    [("#000000", "#ffffff", 21.0), ("#777777", "#ffffff", 4.48), ("#ffffff", "#ffffff", 1.0)],
)
def test_contrast_agrees_with_published_values(one: str, other: str, ratio: float) -> None:
    measured = theme.contrast(one, other)

    assert round(measured, 2) == ratio


def test_the_style_sheet_holds_only_custom_properties() -> None:
    sheet = theme.stylesheet(theme.palette("#b03a2e"))

    names = [line.split(":")[0].strip() for line in sheet.splitlines()[1:-1]]

    assert names == [
        "--brand",
        "--on-brand",
        "--accent",
        "--accent-hover",
        "--on-accent",
        "--accent-soft",
        "--on-accent-soft",
        "--accent-line",
    ]
