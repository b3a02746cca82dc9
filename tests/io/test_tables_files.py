"""The files that tables come in: encodings, line numbers and cells that Excel has made its own."""

from __future__ import annotations

import datetime as dt
import hashlib
import zipfile
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from roster.io.tables import read_tables
from roster.io.tables.absences import KINDS
from tests.io.brigade_files import example, faults_of, write_folder, write_workbook


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write_folder(tmp_path / "brigade", example())


@pytest.fixture
def book(tmp_path: Path) -> Path:
    return write_workbook(tmp_path / "brigade.xlsx", example())


def test_a_byte_order_mark_does_not_matter(folder: Path) -> None:
    for file in folder.glob("*.csv"):
        file.write_bytes(b"\xef\xbb\xbf" + file.read_bytes())
    assert read_tables(folder).officers[0].id == "001"


@pytest.mark.parametrize(
    ("content", "found"),
    [
        ("id,name\n001,Ann\n002,王芳\n".encode("gbk"), "3: found text that is not UTF-8 but GBK"),
        ("id,name\n001,Ann\n".encode("utf-16"), "1: found text that is not UTF-8 but UTF-16"),
        (b"id,name\n001,Ann\n002,\xff\n", "3: found text that is not UTF-8"),
    ],
)
def test_a_wrong_encoding_is_named_with_its_line(folder: Path, content: bytes, found: str) -> None:
    (folder / "officers.csv").write_bytes(content)
    assert faults_of(lambda: read_tables(folder)) == [
        f"officers.csv:{found}; expected UTF-8: in Excel save as `CSV UTF-8`, or keep the tables in one workbook "
        "(.xlsx)"
    ]


def test_rows_are_numbered_by_the_line_they_begin_on(folder: Path) -> None:
    text = 'id,name\n\nwest,"West\nbank"\nwest,again\n'
    (folder / "zones.csv").write_text(text, encoding="utf-8")
    assert faults_of(lambda: read_tables(folder))[0] == (
        "zones.csv:A5 (id): found 'west' again (first in zones.csv:A3 (id)); expected each id once"
    )


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_any_kind_of_line_end(folder: Path, newline: str) -> None:
    content = (folder / "zones.csv").read_text(encoding="utf-8").replace("\r", "").replace("\n", newline)
    (folder / "zones.csv").write_bytes(content.encode())
    assert str(read_tables(folder).zones[1].place) == "zones.csv:3"


def test_a_quote_that_is_never_closed(folder: Path) -> None:
    (folder / "zones.csv").write_text('id,name\nwest,"West bank\neast,East\n', encoding="utf-8")
    faults = faults_of(lambda: read_tables(folder))
    assert len(faults) == 1
    assert faults[0].startswith("zones.csv:2: found a line that is no CSV (")
    assert faults[0].endswith("expected cells between commas, a cell with a comma in double quotes")


@pytest.mark.parametrize(("sign", "name"), [(";", "semicolons"), ("\t", "tabs"), ("，", "full-width commas")])
def test_what_stands_between_columns_instead_of_commas_is_named(folder: Path, sign: str, name: str) -> None:
    (folder / "zones.csv").write_text(f"id{sign}name\nwest{sign}West\n", encoding="utf-8")
    assert faults_of(lambda: read_tables(folder))[0] == (
        f"zones.csv:1: found columns between {name}; expected commas between them in CSV, a cell for each in a workbook"
    )


def test_file_names_in_capitals(folder: Path) -> None:
    (folder / "zones.csv").rename(folder / "ZONES.CSV")
    assert len(read_tables(folder).zones) == 2


def test_a_folder_with_a_workbook_is_read_from_it(book: Path) -> None:
    (book.parent / "~$brigade.xlsx").write_bytes(b"lock")
    tables = read_tables(book.parent)
    assert tables.path == book
    assert tables.hashes == {"brigade.xlsx": hashlib.sha256(book.read_bytes()).hexdigest()}
    assert tables.name == book.parent.name


@pytest.mark.parametrize("path", ["nowhere", "nowhere.xlsx"])
def test_a_path_that_is_not_there(tmp_path: Path, path: str) -> None:
    assert faults_of(lambda: read_tables(tmp_path / path)) == [
        f"{tmp_path / path}: found no such file or folder; expected a folder of CSV tables, or one workbook (.xlsx)"
    ]


