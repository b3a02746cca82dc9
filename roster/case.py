"""A brigade's tables and rules over one horizon, read with the history that counts."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import partial
from pathlib import Path
from typing import TypeVar

from roster.domain.clock import MINUTES_A_DAY
from roster.domain.errors import Fault, InputError
from roster.domain.people import Duty
from roster.domain.problem import Facts, Problem
from roster.i18n import _
from roster.io.border_notes import border_notes
from roster.io.clock_notes import clock_notes
from roster.io.first_settings import weeks_of
from roster.io.known_text import history_notes
from roster.io.past_visits import Visits, later, past_visits, weeks_that_count
from roster.io.places import real
from roster.io.rulebook import check_names, load_rulebook, rulebook_files
from roster.io.tables import Tables, TablesError, facts, read_tables
from roster.io.tables.sources import HISTORY_WORKBOOK, PUBLISHED
from roster.rules import Rulebook, pose

T = TypeVar("T")
PathLike = str | Path


@dataclass(frozen=True)
class Case:
    """A brigade's tables and rules over one horizon, ready to be solved."""

    brigade: Path  # the folder or workbook, as it was given
    tables: Tables
    rulebook: Rulebook
    problem: Problem
    rule_files: tuple[str, ...] = ()
    past: tuple[Duty, ...] = ()  # duties from past workbooks; days and minutes count from the first date
    history: Mapping[str, str] = field(default_factory=dict)  # past workbooks -> SHA-256
    warnings: tuple[str, ...] = ()  # where ledger and history disagree; which hours are the neighbouring weeks'

    @property
    def hashes(self) -> dict[str, str]:
        """SHA-256 of every file read, by name or path."""
        return {**self.tables.hashes, **self.history, **self.rulebook.hashes}

    def over(self, start: date, weeks: int, history: Sequence[Duty] = ()) -> Problem:
        """The problem of other weeks of the same brigade; `history` adds duties of rosters made since.

        Their day numbers count from this case's first date. Raises InputError.
        """
        earlier = _moved((*self.past, *history), self.problem, start)
        known = facts(self.tables, start, weeks, earlier)
        visits = later(self.problem.visits, self.problem.horizon.day(start) * MINUTES_A_DAY)
        return pose(replace(known, visits=visits), self.rulebook)


def load(
    brigade: PathLike,
    constraints: Sequence[PathLike] = (),
    start: date | None = None,
    weeks: int | None = None,
    history: Sequence[PathLike] = (),
    over: Sequence[PathLike] = (),
) -> Case:
    """Read a brigade (a folder of CSV files or a workbook) and its rules.

    `constraints` are rule files in order; by default the brigade's own, else the shipped base. `start` may be any
    weekday; it and `weeks` are the settings' by default. `history` are past workbooks of ours beside a `history.xlsx`
    in the folder. `over` are folders of tables whose rows are laid over the brigade's.
    Raises InputError with every fault of tables, rules and past workbooks.
    """
    from roster.io.places import is_folder
    from roster.io.recorded import home_of, recorded_name
    from roster.io.together import begun, finish

    path = Path(brigade)
    weeks = weeks or weeks_of(path)
    home = home_of(path)
    folder = home if is_folder(home) else home.parent
    if begun(folder):
        finish(folder, [Path(file) for file in constraints])
    faults: list[Fault] = []
    names: dict[str, set[str]] = {}
    tables = _or_faults(faults, path, partial(_tables, path, names, list(map(Path, over))))
    files = _or_faults(faults, home, lambda: rulebook_files(home, [Path(file) for file in constraints])) or []
    rulebook = _or_faults(faults, home, lambda: load_rulebook(files))
    known = _or_faults(faults, path, partial(facts, tables, start, weeks)) if tables else None
    past: list[Duty] = []
    hashes: dict[str, str] = {}
    warnings: tuple[str, ...] = ()
    if tables and known:
        read = _or_faults(faults, home, partial(_published, path, tables, known))
        if read:
            tables, past, warnings = read
        published = {duty.day for duty in past}
        for file, given in _past_workbooks(home, history):
            told = _or_faults(faults, file, partial(_past, file, tables, known, given, hashes)) or []
            days = {duty.day for duty in told} if given else set()
            past = [duty for duty in past if duty.day not in days]
            past += [duty for duty in told if given or duty.day not in published]
    faults += check_names(rulebook, names) if rulebook else []
    if tables is None or rulebook is None or known is None or faults:
        raise InputError(dict.fromkeys(faults))
    known = facts(tables, start, weeks, past) if past or warnings else known
    known = replace(known, visits=_visits(path, known, rulebook, _past_workbooks(home, history)))
    rule_names, problem = tuple(recorded_name(file) for file in files), pose(known, rulebook)
    warnings = (*warnings, *history_notes(known), *border_notes(problem), *clock_notes(problem))
    return Case(path, tables, rulebook, problem, rule_names, tuple(past), hashes, warnings)


