"""A table of an answer as lines of text."""

from __future__ import annotations

from collections.abc import Iterator

from rich.console import Console
from rich.table import Table as Printed

from roster.report.table import NUMBERS, Cell, Table, Value

WIDTH = 110


def table_lines(table: Table, width: int = WIDTH) -> Iterator[str]:
    """The title where there is one, the headings, the rows; columns of numbers to the right."""
    printed = Printed(title=table.title or None, box=None, pad_edge=False)
    for column in table.columns:
        printed.add_column(column.heading, justify="right" if column.look in NUMBERS else "left")
    for row in (*table.rows, *table.foot):
        printed.add_row(*map(_shown, row))
    console = Console(width=width, record=False, file=None)
    with console.capture() as captured:
        console.print(printed)
    yield from (line.rstrip() for line in captured.get().splitlines())


def _shown(cell: Value | Cell) -> str:
    if isinstance(cell, Cell):
        return cell.shown if cell.shown is not None else _shown(cell.value)
    if isinstance(cell, float):
        return f"{cell:.0f}" if cell.is_integer() else f"{cell:.1f}"
    return "" if cell is None else str(cell)