def test_paths_without_tables(tmp_path: Path) -> None:
    expected = "expected a folder of CSV tables, or one workbook (.xlsx)"
    assert faults_of(lambda: read_tables(tmp_path)) == [f"{tmp_path}: found no tables; {expected}"]
    (tmp_path / "a.ods").write_text("x", encoding="utf-8")
    assert faults_of(lambda: read_tables(tmp_path / "a.ods")) == [
        f"{tmp_path / 'a.ods'}: found a file of another kind; {expected}"
    ]


def test_workbooks_of_other_kinds_are_named(tmp_path: Path) -> None:
    (tmp_path / "brigade.xls").write_bytes(b"old")
    (tmp_path / "notes.txt").write_bytes(b"text")
    assert faults_of(lambda: read_tables(tmp_path)) == [
        f"{tmp_path}: found no tables, but brigade.xls; expected a folder of CSV tables, or one workbook (.xlsx)"
    ]


@pytest.mark.parametrize("title", ["zones ", "Zones", "ｚones"])
def test_a_sheets_name_may_be_written_otherwise_but_once(tmp_path: Path, title: str) -> None:
    brigade = example()
    brigade[title] = brigade.pop("zones")
    assert len(read_tables(write_workbook(tmp_path / "b.xlsx", brigade)).zones) == 2
    brigade["防控区域"] = brigade[title]
    assert faults_of(lambda: read_tables(write_workbook(tmp_path / "b.xlsx", brigade))) == [
        "b.xlsx 防控区域: found the table zones again; expected the table zones once"
    ]


def test_hashes_of_every_file(folder: Path) -> None:
    tables = read_tables(folder)
    assert tables.name == "brigade"
    assert set(tables.hashes) == {file.name for file in folder.iterdir()}
    assert tables.hashes["zones.csv"] == hashlib.sha256((folder / "zones.csv").read_bytes()).hexdigest()


def test_csv_beside_a_workbook_is_refused(folder: Path) -> None:
    write_workbook(folder / "brigade.xlsx", example())
    assert faults_of(lambda: read_tables(folder)) == [
        f"{folder}: found CSV tables and the workbook brigade.xlsx; expected one of the two"
    ]


def test_several_workbooks_are_refused_unless_one_is_the_brigades(book: Path) -> None:
    other = write_workbook(book.parent / "other.xlsx", example())
    assert read_tables(book.parent).path == book
    book.rename(book.parent / "third.xlsx")
    assert faults_of(lambda: read_tables(book.parent))[0].startswith(f"{book.parent}: found 2 workbooks; expected")
    assert read_tables(other).name == "other"


def edited(book: Path, cells: dict[str, Any], formats: dict[str, str] | None = None) -> Path:
    """The workbook with cells such as `requests!B2` set, some with a number format."""
    opened = load_workbook(book)
    for name, value in cells.items():
        sheet, _, address = name.partition("!")
        opened[sheet][address] = value
        if formats and name in formats:
            opened[sheet][address].number_format = formats[name]
    opened.save(book)
    return book


@pytest.mark.parametrize("value", [dt.date(2026, 11, 8), dt.datetime(2026, 11, 8), 46334])
def test_dates_that_excel_made_its_own(book: Path, value: Any) -> None:
    assert read_tables(edited(book, {"requests!B2": value})).requests[0].date == dt.date(2026, 11, 8)


@pytest.mark.parametrize(
    ("value", "number_format"),
    [
        (dt.time(0, 0), "hh:mm"),
        (1, "hh:mm"),
        (dt.timedelta(days=1), "[h]:mm"),
        (dt.datetime(1900, 1, 1), "hh:mm"),
        (1.0, "General"),
        ("24:00", "@"),
    ],
)
def test_midnight_that_excel_made_its_own(book: Path, value: Any, number_format: str) -> None:
    tables = read_tables(edited(book, {"demand!D3": value}, {"demand!D3": number_format}))
    assert tables.demand[1].end in (0, 1440)
    assert str(tables.demand[1].window(480)) == "09:00-24:00"


def test_times_that_excel_made_its_own(book: Path) -> None:
    cells = {"shifts!C2": dt.time(8, 30), "shifts!D2": 20 / 24, "demand!D2": dt.datetime(1900, 1, 1, 2, 0)}
    tables = read_tables(edited(book, cells, {"demand!D2": "[h]:mm"}))
    assert (tables.shifts[0].start, tables.shifts[0].end) == (510, 1200)
    assert tables.demand[0].end == 26 * 60


