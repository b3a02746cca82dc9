"""A sheet of ours on pages as a spreadsheet would print it: its scale, breaks, headings and page numbers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from openpyxl.cell.cell import Cell, MergedCell
from openpyxl.chart import BarChart
from openpyxl.utils import get_column_letter
from openpyxl.utils.cell import range_boundaries
from openpyxl.worksheet.worksheet import Worksheet

from roster.io import printing
from roster.io.pdf.canvas import BLACK, Canvas, Rgb, Writing, rgb
from roster.io.pdf.chart import POINTS_A_CM, columns_of
from roster.io.pdf.chart import draw as draw_chart
from roster.io.pdf.values import Values
from roster.io.printing import POINTS_A_COLUMN, POINTS_AN_INCH
from roster.io.styles import POINTS_A_LINE

USUAL_COLUMN = 9.14
POINTS_A_PIXEL, POINTS_A_UNIT = 0.75, 1 / 12700
PAD = 2.0
SMALLER = 0.98
FOOT = 8.0
"""Size of the footer's letters."""


class PageCut(NamedTuple):
    """What one page shows: rows and columns, both without those that are repeated on it, and the repeated ones."""

    rows: range
    columns: range
    title_rows: range
    title_columns: range


class SheetPages:
    """One sheet to be drawn."""

    def __init__(self, sheet: Worksheet) -> None:
        self.sheet, self.title = sheet, sheet.title
        self.values = Values(sheet)
        self.paper = (
            (printing.A4_WIDTH, printing.A4_HEIGHT)
            if sheet.page_setup.paperSize == printing.A4
            else (printing.A3_WIDTH, printing.A3_HEIGHT)
        )
        self.last_row, self.last_column = _area(sheet)
        self.heights = [self._height(row) for row in range(1, self.last_row + 1)]
        self.widths = [self._width(column) for column in range(1, self.last_column + 1)]
        self.images, self.charts = list(self._images()), list(self._charts())
        for _picture, row, _width, tall in (*self.images, *self.charts):
            while sum(self.heights[row - 1 :]) < tall:
                self.heights.append(POINTS_A_LINE)
        self.last_row = len(self.heights)
        self.merged: dict[tuple[int, int], tuple[int, int]] = {
            (area.min_row, area.min_col): (area.max_row, area.max_col) for area in sheet.merged_cells.ranges
        }
        self.title_rows = _titles(sheet.print_title_rows, rows=True)
        self.title_columns = _titles(sheet.print_title_cols, rows=False)
        across = self.paper[0] - 2 * printing.SIDE_MARGIN * POINTS_AN_INCH
        down = self.paper[1] - (printing.TOP_MARGIN + printing.BOTTOM_MARGIN) * POINTS_AN_INCH
        wide, high = max(1, sheet.page_setup.fitToWidth or 1), sheet.page_setup.fitToHeight or 0
        self.column_breaks = {page.id for page in sheet.col_breaks.brk}
        cut = bool(self.column_breaks)
        self.scale = (sheet.page_setup.scale or 100) / 100 if cut else across * wide / max(1.0, sum(self.widths))
        self.scale = min(1.0, self.scale)
        if high:
            self.scale = min(self.scale, down * high / max(1.0, sum(self.heights)))
        self.room = across / self.scale, down / self.scale
        while len(list(self._column_cuts())) > wide or (high and len(list(self._row_cuts())) > high):
            self.scale *= SMALLER
            self.room = across / self.scale, down / self.scale
        self.cuts = tuple(self._cuts())

    def __len__(self) -> int:
        return len(self.cuts)

    def draw(self, canvas: Canvas) -> Iterator[tuple[float, float]]:
        """Draw page after page, but for the footers; gives each one's paper."""
        for cut in self.cuts:
            canvas.page(*self.paper)
            self._draw(canvas, cut)
            yield self.paper

    def _cuts(self) -> Iterator[PageCut]:
        """What each page shows, in order."""
        for rows in self._row_cuts():
            head = self.title_rows if rows.start > self.title_rows.stop - 1 else range(0)
            for columns in self._column_cuts():
                side = self.title_columns if columns.start > self.title_columns.stop - 1 else range(0)
                yield PageCut(rows, columns, head, side)

    def _row_cuts(self) -> Iterator[range]:
        breaks = {page.id for page in self.sheet.row_breaks.brk}
        first, used = 1, 0.0
        repeated = sum(self._of(self.heights, self.title_rows))
        for row in range(1, self.last_row + 1):
            room = self.room[1] - (repeated if first > self.title_rows.stop - 1 else 0)
            if row > first and used + self.heights[row - 1] > room + 0.5:
                yield range(first, row)
                first, used = row, 0.0
            used += self.heights[row - 1]
            if row in breaks and row < self.last_row:
                yield range(first, row + 1)
                first, used = row + 1, 0.0
        if first <= self.last_row:
            yield range(first, self.last_row + 1)

    def _column_cuts(self) -> Iterator[range]:
        first, used = 1, 0.0
        repeated = sum(self._of(self.widths, self.title_columns))
        for column in range(1, self.last_column + 1):
            room = self.room[0] - (repeated if first > self.title_columns.stop - 1 else 0)
            if column > first and used + self.widths[column - 1] > room + 0.5:
                yield range(first, column)
                first, used = column, 0.0
            used += self.widths[column - 1]
            if column in self.column_breaks and column < self.last_column:
                yield range(first, column + 1)
                first, used = column + 1, 0.0
        yield range(first, self.last_column + 1)

    def _draw(self, canvas: Canvas, cut: PageCut) -> None:
        columns, rows = [*cut.title_columns, *cut.columns], [*cut.title_rows, *cut.rows]
        left = (self.paper[0] - sum(self._of(self.widths, columns)) * self.scale) / 2
        xs = self._starts(columns, self.widths, left)
        ys = self._starts(rows, self.heights, printing.TOP_MARGIN * POINTS_AN_INCH)
        for row in rows:
            for column in columns:
                self._cell(canvas, row, column, xs, ys)
        for picture, row, width, tall in self.images:
            if row in ys:
                canvas.pdf.image(picture, xs[columns[0]][0], ys[row][0], width * self.scale, tall * self.scale)
        room = sum(width for _at, width in xs.values())
        for chart, row, width, tall in self.charts:
            if row in ys:
                box = xs[columns[0]][0], ys[row][0], min(room, width * self.scale), tall * self.scale
                draw_chart(canvas, columns_of(chart, self.values), box)

    def _starts(self, items: Sequence[int], sizes: Sequence[float], at: float) -> dict[int, tuple[float, float]]:
        """Where each row or column begins on a page, and how large it is there."""
        found = {}
        for item in items:
            found[item] = (at, sizes[item - 1] * self.scale)
            at += found[item][1]
        return found

    def _cell(
        self,
        canvas: Canvas,
        row: int,
        column: int,
        xs: dict[int, tuple[float, float]],
        ys: dict[int, tuple[float, float]],
    ) -> None:
        cell = self.sheet._cells.get((row, column))
        if cell is None or isinstance(cell, MergedCell):
            return
        last_row, last_column = self.merged.get((row, column), (row, column))
        x, y = xs[column][0], ys[row][0]
        width = sum(xs[at][1] for at in range(column, last_column + 1) if at in xs)
        height = sum(ys[at][1] for at in range(row, last_row + 1) if at in ys)
        if not width:
            return
        text = self.values.shown(cell)
        live = self.values.colours(row, column, text)
        fill: Rgb | None = rgb(cell.fill.fgColor.rgb) if cell.fill.fill_type == "solid" else None
        line = rgb(cell.border.left.color.rgb) if cell.border.left and cell.border.left.style else None
        ink = rgb(cell.font.color.rgb) if cell.font.color and isinstance(cell.font.color.rgb, str) else BLACK
        if live:
            fill, ink = live
        canvas.box(x, y, width, height, fill, line)
        if text:
            self._text(canvas, cell, text, (x, y, width, height), ink, line is not None)

    def _text(
        self, canvas: Canvas, cell: Cell, text: str, box: tuple[float, float, float, float], ink: Rgb, boxed: bool
    ) -> None:
        x, y, width, height = box
        alignment, size = cell.alignment, float(cell.font.size or 10) * self.scale
        across = alignment.horizontal or "left"
        wraps = bool(alignment.wrap_text)
        goes_on = not (boxed or wraps or alignment.shrink_to_fit) and across == "left"
        if goes_on:  # over the empty cells beside it
            width = max(width, self.paper[0] - printing.SIDE_MARGIN * POINTS_AN_INCH - x)
        look = Writing(size, bool(cell.font.bold), ink, across, alignment.vertical or "bottom", wraps)
        canvas.write(text, x + PAD * self.scale, y, width - 2 * PAD * self.scale, height, look)

    def _height(self, row: int) -> float:
        known = self.sheet.row_dimensions.get(row)
        return float(known.height) if known is not None and known.height else POINTS_A_LINE

    def _width(self, column: int) -> float:
        known = self.sheet.column_dimensions.get(get_column_letter(column))
        if known is not None and known.hidden:
            return 0.0
        return (float(known.width) if known is not None and known.width else USUAL_COLUMN) * POINTS_A_COLUMN

    def _images(self) -> Iterator[tuple[Any, int, float, float]]:
        """Each picture with its row and its size in points."""
        for image in vars(self.sheet)["_images"]:
            row = coordinate_row(image.anchor)
            image.ref.seek(0)
            yield image.ref, row, image.width * POINTS_A_PIXEL, image.height * POINTS_A_PIXEL

    def _charts(self) -> Iterator[tuple[Any, int, float, float]]:
        """Each chart of columns with its row and its size in points."""
        for chart in vars(self.sheet)["_charts"]:
            if isinstance(chart, BarChart):
                yield chart, coordinate_row(chart.anchor), chart.width * POINTS_A_CM, chart.height * POINTS_A_CM

    @staticmethod
    def _of(sizes: Sequence[float], items: Sequence[int]) -> list[float]:
        return [sizes[item - 1] for item in items if item <= len(sizes)]


