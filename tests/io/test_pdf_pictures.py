"""What only the PDF draws: charts of columns, cover at a glance; and the grid's size on paper."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from roster.domain.outcome import Outcome
from roster.domain.people import Officer
from roster.i18n import set_language
from roster.io import styles
from roster.io.pdf.canvas import Canvas, Rgb, Writing
from roster.io.pdf.chart import columns_of
from roster.io.pdf.cover_map import LACK, PAPER, THERE, CoverMap, stretches
from roster.io.pdf.sheet import SheetPages
from roster.io.pdf.values import Values
from roster.io.sheets import fairness, grid
from roster.io.sheets.cover import Need
from roster.io.styles import put_merged
from tests.io import sample


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    set_language("en")
    yield
    set_language("en")


class Recorder(Canvas):
    """A canvas that keeps the texts and boxes drawn on it."""

    def __init__(self) -> None:
        super().__init__("test")
        self.said: list[str] = []
        self.boxes: list[tuple[float, float, float, float, Rgb | None]] = []

    def write(self, text: str, x: float, y: float, width: float, height: float, look: Writing) -> None:
        self.said.append(text)

    def box(self, x: float, y: float, width: float, height: float, fill: Rgb | None, line: Rgb | None) -> None:
        self.boxes.append((x, y, width, height, fill))

    def width(self, text: str, size: float, bold: bool = False) -> float:
        return len(text) * size / 2


def written(made: Outcome) -> Worksheet:
    sheet = Workbook().worksheets[0]
    grid.write(sheet, made)
    return sheet


def of_many(officers: int) -> Outcome:
    """The sample's week with so many officers more."""
    made = sample.outcome()
    more = tuple(
        Officer(f"X{number}", f"Officer {number}", category="auxiliary", squad="1") for number in range(officers)
    )
    return replace(made, problem=replace(made.problem, officers=made.problem.officers + more))


def test_the_grid_of_a_week_is_printed_in_its_own_size_on_as_many_pages_as_it_needs() -> None:
    pages = SheetPages(written(of_many(60)))
    assert pages.scale == 1.0  # letters of ten points
    assert len(pages) == 3
    assert all(cut.title_rows == range(1, grid.HEADER_ROW + 1) for cut in pages.cuts[1:])


@pytest.mark.parametrize("officers", range(0, 60, 7))
def test_counts_legend_and_signatures_are_never_cut_in_two(officers: int) -> None:
    made = of_many(officers)
    sheet = written(made)
    first = grid.FIRST_ROW + len(made.problem.officers)
    pages = [cut.rows for cut in SheetPages(sheet).cuts]
    assert any(first in rows and sheet.max_row in rows for rows in pages)


def test_a_chart_shows_what_the_cells_of_its_sheet_say() -> None:
    made = sample.outcome()
    sheet = Workbook().create_sheet("Fairness")
    fairness.write(sheet, made)
    pages = SheetPages(sheet)
    shown = columns_of(pages.charts[0][0], Values(sheet))
    counts = fairness.counts(made)
    assert shown.title == "Nights and weekends with history"
    assert shown.names == tuple(officer.name for officer in made.problem.officers)
    assert {name: numbers for name, _colour, numbers in shown.series} == {
        "Nights": tuple(counts["all_nights"]),
        "Weekends": tuple(counts["all_weekends"]),
    }
    canvas = Recorder()
    list(pages.draw(canvas))
    assert set(shown.names) < set(canvas.said)
    colours = {name: colour for name, colour, _numbers in shown.series}
    tall = [height for _x, _y, _width, height, fill in canvas.boxes if fill == colours["Nights"]][
        1:
    ]  # after the legend
    nights = list(counts["all_nights"])
    assert [height / max(tall) for height in tall] == pytest.approx([count / max(nights) for count in nights])


def test_a_text_that_is_to_shrink_keeps_to_its_cells() -> None:
    sheet = Workbook().worksheets[0]
    put_merged(sheet, 1, 1, 2, "a long meaning of a letter " * 3, styles.LINE._replace(shrink=True))
    put_merged(sheet, 2, 1, 2, "a long line that goes on over empty cells", styles.LINE)
    canvas = Canvas("shrink")
    list(SheetPages(sheet).draw(canvas))
    shrunk, whole = canvas.sizes[:2]
    assert shrunk < whole


def test_cover_at_a_glance_names_gaps_by_hour_and_place() -> None:
    made = sample.outcome()
    canvas, pages = Recorder(), CoverMap(made)
    assert list(pages.draw(canvas)) == [PAPER] * len(pages)
    fills = {fill for *_box, fill in canvas.boxes}
    assert THERE in fills
    bare = replace(made, roster=replace(made.roster, crews=()))
    empty, whole = Recorder(), CoverMap(bare)
    list(whole.draw(empty))
    assert THERE not in {fill for *_box, fill in empty.boxes}
    assert LACK in {fill for *_box, fill in empty.boxes}

    def area(boxes: list[tuple[float, float, float, float, Rgb | None]]) -> float:
        return sum(width for _x, _y, width, _height, fill in boxes if fill in (THERE, LACK))

    assert area(empty.boxes) == pytest.approx(area(canvas.boxes))
    right = max(x + width for x, _y, width, _height, fill in canvas.boxes if fill in (THERE, LACK))
    assert right <= PAPER[0]


def test_hours_with_as_many_missing_are_one_strip_of_a_date() -> None:
    there, lack = Need(1, 1), Need(2, 1)
    spans = [(1380, 1500, there), (600, 660, lack), (540, 600, there), (480, 540, there), (660, 720, lack)]
    assert stretches(spans) == [(0, 0, 480, 600), (0, 0, 1380, 1440), (0, 1, 1440, 1500), (1, 0, 600, 720)]


def test_many_kinds_and_weeks_take_further_pages() -> None:
    made = sample.outcome()
    horizon = made.problem.horizon
    long = replace(made, problem=replace(made.problem, horizon=horizon._replace(days=21)))
    assert len(CoverMap(long)) == 3