@pytest.mark.parametrize(
    ("value", "number_format", "moment"),
    [
        (dt.datetime(2026, 11, 5, 14), "yyyy-mm-dd hh:mm", dt.datetime(2026, 11, 5, 14)),
        (dt.datetime(2026, 11, 5), "yyyy-mm-dd", dt.datetime(2026, 11, 6)),
        (dt.datetime(2026, 11, 5), "yyyy-mm-dd hh:mm", dt.datetime(2026, 11, 5)),
        (46331.5, "General", dt.datetime(2026, 11, 5, 12)),
    ],
)
def test_an_absence_to_a_date_lasts_all_day_and_to_a_time_no_longer(
    book: Path, value: Any, number_format: str, moment: dt.datetime
) -> None:
    tables = read_tables(edited(book, {"absences!D2": value}, {"absences!D2": number_format}))
    assert tables.absences[0].ends == moment


def test_ids_that_excel_made_numbers(book: Path) -> None:
    cells = {"officers!A6": 5.0, "absences!A2": 5, "officers!A7": 6, "requests!A2": 6}
    tables = read_tables(edited(book, cells, {"officers!A7": "000", "requests!A2": "000"}))
    assert [row.id for row in tables.officers[4:]] == ["5", "006"]


def test_an_id_that_excel_made_a_date(book: Path) -> None:
    faults = faults_of(lambda: read_tables(edited(book, {"officers!A2": dt.date(2026, 3, 1)})))
    assert faults == [
        "brigade.xlsx officers!A2 (id): found '2026-03-01'; expected text; Excel has turned it into another kind of "
        "value: format the column as text"
    ]


def test_formulas_are_text(book: Path) -> None:
    cells = {"officers!B2": "=A2&B3", "requests!B2": "=TODAY()"}
    assert faults_of(lambda: read_tables(edited(book, cells))) == [
        "brigade.xlsx requests!B2 (date): found '=TODAY()'; expected a date such as 2026-10-19; a formula is read as "
        "text: paste its value"
    ]


def test_merged_header_cells(book: Path) -> None:
    opened = load_workbook(book)
    opened["zones"].merge_cells("A1:B1")
    opened.save(book)
    faults = faults_of(lambda: read_tables(book))
    assert faults[0] == (
        "brigade.xlsx zones!A1:B1: found merged cells A1:B1; "
        "expected one value a cell and one header a column; unmerge them"
    )
    assert faults[1] == "brigade.xlsx zones!B2: found 'West bank'; expected no cell without a header above it"


def test_a_merged_title_above_the_header_is_no_fault(book: Path) -> None:
    opened = load_workbook(book)
    opened["zones"].insert_rows(1)
    opened["zones"]["A1"] = "Zones"
    opened["zones"].merge_cells("A1:B1")
    opened.save(book)
    assert len(read_tables(book).zones) == 2


def test_an_encrypted_workbook(tmp_path: Path) -> None:
    path = tmp_path / "brigade.xlsx"
    path.write_bytes(bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 512 + "EncryptedPackage".encode("utf-16-le"))
    assert faults_of(lambda: read_tables(path)) == [
        f"{path}: found a workbook encrypted with a password; expected one saved without a password"
    ]


def test_a_truncated_workbook(book: Path) -> None:
    book.write_bytes(book.read_bytes()[:-200])
    assert faults_of(lambda: read_tables(book))[0].startswith(f"{book}: found a truncated or damaged workbook")


def test_a_zip_bomb(tmp_path: Path) -> None:
    path = tmp_path / "brigade.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        with archive.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as part:
            for _ in range(300):
                part.write(b"\0" * 1024 * 1024)
    assert faults_of(lambda: read_tables(path))[0].startswith(
        f"{path}: found a workbook that unpacks to an enormous size"
    )


def test_an_unreadable_table_does_not_hide_the_faults_of_others(folder: Path) -> None:
    (folder / "zones.csv").write_bytes(b"\xff\xfe\x00")
    (folder / "shifts.csv").write_text("code,start,end\nD,x,20:00\nN,20:00,08:00\n", encoding="utf-8")
    faults = faults_of(lambda: read_tables(folder))
    assert [fault.split(":")[0] for fault in faults] == ["zones.csv", "shifts.csv"]


def test_the_kinds_of_absence_in_chinese(folder: Path) -> None:
    rows = [f"00{index},{word},2026-11-02,2026-11-02" for index, word in enumerate("年病事", start=1)]
    (folder / "absences.csv").write_text("\n".join(["id,kind,from,to", *rows]), encoding="utf-8")
    assert [row.kind for row in read_tables(folder).absences] == list(KINDS)[:3]
