"""The Python interface: load a brigade, check it, solve it, verify and write the roster.

from roster.api import load, solve, verify, write

case = load("inputs/hancheng", weeks=1)
outcome = solve(case)
write(outcome, "outputs/next-week.xlsx")
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from roster.domain.errors import Fault, InputError
from roster.domain.outcome import Outcome, Report
from roster.domain.people import Duty
from roster.domain.problem import Problem
from roster.domain.roster import Roster
from roster.io.rulebook import check_names, load_rulebook, rulebook_files
from roster.io.tables import Tables, check_tables, facts, read_tables
from roster.rules import Rulebook, pose

if TYPE_CHECKING:
    from roster.search.run import Stop, Watch


@dataclass(frozen=True)
class Case:
    """A brigade's tables and rules over one horizon, ready to be solved."""

    tables: Tables
    rulebook: Rulebook
    problem: Problem

    @property
    def hashes(self) -> dict[str, str]:
        """SHA-256 of every file read, by path."""
        return {**self.tables.hashes, **self.rulebook.hashes}

    def over(self, start: date, weeks: int, history: Sequence[Duty] = ()) -> Problem:
        """The problem of other weeks of the same brigade; `history` adds duties of rosters made since.

        Their day numbers count from this case's first date.
        """
        return _problem(self.tables, self.rulebook, start, weeks, _moved(history, self.problem, start))


def load(folder: str | Path, constraints: Sequence[str | Path] = (), start: date | None = None, weeks: int = 1) -> Case:
    """Read a brigade (a folder of CSV files or a workbook) and its rules.

    Raises InputError with every fault of tables and rules.
    """
    path = Path(folder)
    faults: list[Fault] = []
    tables: Tables | None = None
    rulebook: Rulebook | None = None
    try:
        tables = read_tables(path)
    except InputError as error:
        faults += error.faults
    try:
        rulebook = load_rulebook(rulebook_files(path, [Path(file) for file in constraints]))
    except InputError as error:
        faults += error.faults
    if tables is None or rulebook is None:
        raise InputError(faults)
    return Case(tables, rulebook, _problem(tables, rulebook, start, weeks))


def _problem(
    tables: Tables, rulebook: Rulebook, start: date | None, weeks: int, history: Sequence[Duty] = ()
) -> Problem:
    known = facts(tables, start, weeks, history)
    faults = check_names(rulebook, known)
    if faults:
        raise InputError(faults)
    return pose(known, rulebook)


def _moved(history: Sequence[Duty], problem: Problem, start: date) -> list[Duty]:
    """Duties with their days and minutes counted from another first date."""
    shift = problem.horizon.day(start)
    return [
        replace(duty, day=duty.day - shift, span=problem.shift[duty.shift].span(duty.day - shift)) for duty in history
    ]


def check(case: Case) -> list[Fault]:
    """Notes on a brigade that can be solved but may not be what was meant."""
    days = case.problem.horizon.days
    return check_tables(case.tables, case.problem.horizon.start, days // 7, case.problem.lines)


def solve(
    case: Case, roll: bool = False, watch: Watch | None = None, stop: Stop | None = None, **options: Any
) -> Outcome:
    """The best roster within the time limit, verified; options as in `roster.search.solve.Options`.

    `roll` solves week by week. `watch` is called with each step of the search, `stop` ends it with the best so far.
    Raises NoRosterError when the musts clash, OutOfTimeError when no roster was found in time.
    """
    from roster.search.roll import roll as search_weeks
    from roster.search.run import Options, Stop
    from roster.search.solve import solve

    chosen, watch, stop = Options(**options), watch or (lambda moment: None), stop or Stop()
    horizon = case.problem.horizon
    if roll:
        weeks = horizon.days // 7
        outcome = search_weeks(case.over, case.rulebook, horizon.start, weeks, chosen, watch, stop)
    else:
        outcome = solve(case.problem, case.rulebook, chosen, watch, stop)
    return replace(outcome, hashes=case.hashes)


def verify(case: Case, roster: Roster) -> Report:
    """Every rule's independent check over a roster."""
    from roster.search.verify import verify as check_rules

    return check_rules(case.problem, case.rulebook, roster)


def write(outcome: Outcome, file: str | Path, csv_folder: str | Path | None = None) -> None:
    """Write the workbook, and the contract sheets as CSV where a folder is given.

    A file that was there before is replaced only when the new one is whole. Raises OutputError.
    """
    from roster.io.book import write_book
    from roster.io.csv_out import write_csv

    write_book(outcome, Path(file))
    if csv_folder is not None:
        write_csv(Path(csv_folder), outcome)
