"""A reader of workbooks that leaves out what nobody here asks: borders of merged cells, pictures, charts, comments.

Of a workbook that is only read, and of which only some sheets are, this is most of the time.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, BinaryIO

from openpyxl import Workbook
from openpyxl.cell.cell import Cell, MergedCell
from openpyxl.packaging.relationship import RelationshipList
from openpyxl.reader.excel import ExcelReader
from openpyxl.worksheet._reader import INLINE_STRING, WorkSheetParser, WorksheetReader
from openpyxl.worksheet.cell_range import CellRange, MultiCellRange
from openpyxl.worksheet.worksheet import Worksheet
from openpyxl.xml.constants import SHEET_MAIN_NS

Wanted = Callable[[str], bool]
PLAIN_TEXT = f"{{{SHEET_MAIN_NS}}}t"


def every_sheet(_title: str) -> bool:
    """Every sheet is wanted."""
    return True


def read_workbook(file: BinaryIO, wanted: Wanted) -> Workbook:
    """The sheets whose titles are wanted with their cells and merges, the others empty; not to be written back."""
    reader = _Reader(file, wanted)
    reader.read()
    book: Workbook = reader.wb
    return book


def whole_sheet(file: Path, title: str) -> Worksheet | None:
    """One sheet of a workbook with all that it shows: looks, widths, headings to print; None where it is not there."""
    with file.open("rb") as stream:
        reader = _OneSheet(stream, title)
        reader.read()
    return reader.found


class _Reader(ExcelReader):
    def __init__(self, file: BinaryIO, wanted: Wanted) -> None:
        super().__init__(file, keep_links=False)
        self._wanted = wanted

    def read_worksheets(self) -> None:
        for sheet, rel in self.parser.find_sheets():
            if rel.target not in self.valid_files or "chartsheet" in rel.Type:
                continue
            worksheet = self.wb.create_sheet(sheet.name)
            worksheet.sheet_state = sheet.state
            if self._wanted(sheet.name):
                worksheet._rels = RelationshipList()
                with self.archive.open(rel.target) as stream:
                    _SheetReader(worksheet, stream, self.shared_strings).bind_all()


class _OneSheet(ExcelReader):
    def __init__(self, file: BinaryIO, title: str) -> None:
        super().__init__(file, keep_links=False)
        self._title = title
        self.found: Worksheet | None = None

    def read_worksheets(self) -> None:
        for sheet, rel in self.parser.find_sheets():
            made = self.wb.create_sheet(sheet.name)  # each, as names of areas count them
            if sheet.name == self._title and rel.target in self.valid_files:
                self.found = made
                vars(self.found)["_rels"] = RelationshipList()
                with self.archive.open(rel.target) as stream:
                    WorksheetReader(self.found, stream, self.shared_strings, False, False).bind_all()


class _Parser(WorkSheetParser):
    def parse_cell(self, element: Any) -> dict[str, Any]:
        """A cell; a plain text in it is taken as it stands, which is most of the time of a sheet of texts."""
        text = element.find(INLINE_STRING) if element.get("t") == "inlineStr" else None
        if text is None or len(text) != 1 or text[0].tag != PLAIN_TEXT or len(element) != 1:
            found: dict[str, Any] = super().parse_cell(element)
            return found
        element.remove(text)
        return {**super().parse_cell(element), "value": text[0].text or "", "data_type": "s"}


class _SheetReader(WorksheetReader):
    def __init__(self, sheet: Worksheet, stream: Any, strings: Any) -> None:
        super().__init__(sheet, stream, strings, False, False)
        book: Any = sheet.parent
        self.parser = _Parser(stream, strings, False, book.epoch, book._date_formats, book._timedelta_formats)

    def bind_all(self) -> None:
        for _row, cells in self.parser.parse():
            self.bind_row(cells)
        vars(self.ws)["_current_row"] = self.ws.max_row if self.ws._cells else 0
        ranges = []
        for merged in self.parser.merged_cells.mergeCell if self.parser.merged_cells else ():
            covered = CellRange(merged.ref)
            ranges.append(covered)
            cells = covered.cells
            next(cells)  # the first one keeps its value
            for row, column in cells:
                self.ws._cells[row, column] = MergedCell(self.ws, row, column)
        self.ws.merged_cells = MultiCellRange(ranges)

    def bind_row(self, cells: list[dict[str, Any]]) -> None:
        """Keep the cells of a row that say something."""
        book: Any = self.ws.parent
        for cell in cells:
            if cell["value"] is not None:
                style = book._cell_styles[cell["style_id"]]
                kept: Any = Cell(self.ws, row=cell["row"], column=cell["column"], style_array=style)
                kept._value, kept.data_type = cell["value"], cell["data_type"]
                self.ws._cells[cell["row"], cell["column"]] = kept
