"""The workbook as a whole: its sheets in order, in both languages, for brigades of any shape."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook

from roster.domain.clock import Horizon, Window
from roster.domain.errors import OutputError
from roster.domain.findings import Report
from roster.domain.outcome import Outcome, Proof, SearchRun
from roster.domain.people import Officer
from roster.domain.problem import Facts
from roster.domain.roster import Placeless, Roster
from roster.domain.service import Shift
from roster.domain.settings import Settings
from roster.domain.units import pose
from roster.i18n import _, set_language
from roster.io import book
from roster.plan.search import plan_patrol
from roster.rules import Rulebook
from tests.io import sample
from tests.outcomes import changed

ENGLISH = [
    "Summary",
    "Roster",
    "Daily orders",
    "Patrol plan",
    "Maps",
    "Vehicles",
    "Leaders",
    "Slots",
    "Itinerary",
    "Cover",
    "Fairness",
    "Rules",
    "HR",
    "Run",
    "Written",
]
CHINESE = [
    "概要",
    "排班表",
    "勤务安排表",
    "巡逻计划",
    "地图",
    "车辆安排",
    "带班领导",
    "Slots",
    "Itinerary",
    "警力覆盖",
    "工时与均衡",
    "规则检查",
    "HR",
    "运行记录",
    "Written",
]


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    set_language("en")
    yield
    set_language("en")


def bare(days: int = 7, officers: int = 0) -> Outcome:
    """A brigade of people and one shift, with no zone, vehicle, demand, rule or duty."""
    facts = Facts(
        Settings("Bare"),
        Horizon(dt.date(2026, 10, 19), days),
        tuple(Officer(f"{n:03d}", f"Officer {n}", "sworn") for n in range(officers)),
        (Shift("D", "Day", Window(420, 900)),),
        (),
    )
    return Outcome(pose(facts), Roster(()), Report(()), Proof("optimal"), SearchRun(0.1, 0.1, 1, 2))


@pytest.mark.parametrize(("language", "titles"), [("en", ENGLISH), ("zh", CHINESE)])
def test_sheets_in_order(tmp_path: Path, language: str, titles: list[str]) -> None:
    set_language(language)
    file = tmp_path / "roster.xlsx"
    book.write_book(sample.outcome(), file)
    written = load_workbook(file)
    assert written.sheetnames == titles
    assert written.calculation is not None
    assert written.calculation.fullCalcOnLoad
    assert [sheet.title for sheet in written if sheet.sheet_state != "visible"] == ["Written"]


@pytest.fixture(scope="module")
def built() -> Workbook:
    made = sample.outcome()
    return book.build(changed(made, planned=plan_patrol(made.problem, made.roster, Rulebook(()))))


@pytest.mark.parametrize("title", ENGLISH[:-1])
def test_every_sheet_is_made_for_printing(built: Workbook, title: str) -> None:
    sheet = built[title]
    assert sheet.page_setup.orientation == "landscape"
    assert sheet.page_setup.fitToWidth >= 1
    assert sheet.oddFooter is not None
    assert sheet.oddFooter.right.text
    assert sheet.max_row > 1


@pytest.mark.parametrize("title", ["Roster", "Vehicles", "Leaders", "Slots", "Cover", "Fairness", "Rules", "HR"])
def test_long_tables_keep_their_header_in_view(built: Workbook, title: str) -> None:
    sheet = built[title]
    assert sheet.freeze_panes
    assert sheet.print_title_rows


def test_sheets_for_programs_are_left_out_when_the_workbook_is_printed(built: Workbook) -> None:
    for sheet in built:
        area = str(sheet.print_area or "").rpartition("!")[2]
        if sheet.title in ("Slots", "Itinerary", "HR", "Run"):
            beside = sheet[area.replace("$", "").split(":")[0]]
            assert beside.value is None
            assert beside.column > sheet.max_column - 1
        else:
            assert bool(area) == (sheet.title == "Summary")  # of which one page is for paper


def test_only_our_own_counts_are_formulas(built: Workbook) -> None:
    formulas = [
        (sheet.title, str(cell.value))
        for sheet in built
        for row in sheet.iter_rows()
        for cell in row
        if cell.data_type == "f"
    ]
    assert formulas
    assert {title for title, _text in formulas} == {"Roster"}
    assert all(text.startswith(("=COUNTIF(", "=SUM(")) for _title, text in formulas)


def test_name_that_looks_like_a_formula_is_on_the_sheets_as_text(built: Workbook) -> None:
    found = [cell for sheet in built for row in sheet.iter_rows() for cell in row if cell.value == "=1+1"]
    assert {cell.parent.title for cell in found} >= {"Roster", "HR", "Fairness"}
    assert all(cell.data_type == "s" and cell.quotePrefix for cell in found)


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize(("days", "officers"), [(1, 0), (7, 1), (28, 3)])
def test_brigades_without_anything_are_written_too(tmp_path: Path, language: str, days: int, officers: int) -> None:
    set_language(language)
    file = tmp_path / "bare.xlsx"
    book.write_book(bare(days, officers), file)
    made = [_(module.TITLE) for module in book.SHEETS if book.shown(module, bare(days, officers))]
    assert load_workbook(file).sheetnames == made


def test_duty_without_a_crew_is_shown() -> None:
    made = bare(officers=2)
    made = replace(made, roster=Roster((), (Placeless("001", 2, "D"),)))
    written = book.build(made)
    assert written["Roster"].cell(7, 8).value == "D"
    orders = [cell.value for row in written["Daily orders"].iter_rows() for cell in row]
    assert "Officer 1" in orders
    assert "not in any crew" in orders


def test_names_are_told_apart() -> None:
    made = bare(officers=2)
    twins = tuple(replace(officer, name="Li") for officer in made.problem.officers)
    made = replace(made, problem=replace(made.problem, officers=twins))
    made = replace(made, roster=Roster((), (Placeless("001", 0, "D"),)))
    orders = [cell.value for row in book.build(made)["Daily orders"].iter_rows() for cell in row]
    assert "Li (001)" in orders


def test_a_folder_in_the_way_is_an_error_for_people(tmp_path: Path) -> None:
    with pytest.raises(OutputError):
        book.write_book(bare(), tmp_path)
