"""One change to one place of a brigade's tables or rules, as people read it and as it is written."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

from roster.i18n import _
from roster.io.tables.table import Place, TableRow, header_of

Action = Literal["cell", "drop", "add", "rule", "entry"]


@dataclass(frozen=True)
class Change:
    """`field` of a row or of a rule becomes `new`; a whole row is dropped or added, or an entry added after another.

    `file` is the file as it lies on disk; `place` names the cell or line in the user's own coordinates.
    """

    action: Action
    file: Path
    place: str
    field: str
    old: str
    new: str
    sheet: str = ""  # of a workbook; empty for CSV and YAML
    row: int = 0
    column: int = 0  # from 0
    rule: str = ""  # the name of a rule's entry; the one before an entry that is added
    cells: tuple[str, ...] = ()  # of a row that is added; of an entry its fields in YAML
    base: str = ""  # of a shipped rule: what the brigade's own rulebook, in which it is changed, extends

    @property
    def named_place(self) -> str:
        """The place, with the entry's id behind it where a rule is changed: `rules.yaml:19 (fair-nights)`.

        A shipped rule is changed in the brigade's own rulebook: `rules.yaml (fair-nights, base.yaml:19)`.
        """
        if self.base:
            return f"{self.file.name} ({self.rule}{_(', ')}{self.place})"
        return f"{self.place} ({self.rule})" if self.action == "rule" else self.place

    @property
    def line(self) -> int | None:
        """The line of a YAML file; None in a table, and where a line is added to an own rulebook."""
        number = self.place.rpartition(":")[2]
        yaml = self.action in ("rule", "entry") and not self.base
        return int(number) if yaml and number.isdigit() else None


def file_of(place: Place, brigade: Path) -> Path:
    """The file in which a row stands; `brigade` is the folder or workbook that the tables came from."""
    return brigade if brigade.suffix.lower() == ".xlsx" and not brigade.is_dir() else brigade / place.file


def cell(row: TableRow, name: str, old: str, new: str, brigade: Path) -> Change | None:
    """A cell of a row with another value; None where the table has no such column."""
    place = row.place
    if name not in place.columns:
        return None
    column, header = place.columns[name]
    file = file_of(place, brigade)
    return Change("cell", file, place.cell(name), header, old, new, place.sheet, place.row, column)


def filled(row: TableRow, name: str, old: str, new: str, brigade: Path) -> tuple[Change, ...]:
    """A cell of a row with another value; a table without the column gets it after its last one."""
    known = cell(row, name, old, new, brigade)
    if known is not None:
        return (known,)
    place = row.place
    title = header_of(type(row).model_fields[name])
    beside = replace(place, columns={name: (place.width, title)})
    file = file_of(place, brigade)
    above = replace(beside, row=place.header).cell(name)
    return (
        Change("cell", file, above, "header", "", title, place.sheet, place.header, place.width),
        Change("cell", file, beside.cell(name), title, old, new, place.sheet, place.row, place.width),
    )


def drop(row: TableRow, old: str, brigade: Path) -> Change:
    """A row that is taken out; `old` is its content."""
    place = row.place
    return Change("drop", file_of(place, brigade), str(place), "row", old, "", place.sheet, place.row)


def add(like: TableRow, values: dict[str, str], brigade: Path) -> Change:
    """A row of the same table with these values, after its last one."""
    place = like.place
    width = max(index for index, _header in place.columns.values()) + 1
    cells = [""] * width
    for name, value in values.items():
        if name in place.columns:
            cells[place.columns[name][0]] = value
    table = f"{place.file} {place.sheet}" if place.sheet else place.file
    file = file_of(place, brigade)
    return Change("add", file, table, "row", "", ",".join(cells), place.sheet, cells=tuple(cells))


def written(row: TableRow) -> str:
    """A row's own values, as they would stand in a CSV table."""
    names = sorted(row.place.columns, key=lambda name: row.place.columns[name][0])
    return ",".join(_text(getattr(row, name, "")) for name in names)


def _text(value: object) -> str:
    if value is None or value is False:
        return ""
    if isinstance(value, tuple | list):
        return ";".join(map(str, value))
    return str(value)


def headers(model: type[TableRow], names: Iterable[str]) -> tuple[str, ...]:
    """English headers of columns."""
    return tuple(header_of(model.model_fields[name]) for name in names)
