"""Another system's workbook is filled: what is beyond doubt is written, the rest asked about, nothing else moves."""

from __future__ import annotations

import datetime as dt
import zipfile
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from openpyxl.styles import Font, Protection
from openpyxl.worksheet.datavalidation import DataValidation

from roster.domain.errors import InputError, InternalError
from roster.io.exchange.fill import fill
from roster.io.exchange.fill_map import FillMap, read_map
from roster.io.exchange.filled import prove, write_filled
from roster.io.exchange.filling import Filling
from roster.io.exchange.foreign import open_foreign
from roster.io.exchange.planned import Planned, together
from roster.io.exchange.xlsx_parts import copy_with
from tests.io.exchange.made import FIRST, NAMES, book, headings, plan

PEOPLE = {"001": ("甲一", "DDEENN-"), "002": ("乙二", "-DDEENN"), "003": ("丙三", "N-DDEEN")}


def grid(path: Path, *rows: list[Any], heads: list[Any] | None = None, title: str = "2026年11月排班表") -> Path:
    labels = ["工号", "姓名"]
    return book(path, [[title], [*labels, *(heads or headings())], *rows])


def filled(path: Path, planned: Planned | None = None, overwrite: bool = False, **answers: Any) -> Filling:
    return fill(open_foreign(path), planned or plan(PEOPLE), FillMap(**{"rest": "", **answers}), overwrite)


def row_of(path: Path, row: int, columns: int = 9) -> list[Any]:
    return [cell.value for cell in load_workbook(path).worksheets[0][row][2:columns]]


def test_a_grid_is_filled_by_id_with_the_words_in_use(tmp_path: Path) -> None:
    file = grid(
        tmp_path / "a.xlsx", ["001", "甲一", None, "白班"], ["002", "乙二", "休息"], [3, "丙三", None, None, "中班"]
    )
    done = filled(file, rest="休息", shifts={"N": "夜班"})
    assert [question.text for question in done.questions] == [
        "a.xlsx 排班: cells already hold something else: E5 (中班, in the roster 白班)"
    ]
    assert done.same == 2
    write_filled(done, tmp_path / "b.xlsx")
    assert row_of(tmp_path / "b.xlsx", 3) == ["白班", "白班", "中班", "中班", "夜班", "夜班", "休息"]
    assert row_of(tmp_path / "b.xlsx", 5) == ["夜班", "休息", "中班", "白班", "中班", "中班", "夜班"]
    assert load_workbook(tmp_path / "b.xlsx").worksheets[0]["A5"].value == 3
    again = filled(file, overwrite=True, rest="休息", shifts={"N": "夜班"})
    assert again.replaced == ["E5: 中班 -> 白班"]
    assert not again.questions


@pytest.mark.parametrize(
    "heads",
    [
        [FIRST + dt.timedelta(n) for n in range(7)],
        [str(FIRST + dt.timedelta(n)) for n in range(7)],
        [1, 2, 3, 4, 5, 6, 7],
        ["万圣", "2", "3", "4", "5", "6", "六"],
        ["1", "2", "立冬", "三", "5", "6", "7"],
        ["日", "一", "3", "4", "5", "6", "六"],
        ["11.1", 11.2, 11.3, 11.4, 11.5, 11.6, 11.7],
        ["11月1日", "11月2日", "11月3日", "11月4日", "11月5日", "11月6日", "11月7日"],
        ["1st", "2nd", "3rd", "4th", "5th", "6th", "7th"],
        ["Sun 1", "Mon 2", "Tue 3", "Wed 4", "Thu 5", "Fri 6", "Sat 7"],
        ["01/11/2026", "02/11/2026", "03/11/2026", "04/11/2026", "05/11/2026", "06/11/2026", "07/11/2026"],
        [46327, 46328, 46329, 46330, 46331, 46332, 46333],
    ],
)
def test_days_are_found_however_they_are_headed(tmp_path: Path, heads: list[Any]) -> None:
    file = grid(tmp_path / "a.xlsx", ["001", "甲一"], heads=heads)
    done = filled(file)
    assert list(done.layout.blocks[0].days.values()) == [FIRST + dt.timedelta(n) for n in range(7)]
    assert done.texts[3, 3] == "白班"


