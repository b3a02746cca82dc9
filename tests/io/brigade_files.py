"""The example brigade of docs/inputs.md as files, CSV or workbook, with changes that a test makes."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from roster.domain.errors import InputError
from roster.io.tables import Tables, check_tables, read_tables
from roster.io.tables.example import EXAMPLE

Cells = list[list[Any]]
Brigade = dict[str, Cells]
"""Table to its cells, the header first."""


def example() -> Brigade:
    """A fresh copy of the example."""
    return {name.removesuffix(".csv"): list(csv.reader(io.StringIO(text))) for name, text in EXAMPLE.items()}


def write_folder(path: Path, brigade: Brigade) -> Path:
    path.mkdir(exist_ok=True)
    for name, cells in brigade.items():
        with (path / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows(cells)
    return path


def write_workbook(path: Path, brigade: Brigade) -> Path:
    book = Workbook()
    book.remove(book.worksheets[0])
    for name, cells in brigade.items():
        sheet = book.create_sheet(name)
        for row, values in enumerate(cells, start=1):
            for column, value in enumerate(values, start=1):
                if value not in ("", None):
                    cell = sheet.cell(row, column)
                    cell.value = value
                    if isinstance(value, str):
                        cell.data_type = "s"
    book.save(path)
    return path


class Form:
    """One of the two forms of a brigade's files: how it is written and how its cells are called."""

    def __init__(self, folder: Path, workbook: bool) -> None:
        self.folder, self.workbook = folder, workbook

    def write(self, brigade: Brigade) -> Path:
        if self.workbook:
            return write_workbook(self.folder / "brigade.xlsx", brigade)
        return write_folder(self.folder / "brigade", brigade)

    def place(self, table: str, cell: str = "", header: str = "") -> str:
        named = f" ({header})" if header else ""
        if self.workbook:
            return f"brigade.xlsx {table}" + (f"!{cell}{named}" if cell else "")
        return f"{table}.csv" + (f":{cell}{named}" if cell else "")

    def read(self, brigade: Brigade) -> Tables:
        return read_tables(self.write(brigade))

    def faults(self, brigade: Brigade) -> list[str]:
        return faults_of(lambda: self.read(brigade))


def faults_of(action: Callable[[], object]) -> list[str]:
    """The faults that an action raises, as a user reads them."""
    with pytest.raises(InputError) as error:
        action()
    return [str(fault) for fault in error.value.faults]


def warnings_of(tables: Tables, **options: Any) -> list[str]:
    return [str(fault) for fault in check_tables(tables, **options)]
