"""Another system's workbook is filled: what is beyond doubt is written, the rest asked about, nothing else moves."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from openpyxl.styles import Protection
from openpyxl.worksheet.datavalidation import DataValidation

from roster.domain.errors import InputError
from roster.io.exchange.filled import write_filled
from tests.io.exchange.made import FIRST, NAMES, PEOPLE, book, filled, grid, headings, plan, row_of


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
