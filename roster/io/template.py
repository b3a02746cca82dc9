"""What `roster init` writes: a blank workbook with a sheet a table, and a rulebook to start from."""

from __future__ import annotations

from pathlib import Path

from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet
from pydantic.fields import FieldInfo

from roster.domain.errors import OutputError
from roster.i18n import N_, _, language
from roster.io.files import replace_file
from roster.io.rulebook.files import FOLDER, own_files
from roster.io.starting_rules import starting_rules
from roster.io.tables import settings
from roster.io.tables.cells import ID
from roster.io.tables.describe import default_text, example_text, expected_text
from roster.io.tables.pairs import Pair
from roster.io.tables.schema import TABLES
from roster.io.tables.sources import WORKBOOK
from roster.io.tables.table import TableRow, cell_of, header_of, refers_of
from roster.io.tables.text import text_width

RULES = "rules.yaml"
ROWS_OFFERED = 2000
"""Rows for which drop-downs are offered."""

FONT = "Calibri"
REQUIRED_FILL, OPTIONAL_FILL = PatternFill("solid", fgColor="1F4E78"), PatternFill("solid", fgColor="8EA9C8")
HEADER_FONT = Font(name=FONT, bold=True, color="FFFFFF")
EDGE = Border(bottom=Side(style="medium", color="1F4E78"))
AUTHOR = "Patrol Roster"
COLOURS = N_("Sheets and columns in dark blue must be filled in, the others may stay empty.")


def write_template(folder: Path, pattern: str = "three-shifts") -> list[Path]:
    """Write a new brigade's blank workbook and starting rulebook, in the language in use; gives the files' paths.

    `pattern` is one of `starting_rules.PATTERNS`.
    Raises OutputError, before anything is written, where one of them or any CSV table is there already.
    """
    book, rules = folder / WORKBOOK, folder / FOLDER / RULES
    there = [path for path in (book, rules) if path.exists()]
    if folder.is_dir():
        there += [*sorted(folder.glob("*.csv")), *own_files(folder)]
    if there:
        message = _("{file} is there already; choose another folder, nothing was written")
        raise OutputError(message.format(file=there[0]))
    replace_file(book, lambda path: blank_workbook().save(path))
    replace_file(rules, lambda path: _write_rules(path, pattern))
    return [book, rules]


def _write_rules(path: Path, pattern: str) -> None:
    path.write_text(starting_rules(pattern), encoding="utf-8")


def blank_workbook() -> Workbook:
    """A workbook with a sheet a table: headers with comments, drop-downs, and the settings' defaults."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for model in TABLES:
        sheet = book.create_sheet(_(model.table))
        if model is settings.Row:
            _settings(sheet)
        else:
            _table(sheet, model)
        sheet.freeze_panes = "A2"
        sheet.print_title_rows = "1:1"
        sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", sheet.PAPERSIZE_A4
        sheet.page_setup.fitToHeight, sheet.sheet_properties.pageSetUpPr = 0, PageSetupProperties(fitToPage=True)
        sheet.sheet_properties.tabColor = "1F4E78" if model.required else "8EA9C8"
    return book


def _table(sheet: Worksheet, model: type[TableRow]) -> None:
    for index, info in enumerate(model.model_fields.values(), start=1):
        _header(sheet, index, info, first=(_purpose(model) + "\n\n") if index == 1 else "")
        column = get_column_letter(index)
        sheet.column_dimensions[column].number_format = cell_of(info).number_format
        _offer(sheet, f"{column}2:{column}{ROWS_OFFERED}", _choices(info))


def _purpose(model: type[TableRow]) -> str:
    return _(model.purpose) + (" " + _("At least one row.") if model.required else "")


def _header(sheet: Worksheet, index: int, info: FieldInfo, first: str = "") -> None:
    name = _(header_of(info))
    header = sheet.cell(1, index, name)
    header.font, header.border = HEADER_FONT, EDGE
    header.fill = REQUIRED_FILL if info.is_required() else OPTIONAL_FILL
    header.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)
    comment = Comment(first + _note(info), AUTHOR)
    comment.width, comment.height = 320, 200 if first else 140
    header.comment = comment
    widest = max(text_width(text) for text in (name, *(str(example) for example in info.examples or ())))
    sheet.column_dimensions[get_column_letter(index)].width = max(11, widest + 3)


def _note(info: FieldInfo) -> str:
    """What stands in a cell, for its comment."""
    parts = [_(info.description or ""), expected_text(cell_of(info), info)]
    parts.append(_when_empty(info))
    if info.examples:
        parts.append(_("example: {example}").format(example=example_text(info)))
    return "\n".join(part for part in parts if part)


def _when_empty(info: FieldInfo) -> str:
    return _("must be filled in") if info.is_required() else default_text(info)


def _choices(info: FieldInfo) -> str:
    """What a drop-down offers, as a formula: the words that a cell may hold, or the ids typed in another sheet."""
    cell, tables = cell_of(info), refers_of(info)
    if cell.choices:
        return '"' + ",".join(_(word) for word in cell.choices) + '"'
    if cell is ID and len(tables) == 1:
        sheet = f"'{_(tables[0])}'!"
        return f"OFFSET({sheet}$A$2,0,0,MAX(1,COUNTA({sheet}$A:$A)-1),1)"
    return ""


def _offer(sheet: Worksheet, cells: str, choices: str) -> None:
    """A drop-down; texts that it does not offer are still accepted."""
    if not choices:
        return
    listed = DataValidation("list", formula1=choices, allow_blank=True)
    listed.showErrorMessage = False
    listed.add(cells)
    sheet.add_data_validation(listed)


def _settings(sheet: Worksheet) -> None:
    for index, info in enumerate(Pair.model_fields.values(), start=1):
        _header(sheet, index, info, first=f"{_purpose(settings.Row)} {_(COLOURS)}\n\n" if index == 1 else "")
    for row, (name, info) in enumerate(settings.Row.model_fields.items(), start=2):
        setting = sheet.cell(row, 1, _(header_of(info)))
        setting.font = Font(name=FONT, bold=info.is_required())
        comment = Comment(_note(info), AUTHOR)
        comment.width, comment.height = 320, 140
        setting.comment = comment
        value = sheet.cell(row, 2)
        value.number_format = cell_of(info).number_format
        value.alignment = Alignment(horizontal="left")
        note = [_(info.description or "")]
        if not info.is_required() and info.default not in (None, "", ()):
            value.value = _default(name, info)
        else:
            note.append(_when_empty(info))
        sheet.cell(row, 3, "; ".join(note))
        _offer(sheet, f"B{row}", _choices(info))
    for column, width in (("A", 18), ("B", 34), ("C", 104)):
        sheet.column_dimensions[column].width = width


def _default(name: str, info: FieldInfo) -> str | float:
    if name == "language":
        return language()
    return info.default if isinstance(info.default, float) else str(info.default)
