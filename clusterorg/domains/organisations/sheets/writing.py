"""Write a list as XLSX (typed cells) or CSV (byte-order mark, separator of the locale).

A text that a spreadsheet would run as a formula (beginning with = + - @, tab or return) gets an
apostrophe in CSV; in XLSX it is written as a text cell, which is never run. Numbers stay numbers.
"""

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any

import xlsxwriter

_DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n")
_COMMA_DECIMAL = ("nl", "fr", "de")


class Kind(StrEnum):
    """What a column holds. `cents` and `hundredths` are integers shown divided by 100."""

    TEXT = "text"
    INTEGER = "integer"
    NUMBER = "number"
    CENTS = "cents"
    HUNDREDTHS = "hundredths"
    DATE = "date"
    YES_NO = "yes_no"


@dataclass(frozen=True, slots=True)
class Column:
    """A column of an export: its heading in the reader's language, and its kind."""

    label: str
    kind: Kind = Kind.TEXT
    width: int = 18


def neutral(text: str) -> str:
    """Return the text with an apostrophe in front when a spreadsheet would run it."""
    return f"'{text}" if text.lstrip(" ").startswith(_DANGEROUS) else text


def _as_text(value: Any) -> str:
    if isinstance(value, list | tuple):
        return ", ".join(str(part) for part in value)
    return str(value)


def _day(value: Any) -> date:
    return value.date() if isinstance(value, datetime) else value


def to_csv(
    columns: Sequence[Column], rows: Iterable[Sequence[Any]], *, locale: str = "en"
) -> bytes:
    """Return UTF-8 with byte-order mark; semicolon and decimal comma for nl, fr and de."""
    comma = locale[:2] in _COMMA_DECIMAL
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=";" if comma else ",")
    writer.writerow([neutral(column.label) for column in columns])
    for row in rows:
        writer.writerow([_csv_cell(c, v, comma) for c, v in zip(columns, row, strict=True)])
    return out.getvalue().encode("utf-8-sig")


def _csv_cell(column: Column, value: Any, comma: bool) -> str:
    if value is None:
        return ""
    if column.kind in (Kind.CENTS, Kind.HUNDREDTHS):
        text = f"{Decimal(value) / 100:.2f}"
    elif column.kind in (Kind.INTEGER, Kind.NUMBER):
        text = str(value)
    elif column.kind is Kind.DATE:
        return _day(value).isoformat()
    elif column.kind is Kind.YES_NO:
        return "yes" if value else "no"
    else:
        return neutral(_as_text(value))
    return text.replace(".", ",") if comma else text


def to_xlsx(
    columns: Sequence[Column], rows: Iterable[Sequence[Any]], *, title: str = "Export"
) -> bytes:
    """Return a workbook with one sheet: bold frozen heading, filter, typed cells.

    Rows are written as they come (constant memory), so an iterator of any length is fine.
    """
    out = io.BytesIO()
    options = {
        "constant_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    with xlsxwriter.Workbook(out, options) as workbook:
        sheet = workbook.add_worksheet(_sheet_name(title))
        heading = workbook.add_format({"bold": True, "bottom": 1})
        formats = {
            Kind.CENTS: workbook.add_format({"num_format": "#,##0.00"}),
            Kind.HUNDREDTHS: workbook.add_format({"num_format": "#,##0.##"}),
            Kind.DATE: workbook.add_format({"num_format": "yyyy-mm-dd"}),
        }
        sheet.freeze_panes(1, 0)
        for place, column in enumerate(columns):
            sheet.set_column(place, place, column.width)
            sheet.write_string(0, place, column.label, heading)
        last = 0
        for last, row in enumerate(rows, start=1):
            for place, (column, value) in enumerate(zip(columns, row, strict=True)):
                _xlsx_cell(sheet, last, place, column.kind, value, formats.get(column.kind))
        sheet.autofilter(0, 0, last, max(0, len(columns) - 1))
    return out.getvalue()


def _xlsx_cell(sheet: Any, row: int, place: int, kind: Kind, value: Any, form: Any) -> None:
    if value is None:
        return
    if kind in (Kind.CENTS, Kind.HUNDREDTHS):
        sheet.write_number(row, place, value / 100, form)
    elif kind in (Kind.INTEGER, Kind.NUMBER):
        sheet.write_number(row, place, value)
    elif kind is Kind.DATE:
        sheet.write_datetime(row, place, _day(value), form)
    elif kind is Kind.YES_NO:
        sheet.write_boolean(row, place, bool(value))
    else:
        sheet.write_string(row, place, _as_text(value)[:32_767])


def _sheet_name(title: str) -> str:
    return "".join(c for c in title if c not in "[]:*?/\\'")[:31] or "Export"
