"""XLSX by python-calamine: the first sheet with content, every cell as text."""

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from datetime import date, datetime, time
from typing import Any

from python_calamine import CalamineError, CalamineWorkbook

from clusterorg.domains.organisations.errors import FileTooLarge, TooManyRows, WrongFileType

UNPACKED_LIMIT_MB = 200
AREA_LIMIT = 12_000_000
_PLACE = re.compile(rb"""\br\s*=\s*["']([A-Za-z]{0,3})(\d{1,7})["']""")

Line = tuple[int, list[str]]


def read_workbook(content: bytes, *, row_limit: int) -> list[Line]:
    """Return (row number, cells) of the first sheet with content, as wide as its header.

    Raises WrongFileType for any other zip, FileTooLarge for one that unpacks to too much,
    TooManyRows for one whose cells span more than anyone's list.
    """
    _check_archive(content, row_limit)
    try:
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(content))
        for name in workbook.sheet_names:
            rows = workbook.get_sheet_by_name(name).to_python(skip_empty_area=False)
            lines = _lines(rows)
            if lines:
                return lines
    except (CalamineError, ValueError, OSError):
        raise WrongFileType(field="file") from None
    return []


def _check_archive(content: bytes, row_limit: int) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            entries = archive.infolist()
    except zipfile.BadZipFile:
        raise WrongFileType(field="file") from None
    if "xl/workbook.xml" not in {entry.filename for entry in entries}:
        raise WrongFileType(field="file")
    if sum(entry.file_size for entry in entries) > UNPACKED_LIMIT_MB * 1024 * 1024:
        raise FileTooLarge(field="file", limit=UNPACKED_LIMIT_MB)
    if any(area > AREA_LIMIT for area in _areas(content)):
        raise TooManyRows(field="file", limit=row_limit)


def _areas(content: bytes) -> Iterator[int]:
    """Yield the cells that each part spans, from the places it names; sheets may have any name.

    Two cells in opposite corners make a small file, but a reader lays out all between them.
    """
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        for entry in archive.infolist():
            try:
                yield _area(archive.read(entry))
            except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError):
                raise WrongFileType(field="file") from None


def _area(sheet: bytes) -> int:
    last_row = last_column = 1
    for letters, digits in set(_PLACE.findall(sheet)):
        column = 0
        for letter in letters.upper():
            column = column * 26 + letter - ord("A") + 1
        last_column, last_row = max(last_column, column), max(last_row, int(digits))
    return last_row * last_column


def _lines(rows: list[list[Any]]) -> list[Line]:
    lines: list[Line] = []
    width = 0
    for number, row in enumerate(rows, start=1):
        cells = [cell_text(cell) for cell in row]
        if not any(cells):
            continue
        if not lines:
            width = max(place for place, cell in enumerate(cells, start=1) if cell)
        lines.append((number, (cells + [""] * width)[:width]))
    return lines


def cell_text(cell: Any) -> str:
    """Return a cell as text: whole numbers without a decimal, dates in ISO form."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() else repr(cell)
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == time() else cell.isoformat()
    if isinstance(cell, date):
        return cell.isoformat()
    return str(cell).strip()
