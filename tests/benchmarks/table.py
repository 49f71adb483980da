"""The table of figures."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Row:
    """One figure: ours, what stands beside it, their ratio, the aim, whether it is met."""

    what: str
    ours: str
    beside: str
    ratio: float | None
    aim: str
    met: bool


def markdown(rows: list[Row]) -> str:
    """Return the table for the README."""
    lines = ["| what | ours | beside it | ratio | aim | met |", "|---|---|---|---|---|---|"]
    for row in rows:
        ratio = "" if row.ratio is None else f"{row.ratio:.2f}"
        met = "yes" if row.met else "**no**"
        lines.append(f"| {row.what} | {row.ours} | {row.beside} | {ratio} | {row.aim} | {met} |")
    return "\n".join(lines)
