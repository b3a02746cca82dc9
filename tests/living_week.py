"""The week of the smallest brigade, solved once, for tests that change it."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from openpyxl import load_workbook

from roster import api, living
from roster.domain.outcome import Outcome
from roster.domain.roster import Roster
from roster.living import Week
from tests.outcomes import changed
from tests.paths import TINY

NAME = "week.xlsx"
FIRST_DATE = 6


@cache
def solved_bytes() -> bytes:
    """The workbook of the tiny brigade's week; its record names the brigade `tiny`."""
    with TemporaryDirectory() as folder:
        file = Path(folder) / NAME
        case = api.load(TINY)
        outcome = api.solve(case, time_limit=20, workers=1, seed=1)
        api.write(changed(outcome, brigade="tiny", rule_files=()), file)
        return file.read_bytes()


def put_week(folder: Path) -> Path:
    """The week's workbook in a folder that has the brigade in `tiny`."""
    file = folder / NAME
    file.write_bytes(solved_bytes())
    return file


def type_in(file: Path, officer: str, day: int, text: str | None) -> str:
    """Type into the grid; returns the cell's name."""
    book = load_workbook(file)
    sheet = book.worksheets[[title in ("Roster", "排班表") for title in book.sheetnames].index(True)]
    row = next(row for row in range(6, 12) if str(sheet.cell(row, 2).value) == officer)
    cell = sheet.cell(row, FIRST_DATE + day)
    cell.value = text
    book.save(file)
    return f"{sheet.title}!{cell.coordinate}"


def works(roster: Roster) -> dict[tuple[str, int], str]:
    return {(duty.officer, duty.day): duty.shift for duty in roster.work()}


def busy(week: Week, sworn: bool = True) -> tuple[str, int]:
    """An officer with a duty and its day, not the first."""
    category = "sworn" if sworn else "auxiliary"
    return next(
        (duty.officer, duty.day)
        for duty in sorted(week.roster.work(), key=lambda duty: (duty.day, duty.officer))
        if duty.day >= 1 and week.problem.officer[duty.officer].category == category
    )


def repaired(week: Week, **asked: object) -> Outcome:
    return living.replan(week, time_limit=20, workers=1, **asked)  # type: ignore[arg-type]
