"""A workbook as it was written, for a test to type into."""

from __future__ import annotations

from functools import cache
from io import BytesIO
from pathlib import Path

from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from roster import i18n
from roster.domain.outcome import Outcome
from roster.domain.problem import Problem
from roster.domain.roster import Crew, Roster
from roster.io.book import build
from roster.io.read_book import ReadResult, read_roster
from roster.io.sheets.grid import column_of, row_of
from tests.io import sample
from tests.outcomes import changed

OFFICERS = [officer.id for officer in sample.OFFICERS]


@cache
def outcome() -> Outcome:
    return changed(sample.outcome(), brigade="inputs/sample", rule_files=("base.yaml", "summer.yaml"))


@cache
def problem() -> Problem:
    return outcome().problem


@cache
def written_bytes(language: str = "en") -> bytes:
    i18n.set_language(language)
    stream = BytesIO()
    build(outcome()).save(stream)
    i18n.set_language("en")
    return stream.getvalue()


class Edited:
    """A workbook as written, for a test to type into."""

    def __init__(self, folder: Path, language: str = "en") -> None:
        self.path = folder / "week.xlsx"
        self.book = load_workbook(BytesIO(written_bytes(language)))

    @property
    def grid(self) -> Worksheet:
        return self.book.worksheets[1]

    def type(self, officer: str, day: int, text: object) -> str:
        """Type into the grid; returns the cell's address within its sheet."""
        cell = self.grid.cell(row_of(officer, problem()), column_of(day))
        cell.value = text
        return cell.coordinate

    def read(self) -> ReadResult:
        self.book.save(self.path)
        return read_roster(self.path, problem())

    def faults(self) -> list[tuple[str, str]]:
        """Place and what was found of every fault."""
        return [(fault.place, fault.found) for fault in self.read().faults]


def crew_of(roster: Roster, day: int, shift: str, label: str) -> Crew:
    (crew,) = [crew for crew in roster.crews if crew.unit.id == (day, shift, label)]
    return crew


def work(roster: Roster) -> set[tuple[str, int, str]]:
    return set(roster.work())
