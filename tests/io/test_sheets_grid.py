"""The grid: what its cells say, that its totals count live, and that its colours follow the text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

import pytest
from openpyxl import Workbook
from openpyxl.utils import range_boundaries
from openpyxl.worksheet.worksheet import Worksheet

from roster.domain.outcome import Outcome
from roster.domain.roster import Placeless
from roster.i18n import set_language
from roster.io import printing, styles
from roster.io.pdf.sheet import SheetPages
from roster.io.sheets import grid
from tests.io import sample

COUNTIF = re.compile(r"=COUNTIF\((?P<area>[^,]+),(?P<cell>[^)]+)\)")
SUM = re.compile(r"=SUM\((?P<area>[^)]+)\)")


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    set_language("en")
    yield
    set_language("en")


def written(outcome: Outcome) -> Worksheet:
    sheet = Workbook().worksheets[0]
    grid.write(sheet, outcome)
    return sheet


@pytest.fixture(scope="module")
def sheet() -> Worksheet:
    return written(sample.outcome())


def value(sheet: Worksheet, text: object) -> object:
    """What a cell shows once its formula is worked out."""
    counts = COUNTIF.fullmatch(str(text))
    total = SUM.fullmatch(str(text))
    if counts:
        return list(cells(sheet, counts["area"])).count(sheet[counts["cell"].replace("$", "")].value)
    if total:
        return sum(int(str(value(sheet, cell))) for cell in cells(sheet, total["area"]))
    return text


def cells(sheet: Worksheet, area: str) -> Iterator[object]:
    left, top, right, bottom = range_boundaries(area.replace("$", ""))
    for row in sheet.iter_rows(min_row=top, max_row=bottom, min_col=left, max_col=right):
        for cell in row:
            yield cell.value


def row_of(sheet: Worksheet, officer: str) -> list[object]:
    row = grid.row_of(officer, sample.problem())
    return [value(sheet, cell.value) for cell in sheet[row]]


def test_header_has_unit_dates_weekdays_and_day_types(sheet: Worksheet) -> None:
    problem = sample.problem()
    assert sheet["A1"].value == "Hancheng patrol brigade: roster"
    assert sheet["A2"].value == "2026-10-23 to 2026-10-26"
    columns = [grid.column_of(day) for day in range(4)]
    assert [sheet.cell(grid.DATE_ROW, c).value for c in columns] == [problem.date(day) for day in range(4)]
    assert [sheet.cell(grid.WEEKDAY_ROW, c).value for c in columns] == ["Fri", "Sat", "Sun", "Mon"]
    assert [sheet.cell(grid.HEADER_ROW, c).value for c in columns] == ["", "Rest", "Holiday", ""]
    fills = {sheet.cell(grid.HEADER_ROW, c).fill.fgColor.rgb for c in columns}
    assert len(fills) == 3


def test_rows_say_duty_rest_and_leave(sheet: Worksheet) -> None:
    assert row_of(sheet, "002") == [2, "002", "李娜", "sworn", "1", "D", "D", "D", "D", 4, 0, 0, 0, 0, 4]
    assert row_of(sheet, "001") == [1, "001", "王伟", "sworn", "1", "L", "N", "L", "-", 0, 0, 1, 0, 2, 3]
    assert row_of(sheet, "NA") == [6, "NA", "杨帆", "auxiliary", "2", "N", "E", "AL", "N", 0, 1, 2, 0, 0, 3]
    assert row_of(sheet, "A04")[5:9] == ["TR", "D", "E", "D"]


def test_in_chinese() -> None:
    set_language("zh")
    sheet = written(sample.outcome())
    assert row_of(sheet, "NA") == [6, "NA", "杨帆", "辅警", "2", "夜", "中", "年", "夜", 0, 1, 2, 0, 0, 3]
    assert row_of(sheet, "001")[5:] == ["24", "夜", "24", "休", 0, 0, 1, 0, 2, 3]
    assert [sheet.cell(grid.HEADER_ROW, grid.column_of(day)).value for day in range(4)] == ["", "休", "节", ""]


def test_heads_a_shift_and_date_are_counted_live(sheet: Worksheet) -> None:
    first = grid.HEADER_ROW + len(sample.OFFICERS) + 1
    heads = {
        str(sheet.cell(row, grid.NAME).value): [
            value(sheet, sheet.cell(row, grid.column_of(day)).value) for day in range(4)
        ]
        for row in range(first, first + 6)
    }
    assert heads == {
        "D 07:00-15:00 Day: heads": [2, 4, 2, 4],
        "E 15:00-23:00 Evening: heads": [2, 2, 2, 0],
        "N 23:00-07:00 Night: heads": [2, 2, 0, 2],
        "O 18:00-02:00 Overlay: heads": [0, 0, 0, 0],
        "L 08:00-08:00 Duty leader: heads": [1, 0, 1, 0],
        "On duty": [7, 8, 5, 6],
    }


def test_a_hand_edit_changes_the_totals() -> None:
    sheet = written(sample.outcome())
    sheet.cell(grid.row_of("001", sample.problem()), grid.column_of(1)).value = "D"
    assert row_of(sheet, "001")[9:] == [1, 0, 0, 0, 2, 3]


def test_duty_goes_before_a_leave_on_the_same_date() -> None:
    made = sample.outcome()
    made = replace(made, roster=replace(made.roster, placeless=(Placeless("NA", 2, "O"),)))
    assert row_of(written(made), "NA")[7] == "O"


def test_two_duties_on_a_date_are_both_shown() -> None:
    made = sample.outcome()
    made = replace(made, roster=replace(made.roster, placeless=(Placeless("002", 0, "O"),)))
    assert row_of(written(made), "002")[5] == "D/O"


def test_colours_follow_the_text_live(sheet: Worksheet) -> None:
    rules = [(str(area.sqref), rule) for area in sheet.conditional_formatting for rule in area.rules]
    assert {area for area, _rule in rules} == {"F6:I13"}
    tests = " ".join(rule.formula[0] for _area, rule in rules)
    assert set(re.findall(r'"(\w+|-)"', tests)) == {"D", "E", "N", "O", "L", "AL", "TR", "-"}
    assert all(rule.formula[0].startswith('OR(F6&""=') for _area, rule in rules)


def test_legend_names_every_letter(sheet: Worksheet) -> None:
    texts = [str(cell.value) for row in sheet.iter_rows(min_row=grid.HEADER_ROW) for cell in row if cell.value]
    legend = texts[texts.index("Legend") :]
    for text, meaning in (("N", "Night 23:00-07:00"), ("-", "day off"), ("AL", "annual leave"), ("TR", "training")):
        assert legend[legend.index(text) + 1] == meaning


def test_view_and_print(sheet: Worksheet) -> None:
    assert sheet.freeze_panes == "F6"
    assert sheet.auto_filter.ref == "A5:O13"
    assert sheet.print_title_rows == "$1:$5"
    assert sheet.print_title_cols == "$A:$E"
    assert sheet.cell(grid.FIRST_ROW, grid.ID).number_format == "@"


@pytest.mark.parametrize(("days", "ends"), [(14, []), (28, [14]), (31, [16]), (35, [14, 28]), (62, [16, 32, 48])])
def test_long_horizons_print_in_weeks_at_a_size_that_is_read(days: int, ends: list[int]) -> None:
    made = sample.outcome()
    sheet = written(replace(made, problem=replace(made.problem, horizon=made.problem.horizon._replace(days=days))))
    assert [page.id - grid.SQUAD for page in sheet.col_breaks.brk] == ends
    assert sheet.sheet_properties.pageSetUpPr.fitToPage is not bool(ends)
    pages = SheetPages(sheet)
    dates = [sum(grid.SQUAD < column <= grid.SQUAD + days for column in cut.columns) for cut in pages.cuts]
    assert dates == [end - start for start, end in pairwise([0, *ends, days])]
    smallest = styles.CENTRE.size * pages.scale
    assert smallest >= 9


@pytest.mark.parametrize(("days", "ends"), [(7, []), (8, []), (28, [7, 14, 21]), (29, [7, 14, 21]), (10, [7])])
def test_pages_end_with_weeks_and_none_has_a_lone_date(days: int, ends: list[int]) -> None:
    assert printing.page_ends(days, 7) == ends


@pytest.mark.parametrize(
    ("code", "criterion"),
    [
        ("N", "J$5"),
        ("中", "J$5"),
        ("N?", '"=N~?"'),
        ("*", '"=~*"'),
        ("A~B", '"=A~~B"'),
        (">8", '"=>8"'),
        ('="', '"=="""'),
    ],
)
def test_codes_that_a_count_would_read_as_a_pattern_are_counted_as_they_stand(code: str, criterion: str) -> None:
    assert grid._criterion(code, "J$5") == criterion


def test_labels_under_the_grid_fit_without_squads() -> None:
    outcome = sample.outcome()
    officers = tuple(replace(officer, squad="") for officer in outcome.problem.officers)
    sheet = written(replace(outcome, problem=replace(outcome.problem, officers=officers)))
    shown = [column for column in "CDE" if not sheet.column_dimensions[column].hidden]
    assert shown == ["C", "D"]
    labels = [str(cell.value) for cell in sheet["C"] if str(cell.value).endswith(": heads")]
    assert labels
    assert sum(sheet.column_dimensions[column].width for column in shown) > max(map(styles.text_width, labels))
