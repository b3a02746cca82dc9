"""How sheets print: paper, scale, titles on every page, and the page's number in the footer."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from openpyxl.utils import get_column_letter
from openpyxl.utils.cell import range_boundaries
from openpyxl.worksheet.dimensions import SheetFormatProperties
from openpyxl.worksheet.pagebreak import Break
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from roster.i18n import _
from roster.io.styles import POINTS_A_LINE

LONGEST_NAME_IN_FOOTER = 80
A3, A4 = 8, 9
A4_WIDTH, A4_HEIGHT = 842, 595  # points, landscape
A3_WIDTH, A3_HEIGHT = 1191, 842
SIDE_MARGIN, TOP_MARGIN, BOTTOM_MARGIN = 0.4, 0.5, 0.7  # inches
POINTS_AN_INCH, POINTS_A_COLUMN = 72, 5.25
SAFETY = 1.03  # programs measure a little differently
WEEK = 7
LEAST_SCALE = 10  # per cent, the least that programs take
ROWS = 1_048_575  # the last row that a break between columns reaches


def page(
    sheet: Worksheet,
    brigade: str,
    *,
    paper: int = A4,
    title_rows: str = "",
    title_columns: str = "",
    pages_wide: int = 1,
    pages_high: int = 0,
) -> None:
    """Print landscape, so many pages wide (and high; 0: as many as needed), with the page's number in the footer."""
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = paper
    sheet.page_setup.fitToWidth = pages_wide
    sheet.page_setup.fitToHeight = pages_high
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.print_options.horizontalCentered = True
    margins = sheet.page_margins
    margins.left = margins.right = SIDE_MARGIN
    margins.top, margins.bottom, margins.footer = TOP_MARGIN, BOTTOM_MARGIN, 0.35
    if title_rows:
        sheet.print_title_rows = title_rows
    if title_columns:
        sheet.print_title_cols = title_columns
    footer = sheet.oddFooter
    if footer is not None:
        footer.left.text = f"{brigade[:LONGEST_NAME_IN_FOOTER]} · {sheet.title}".replace("&", "&&")
        footer.right.text = _("Page {page} of {pages}").format(page="&P", pages="&N")
    sheet.sheet_view.showGridLines = False
    sheet.sheet_format = SheetFormatProperties(defaultRowHeight=POINTS_A_LINE, customHeight=False)


def page_ends(days: int, most: int) -> list[int]:
    """After how many dates a page ends, for so many a page at most: whole weeks where they fit, no lone last date."""
    each = -(-days // -(-days // most)) if days > most else days
    each = min(most, -(-each // WEEK) * WEEK)
    ends = list(range(each, days, each))
    return ends[:-1] if ends and days - ends[-1] == 1 else ends


def cut_by_dates(sheet: Worksheet, first: int, ends: Sequence[int], columns: int = 1) -> None:
    """End pages after these numbers of dates, at a scale at which the widest fits; called when all else is set up.

    Dates begin at column `first` and have so many `columns` each; what follows them stands with the last. Without
    ends the sheet stays scaled to its width.
    """
    if not ends:
        return
    lasts = [first - 1 + columns * end for end in ends]
    sheet.col_breaks.brk = [Break(column, max=ROWS) for column in lasts]
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=False)
    sheet.page_setup.fitToWidth = len(ends) + 1
    titles = range_boundaries((sheet.print_title_cols or "A:A").replace("$", ""))[2] or 0
    widths = [sheet.column_dimensions[get_column_letter(column)].width for column in range(1, sheet.max_column + 1)]
    pages = pairwise([0, *lasts, len(widths)])
    wide = max(sum(widths[start:end]) + (sum(widths[:titles]) if start else 0) for start, end in pages)
    paper = A4_WIDTH if sheet.page_setup.paperSize == A4 else A3_WIDTH
    across = paper - 2 * SIDE_MARGIN * POINTS_AN_INCH
    sheet.page_setup.scale = max(LEAST_SCALE, min(100, int(100 * across / (wide * POINTS_A_COLUMN * SAFETY**2))))


def not_for_paper(sheet: Worksheet) -> None:
    """Let the whole workbook be printed without a sheet for programs: its print area is an empty cell beside it.

    The sheet stays in view, so that it can be imported and looked at; no format has a mark for that.
    """
    beside = f"{get_column_letter(sheet.max_column + 2)}1"
    sheet.print_area = f"{beside}:{beside}"


def keep_together(sheet: Worksheet, first: int, last: int, last_column: int, title_rows: int) -> None:
    """Begin a page of A4 with some rows where they would else be cut in two; `title_rows` stand on every page.

    Programs fit a little more on a page or a little less: so that none cuts them, each such height of a page counts.
    """
    letters = map(get_column_letter, range(1, last_column + 1))
    least = page_height(sum(sheet.column_dimensions[letter].width for letter in letters))
    repeated, block = height(sheet, 1, title_rows), height(sheet, first, last)
    if repeated + block > least:
        return
    for room in (least, least * (1 + SAFETY) / 2, least * SAFETY):
        used = repeated
        for row in range(title_rows + 1, first):
            own = height(sheet, row, row)
            used = repeated + own if used + own > room else used + own
        if used + block > room:
            sheet.row_breaks.append(Break(first - 1))
            return


def height(sheet: Worksheet, first: int, last: int) -> float:
    """Points that rows take, both ends included."""
    return sum(sheet.row_dimensions[row].height or POINTS_A_LINE for row in range(first, last + 1))


def page_height(width: float) -> float:
    """Points of rows that one page holds of a sheet so many columns wide that is one page of A4 wide."""
    across = A4_WIDTH - 2 * SIDE_MARGIN * POINTS_AN_INCH
    down = A4_HEIGHT - (TOP_MARGIN + BOTTOM_MARGIN) * POINTS_AN_INCH
    return down * max(1.0, width * POINTS_A_COLUMN / across) / SAFETY
