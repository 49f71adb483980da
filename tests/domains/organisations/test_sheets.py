"""Reading uploads and writing exports."""

import csv
import io
import zipfile
from datetime import date

import pytest
import xlsxwriter
from python_calamine import CalamineWorkbook

from clusterorg.domains.organisations import errors
from clusterorg.domains.organisations.sheets import reading
from clusterorg.domains.organisations.sheets.reading import read_sheet
from clusterorg.domains.organisations.sheets.writing import Column, Kind, to_csv, to_xlsx
from clusterorg.domains.organisations.vocabulary import FileKind


@pytest.mark.parametrize(
    ("content", "encoding"),
    [
        ("naam;stad\nHydro-Québec;Liège\n".encode(), "utf-8"),
        ("naam;stad\nHydro-Québec;Liège\n".encode("utf-8-sig"), "utf-8-sig"),
        ("naam;stad\nHydro-Québec;Liège\n".encode("cp1252"), "cp1252"),
        ("naam;stad\nHydro-Québec;Liège\n".encode("utf-16"), "utf-16"),
    ],
)
def test_the_encoding_is_found(content, encoding):
    sheet = read_sheet(content)

    assert sheet.encoding == encoding
    assert sheet.columns == ("naam", "stad")
    assert sheet.rows == [(2, ["Hydro-Québec", "Liège"])]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_delimiter_is_found(delimiter):
    text = f'name{delimiter}city\n"Shell; Inc, Ltd"{delimiter}Gent\n"A\nB"{delimiter}\n'

    sheet = read_sheet(text.encode())

    assert sheet.delimiter == delimiter
    assert sheet.rows == [(2, ["Shell; Inc, Ltd", "Gent"]), (3, ["A\nB", ""])]


def test_a_single_column_is_a_table_too():
    assert read_sheet(b"name\nAlfa\n\nBeta\n").rows == [(2, ["Alfa"]), (4, ["Beta"])]


@pytest.mark.parametrize(
    ("content", "refusal", "params"),
    [
        (b"", errors.EmptyFile, {}),
        (b"name,city\n", errors.EmptyFile, {}),
        (b"name,city\nA,B\nC\n", errors.BrokenRow, {"line": 3, "found": 1, "expected": 2}),
        (b"name,city\nA,B,C\n", errors.BrokenRow, {"line": 2, "found": 3, "expected": 2}),
        (b'name,city\nA,B\n"C,D\nE,F\n', errors.BrokenQuote, {"line": 3}),
        (b"name,name\nA,B\n", errors.HeaderInvalid, {"name": "name"}),
        (b"name,,city\nA,B,C\n", errors.HeaderInvalid, {"name": ""}),
        ("name,city\nQuébec,A\nLi".encode() + b"\xe8ge,B\n", errors.WrongEncoding,
         {"line": 3, "encoding": "UTF-8"}),
        (b"%PDF-1.7 ...", errors.WrongFileType, {}),
        (b"\x89PNG\r\n", errors.WrongFileType, {}),
        (b"name\n\x00\x01\x02\n", errors.WrongFileType, {}),
        (b"PK\x03\x04 broken", errors.WrongFileType, {}),
    ],
)  # fmt: skip
def test_a_broken_upload_is_refused_with_its_line(content, refusal, params):
    with pytest.raises(refusal) as caught:
        read_sheet(content)

    assert caught.value.field == "file"
    assert {key: caught.value.params[key] for key in params} == params


def test_an_encoding_given_by_hand_is_taken_at_its_word():
    content = "name\nLiège\n".encode("cp1252")

    assert read_sheet(content, encoding="cp1252").rows == [(2, ["Liège"])]
    for wrong in ("utf-8", "no-such-thing", "punycode", "rot13", "hex", "a\0b"):
        with pytest.raises(errors.WrongEncoding):
            read_sheet(content, encoding=wrong)


def test_too_large_and_too_long_are_refused(monkeypatch):
    monkeypatch.setattr(reading, "ROW_LIMIT", 1)

    with pytest.raises(errors.TooManyRows):
        read_sheet(b"name\nA\nB\n")
    with pytest.raises(errors.FileTooLarge):
        read_sheet(b"x" * (reading.SIZE_LIMIT_MB * 1024 * 1024 + 1))


def _workbook() -> bytes:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as book:
        book.add_worksheet("empty")
        sheet = book.add_worksheet("list")
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        sheet.write_row(1, 0, ["Name", "Staff", "Since", "Member"])
        sheet.write_row(2, 0, ["Hydro-Québec", 12])
        sheet.write_datetime(2, 2, date(2024, 5, 1), day)
        sheet.write_boolean(2, 3, True)
        sheet.write_row(4, 0, ["Alfa", 7.5])
    return out.getvalue()


def test_a_workbook_is_read_as_text_with_row_numbers():
    sheet = read_sheet(_workbook())

    assert sheet.kind is FileKind.XLSX
    assert sheet.columns == ("Name", "Staff", "Since", "Member")
    assert sheet.rows == [
        (3, ["Hydro-Québec", "12", "2024-05-01", "yes"]),
        (5, ["Alfa", "7.5", "", ""]),
    ]


def test_a_small_workbook_that_spans_the_whole_sheet_is_refused_before_it_is_laid_out():
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as book:
        sheet = book.add_worksheet()
        sheet.write_string(0, 0, "Name")
        sheet.write_string(1_048_575, 16_383, "far away")

    with pytest.raises(errors.TooManyRows):
        read_sheet(out.getvalue())


def test_an_open_quote_in_a_long_text_is_told_by_its_line_whatever_was_read_before():
    read_sheet(b"name\nA\n")  # leaves the csv module with our limit of a cell

    with pytest.raises(errors.BrokenQuote):
        read_sheet(b'name;city\n"' + b"A;B " * 4_000)


def test_a_zip_that_is_no_workbook_is_refused():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("hello.txt", "hello")

    with pytest.raises(errors.WrongFileType):
        read_sheet(out.getvalue())


COLUMNS = [
    Column("Name"),
    Column("Staff", Kind.HUNDREDTHS),
    Column("Balance", Kind.CENTS),
    Column("Since", Kind.DATE),
    Column("Start-up", Kind.YES_NO),
    Column("Tags"),
]
ROWS = [
    ("=HYPERLINK(1)", 750, -125050, date(2024, 5, 1), True, ["a", "b"]),
    ("Québec", None, 5, None, False, []),
]


def test_a_csv_has_a_mark_the_locales_separator_and_runs_no_formula():
    content = to_csv(COLUMNS, ROWS, locale="nl")

    assert content.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig")), delimiter=";"))
    assert rows[1] == ["'=HYPERLINK(1)", "7,50", "-1250,50", "2024-05-01", "yes", "a, b"]
    assert rows[2] == ["Québec", "", "0,05", "", "no", ""]


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@x", "\t=1", " =1"])
def test_every_dangerous_beginning_is_neutralised_in_text(text):
    content = to_csv([Column("x")], [[text]])

    assert "'" + text.strip() in content.decode("utf-8-sig").replace("\t", "").replace("' ", "'")


def test_a_workbook_has_typed_cells_and_text_stays_text():
    content = to_xlsx(COLUMNS, iter(ROWS), title="Members [2026]")

    sheet = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0)
    rows = sheet.to_python()
    assert rows[1] == ["=HYPERLINK(1)", 7.5, -1250.5, date(2024, 5, 1), True, "a, b"]
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert b"<f>" not in archive.read("xl/worksheets/sheet1.xml")
