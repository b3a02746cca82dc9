"""A table that takes hours to fill: each row is shown and kept as soon as it is known, and never made twice.

The file is CSV with the columns part, case, figure, value; what stands in it is taken from there, so that a table can
be made in pieces and on several days. After `until` no further case is begun.
"""

from __future__ import annotations

import csv
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from benchmarks.measure import Figure, median, show

HEADER = ("part", "case", "figure", "value")


class Piece(NamedTuple):
    """What of the tables is made now: these cases or all, into this file, until `time.monotonic` says so."""

    only: tuple[str, ...] = ()
    file: Path | None = None
    until: float = float("inf")


class Bar(NamedTuple):
    """What the middle and the largest of a figure are to be at the most."""

    median: float | None = None
    largest: float | None = None


class KeptRows:
    """The rows of one part, by case."""

    def __init__(self, part: str, columns: Sequence[str], piece: Piece, bars: Mapping[str, Bar]) -> None:
        self.part, self.columns, self.piece, self.bars = part, tuple(columns), piece, bars
        self.rows: dict[str, dict[str, Figure]] = {}
        self._left: list[str] = []
        show(part, self.columns)
        for case, figure, value in self._kept():
            self.rows.setdefault(case, {})[figure] = value
        for case, row in self.rows.items():
            show(case, [row.get(column) for column in self.columns])

    def wanted(self, case: str) -> bool:
        """Whether a case is to be made now."""
        if case in self.rows:
            return False
        if time.monotonic() > self.piece.until:
            self._left.append(case)
            return False
        return True

    def add(self, case: str, figures: Sequence[Figure]) -> None:
        """A row that is known."""
        self.rows[case] = dict(zip(self.columns, figures, strict=True))
        show(case, figures)
        file = self.piece.file
        if file is not None:
            new = not file.exists()
            with file.open("a", encoding="utf-8", newline="") as stream:
                out = csv.writer(stream)
                if new:
                    out.writerow(HEADER)
                told = ((name, "" if value is None else value) for name, value in self.rows[case].items())
                out.writerows((self.part, case, name, value) for name, value in told)

    def end(self) -> None:
        """The middle, largest and total of each figure, beside what is asked of it, and what is left to make."""
        found = {name: [row.get(name) for row in self.rows.values()] for name in self.columns}
        numbers = {name: [v for v in values if isinstance(v, int | float)] for name, values in found.items()}
        show("median", [median(numbers[name]) for name in self.columns])
        show("largest", [max(numbers[name], default=None) for name in self.columns])
        show("total", [sum(numbers[name]) if numbers[name] else None for name in self.columns])
        for name, bar in self.bars.items():
            middle, largest = median(numbers[name]), max(numbers[name], default=None)
            for word, value, most in (("median", middle, bar.median), ("largest", largest, bar.largest)):
                if most is not None and value is not None:
                    show(f"{name}, {word}", (value, f"asked: at most {most:g}", "met" if value <= most else "NOT MET"))
        show("cases made", (len(self.rows),))
        if self._left:
            show("cases left (the time was up)", self._left)

    def _kept(self) -> Iterator[tuple[str, str, Figure]]:
        file = self.piece.file
        if file is None or not file.exists():
            return
        with file.open(encoding="utf-8", newline="") as stream:
            for row in csv.DictReader(stream):
                if row["part"] == self.part and (not self.piece.only or row["case"] in self.piece.only):
                    yield row["case"], row["figure"], _figure(row["value"])


def _figure(text: str) -> Figure:
    try:
        return float(text) if text else None
    except ValueError:
        return text
