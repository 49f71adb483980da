"""Columns of a list that people choose from: the page draws them, the file has the same ones."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from flask import Response
from markupsafe import Markup
from sqlalchemy import Row

from clusterorg.web.looks import cells
from clusterorg.web.spreadsheets import Column as FileColumn
from clusterorg.web.spreadsheets import Kind, download

NUMBERS = (Kind.CENTS, Kind.HUNDREDTHS)


@dataclass(frozen=True, slots=True)
class Column:
    """A column: `cell` gives its value for a file, `draw` (else `cell`) for the page."""

    key: str
    label: Any
    cell: Callable[[Row[Any]], Any]
    kind: Kind = Kind.TEXT
    draw: Callable[[Row[Any]], Any] | None = None
    width: int = 18

    @property
    def is_number(self) -> bool:
        """Numbers stand at the right."""
        return self.kind in NUMBERS


def chosen(known: Sequence[Column], wanted: Sequence[str]) -> list[Column]:
    """Return the first column and the chosen ones, in the order of the choice box."""
    return [known[0], *(column for column in known[1:] if column.key in wanted)]


def heads(columns: Sequence[Column]) -> list[tuple[str, str]]:
    """Return the columns' words for the head of the table."""
    return [(str(column.label), "num" if column.is_number else "") for column in columns]


def options(columns: Sequence[Column]) -> list[tuple[str, str]]:
    """Return what the choice box offers: the first column is always there."""
    return [(column.key, str(column.label)) for column in columns[1:]]


def draw_rows(
    columns: Sequence[Column],
    rows: Iterable[Row[Any]],
    *,
    address: Callable[[UUID], str],
    sub: Callable[[Row[Any]], Any] | None = None,
    pick: bool = False,
) -> Markup:
    """Draw the rows of the table; the first column is the link, with `sub` below it.

    `pick`: each row begins with a box to choose it.
    """
    first, *others = columns
    drawn = [(each.draw or each.cell, str(each.label), each.is_number) for each in others]
    html = []
    for row in rows:
        html.append('<tr role="row">')
        if pick:
            html.append(cells.pick_cell(row.id, row.name))
        below = sub(row) if sub is not None else None
        html.append(cells.link_cell(address(row.id), first.cell(row), below))
        html += [cells.cell(of(row), label, number) for of, label, number in drawn]
        html.append("</tr>\n")
    return Markup("".join(html))  # noqa: S704 - cells escape what they are given


def file_of(name: str, kind: str, columns: Sequence[Column], rows: Iterable[Row[Any]]) -> Response:
    """Answer with a file that has exactly these columns."""
    headings = [FileColumn(str(each.label), each.kind, each.width) for each in columns]
    return download(name, kind, headings, ([each.cell(row) for each in columns] for row in rows))
