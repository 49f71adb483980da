"""From one cluster colour to a whole theme: pure colour arithmetic, no Flask.

A cluster picks any '#rrggbb', also one nobody can read. From it come an accent for light and for
dark pages, its hover, soft background and the text colours on them, each moved in lightness (in
OKLCH, so that the hue stays) until WCAG 2.2 contrast holds. A strict Content-Security-Policy
forbids style attributes, hence a style sheet per cluster.
"""

import math
import re
from dataclasses import dataclass

DEFAULT_COLOUR = "#1d6f5c"
LIGHT_GROUNDS = ("#ffffff", "#f7f6f3", "#efede8")
DARK_GROUNDS = ("#131518", "#1b1e22", "#25292e")
TEXT_CONTRAST = 4.5
STEP = 0.01

Rgb = tuple[float, float, float]


@dataclass(frozen=True, slots=True)
class Shades:
    """The accent on light or on dark grounds; every value is '#rrggbb'."""

    accent: str
    hover: str
    on_accent: str
    soft: str
    on_soft: str
    line: str


@dataclass(frozen=True, slots=True)
class Palette:
    """A cluster's own colour as given, readable text on it, and its two sets of shades."""

    brand: str
    on_brand: str
    light: Shades
    dark: Shades


def parse_colour(colour: str) -> Rgb:
    """Read '#rrggbb' into three channels from 0 to 1. Raises ValueError for anything else."""
    if not re.fullmatch(r"#[0-9a-fA-F]{6}", colour):
        raise ValueError(f"{colour!r} is not a colour like #1d6f5c.")
    red, green, blue = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    return red, green, blue


def write_colour(rgb: Rgb) -> str:
    """Write three channels from 0 to 1 as '#rrggbb', clipped to what a screen can show."""
    return "#" + "".join(f"{round(255 * min(1.0, max(0.0, channel))):02x}" for channel in rgb)


def contrast(one: str, other: str) -> float:
    """Contrast ratio of two colours, 1 to 21 (WCAG 2.2, 'contrast ratio')."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def palette(colour: str) -> Palette:
    """Work out the whole theme of a cluster colour; one that is not '#rrggbb' gives the default."""
    try:
        parse_colour(colour)
    except ValueError:
        colour = DEFAULT_COLOUR
    brand = colour.lower()
    return Palette(brand, _text_on(brand), _shades_on_light(brand), _shades_on_dark(brand))


def stylesheet(colours: Palette) -> str:
    """Write the palette as custom properties, light and dark in one declaration each."""
    light, dark = colours.light, colours.dark
    pairs = {
        "brand": colours.brand,
        "on-brand": colours.on_brand,
        "accent": f"light-dark({light.accent}, {dark.accent})",
        "accent-hover": f"light-dark({light.hover}, {dark.hover})",
        "on-accent": f"light-dark({light.on_accent}, {dark.on_accent})",
        "accent-soft": f"light-dark({light.soft}, {dark.soft})",
        "on-accent-soft": f"light-dark({light.on_soft}, {dark.on_soft})",
        "accent-line": f"light-dark({light.line}, {dark.line})",
    }
    lines = "".join(f"  --{name}: {value};\n" for name, value in pairs.items())
    return f":root {{\n{lines}}}\n"


def _shades_on_light(brand: str) -> Shades:
    soft = _mix(brand, LIGHT_GROUNDS[0], 0.1)
    accent = _readable(brand, (*LIGHT_GROUNDS, soft), -STEP)
    hover = _shift(accent, -0.06)
    line = _mix(accent, LIGHT_GROUNDS[0], 0.4)
    on_soft = _readable(accent, (soft,), -STEP, ratio=6)
    return Shades(accent, hover, _text_on(accent, hover), soft, on_soft, line)


def _shades_on_dark(brand: str) -> Shades:
    soft = _mix(brand, DARK_GROUNDS[1], 0.22)
    accent = _readable(brand, (*DARK_GROUNDS, soft), STEP)
    hover = _shift(accent, 0.06)
    line = _mix(accent, DARK_GROUNDS[1], 0.45)
    on_soft = _readable(accent, (soft,), STEP, ratio=6)
    return Shades(accent, hover, _text_on(accent, hover), soft, on_soft, line)


def _text_on(*grounds: str) -> str:
    """Return white where it is readable on all grounds, else black, which then is."""
    white = min(contrast("#ffffff", ground) for ground in grounds)
    return "#ffffff" if white >= TEXT_CONTRAST else "#000000"


def _readable(
    colour: str, grounds: tuple[str, ...], step: float, ratio: float = TEXT_CONTRAST
) -> str:
    """Move the lightness in steps until `colour` has `ratio` on every ground."""
    moved = colour
    for steps in range(1, round(1 / STEP) + 1):
        if min(contrast(moved, ground) for ground in grounds) >= ratio:
            break
        moved = _shift(colour, step * steps)
    return moved


def _mix(colour: str, ground: str, share: float) -> str:
    """Lay `share` of `colour` over `ground`."""
    pairs = zip(parse_colour(colour), parse_colour(ground), strict=True)
    red, green, blue = (share * upper + (1 - share) * lower for upper, lower in pairs)
    return write_colour((red, green, blue))


def _shift(colour: str, by: float) -> str:
    """Change OKLCH lightness by `by` (0 to 1) and give up chroma, never hue, to stay on screen."""
    lightness, chroma, hue = _to_oklch(parse_colour(colour))
    lightness = min(1.0, max(0.0, lightness + by))
    for part in range(20, -1, -1):
        rgb = _from_oklch(lightness, chroma * part / 20, hue)
        if all(-0.001 <= channel <= 1.001 for channel in rgb):
            return write_colour(rgb)
    return write_colour(rgb)


def _luminance(colour: str) -> float:
    red, green, blue = (_linear(channel) for channel in parse_colour(colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(channel: float) -> float:
    return channel / 12.92 if channel <= 0.04045 else float(((channel + 0.055) / 1.055) ** 2.4)


def _gamma(channel: float) -> float:
    if channel <= 0.0031308:
        return 12.92 * channel
    return float(1.055 * channel ** (1 / 2.4) - 0.055)


def _to_oklch(rgb: Rgb) -> tuple[float, float, float]:
    """sRGB to OKLCH (CSS Color Module Level 4, sample code of section 18)."""
    red, green, blue = (_linear(channel) for channel in rgb)
    long = math.cbrt(0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue)
    medium = math.cbrt(0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue)
    short = math.cbrt(0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue)
    lightness = 0.2104542553 * long + 0.7936177850 * medium - 0.0040720468 * short
    a = 1.9779984951 * long - 2.4285922050 * medium + 0.4505937099 * short
    b = 0.0259040371 * long + 0.7827717662 * medium - 0.8086757660 * short
    return lightness, math.hypot(a, b), math.atan2(b, a)


def _from_oklch(lightness: float, chroma: float, hue: float) -> Rgb:
    """OKLCH to sRGB; channels outside 0 to 1 are colours no screen shows."""
    a, b = chroma * math.cos(hue), chroma * math.sin(hue)
    long = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
    medium = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
    return (
        _gamma(4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short),
        _gamma(-1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short),
        _gamma(-0.0041960863 * long - 0.7034186147 * medium + 1.7076147010 * short),
    )
