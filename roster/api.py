"""The Python interface: load a brigade, check it, solve it, verify and write the roster.

from roster.api import load, solve, verify, write

case = load("inputs/hancheng", weeks=1)
outcome = solve(case)
write(outcome, "outputs/next-week.xlsx")
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from roster.case import Case as Case
from roster.case import PathLike as PathLike
from roster.case import load as load
from roster.domain.disruption import Disruption
from roster.domain.ending import Ended
from roster.domain.errors import Fault, InputError, NoPlanError, OutOfTimeError, OutputError
from roster.domain.findings import Report
from roster.domain.outcome import PLAN_PHASE, Moment, Outcome, Patrols, Policy, Provenance, Unplanned
from roster.domain.roster import Roster
from roster.domain.week import DAYS_A_WEEK
from roster.i18n import N_, _
from roster.io.places import real
from roster.io.tables import check_tables
from roster.rules import Rulebook, presences

if TYPE_CHECKING:
    from roster.io.book_report import BookReport
    from roster.io.read_book import Book
    from roster.plan.frozen import Frozen
    from roster.search.run import Stop, Watch

PLAN_SECONDS = 18.0
PLAN_GAP = 0.005
LARGEST_SEED = 2**31
STOPPED = N_("stopped before it was made; `roster plan` makes it for the roster that was written")


def check(case: Case) -> list[Fault]:
    """Notes on a brigade that can be solved but may not be what was meant."""
    horizon = case.problem.horizon
    return check_tables(case.tables, horizon.start, horizon.days // DAYS_A_WEEK, case.problem.lines)


def solve(
    case: Case,
    roll: bool = False,
    watch: Watch | None = None,
    stop: Stop | None = None,
    plan_time: float = PLAN_SECONDS,
    plan_seed: int | None = None,
    **options: Any,
) -> Outcome:
    """The best roster within the time limit, and its patrol plan, both verified; options as in `search.run.Options`.

    `plan_time` are the seconds for each week of the plan, 0 for none; `plan_seed` as in `plan`. `roll` solves week by
    week. `watch` is called with each step of the search, `stop` ends it with the best so far.
    Raises NoRosterError when the musts clash, OutOfTimeError when no roster was found in time.
    """
    from roster.search.roll import roll as search_weeks
    from roster.search.run import Options, Stop
    from roster.search.solve import solve

    chosen, watch, stop = Options(**options), watch or (lambda moment: None), Stop() if stop is None else stop
    horizon = case.problem.horizon
    try:
        if roll:
            weeks = horizon.days // DAYS_A_WEEK
            outcome = search_weeks(case.over, case.rulebook, horizon.start, weeks, chosen, watch, stop)
        else:
            outcome = solve(case.problem, case.rulebook, chosen, watch, stop)
    except OutOfTimeError:
        if stop.asked:
            raise OutOfTimeError(_("stopped before any roster was found; nothing was written")) from None
        raise
    outcome = recorded(outcome, case)
    if plan_time <= 0:
        return outcome
    if stop:
        return replace(outcome, patrols=Patrols(unplanned=Unplanned("none", _(STOPPED))))
    return planned_or_why(outcome, case.rulebook, plan_time, plan_seed, watch, stop)


def recorded(outcome: Outcome, case: Case) -> Outcome:
    """The outcome with what it was made from: its brigade, rules and past workbooks, each with its hash."""
    from roster.io.policies import in_words
    from roster.io.recorded import recorded_brigade
    from roster.io.staffing import causes
    from roster.search.verify import rule_lines

    rulebook, command, home = case.rulebook, outcome.provenance.command, recorded_brigade(case.brigade)
    provenance = Provenance(command, home, case.rule_files, tuple(case.history), case.hashes)
    lines = in_words(rule_lines(rulebook), rulebook, case.problem)
    reasons = causes(outcome.problem, rulebook, outcome.roster)
    policy = Policy(lines, presences(rulebook, outcome.problem), reasons)
    return replace(outcome, provenance=provenance, policy=policy)


def plan(
    outcome: Outcome,
    rulebook: Rulebook,
    plan_time: float = PLAN_SECONDS,
    plan_seed: int | None = None,
    watch: Watch | None = None,
    stop: Stop | None = None,
    frozen: Frozen | None = None,
) -> Outcome:
    """The same roster with a patrol plan, verified: where each crew is, and when; nobody's duty changes.

    Without a `plan_seed` one is drawn, or the roster's where that was solved deterministically; it is a secret that
    only the leader's workbook tells. What is `frozen` of a plan before stays as it is.
    Raises NoPlanError where there is nothing to plan, and where no plan was found that keeps every must.
    """
    import secrets

    from roster.plan.search import PlanOptions, plan_patrol

    if plan_seed is None:
        plan_seed = outcome.run.seed if outcome.run.deterministic else secrets.randbelow(LARGEST_SEED)
    options = PlanOptions(plan_time, PLAN_GAP, max(1, outcome.run.workers), plan_seed, outcome.run.deterministic)
    moments: list[Moment] = []

    def note(moment: Moment) -> None:
        moments.append(moment._replace(seconds=outcome.run.seconds + moment.seconds))
        if watch:
            watch(moments[-1])

    planned = plan_patrol(outcome.problem, outcome.roster, rulebook, options, note, stop, frozen)
    curve = [moment for moment in outcome.run.curve if moment.phase != PLAN_PHASE] + moments
    patrols = replace(outcome.patrols, planned=planned, unplanned=None)
    return replace(outcome, patrols=patrols, run=replace(outcome.run, curve=tuple(curve)))


def planned_or_why(
    outcome: Outcome,
    rulebook: Rulebook,
    plan_time: float = PLAN_SECONDS,
    plan_seed: int | None = None,
    watch: Watch | None = None,
    stop: Stop | None = None,
    frozen: Frozen | None = None,
) -> Outcome:
    """As `plan`; but the roster is good, and what keeps it from being planned is told beside it, whatever it is."""
    began = time.monotonic()
    try:
        return plan(outcome, rulebook, plan_time, plan_seed, watch, stop, frozen)
    except NoPlanError as error:
        why = Unplanned(error.status, str(error), error.rules, time.monotonic() - began)
    except Ended:  # asked a second time: the roster is verified, and is written
        why = Unplanned("none", _(STOPPED), seconds=time.monotonic() - began)
    except Exception as error:
        text = _("the plan failed, which is a fault of the program, not of your files ({name}: {error})")
        sentence = text.format(name=type(error).__name__, error=error)
        why = Unplanned("failed", sentence, seconds=time.monotonic() - began)
    return replace(outcome, patrols=replace(outcome.patrols, unplanned=why))


def verify(case: Case, roster: Roster) -> Report:
    """Every rule's independent check over a roster."""
    from roster.search.verify import verify as check_rules

    return check_rules(case.problem, case.rulebook, roster)


