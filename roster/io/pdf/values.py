"""What a sheet of ours shows once a spreadsheet has reckoned: counts and sums, and colours that follow what cells say.

Only the formulas that `styles` and the grid write are known.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from typing import NamedTuple

from openpyxl.cell.cell import Cell
from openpyxl.utils.cell import coordinate_from_string, range_boundaries
from openpyxl.worksheet.worksheet import Worksheet

from roster.io.pdf.canvas import Rgb, rgb

COUNT = re.compile(r'=COUNTIF\((\S+?:\S+?),(?:"=((?:[^"]|"")*)"|(\S+))\)$')
SUM = re.compile(r"=SUM\((\S+:\S+)\)$")
SAME = re.compile(r'=("(?:[^"]|"")*")')


class Live(NamedTuple):
    """Cells whose colours follow what they say: these texts, or numbers above zero."""

    area: tuple[int, int, int, int]
    texts: frozenset[str] | None
    fill: Rgb
    ink: Rgb


class Values:
    """The values of one sheet."""

    def __init__(self, sheet: Worksheet) -> None:
        self.sheet = sheet
        self._known: dict[tuple[int, int], float] = {}
        self.live = list(self._live())

    def shown(self, cell: Cell) -> str:
        """A cell's value as its number format shows it."""
        value = self.reckoned(cell)
        if value is None:
            return ""
        if isinstance(value, bool):
            return str(value).upper()
        if isinstance(value, dt.datetime | dt.date):
            return _date(value, cell.number_format)
        if isinstance(value, int | float):
            return _number(value, cell.number_format)
        return str(value)

    def colours(self, row: int, column: int, shown: str) -> tuple[Rgb, Rgb] | None:
        """Fill and ink that follow what a cell says."""
        for live in self.live:
            left, top, right, bottom = live.area
            if left <= column <= right and top <= row <= bottom:
                if live.texts is None:
                    number = shown.replace(".", "", 1).isdigit() and float(shown) > 0
                    if number:
                        return live.fill, live.ink
                elif shown in live.texts:
                    return live.fill, live.ink
        return None

    def reckoned(self, cell: Cell) -> object:
        """A cell's value, of a formula what it comes to."""
        text = cell.value
        if cell.data_type != "f" or not isinstance(text, str):
            return text
        key = (cell.row, cell.column)
        if key not in self._known:
            self._known[key] = self._result(text)
        return self._known[key]

    def _result(self, text: str) -> float:
        counted, added = COUNT.match(text), SUM.match(text)
        if counted:
            wanted = self._text(counted[3]) if counted[3] else re.sub(r"~(.)", r"\1", counted[2].replace('""', '"'))
            return sum(str(value).casefold() == wanted.casefold() for value in self.area(counted[1]))
        if added:
            return sum(value for value in self.area(added[1]) if isinstance(value, int | float))
        raise ValueError(f"a formula that is not ours: {text}")

    def _text(self, address: str) -> str:
        letters, row = coordinate_from_string(address.replace("$", ""))
        return str(self.sheet[f"{letters}{row}"].value)

    def area(self, area: str) -> Iterator[object]:
        """The values of an area, row by row."""
        left, top, right, bottom = range_boundaries(area.replace("$", ""))
        for row in range(top or 1, (bottom or 1) + 1):
            for column in range(left or 1, (right or 1) + 1):
                cell = self.sheet.cell(row, column)
                yield self.reckoned(cell) if isinstance(cell, Cell) else None

    def _live(self) -> Iterator[Live]:
        for area, rules in self.sheet.conditional_formatting._cf_rules.items():  # type: ignore[attr-defined]
            for rule in rules:
                texts = [found[1:-1].replace('""', '"') for found in SAME.findall(rule.formula[0])]
                fill, ink = rgb(rule.dxf.fill.bgColor.rgb), rgb(rule.dxf.font.color.rgb)
                left, top, right, bottom = range_boundaries(str(area.sqref))
                box = (left or 1, top or 1, right or 1, bottom or 1)
                yield Live(box, frozenset(texts) if texts else None, fill, ink)


def _date(value: dt.datetime | dt.date, shape: str) -> str:
    if shape == "mm-dd":
        return f"{value:%m-%d}"
    if isinstance(value, dt.datetime) and "h" in shape.lower():
        return f"{value:%Y-%m-%d %H:%M}"
    return f"{value:%Y-%m-%d}"


def _number(value: float, shape: str) -> str:
    if ";" in shape:  # of `styles.FEW`: nothing is a dot
        return f"{value:.0f}" if value else "·"
    places = len(shape.partition(".")[2].rstrip("%")) if "." in shape else 0
    if shape.endswith("%"):
        return f"{value:.{places}%}"
    if shape in ("General", "@"):
        return f"{value:g}" if isinstance(value, float) else str(value)
    return f"{value:,.{places}f}" if "," in shape else f"{value:.{places}f}"