def _area(sheet: Worksheet) -> tuple[int, int]:
    """The last row and column that are printed."""
    area = str(sheet.print_area or "").rpartition("!")[2].replace("$", "")
    _left, _top, right, bottom = range_boundaries(area) if area else (0, 0, None, None)
    return bottom or sheet.max_row, right or sheet.max_column


def coordinate_row(anchor: Any) -> int:
    """The row at which a picture hangs."""
    if isinstance(anchor, str):
        return int("".join(filter(str.isdigit, anchor)))
    return int(anchor._from.row) + 1


def _titles(area: str | None, rows: bool) -> range:
    """The rows or columns that every page repeats."""
    if not area:
        return range(0)
    left, top, right, bottom = range_boundaries(area.replace("$", "").partition("!")[2] or area.replace("$", ""))
    first, last = (top, bottom) if rows else (left, right)
    return range(first or 1, (last or 0) + 1)


def footer(canvas: Canvas, left: str, right: str, paper: tuple[float, float]) -> None:
    """What stands at the foot of a page."""
    side, y = printing.SIDE_MARGIN * POINTS_AN_INCH, paper[1] - 0.5 * POINTS_AN_INCH
    width = paper[0] - 2 * side
    look = Writing(FOOT, ink=(107, 114, 128), wrap=False)
    canvas.write(left, side, y, width * 0.75, FOOT * 1.5, look)
    canvas.write(right, side, y, width, FOOT * 1.5, look._replace(across="right"))
