"""Pages as a PDF: what a spreadsheet would show, in letters that can be read, with every font embedded."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from dataclasses import replace
from itertools import combinations
from pathlib import Path

import pytest
from openpyxl import Workbook
from openpyxl.worksheet.pagebreak import Break
from openpyxl.worksheet.worksheet import Worksheet

from roster.domain.errors import OutputError
from roster.domain.ids import CrewId
from roster.domain.itinerary import CAR, STATIC, Itinerary, Plan, Stop
from roster.domain.outcome import Outcome
from roster.domain.roster import Roster
from roster.i18n import set_language
from roster.io import book, printing, styles
from roster.io.flat_map import Box, extent, scale_km, spread
from roster.io.pdf import canvas, fonts
from roster.io.pdf.canvas import Canvas, Writing
from roster.io.pdf.crew_map import numbered
from roster.io.pdf.crew_pages import CrewPages
from roster.io.pdf.document import write_pdf
from roster.io.pdf.pages import ALL, BOARD, CREWS, LEADER, PAGES, sheets_for
from roster.io.pdf.sheet import SheetPages
from roster.io.sheets import daily_orders, grid
from roster.plan.search import plan_patrol
from roster.rules import Rulebook
from tests.io import sample
from tests.outcomes import changed

needs_chinese = pytest.mark.skipif(not fonts.has_chinese(), reason="no font with Chinese letters")


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    set_language("en")
    yield
    set_language("en")


@pytest.fixture(scope="module")
def planned() -> Outcome:
    made = sample.outcome()
    return changed(made, planned=plan_patrol(made.problem, made.roster, Rulebook(())))


class Recorder(Canvas):
    """A canvas that keeps what it writes: the text and the size of its letters."""

    def __init__(self) -> None:
        super().__init__("test")
        self.said: list[tuple[str, float]] = []

    def write(self, text: str, x: float, y: float, width: float, height: float, look: Writing) -> None:
        super().write(text, x, y, width, height, look)
        self.said.append((text, self.sizes[-1]))
        assert max(self.width(line, self.sizes[-1], look.bold) for line in self._fit(text, width, height, look)[1]) <= (
            width + 1
        ), text


@pytest.fixture(scope="module")
def fonts_read() -> Recorder:
    return Recorder()


@pytest.fixture
def recorder(fonts_read: Recorder) -> Recorder:
    fonts_read.said.clear()
    return fonts_read


def sheet_of(rows: int, columns: int = 3) -> Worksheet:
    sheet = Workbook().worksheets[0]
    for row in range(1, rows + 1):
        for column in range(1, columns + 1):
            styles.put(sheet.cell(row, column), f"r{row}c{column}", styles.TEXT)
    printing.page(sheet, "Brigade", title_rows="1:2")
    return sheet


def test_pages_end_where_they_are_full_or_where_a_break_is_and_repeat_the_headings(recorder: Recorder) -> None:
    sheet = sheet_of(100)
    sheet.row_breaks.append(Break(10))
    pages = SheetPages(sheet)
    assert [(cut.rows.start, cut.title_rows.stop) for cut in pages.cuts] == [(1, 0), (11, 3), (42, 3), (73, 3)]
    assert sorted(row for cut in pages.cuts for row in cut.rows) == list(range(1, 101))
    assert len(list(pages.draw(recorder))) == len(pages) == 4
    assert [text for text, _size in recorder.said].count("r1c1") == 4


def test_a_wide_sheet_is_scaled_to_the_pages_that_it_may_take() -> None:
    sheet = sheet_of(3, 40)
    styles.widths(sheet, [10.0] * 40)
    pages = SheetPages(sheet)
    across = printing.A4_WIDTH - 2 * printing.SIDE_MARGIN * printing.POINTS_AN_INCH
    assert pages.scale == pytest.approx(across / (400 * printing.POINTS_A_COLUMN))
    assert len(pages) == 1
    sheet.page_setup.fitToWidth, sheet.print_title_cols = 2, "A:A"
    wider = SheetPages(sheet)
    assert [cut.columns.start for cut in wider.cuts] == [1, 22]
    assert [list(cut.title_columns) for cut in wider.cuts] == [[], [1]]


@needs_chinese
def test_the_grid_shows_its_counts_and_the_colours_of_its_shifts(recorder: Recorder) -> None:
    sheet = Workbook().worksheets[0]
    made = sample.outcome()
    grid.write(sheet, made)
    pages = SheetPages(sheet)
    list(pages.draw(recorder))
    total = [
        [pages.values.reckoned(cell) for cell in row if cell.data_type == "f"]
        for row in sheet.iter_rows(min_row=grid.FIRST_ROW)
    ]
    duties = [sum(duty.officer == officer.id for duty in made.roster.work()) for officer in made.problem.officers]
    assert [row[-1] for row in total[: len(duties)]] == duties
    shift = made.problem.shifts[0].code
    colour = styles.shift_colours(made.problem)[shift]
    shown = pages.values.colours(grid.FIRST_ROW, grid.FIRST_DATE, shift)
    assert shown == (canvas.rgb(colour.fill), canvas.rgb(colour.ink))
    assert pages.values.colours(1, 1, shift) is None


@needs_chinese
@pytest.mark.parametrize("language", ["en", "zh"])
def test_daily_orders_are_in_letters_of_nine_points_at_least(
    recorder: Recorder, planned: Outcome, language: str
) -> None:
    set_language(language)
    sheet = Workbook().worksheets[0]
    daily_orders.write(sheet, planned, itineraries=False)
    list(SheetPages(sheet).draw(recorder))
    assert min(size for _text, size in recorder.said) >= 9


def test_a_text_is_wrapped_between_words_and_made_smaller_before_it_is_cut(recorder: Recorder) -> None:
    made = recorder
    made.page(*printing_paper())
    assert made.lines("visit C14, C15", 10, False, made.width("visit C14,", 10)) == ["visit C14,", "C15"]
    assert "".join(made.lines("C" * 40, 10, False, 50)) == "C" * 40
    made.write("a long text of many words " * 4, 0, 0, 120, 20, Writing(10))
    assert 5 <= made.sizes[-1] < 10


def printing_paper() -> tuple[float, float]:
    return printing.A4_WIDTH, printing.A4_HEIGHT


@pytest.mark.parametrize(
    ("audience", "titles"),
    [
        (CREWS, ["Daily orders"]),
        (LEADER, ["Summary", "Changes", "Roster", "Daily orders", "Fairness"]),
        (BOARD, ["Roster"]),
    ],
)
def test_each_reader_gets_their_pages_in_order(audience: str, titles: list[str]) -> None:
    changes = Workbook().create_sheet("Changes")
    assert [sheet.title for sheet in sheets_for(audience, sample.outcome(), changes, crew_pages=False)] == titles


def test_sheets_that_say_nothing_of_a_roster_stay_off_the_paper() -> None:
    made = sample.outcome()
    bare = replace(made, problem=replace(made.problem, vehicles=()))
    silent = {module.TITLE for module in PAGES[ALL] if not book.on_paper(module, bare)}
    assert silent == {"Patrol plan", "Maps", "Vehicles"}  # it has no plan
    assert silent.isdisjoint(sheet.title for sheet in sheets_for(ALL, bare, None, crew_pages=False))
    assert {sheet.title for sheet in book.build(made) if sheet.print_area} >= {"Patrol plan", "Maps"}


def test_no_machine_sheet_is_among_all_pages() -> None:
    people = {module.TITLE for module in PAGES[ALL]}
    assert {module.TITLE for module in book.SHEETS} - people == {
        "Changes",
        "Slots",
        "Itinerary",
        "HR",
        "Run",
        "Written",
    }


@needs_chinese
def test_pages_are_counted_and_fonts_embedded(tmp_path: Path) -> None:
    file = tmp_path / "roster.pdf"
    printed = write_pdf(file, sample.outcome(), BOARD)
    content = file.read_bytes()
    assert printed.pages == {"Roster": printed.total}
    assert content.count(b"/Type /Page\n") == printed.total
    faces = content.count(b"/Type /FontDescriptor")
    assert faces == content.count(b"/FontFile2 ") + content.count(b"/FontFile3 ") > 1


@needs_chinese
def test_crew_pages_name_people_means_stops_and_dates(recorder: Recorder) -> None:
    planned = sample.outcome()
    pages = CrewPages(planned)
    assert len(list(pages.draw(recorder))) == len(pages)
    placed = [crew for crew in planned.roster.crews if planned.problem.placed(crew.unit.kind)]
    assert len(pages) >= len(placed)
    said = [text for text, _size in recorder.said]
    assert any(text.startswith("2026-10-23 (Fri), N 23:00-07:00: Car unit") for text in said)
    assert "2026-10-24 (Sat)" in said  # the hours after midnight
    assert any("王伟, telephone ____" in text for text in said)
    assert said.count("Remarks") == len(placed)


@needs_chinese
def test_the_telephone_of_the_duty_leader_is_told_where_it_is_known(recorder: Recorder, planned: Outcome) -> None:
    officers = tuple(replace(o, phone="555 0107" if o.id == "001" else "") for o in planned.problem.officers)
    known = replace(planned, problem=replace(planned.problem, officers=officers))
    list(CrewPages(known).draw(recorder))
    assert any(text == "王伟, telephone 555 0107" for text, _size in recorder.said)


@needs_chinese
def test_a_crew_without_a_plan_has_its_posts_on_its_page(recorder: Recorder) -> None:
    made = sample.outcome()
    list(CrewPages(made).draw(recorder))
    said = [text for text, _size in recorder.said]
    assert any("static: S1 Bell square" in text for text in said)
    assert not list(CrewPages(replace(made, roster=Roster(()))).draw(recorder))


def test_places_are_numbered_in_the_order_in_which_a_crew_first_comes_there() -> None:
    stops = [Stop(at, at + 5, place, "site", CAR, place, place) for at, place in ((0, "B"), (10, "A"), (20, "B"))]
    assert numbered(stops) == {"B": 1, "A": 2}
    assert Plan((Itinerary(CrewId(0, "D", "x"), (stops[0]._replace(mode=STATIC),)),)).stops


def test_labels_are_spread_until_none_meets_another() -> None:
    bounds = (0.0, 0.0, 100.0, 100.0)
    boxes = spread([Box(50, 50, 14, 14)] * 12, [Box(50, 50, 5, 5)], bounds, 7)
    assert not any(one.meets(other) for one, other in combinations(boxes, 2))
    assert all(box.within(*bounds) and not box.meets(Box(50, 50, 5, 5)) for box in boxes)
    assert spread([Box(20, 20, 10, 10)], [], bounds, 7) == [Box(20, 20, 10, 10)]
    assert spread([Box(1, 1, 10, 10)], [], bounds, 7)[0].within(*bounds)


def test_a_map_fits_one_place_as_well_as_a_city() -> None:
    left, low, right, high = extent([(3.0, 4.0)], 1.5)
    assert right - left == pytest.approx((high - low) * 1.5)
    assert (left + right) / 2 == pytest.approx(3)
    assert right - left > 1
    left, low, right, high = extent([(0, 0), (30, 1)], 1.5)
    assert left < 0 < 30 < right
    assert low < 0 < 1 < high
    assert [scale_km(across) for across in (0.9, 5.0, 24.0, 100.0)] == [0.1, 1.0, 2.0, 20.0]


def test_without_a_font_for_chinese_it_is_said_which_to_install(
    tmp_path: Path, planned: Outcome, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(canvas, "families", lambda: (fonts._spare(),))
    monkeypatch.setattr(canvas, "has_chinese", lambda: False)
    with pytest.raises(OutputError, match="Noto Sans CJK SC"):
        write_pdf(tmp_path / "roster.pdf", planned, BOARD)
    assert not (tmp_path / "roster.pdf").exists()


def test_letters_come_from_the_first_font_that_has_them() -> None:
    made = Canvas("letters")
    made.page(*printing_paper())
    made.write("Route → 3", 10, 10, 200, 20, Writing())
    assert made.width("mmm", 10) == pytest.approx(3 * made.width("m", 10))
    assert zlib.crc32(bytes(made.pdf.output()))


@needs_chinese
def test_a_crew_with_many_stops_has_one_page_in_letters_of_nine_points(recorder: Recorder, planned: Outcome) -> None:
    assert planned.patrols.planned is not None
    crew = planned.patrols.planned.patrol.crews[0]
    begin = crew.span.start
    stops = tuple(
        Stop(begin + 10 * n, begin + 10 * n + 5, place, "site", CAR, place, place)
        for n, place in enumerate(["S1", "Z1"] * 17)
    )
    many = changed(planned, planned=replace(planned.patrols.planned, plan=Plan((Itinerary(crew.id, stops),))))
    many = replace(many, roster=Roster((crew.crew,)))
    pages = CrewPages(many)
    assert len(list(pages.draw(recorder))) == len(pages) == 1
    assert min(size for text, size in recorder.said if text.startswith("visit ")) >= 9
