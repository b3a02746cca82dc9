"""What the rows of every table share: they know where they stand, what they refer to and what is odd in them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import ClassVar, NamedTuple

from pydantic import BaseModel, ConfigDict, PrivateAttr
from pydantic.fields import FieldInfo

from roster.domain.errors import Fault
from roster.i18n import _
from roster.io.tables.cells import Cell


def letters(index: int) -> str:
    """A column's letters, from 0: A, B, ..., Z, AA."""
    text = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        text = chr(65 + rest) + text
    return text


@dataclass(frozen=True)
class Place:
    """Where a row stands, in the user's own coordinates. `columns`: field to (column from 0, header as written)."""

    file: str = ""
    sheet: str = ""  # empty for CSV
    row: int = 0
    columns: Mapping[str, tuple[int, str]] = field(default_factory=dict)
    header: int = field(default=0, kw_only=True)  # the row of the header
    width: int = field(default=0, kw_only=True)  # how many columns the header has, unknown ones included

    def __str__(self) -> str:
        return f"{self._table}{self.row}" if self.file else ""

    def cell(self, name: str) -> str:
        """The cell of a field: `officers.csv:D3 (sex)` or `brigade.xlsx officers!D3 (sex)`; the row without one."""
        if name not in self.columns:
            return str(self)
        index, header = self.columns[name]
        return f"{self._table}{letters(index)}{self.row} ({header})"

    def fault(self, name: str, found: str, expected: str) -> Fault:
        """A fault at the cell of a field; at the row where it has none."""
        place = self.cell(name)
        return CellFault(place, found, expected, self, name) if name in self.columns else Fault(place, found, expected)

    @property
    def _table(self) -> str:
        return f"{self.file} {self.sheet}!" if self.sheet else f"{self.file}:"


@dataclass(frozen=True)
class CellFault(Fault):
    """A fault at the cell of a field, from which faults that say the same of other rows can be told."""

    at: Place = field(compare=False)
    name: str = field(compare=False)

    @property
    def address(self) -> str:
        """The cell within its table, such as `D3`."""
        return f"{letters(self.at.columns[self.name][0])}{self.at.row}"


class Oddity(NamedTuple):
    """A fault within one row: the field it is shown at, what was found, what was expected."""

    field: str
    found: str
    expected: str


def half_of(start: int | None, end: int | None) -> Iterator[Oddity]:
    """What is wrong where a row has a `start` without its `end`, or the other way round."""
    if (start is None) != (end is None):
        yield Oddity("start" if start is None else "end", _("an empty cell"), _("both start and end, or neither"))


class TableRow(BaseModel):
    """A row of a table: fields are columns."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    table: ClassVar[str]
    """Name of the sheet or file; a message id."""
    purpose: ClassVar[str]
    """What the table is for; a message id."""
    key: ClassVar[tuple[str, ...]] = ()
    """Fields that together may occur once only."""
    in_every_row: ClassVar[tuple[str, ...]] = ()
    """Fields whose cells are filled in every row, or in none."""
    required: ClassVar[bool] = False
    """Whether a brigade without a row of this table is faulty."""

    _place: Place = PrivateAttr(default_factory=Place)

    @property
    def place(self) -> Place:
        """Where the row stands; an empty place for a row that comes from no file."""
        return self._place

    @property
    def key_values(self) -> tuple[object, ...]:
        return tuple(getattr(self, name) for name in self.key)

    def at(self, place: Place) -> None:
        """Note where the row stands."""
        self._place = place

    def oddities(self) -> Iterator[Oddity]:
        """What cells that are each in order say that does not go together."""
        return iter(())

    def fault(self, name: str, found: str, expected: str) -> Fault:
        """A fault at one of this row's cells."""
        return self.place.fault(name, found, expected)


def header_of(info: FieldInfo) -> str:
    """The column's English header."""
    return info.title or ""


def cell_of(info: FieldInfo) -> Cell:
    """The column's kind of cell."""
    return next(part for part in info.metadata if isinstance(part, Cell))


def extra_of(info: FieldInfo, name: str) -> str:
    """`unit` or `empty` of a column, as written in its row model."""
    extra = info.json_schema_extra
    return str(extra.get(name, "")) if isinstance(extra, dict) else ""


def refers_of(info: FieldInfo) -> tuple[str, ...]:
    """The tables that a column refers to."""
    return _list_of(info, "refers")


def also_of(info: FieldInfo) -> tuple[str, ...]:
    """Other headers that people use for a column."""
    return _list_of(info, "also")


def _list_of(info: FieldInfo, name: str) -> tuple[str, ...]:
    extra = info.json_schema_extra
    words = extra.get(name, []) if isinstance(extra, dict) else []
    return tuple(str(word) for word in words) if isinstance(words, list) else ()
