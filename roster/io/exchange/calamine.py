"""Workbooks read by calamine: values only, of new and of old files."""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from roster.io.archive import OLE_MARK


class Read(NamedTuple):
    """One sheet: its title, whether it is shown, and its values by row and column from 1."""

    title: str
    visible: bool
    values: dict[tuple[int, int], object]


def read_values(path: Path) -> list[Read]:
    """Every sheet of a workbook. Raises ValueError for one that is damaged."""
    from python_calamine import CalamineWorkbook, SheetVisibleEnum

    content = path.read_bytes()
    if content.startswith(OLE_MARK):
        content += bytes(-len(content) % 512)  # the last sector of a compound file may have been cut off
    try:
        with _silently():
            book = CalamineWorkbook.from_object(io.BytesIO(content))
            found = []
            for meta in book.sheets_metadata:
                if str(meta.typ).rpartition(".")[2] != "WorkSheet":
                    continue
                sheet = book.get_sheet_by_name(meta.name)
                top, left = sheet.start or (0, 0)
                values: dict[tuple[int, int], object] = {
                    (row, column): value
                    for row, cells in enumerate(sheet.to_python(skip_empty_area=True), start=top + 1)
                    for column, value in enumerate(cells, start=left + 1)
                    if value != ""
                }
                found.append(Read(meta.name, meta.visible == SheetVisibleEnum.Visible, values))
            return found
    except BaseException as error:  # a panic of the library is no Exception
        if not isinstance(error, Exception) and type(error).__name__ != "PanicException":
            raise
        raise ValueError(str(error)) from error


@contextmanager
def _silently() -> Iterator[None]:
    """Nobody reads what the library itself writes on standard error when it panics."""
    try:
        sys.stderr.flush()
        kept, nothing = os.dup(2), os.open(os.devnull, os.O_WRONLY)
    except (OSError, AttributeError, ValueError):  # there is no standard error
        yield
        return
    os.dup2(nothing, 2)
    try:
        yield
    finally:
        os.dup2(kept, 2)
        os.close(kept)
        os.close(nothing)