def test_days_across_the_end_of_a_month_and_decimal_days(tmp_path: Path) -> None:
    first = dt.date(2026, 10, 26)
    numbers = [*range(26, 32), *range(1, 26)]
    file = grid(tmp_path / "a.xlsx", ["001", "甲一"], heads=numbers, title="2026年10月26日至11月25日 考勤")
    done = filled(file, plan({"001": ("甲一", "D" * 31)}, first=first))
    assert sorted(done.layout.dates) == [first + dt.timedelta(n) for n in range(31)]
    june = [float(f"6.{n}") for n in range(1, 31)]  # 6.1 is the 1st and the 10th
    file = grid(tmp_path / "b.xlsx", ["001", "甲一"], heads=june, title="六月")
    done = filled(file, plan({"001": ("甲一", "D" * 30)}, first=dt.date(2026, 6, 1)))
    assert [(question.kind, question.answer) for question in done.questions] == [("month", "month: 2026-06")]
    assert not done.texts
    done = filled(file, plan({"001": ("甲一", "D" * 30)}, first=dt.date(2026, 6, 1)), month="2026-06")
    assert list(done.layout.blocks[0].days.values())[9] == dt.date(2026, 6, 10)
    assert len(done.texts) == 30


def test_another_month_is_refused_and_a_month_that_weekdays_contradict_is_not_taken(tmp_path: Path) -> None:
    file = grid(tmp_path / "a.xlsx", ["001", "甲一"], title="2026年10月", heads=headings(dt.date(2026, 10, 1)))
    with pytest.raises(
        InputError, match=r"a.xlsx 排班!C2: found days 2026-10-01..2026-10-07; expected days of the roster"
    ):
        filled(file)
    file = grid(tmp_path / "b.xlsx", ["001", "甲一"], title="2026年10月")  # the weekdays are those of November
    assert [question.answer for question in filled(file).questions] == ["month: 2026-11"]
    file = grid(tmp_path / "c.xlsx", ["001", "甲一"], title="排班表")
    done = filled(file)
    assert done.layout.inferred == "weekdays"
    assert sorted(done.layout.dates)[0] == FIRST


def test_who_is_not_beyond_doubt_is_asked_about(tmp_path: Path) -> None:
    people = {
        **PEOPLE,
        "004": ("丁四", "DDDDDDD"),
        "005": ("己六", "D" * 7),
        "006": ("己六", "E" * 7),
        "007": ("庚七", "N" * 7),
    }
    file = grid(
        tmp_path / "a.xlsx",
        ["001", "甲一（离职）"],
        ["", "乙二"],
        ["003", "王五"],
        ["", "己六"],
        ["", "丁四四"],
        ["99", "庚七"],
        ["98", "外人"],
        ["合计", None],
    )
    file = grid(
        tmp_path / "a.xlsx",
        *[[c.value for c in r[:2]] for r in load_workbook(file).worksheets[0].iter_rows(min_row=3)],
        ["007", "庚七"],
    )
    done = filled(file, plan(people))
    assert [question.kind for question in done.questions] == [
        "remark",
        "by-name",
        "person",
        "two-of-one-name",
        "person",
        "person",
    ]
    assert done.matches.only_theirs == [("B9", "外人 98")]
    assert done.only_ours == []
    assert {row for row, _column in done.texts} == {11}
    answered = filled(
        file, plan(people), people={"A3": "", "B3": "001", "B4": "002", "王五": "003", "B6": "006", "B7": ""}
    )
    assert {question.kind for question in answered.questions} == {"person"}
    assert answered.texts[6, 3] == "中班"
    assert answered.only_ours == ["丁四 (004)", "己六 (005)"]


def test_names_alone_are_enough_where_the_file_has_no_ids_and_none_is_twice(tmp_path: Path) -> None:
    file = grid(tmp_path / "a.xlsx", ["--", " 甲 一 "], ["--", "乙二"], ["--", "乙二"])
    done = filled(file)
    assert done.texts[3, 3] == "白班"
    assert [question.kind for question in done.questions] == ["twice", "twice"]
    file = grid(tmp_path / "b.xlsx", ["E1", "甲一"], ["E2", "乙二"])
    done = filled(file)
    assert [(question.kind, question.answer) for question in done.questions] == [("by-name", "by_name: true")]
    assert not done.texts
    assert filled(file, by_name=True).texts[4, 4] == "白班"


