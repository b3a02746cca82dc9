"""The two lines at the top of a sheet: what it is, and what it is of."""

from __future__ import annotations

from openpyxl.worksheet.worksheet import Worksheet

from roster.io import styles
from roster.io.styles import put_merged

TITLE_HEIGHT, SUBTITLE_HEIGHT = 28.0, 18.0


def put_heading(sheet: Worksheet, last: int, title: str, subtitle: str, first: int = 1) -> None:
    """Write a title and the line under it over the columns up to `last`.

    A sheet of several pages side by side begins it right of the columns that each page repeats: there it would be cut.
    """
    put_merged(sheet, 1, first, last, title, styles.TITLE)
    put_merged(sheet, 2, first, last, subtitle, styles.SUBTITLE)
    sheet.row_dimensions[1].height = TITLE_HEIGHT
    sheet.row_dimensions[2].height = SUBTITLE_HEIGHT
