"""Workbooks made of a masked roster: few sheets, no hidden record, no document properties, encrypted where asked."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable
from pathlib import Path

from openpyxl import Workbook
from openpyxl.workbook.properties import CalcProperties
from openpyxl.worksheet.worksheet import Worksheet

from roster.domain.outcome import Outcome
from roster.i18n import _
from roster.io.copies.masked import AUDIENCES, Audience, masked
from roster.io.files import replace_bytes
from roster.io.sheets import daily_orders, grid, hr, vehicles
from roster.io.sheets.flat import write_rows

MARK = b"patrol-roster copy"
"""The archive's comment: it says that the file is a copy, and of nothing else."""
CORE = (
    b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<cp:coreProperties '
    b'xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"/>'
)
APP = (
    b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    b'<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"/>'
)
EMPTY = {"docProps/core.xml": CORE, "docProps/app.xml": APP}
TIME = (1980, 1, 1, 0, 0, 0)
LEFT_OUT = ("unit", "unit_kind", "zone", "site", "role", "armed", "driver", "vehicle_id")
"""Columns of the sheet HR that stay empty in HR's copy: pay needs no places, vehicles and permits."""


def copy_path(file: Path, audience: str) -> Path:
    """Where a copy stands: beside the roster."""
    return file.with_name(f"{file.stem}-{audience}.xlsx")


def write_copies(
    outcome: Outcome, file: Path, audiences: Iterable[str], password: str | None = None, target: Path | None = None
) -> list[Path]:
    """Write a copy for each audience, whole or not at all; `target` is another name for a single one.

    Raises OutputError.
    """
    written = []
    for name in dict.fromkeys(audiences):
        path = target or copy_path(file, name)
        content = copied(outcome, AUDIENCES[name])
        replace_bytes(path, _encrypted(content, password) if password else content)
        written.append(path)
    return written


def copied(outcome: Outcome, audience: Audience) -> bytes:
    """A copy's bytes."""
    shown = masked(outcome, audience)
    book = Workbook()
    book.remove(book.worksheets[0])
    sheet = book.create_sheet(_(grid.TITLE))
    grid.write(sheet, shown)
    if not audience.ids:
        _without_ids(sheet, len(shown.problem.officers))
    if audience.orders:
        daily_orders.write(book.create_sheet(_(daily_orders.TITLE)), shown)
        if shown.problem.vehicles:
            vehicles.write(book.create_sheet(_(vehicles.TITLE)), shown)
    if audience.hr:
        _hr(book.create_sheet(hr.TITLE), shown)
    book.calculation = CalcProperties(fullCalcOnLoad=True)
    buffer = io.BytesIO()
    book.save(buffer)
    return _plain(buffer.getvalue())


def _without_ids(sheet: Worksheet, officers: int) -> None:
    for row in range(grid.FIRST_ROW, grid.FIRST_ROW + officers):
        sheet.cell(row, grid.ID).value = None


def _hr(sheet: Worksheet, shown: Outcome) -> None:
    """The sheet HR under its own header, without places, vehicles and permits."""
    empty = dict.fromkeys(LEFT_OUT, "")
    rows = ({**row._asdict(), **empty} for row in hr.rows(shown.problem, shown.roster))
    write_rows(sheet, hr.HEADER, [tuple(row[name] for name in hr.HEADER) for row in rows])


def _plain(content: bytes) -> bytes:
    """A workbook without document properties and without the times at which its parts were made."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new:
        for info in old.infolist():
            new.writestr(
                zipfile.ZipInfo(info.filename, TIME), EMPTY.get(info.filename) or old.read(info), zipfile.ZIP_DEFLATED
            )
        new.comment = MARK
    return buffer.getvalue()


def _encrypted(content: bytes, password: str) -> bytes:
    """The workbook under a password: agile encryption (ECMA-376, [MS-OFFCRYPTO] 2.3.4.10), which Excel opens."""
    from msoffcrypto.format.ooxml import OOXMLFile

    out = io.BytesIO()
    OOXMLFile(io.BytesIO(content)).encrypt(password, out)
    return out.getvalue()


def is_own_copy(path: Path) -> bool:
    """Whether a file is a copy as it was written: saved anew it loses the mark, encrypted it has none."""
    try:
        with zipfile.ZipFile(path) as archive:
            return archive.comment == MARK
    except (OSError, zipfile.BadZipFile):
        return False
