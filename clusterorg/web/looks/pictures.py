"""Small pictures drawn on the server as SVG: no script, no style attribute, a text for each.

Each returns safe markup with role="img" and an aria-label; the numbers themselves stand beside it
in words or in a table (macro `numbers`).
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup, escape


@dataclass(frozen=True, slots=True)
class Slice:
    """One helix in a doughnut: its letter (B, K, G, C), its name, how many."""

    letter: str
    label: str
    count: int


def sparkline(values: Sequence[float], label: str) -> Markup:
    """Draw a line through `values` (oldest first), its last point marked; nothing below two."""
    if len(values) < 2:
        return Markup("")
    low, high = min(values), max(values)
    span = (high - low) or 1
    step = 100 / (len(values) - 1)
    points = [(i * step, 27 - 24 * (value - low) / span) for i, value in enumerate(values)]
    line = " ".join(f"{x:.2f},{y:.2f}" for x, y in points)
    end_x, end_y = points[-1]
    return _svg(
        "spark",
        "0 0 100 30",
        label,
        f'<polygon class="area" points="0,30 {line} 100,30"/>'
        f'<polyline class="line" points="{line}"/>'
        f'<path class="dot" d="M{end_x:.2f} {end_y:.2f}h0"/>',
    )


def doughnut(
    slices: Sequence[Slice], label: str, unit: str = "", inner: tuple[int, int] | None = None
) -> Markup:
    """Draw the helix ring with a letter on each slice; `inner` is (SMEs, business members).

    The inner arc runs along the business slice only: SMEs are a share of business members.
    """
    total = sum(part.count for part in slices)
    marks = [_ring(50, "track", 14, 0, 1)]
    at = 0.0
    for part in slices:
        share = part.count / total if total else 0
        if share:
            marks.append(_slice(part.letter, at, share))
        if part.letter == "B" and inner and inner[1]:
            marks.append(_ring(38.5, "sme", 4, at, share * inner[0] / inner[1]))
        at += share
    centre = f'<text class="total" x="60" y="57">{total}</text>'
    centre += f'<text class="unit" x="60" y="73">{escape(unit)}</text>'
    return _svg("doughnut", "0 0 120 120", label, "".join(marks) + centre)


def bar(parts: Sequence[tuple[str, float]], label: str) -> Markup:
    """Draw parts side by side as shares of their sum; a part is (class suffix, value)."""
    total = sum(value for _, value in parts) or 1
    at, marks = 0.0, ""
    for name, value in parts:
        width = 100 * value / total
        marks += f'<rect class="part-{escape(name)} fill-{escape(name)}" x="{at:.3f}" y="0" '
        marks += f'width="{max(0.0, width - 0.3):.3f}" height="10"/>'
        at += width
    return _svg("bar", "0 0 100 10", label, marks)


def _svg(name: str, box: str, label: str, marks: str) -> Markup:
    """Wrap marks, which the callers have escaped, into an image with a text."""
    stretch = "" if name == "doughnut" else ' preserveAspectRatio="none"'
    return Markup(  # noqa: S704 - every outside value in it went through escape() or a number format
        f'<svg class="{name}" viewBox="{box}"{stretch} role="img" '
        f'aria-label="{escape(label)}">{marks}</svg>'
    )


def _slice(letter: str, start: float, share: float) -> str:
    """One part of the outer ring, with its letter where there is room for it."""
    name = letter.lower()
    mark = _ring(50, f"stroke-{name}", 14, start, share)
    if share < 0.035:
        return mark
    angle = 2 * math.pi * (start + share / 2) - math.pi / 2
    x, y = 60 + 50 * math.cos(angle), 60 + 50 * math.sin(angle)
    return mark + f'<text class="letter ink-{name}" x="{x:.2f}" y="{y:.2f}">{escape(letter)}</text>'


def _ring(radius: float, name: str, width: float, start: float, share: float) -> str:
    """An arc of a circle from `start` over `share` (both 0 to 1, from twelve o'clock)."""
    gap = 0.6 if share < 1 else 0
    length = max(0.2, 100 * share - gap)
    return (
        f'<circle class="{name}" cx="60" cy="60" r="{radius}" stroke-width="{width}" '
        f'pathLength="100" stroke-dasharray="{length:.3f} {100 - length:.3f}" '
        f'stroke-dashoffset="{-100 * start:.3f}" transform="rotate(-90 60 60)"/>'
    )