def test_accounts_tell_people_of_one_name_apart(tmp_path: Path) -> None:
    people = {"001": ("己六", "DDDDDDD"), "002": ("己六", "EEEEEEE"), "003": ("丙三", "NNNNNNN")}
    planned = plan(people)
    planned.accounts = {("wecom", "001"): "u1", ("wecom", "002"): "u2", ("dingtalk", "003"): "u1"}
    rows = [["2026年11月"], ["姓名", "账号", *range(1, 8)], ["己六", "u2"], ["己六", "u1"], ["丙三", "u9"]]
    done = filled(book(tmp_path / "a.xlsx", rows), planned, system="WeCom")
    assert {place[0]: text for place, text in done.texts.items()} == {3: "中班", 4: "白班"}
    assert [question.kind for question in done.questions] == ["by-name"]
    both = filled(tmp_path / "a.xlsx", planned)  # of no system: u1 is two officers' account
    assert [question.kind for question in both.questions] == ["person", "by-name"]


def test_words_are_those_that_the_file_takes(tmp_path: Path) -> None:
    file = grid(tmp_path / "a.xlsx", ["001", "甲一"], ["002", "乙二"])
    made = load_workbook(file)
    listed = DataValidation(type="list", formula1="班次!$A$1:$A$4")
    listed.add("C3:I4")
    made["排班"].add_data_validation(listed)
    legend = made.create_sheet("班次")
    for row in (("早岗", "07:00-15:00"), ("中班", "15:00-23:00"), ("夜班", "20:00-次日08:00"), ("休", "")):
        legend.append(row)
    made.save(file)
    done = filled(file, plan(PEOPLE | {"001": ("甲一", "DDEENL-")}), rest=None)
    assert done.words["D"] == ("早岗", "hours")
    assert done.words["E"] == ("中班", "name")
    assert done.words["rest"] == ("休", "name")
    assert [(question.kind, question.cells) for question in done.questions] == [
        ("shift", ("G3", "H4", "I4")),
        ("leave", ("H3",)),
    ]
    assert "their '夜班' is 20:00-08:00, our N is 23:00-07:00" in done.questions[0].text
    with pytest.raises(
        InputError, match=r"the map \(shifts.N\): found '大夜'; expected a word that the file takes: 早岗"
    ):
        filled(file, shifts={"N": "大夜"})
    with pytest.raises(InputError, match=r"the map \(shifts\): found 'X'; expected one of D, E, N"):
        filled(file, shifts={"X": "中班"})


def test_formulas_merged_and_locked_cells_and_two_columns_a_day_are_left_alone(tmp_path: Path) -> None:
    file = grid(tmp_path / "a.xlsx", ["001", "甲一", "=1+1"], ["002", "乙二"])
    made = load_workbook(file)
    sheet = made.worksheets[0]
    sheet.merge_cells("D3:E3")
    sheet.protection.sheet = True
    for row in sheet["C3:I3"]:
        for cell in row:
            cell.protection = Protection(locked=False)
    made.save(file)
    done = filled(file, rest="")
    assert {question.kind: question.cells for question in done.questions} == {
        "formula": ("C3",),
        "merged": ("D3", "E3"),
        "locked": ("D4", "E4", "F4", "G4", "H4", "I4"),
    }
    assert {row for row, _column in done.texts} == {3}
    pairs = [part for n in range(1, 8) for part in (n, None)]
    file = grid(tmp_path / "b.xlsx", [None, None, *["上班", "下班"] * 7], ["001", "甲一"], heads=pairs)
    made = load_workbook(file)
    for column in range(3, 17, 2):
        made.worksheets[0].merge_cells(start_row=2, end_row=2, start_column=column, end_column=column + 1)
    made.save(file)
    done = filled(file)
    assert [question.kind for question in done.questions] == ["pairs"]
    assert not done.texts


