"""A table of an answer: what a terminal prints (`screen`) and a workbook holds (`book`)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

Value = str | int | float | dt.date | None

NUMBERS = frozenset({"whole", "few", "tenths"})
"""Looks of numbers, which a terminal sets to the right."""


class Cell(NamedTuple):
    """A value that looks otherwise than its column, or that a terminal shows in other words."""

    value: Value
    look: str = ""
    shown: str | None = None


class Column(NamedTuple):
    """A heading over values that look alike; `look` is a look of `io.styles` in small letters, empty for what fits the
    value. A row of a sheet gets as high as the texts of its `wrapped` columns ask for."""

    heading: str
    look: str = ""
    wrapped: bool = False


@dataclass(frozen=True)
class Table:
    """Rows under headings; `foot` are sums or means under them, which no filter hides."""

    columns: Sequence[Column]
    rows: Sequence[Sequence[Value | Cell]]
    title: str = ""
    foot: Sequence[Sequence[Value | Cell]] = ()
    empty: str = ""  # what stands in place of rows where there is none


@dataclass(frozen=True)
class Sheet:
    """A sheet of an answer's own workbook: two lines of heading, then tables one under the other, then notes."""

    name: str
    brigade: str
    title: str
    subtitle: str
    tables: Sequence[Table]
    widths: Sequence[float]
    top: int = 3  # the row in which the first table begins
    across: int = 0  # columns that the heading goes over; 0 for all
    frozen: str = ""  # the first cell that scrolls
    filtered: bool = False  # the only table can be filtered
    repeated: int = 3  # rows at the top of every printed page
    notes: Sequence[str] = ()
    picture: Path | None = None
    large: bool = False  # on A3


def value_of(cell: Value | Cell) -> Value:
    """The value of a cell, however it is given."""
    return cell.value if isinstance(cell, Cell) else cell
