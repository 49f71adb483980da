"""CSV: find the encoding and the delimiter, and read rows that fit their header."""

import codecs
import csv
import io
import re
from collections import Counter
from collections.abc import Sequence

from charset_normalizer import from_bytes

from clusterorg.domains.organisations.errors import (
    BrokenQuote,
    BrokenRow,
    WrongEncoding,
    WrongFileType,
)

DELIMITERS = (",", ";", "\t", "|")
_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"),
          (codecs.BOM_UTF16_BE, "utf-16"))  # fmt: skip
_SINGLE_BYTE = ["cp1252", "cp1250", "mac_roman", "cp850"]
_TEXTS = frozenset(
    codecs.lookup(name).name
    for name in ("utf-8", "utf-8-sig", "utf-16", "latin-1", "iso8859-15", *_SINGLE_BYTE)
)
"""Python knows many more, some of which are no alphabets but ciphers."""
_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1f\x80-\x9f]")
_MULTIBYTE = re.compile(
    rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}"
)
CELL_LIMIT = 10_000

Line = tuple[int, list[str]]


def read_csv(content: bytes, encoding: str | None = None) -> tuple[list[Line], str, str]:
    """Return (lines with their number, encoding, delimiter); blank lines are left out.

    Raises WrongEncoding, WrongFileType, BrokenRow or BrokenQuote.
    """
    text, found = decode(content, encoding)
    delimiter = sniff_delimiter(text)
    return read_lines(text, delimiter), found, delimiter


def decode(content: bytes, encoding: str | None = None) -> tuple[str, str]:
    """Return (text, encoding). A byte-order mark decides, then UTF-8, then the likeliest other.

    A text that is UTF-8 but for a few broken bytes is refused: guessing would garble the rest.
    """
    if encoding:
        return _strict(content, encoding), encoding
    for mark, name in _MARKS:
        if content.startswith(mark):
            return _strict(content, name), name
    try:
        return _checked(content.decode("utf-8"), "utf-8"), "utf-8"
    except UnicodeDecodeError as error:
        if _MULTIBYTE.search(content):
            raise WrongEncoding(
                field="file", line=_line_of(content, error.start), encoding="UTF-8"
            ) from None
    best = from_bytes(content[:200_000], cp_isolation=_SINGLE_BYTE, threshold=0.4).best()
    name = best.encoding if best else "cp1252"
    # Windows' own encoding is by far the most frequent one, and differs little from its cousins.
    name = "cp1252" if name in ("cp1250", "cp1252") else name
    return _strict(content, name), name


def _strict(content: bytes, encoding: str) -> str:
    try:
        if codecs.lookup(encoding).name not in _TEXTS:
            raise LookupError(encoding)
        return _checked(content.decode(encoding), encoding)
    except UnicodeDecodeError as error:
        line = _line_of(content, error.start)
        raise WrongEncoding(field="file", line=line, encoding=encoding.upper()) from None
    except (LookupError, ValueError):  # ValueError: no name of anything
        raise WrongEncoding(field="file", line=1, encoding=encoding[:30]) from None


def _checked(text: str, encoding: str) -> str:
    control = _CONTROLS.search(text)
    if control is None:
        return text
    if control.group() == "\x00":
        raise WrongFileType(field="file")
    line = text.count("\n", 0, control.start()) + 1
    raise WrongEncoding(field="file", line=line, encoding=encoding.upper())


def _line_of(content: bytes, position: int) -> int:
    return content.count(b"\n", 0, position) + 1


def sniff_delimiter(text: str) -> str:
    """Return the delimiter under which the first lines have the most, and equally many, cells."""
    sample = text[:20_000].splitlines(keepends=True)[:30]
    best, score = ",", 0.0
    for delimiter in DELIMITERS:
        widths = _widths(sample, delimiter)
        width, times = widths.most_common(1)[0] if widths else (1, 0)
        value = (width - 1) * times / max(1, sum(widths.values()))
        if value > score:
            best, score = delimiter, value
    return best


def _widths(sample: Sequence[str], delimiter: str) -> Counter[int]:
    """Count how many lines have how many cells, as far as they can be read."""
    widths: Counter[int] = Counter()
    try:
        for row in csv.reader(sample, delimiter=delimiter):
            if row:
                widths[len(row)] += 1
    except csv.Error:  # an open quote or a huge cell: `read_lines` will name its line
        pass
    return widths


def read_lines(text: str, delimiter: str) -> list[Line]:
    """Return the lines; each has as many cells as the header. Raises BrokenRow or BrokenQuote."""
    csv.field_size_limit(CELL_LIMIT)
    lines: list[Line] = []
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    start = 1
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                lines.append((start, _fitting(cells, lines, start)))
            start = reader.line_num + 1
    except csv.Error:
        raise BrokenQuote(field="file", line=start) from None
    return lines


def _fitting(cells: list[str], lines: Sequence[Line], line: int) -> list[str]:
    if not lines:
        return _trimmed(cells, 1)
    width = len(lines[0][1])
    fitting = _trimmed(cells, width)
    if len(fitting) != width:
        raise BrokenRow(field="file", line=line, found=len(fitting), expected=width)
    return fitting


def _trimmed(cells: list[str], width: int) -> list[str]:
    """Drop empty cells beyond the width: spreadsheets write trailing delimiters."""
    end = len(cells)
    while end > width and not cells[end - 1].strip():
        end -= 1
    return cells[:end]
