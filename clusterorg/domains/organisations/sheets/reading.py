"""Read an uploaded list into columns and rows of text, or say clearly what is wrong with it.

The content decides what a file is, never its name. Everything is refused before anything is
stored: size, type, encoding, rows that do not fit their header.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from clusterorg.domains.organisations.errors import (
    EmptyFile,
    FileTooLarge,
    HeaderInvalid,
    TooManyRows,
    WrongFileType,
)
from clusterorg.domains.organisations.rules.names import fold
from clusterorg.domains.organisations.sheets.csv_text import read_csv
from clusterorg.domains.organisations.sheets.workbook import read_workbook
from clusterorg.domains.organisations.vocabulary import FileKind

SIZE_LIMIT_MB = 11  # the web takes requests of 12 MB
ROW_LIMIT = 50_000
COLUMN_LIMIT = 200
_ZIP = b"PK\x03\x04"
_FOREIGN = (b"%PDF", b"\xd0\xcf\x11\xe0", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"{\\rtf", b"<!DOC")


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table as text. `rows` are (line in the file, cells), as wide as `columns`."""

    kind: FileKind
    columns: tuple[str, ...]
    rows: Sequence[tuple[int, list[str]]]
    encoding: str | None = None
    delimiter: str | None = None


def read_sheet(content: bytes, *, encoding: str | None = None) -> Sheet:
    """Return the table in an uploaded file; `encoding` overrides the detection for CSV.

    Raises FileTooLarge, WrongFileType, EmptyFile, WrongEncoding, BrokenRow, BrokenQuote,
    HeaderInvalid or TooManyRows.
    """
    if len(content) > SIZE_LIMIT_MB * 1024 * 1024:
        raise FileTooLarge(field="file", limit=SIZE_LIMIT_MB)
    if not content.strip():
        raise EmptyFile(field="file")
    if content.startswith(_ZIP):
        lines, found, delimiter = read_workbook(content, row_limit=ROW_LIMIT), None, None
        kind = FileKind.XLSX
    elif content.startswith(_FOREIGN):
        raise WrongFileType(field="file")
    else:
        lines, found, delimiter = read_csv(content, encoding)
        kind = FileKind.CSV
    if len(lines) < 2:
        raise EmptyFile(field="file")
    if len(lines) - 1 > ROW_LIMIT:
        raise TooManyRows(field="file", limit=ROW_LIMIT)
    return Sheet(kind, _header(lines[0][1]), lines[1:], found, delimiter)


def _header(cells: Sequence[str]) -> tuple[str, ...]:
    columns = tuple(cell.strip() for cell in cells)
    if len(columns) > COLUMN_LIMIT:
        raise HeaderInvalid(field="file", name=columns[COLUMN_LIMIT])
    seen: set[str] = set()
    for column in columns:
        if not column or len(column) > 200 or (fold(column) or column) in seen:
            raise HeaderInvalid(field="file", name=column[:60])
        seen.add(fold(column) or column)
    return columns
