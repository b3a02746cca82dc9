"""Cells hold data and never formulas of others; widths and heights fit Chinese; pages print."""

from __future__ import annotations

from io import BytesIO

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from roster.domain.clock import Window
from roster.domain.service import Shift
from roster.io import printing, styles
from tests.io import sample


@pytest.fixture
def sheet() -> Worksheet:
    return Workbook().worksheets[0]


def written(sheet: Worksheet) -> Worksheet:
    """The sheet after saving and loading."""
    assert sheet.parent is not None
    file = BytesIO()
    sheet.parent.save(file)
    return load_workbook(file).worksheets[0]


@pytest.mark.parametrize(
    "text", ["=1+1", "+1", "-1", "@cmd", "\t=1", "#N/A", "=HYPERLINK(1)", "2026-10-19", "007", "-"]
)
def test_text_stays_text(sheet: Worksheet, text: str) -> None:
    styles.put(sheet.cell(1, 1), text, styles.TEXT)
    cell = written(sheet).cell(1, 1)
    assert cell.value == text
    assert cell.data_type == "s"


@pytest.mark.parametrize(("text", "quoted"), [("=1", True), ("+1", True), ("-", True), ("@a", True), ("007", False)])
def test_what_looks_like_a_formula_is_quoted(sheet: Worksheet, text: str, quoted: bool) -> None:
    styles.put(sheet.cell(1, 1), text, styles.TEXT)
    assert bool(written(sheet).cell(1, 1).quotePrefix) == quoted


def test_numbers_dates_and_blanks_keep_their_types(sheet: Worksheet) -> None:
    for column, value in enumerate((7, 2.5, True, sample.problem().date(0), None), start=1):
        styles.put(sheet.cell(1, column), value, styles.WHOLE)
    assert [cell.data_type for cell in sheet[1]] == ["n", "n", "b", "d", "n"]


def test_characters_that_no_workbook_holds_are_dropped(sheet: Worksheet) -> None:
    styles.put(sheet.cell(1, 1), "a\x07b" + "c" * 40_000)
    value = written(sheet).cell(1, 1).value
    assert isinstance(value, str)
    assert value.startswith("abc")
    assert len(value) == styles.LONGEST_TEXT


def test_one_value_over_several_columns(sheet: Worksheet) -> None:
    styles.put_merged(sheet, 2, 1, 3, "=title", styles.TITLE)
    assert [str(area) for area in sheet.merged_cells.ranges] == ["A2:C2"]
    assert sheet["A2"].data_type == "s"
    assert sheet["A2"].font.size == styles.TITLE.size


def test_looks_are_shared(sheet: Worksheet) -> None:
    for row in range(1, 50):
        styles.put(sheet.cell(row, 1), row, styles.WHOLE)
    assert sheet.parent is not None
    assert len(sheet.parent.named_styles) == 2


def test_chinese_is_twice_as_wide() -> None:
    assert styles.text_width("abc") == 3
    assert styles.text_width("巡逻abc") == 7
    assert styles.text_width("ab\nabcd") == 4
    assert styles.text_width("") == 0


def test_width_stays_in_bounds() -> None:
    assert styles.widest(["ab"], 8, 20) == 8
    assert styles.widest(["abcdefghij"], 8, 20) == 12
    assert styles.widest(["a" * 99], 8, 20) == 20


def test_row_grows_with_its_longest_text(sheet: Worksheet) -> None:
    styles.fit_height(sheet, 1, [(20, "short"), (20, "巡" * 45)])
    styles.fit_height(sheet, 2, [(20, "short")])
    assert styles.lines_in("巡" * 45, 20) == 5
    assert sheet.row_dimensions[1].height > 4 * sheet.row_dimensions[2].height - 20


def test_shifts_have_different_colours() -> None:
    colours = styles.shift_colours(sample.problem())
    assert set(colours) == {"D", "E", "N", "O", "L"}
    assert len(set(colours.values())) == 5
    assert colours["N"].ink == "FFFFFF"


def test_many_shifts_still_have_colours() -> None:
    many = tuple(Shift(f"S{n}", "", Window(n * 60, n * 60 + 60)) for n in range(20))
    problem = sample.problem()
    object.__setattr__(problem, "shifts", many)
    assert len(styles.shift_colours(problem)) == 20


def test_a_wider_sheet_has_room_for_more_rows_on_a_page() -> None:
    assert printing.page_height(100) == pytest.approx(494, abs=1)
    assert printing.page_height(300) == pytest.approx(2 * printing.page_height(150))


def test_lines_break_between_words_and_between_chinese_characters() -> None:
    assert styles.lines_in("three words here", 13) == 2
    assert styles.lines_in("three words", 13) == 1
    assert styles.lines_in("巡逻C14、C09", 8) == 2
    assert styles.lines_in("one\ntwo", 40) == 2
    assert styles.lines_in("a" * 50, 11) == 5


def test_page_prints_landscape_with_its_number(sheet: Worksheet) -> None:
    printing.page(sheet, "Brigade A & B", paper=printing.A3, title_rows="1:3", pages_wide=2)
    again = written(sheet)
    assert again.page_setup.orientation == "landscape"
    assert again.page_setup.paperSize == str(printing.A3) or again.page_setup.paperSize == printing.A3
    assert (again.page_setup.fitToWidth, again.page_setup.fitToHeight) == (2, 0)
    assert again.sheet_properties.pageSetUpPr is not None
    assert again.sheet_properties.pageSetUpPr.fitToPage
    assert again.print_title_rows == "$1:$3"
    assert again.oddFooter is not None
    assert "A && B" in again.oddFooter.left.text
    assert "&P" in again.oddFooter.right.text