def verify_book(
    file: PathLike | Book,
    brigade: PathLike | None = None,
    constraints: Sequence[PathLike] = (),
    history: Sequence[PathLike] = (),
    itineraries: bool = True,
) -> BookReport:
    """Every rule's independent check over a workbook of ours, also one that was edited by hand in the grid.

    With `itineraries` its patrol plan is checked as well, as the sheet `Itinerary` tells it.

    Brigade, rules and past workbooks are those that the workbook was made from unless others are given; notes say
    where they differ from what they were. Raises InputError for a workbook that cannot be read, with every fault.
    """
    return open_book(file, brigade, constraints, history, itineraries)[1]


def open_book(
    file: PathLike | Book,
    brigade: PathLike | None = None,
    constraints: Sequence[PathLike] = (),
    history: Sequence[PathLike] = (),
    itineraries: bool = True,
) -> tuple[Case, BookReport]:
    """A workbook checked as by `verify_book`, together with the case that it was made from."""
    from roster.io.book_report import BookReport
    from roster.io.disruptions import in_force
    from roster.io.read_book import Book, read_book, read_roster
    from roster.io.read_book.itinerary import read_plan
    from roster.io.recorded import brigade_of, changes, history_files_of, rule_files_of, rules_left_out
    from roster.plan.orders import patrol_of
    from roster.plan.verify import verify_plan

    book = file if isinstance(file, Book) else read_book(Path(file))
    folder = Path(brigade) if brigade is not None else brigade_of(book)
    if book.days % DAYS_A_WEEK:
        last = book.start + timedelta(days=book.days - 1)
        found = _("a roster of {first} to {last}").format(first=book.start, last=last)
        raise InputError([Fault(book.file, found, _("one of whole weeks"))])
    case = load(
        folder,
        constraints or rule_files_of(book, folder),
        book.start,
        book.days // DAYS_A_WEEK,
        history or history_files_of(book, folder),
    )
    case, then = _as_written(case, book, folder)
    problem = in_force(case.problem, book.written.disruption, case.rulebook) if book.written else case.problem
    read = read_roster(book, problem)
    if read.faults:
        raise InputError(read.faults)
    problem = in_force(problem, Disruption(absences=read.leaves), case.rulebook)
    notes = [*changes(book.written.hashes, case.hashes)] if book.written else []
    notes += [*then, *read.notes]
    if not constraints:
        notes += rules_left_out(book, folder)
    report = verify(replace(case, problem=problem), read.roster)
    directions = book.written.directions if book.written else {}
    patrols = read_plan(book.workbook, book.file, problem, read.roster, directions) if itineraries else None
    if patrols is not None:
        patrol = patrol_of(problem, read.roster, case.rulebook)
        report = Report((*report.findings, *verify_plan(patrols, patrol, case.rulebook, announced=True).findings))
    return case, BookReport(problem, book, read, report, tuple(notes), case.rulebook, patrols is not None)