def test_days_without_headings_are_found_by_their_place(tmp_path: Path) -> None:
    rows = [["2026年11月考勤明细"], ["序号", "姓名"], [None, None, *["上班", "下班"] * 30], [1, "甲一"], [2, "乙二"]]
    file = book(tmp_path / "a.xlsx", rows)
    made = load_workbook(file)
    for column in range(3, 63, 2):
        made.worksheets[0].merge_cells(start_row=2, end_row=2, start_column=column, end_column=column + 1)
    made.save(file)
    layout = filled(file).layout
    assert (layout.blocks[0].days[3], layout.blocks[0].days[61]) == (FIRST, dt.date(2026, 11, 30))
    assert (layout.blocks[0].pairs, layout.blocks[0].first_row) == (2, 4)


def test_blocks_of_days_below_each_other_and_hidden_and_filtered_cells(tmp_path: Path) -> None:
    rows = [["2026年11月"], ["姓名", *range(1, 8)], ["甲一"], ["乙二"], ["姓名", *range(8, 11)], ["甲一"], ["乙二"]]
    file = book(tmp_path / "a.xlsx", rows)
    made = load_workbook(file)
    sheet = made.worksheets[0]
    sheet.column_dimensions["B"].hidden = True
    sheet.row_dimensions[4].hidden = True
    sheet.auto_filter.ref = "A2:H4"
    made.save(file)
    done = filled(file, plan({"001": ("甲一", "D" * 10), "002": ("乙二", "E" * 10)}))
    assert [sorted(block.days.values())[0].day for block in done.layout.blocks] == [1, 8]
    assert len(done.texts) == 20
    assert done.texts[7, 2] == "中班"
    assert any("B" in note for note in done.notes)
    assert any("4" in note for note in done.notes)


def test_numbers_of_people_and_sums_are_no_days(tmp_path: Path) -> None:
    rows = [
        ["001", "甲一", *[None] * 7, 1, 2, 3, 4, 5],
        ["002", "乙二"],
        [None, "合计", *range(1, 8)],
        ["003", "丙三"],
    ]
    file = grid(tmp_path / "a.xlsx", *rows, heads=[*range(1, 8), "白班", "中班", "夜班", "休息", "合计"])
    done = filled(file, overwrite=True, shifts=NAMES)
    assert [(block.first_row, block.last_row) for block in done.layout.blocks] == [(3, 6)]
    assert {row for row, _column in done.texts} == {3, 4, 6}
    assert {column for _row, column in done.texts} == set(range(3, 10))


def test_a_day_off_is_asked_about_where_no_word_is_in_use(tmp_path: Path) -> None:
    done = filled(grid(tmp_path / "a.xlsx", ["001", "甲一"]), rest=None)
    assert [(question.kind, question.cells) for question in done.questions] == [("rest", ("I3",))]


def test_words_of_legends_and_sums_are_not_in_use(tmp_path: Path) -> None:
    rows = [
        ["001", "甲一", "白班", "-"],
        ["002", "乙二"],
        ["999", "图例", "休息", "中班 15:00-23:00"],
        ["998", "白班", "中班", "夜班"],
    ]
    done = filled(grid(tmp_path / "a.xlsx", *rows), rest=None)
    assert done.words["D"] == ("白班", "name")
    assert done.words["rest"] == ("-", "name")
    assert [question.kind for question in done.questions] == ["shift", "shift", "occupied"]


def test_formulas_without_stored_values_are_told(tmp_path: Path) -> None:
    heads = [FIRST, *(f"={column}2+1" for column in "CDEFGH")]
    with pytest.raises(InputError, match=r"a.xlsx 排班!D2: found formulas without stored values"):
        filled(grid(tmp_path / "a.xlsx", ["001", "甲一"], heads=heads))


def test_csv_with_blanks_before_its_quotes(tmp_path: Path) -> None:
    file = tmp_path / "11月.csv"
    lines = [
        '"工号", "姓名", "2026-11-01", "2026-11-02", "2026-11-03", "2026-11-04", "2026-11-05"',
        '"001", "甲,一", "", ""',
    ]
    file.write_text("\n".join([*lines, ""]), encoding="utf-8")
    done = filled(file, plan({"001": ("甲,一", "DDEEN")}))
    write_filled(done, tmp_path / "out.csv")
    assert (tmp_path / "out.csv").read_text("utf-8").splitlines()[1] == '"001", "甲,一", "白班", "白班",中班,中班,夜班'