def _or_faults(faults: list[Fault], path: Path, action: Callable[[], T]) -> T | None:
    """The action's result; None, with the faults noted, where it fails."""
    try:
        return action()
    except InputError as error:
        faults += error.faults
    except OSError as error:
        found = _("something that cannot be read ({reason})").format(reason=error.strerror or error)
        faults.append(Fault(str(error.filename or path)[:200], found, _("a file or folder that you may read")))
    return None


def _tables(path: Path, names: dict[str, set[str]], over: Sequence[Path]) -> Tables:
    """The brigade's tables; the names that they define are noted, also where they have faults."""
    try:
        tables = read_tables(path, over)
    except TablesError as error:
        names.update(error.names)
        raise
    names.update(tables.names)
    return tables


def _past_workbooks(home: Path, given: Sequence[PathLike]) -> list[tuple[Path, bool]]:
    """The past workbooks to read, in order, and whether each was asked for by name."""
    own = home / HISTORY_WORKBOOK
    found = {real(own): (own, False)} if own.is_file() else {}
    for file in map(Path, given):
        found.setdefault(real(file), (file, True))
    return list(found.values())


def _published(brigade: Path, tables: Tables, known: Facts) -> tuple[Tables, list[Duty], tuple[str, ...]]:
    """The tables without the history that the ledger tells better, its duties, and warnings where something differs."""
    from roster.io.places import is_folder
    from roster.io.tables.sources import LEDGER

    home = brigade if is_folder(brigade) else brigade.parent
    if not any(home.glob(f"*{LEDGER}")) and not any(home.glob(f"*{PUBLISHED}")):
        return tables, [], ()
    from roster.io.ledger import ledger_of
    from roster.io.ledger.past import ledger_duties, without_covered
    from roster.io.ledger.store import current_of

    ledger = ledger_of(brigade)
    publications = ledger.publications()
    current = current_of(publications)
    told, warnings = without_covered(tables, current)
    return told, ledger_duties(current, known), (*ledger.notes(publications), *warnings)


def _visits(brigade: Path, known: Facts, rulebook: Rulebook, workbooks: Sequence[tuple[Path, bool]]) -> Visits:
    """When checkpoints were visited before, as published weeks and past workbooks tell; nothing where no rule asks."""
    from roster.io.ledger.past import itineraries_of

    weeks, start = weeks_that_count(rulebook), known.horizon.start
    if weeks < 0:
        return {}
    return past_visits([*itineraries_of(brigade, start, weeks), *(file for file, _given in workbooks)], start, weeks)


def _past(file: Path, tables: Tables, known: Facts, given: bool, hashes: dict[str, str]) -> list[Duty]:
    """The duties that a past workbook tells of; its hash is noted."""
    from hashlib import sha256

    from roster.io.past import past_duties

    start = known.horizon.start
    duties = past_duties(file, tables, start)
    if given and not duties:
        found = _("no duty before {start}").format(start=start)
        raise InputError([Fault(str(file), found, _("the roster of earlier dates"))])
    hashes[file.as_posix()] = sha256(file.read_bytes()).hexdigest()
    return duties


def _moved(history: Sequence[Duty], problem: Problem, start: date) -> list[Duty]:
    """Duties with their days and minutes counted from another first date; those before it only."""
    shift = problem.horizon.day(start)
    return [duty.later(-shift) for duty in history if duty.day < shift]