def _as_written(case: Case, book: Book, folder: Path) -> tuple[Case, list[str]]:
    """The case with the shifts under which its week was written or published, and notes where the table has others."""
    from roster.io.ledger import ledger_of
    from roster.io.shifts_then import as_then, differs

    if not differs(case.tables, book.written):
        return case, []
    weeks = {(one.start, one.days) for one in ledger_of(folder).publications()}
    then = as_then(case.tables, book.written, published=(book.start, book.days) in weeks)
    case = replace(case, tables=then.tables)
    return replace(case, problem=case.over(book.start, book.days // DAYS_A_WEEK)), list(then.notes())


def outcome_of(checked: BookReport) -> Outcome:
    """A workbook's roster as an outcome, to be planned and written again; how it was found is as it was recorded."""
    from roster.io.policies import in_words
    from roster.io.sheets.written import outcome_from
    from roster.search.verify import rule_lines
    from roster.search.verify import verify as check_rules

    report = check_rules(checked.problem, checked.rulebook, checked.read.roster)
    lines = in_words(rule_lines(checked.rulebook), checked.rulebook, checked.problem)
    outcome = outcome_from(checked.book.written, checked.problem, checked.read.roster, report)
    return replace(outcome, policy=Policy(lines, presences(checked.rulebook, checked.problem)))


def can_write(file: PathLike, csv_folder: PathLike | None = None, leader_file: PathLike | None = None) -> None:
    """Find out before a long solve whether `write` could write these files. Raises OutputError."""
    from roster.io.csv_out import FILES
    from roster.io.files import try_target

    path = Path(file)
    books = [path] + ([Path(leader_file)] if leader_file is not None else [])
    for book in books:
        if book.suffix.lower() != ".xlsx" and not book.is_dir():
            raise OutputError(_("{file} cannot be written: the name of a workbook ends in .xlsx").format(file=book))
    if len({real(book) for book in books}) < len(books):
        raise OutputError(_("{file} cannot be both the roster and the duty leader's workbook").format(file=file))
    for target in [*books, *(Path(csv_folder) / name for name in FILES if csv_folder is not None)]:
        try_target(target)


def write(
    outcome: Outcome, file: PathLike, csv_folder: PathLike | None = None, leader_file: PathLike | None = None
) -> None:
    """Write the workbook, the contract sheets as CSV where a folder is given, and the duty leader's own workbook.

    A file that was there before is replaced only when the new one is whole. Raises OutputError.
    """
    from roster.io.book import write_book
    from roster.io.csv_out import write_csv

    write_book(outcome, Path(file))
    if csv_folder is not None:
        write_csv(Path(csv_folder), outcome)
    if leader_file is not None:
        from roster.io.leader_book import write_leader_book

        write_leader_book(outcome, Path(leader_file))