def test_csv_keeps_its_encoding_quotes_and_line_ends(tmp_path: Path) -> None:
    lines = ['工号;"姓名";1;2;3;4;5;6;7', '"001";甲一;;"";白班;;;;', "备注：请勿改动;;;;;;;;", ""]
    file = tmp_path / "排班_2026-11.csv"
    file.write_bytes("\r\n".join(lines).encode("gb18030"))
    done = filled(file, rest="休", shifts={"D": "白班", "E": "中班", "N": "夜班"}, overwrite=True)
    write_filled(done, tmp_path / "out.csv")
    expected = [lines[0], '"001";甲一;白班;"白班";中班;中班;夜班;夜班;休', *lines[2:]]
    assert (tmp_path / "out.csv").read_bytes() == "\r\n".join(expected).encode("gb18030")


def test_nothing_but_the_filled_cells_changes(tmp_path: Path) -> None:
    file = grid(tmp_path / "a.xlsx", ["001", "甲一"])
    made = load_workbook(file)
    made.worksheets[0]["C3"].font = Font(bold=True)
    made.save(file)
    with zipfile.ZipFile(file, "a") as archive:
        archive.writestr("xl/drawings/unknown.xml", "<unknown/>")
    done = filled(file)
    write_filled(done, tmp_path / "b.xlsx")
    with zipfile.ZipFile(file) as old, zipfile.ZipFile(tmp_path / "b.xlsx") as new:
        different = [name for name in old.namelist() if old.read(name) != new.read(name)]
        assert old.namelist() == new.namelist()
    assert different == ["xl/worksheets/sheet1.xml"]
    assert load_workbook(tmp_path / "b.xlsx").worksheets[0]["C3"].font.bold
    part = "xl/worksheets/sheet1.xml"
    with zipfile.ZipFile(tmp_path / "b.xlsx") as archive:
        other = archive.read(part).replace(b'r="B3"', b'r="B3" s="1"')
    copy_with(tmp_path / "b.xlsx", tmp_path / "c.xlsx", {part: other})
    with pytest.raises(InternalError, match="B3"):  # the same value in another format
        prove(file, tmp_path / "c.xlsx", done.layout.sheet, done.texts)
    wrong = dict(done.texts)
    del wrong[3, 4]
    with pytest.raises(InternalError, match="D3"):
        prove(file, tmp_path / "b.xlsx", done.layout.sheet, wrong)


def test_files_that_cannot_be_read_are_told(tmp_path: Path) -> None:
    for content, words in (
        (b"", "an empty file"),
        (b"\xff\xfe\x00\xd8", "neither a workbook nor text"),
        (b"PK\x03\x04nothing", "truncated or damaged"),
    ):
        file = tmp_path / "x.xlsx"
        file.write_bytes(content)
        with pytest.raises(InputError, match=words):
            open_foreign(file)
    with pytest.raises(InputError, match="no row of days"):
        filled(book(tmp_path / "y.xlsx", [["姓名", "部门"], ["甲一", "一中队"]]))


def test_a_map_tells_its_faults_by_line(tmp_path: Path) -> None:
    file = tmp_path / "map.yaml"
    file.write_text("shifts:\n  D: 白班\npeople:\n  003: 007\nrests: 休\nmonth: 11\n", encoding="utf-8")
    with pytest.raises(InputError) as caught:
        read_map(file)
    assert [fault.place for fault in caught.value.faults] == ["map.yaml:6 (month)", "map.yaml:5 (rests)"]
    file.write_text("shifts:\n  D: 白班\npeople:\n  '003': 007\n", encoding="utf-8")
    assert read_map(file).people == {"003": "007"}


def test_rosters_of_the_same_date_are_refused() -> None:
    with pytest.raises(InputError, match="a roster of 2026-11-01 again"):
        together([plan(PEOPLE), plan(PEOPLE)])
