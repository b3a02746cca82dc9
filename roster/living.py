"""The living roster from Python: a published week repaired, its duties handed over, its versions compared.

from roster.living import Week, open_week, replan

week = open_week("outputs/next-week.xlsx")
outcome = replan(week, absent=[("007", "2026-10-21..2026-10-22", "sick")])
"""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from roster import api
from roster.domain.disruption import NOTHING, Disruption
from roster.domain.errors import Fault, InputError, InternalError
from roster.domain.outcome import Finding, Outcome, Report, Tier
from roster.domain.pins import Pin
from roster.domain.problem import Problem
from roster.domain.repair import Acknowledged, Repair
from roster.domain.roster import Crew, Roster
from roster.i18n import _
from roster.io.book_report import BookReport
from roster.io.disruptions import Said, disruption_of, in_force, minute_of
from roster.io.files import replace_file
from roster.io.read_book import Book
from roster.io.read_book.stands import recut

if TYPE_CHECKING:
    from roster.domain.comparison import Comparison
    from roster.io.ledger import Publication
    from roster.io.ledger.balances import Balance
    from roster.search.living.exchange import Swap
    from roster.search.living.substitutes import StandIns, Substitutes
    from roster.search.run import Stop, Watch


@dataclass(frozen=True)
class Week:
    """A workbook of ours with everything that it was made from, as it stands now."""

    case: api.Case
    checked: BookReport

    @property
    def problem(self) -> Problem:
        """The facts, with what the workbook says came between."""
        return self.checked.problem

    @property
    def roster(self) -> Roster:
        """The roster as its sheets ask for it now."""
        return self.checked.read.roster

    @property
    def written(self) -> Roster:
        """The roster as it was written; as it stands where the record of that is lost."""
        record = self.checked.book.written
        return recut(record.roster, self.problem) if record else self.roster

    @property
    def disruption(self) -> Disruption:
        record = self.checked.book.written
        return record.disruption if record else Disruption()

    @property
    def acknowledged(self) -> tuple[Acknowledged, ...]:
        record = self.checked.book.written
        return record.acknowledged if record else ()


def open_week(
    file: api.PathLike | Book,
    brigade: api.PathLike | None = None,
    constraints: Sequence[api.PathLike] = (),
    history: Sequence[api.PathLike] = (),
) -> Week:
    """A workbook read and checked, also one that was edited by hand. Raises InputError with every fault."""
    case, checked = api.open_book(file, brigade, constraints, history)
    return Week(case, checked)


def replan(
    week: Week,
    absent: Sequence[tuple[str, str, str]] = (),
    vehicle_off: Sequence[tuple[str, str]] = (),
    add_demand: Sequence[tuple[str, str, str, str, str]] = (),
    since: dt.date | None = None,
    keep_edits: bool = False,
    answers: str = "",
    watch: Watch | None = None,
    stop: Stop | None = None,
    **options: Any,
) -> Outcome:
    """The week repaired with the fewest changes; verified, and told what changed and why in `outcome.repair`.

    `absent` are (officer, from..to, kind), `vehicle_off` (vehicle, from..to), `add_demand` (unit kind, zones or sites,
    dates, hours, units). What began before `since` is history. Raises InputError, NoRosterError, OutOfTimeError.
    """
    from roster.search.living.replan import Task
    from roster.search.living.replan import replan as search
    from roster.search.run import Options

    began = time.monotonic()
    case, problem, checked = week.case, week.problem, week.checked
    said = disruption_of(Said(absent, vehicle_off, add_demand), problem)
    moment = minute_of(since, problem.horizon) if since is not None else 0
    changed = in_force(case.problem, week.disruption + said.since(moment), case.rulebook)
    changed = replace(changed, published=week.written)
    _one_duty_a_date(checked)
    task = Task(
        problem=changed,
        rulebook=case.rulebook,
        before=replace(problem, published=week.written),
        edited=recut(week.roster, changed),
        since=moment,
        pins=tuple(pin for pin in checked.pins if isinstance(pin, Pin)),
        vehicle_pins=tuple(pin for pin in checked.pins if not isinstance(pin, Pin)),
        keep_edits=keep_edits,
        acknowledged=week.acknowledged,
    )
    chosen = Options(**options)
    found = search(task, chosen, watch or (lambda moment: None), stop)
    repair = _repair(week, changed, found.roster, said, moment)
    repair = replace(
        repair,
        people_bound=found.people_bound,
        duties_bound=found.duties_bound,
        edits_undone=tuple(pin.cell for pin in found.undone),
    )
    acknowledged = tuple(
        _acknowledged(finding, week, found.roster, answers) for finding in found.report.must_violations
    )
    outcome = _outcome(week, changed, found.roster, found.report, repair, time.monotonic() - began)
    return replace(
        outcome,
        status="repaired" if repair.proven else "repaired_gap",
        tiers=found.tiers,
        seed=chosen.seed,
        workers=chosen.workers,
        deterministic=chosen.deterministic,
        acknowledged=acknowledged,
    )


def _repair(week: Week, problem: Problem, roster: Roster, said: Disruption, since: int) -> Repair:
    """What a new roster changes in the written one; nothing is proven of it."""
    from roster.search.living.reasons import Reasons

    reasons = Reasons(problem, week.case.rulebook, week.written, roster, week.checked.pins)
    changes = reasons.changes()
    duties = [change for change in changes if change.of_duty]
    return Repair(
        published=week.written,
        disruption=said,
        since=since,
        changes=changes,
        units=reasons.units(),
        people=len({change.officer for change in duties}),
        people_bound=0,
        duties=len(duties),
        duties_bound=0,
        edits_undone=(),
        before=api.verify(replace(week.case, problem=week.problem), week.written).by_rule(),
    )


def _outcome(week: Week, problem: Problem, roster: Roster, report: Report, repair: Repair, seconds: float) -> Outcome:
    """A changed roster with all that the workbook says of it."""
    outcome = Outcome(
        problem=problem,
        roster=roster,
        report=report,
        status="by_hand",
        tiers=tuple(Tier(priority, short, 0) for priority, short in sorted(report.short.items())),
        objective=report.objective,
        bound=0,
        seconds=seconds,
        first_seconds=seconds,
        seed=week.checked.book.written.seed if week.checked.book.written else 0,
        workers=0,
        repair=repair,
        disruption=week.disruption + repair.disruption,
        acknowledged=week.acknowledged,
    )
    return api.recorded(outcome, week.case)


def _one_duty_a_date(checked: BookReport) -> None:
    """Raise InputError where a cell asks for two duties on one date: no choice of the leader's can make that so."""
    faults = [
        Fault(f"{checked.book.file} {edit.cell}", "/".join(edit.after), _("one shift a date"))
        for edit in checked.edits
        if len(edit.after) > 1
    ]
    if faults:
        raise InputError(faults)


def _acknowledged(finding: Finding, week: Week, roster: Roster, answers: str) -> Acknowledged:
    """The must that stays broken, the cell that breaks it, and who answers: who was named, else that day's leader."""
    known = next((exception for exception in week.acknowledged if exception.spot == finding.spot), None)
    if known is not None:
        return known
    leaders = [
        member.officer
        for crew in roster.crews
        if crew.unit.day == finding.day and not week.problem.placed(crew.unit.kind)
        for member in crew.members
    ]
    by = answers or next((week.problem.officer[leader].name for leader in leaders), _("who approves this roster"))
    return Acknowledged(*finding.spot, finding.sentence, week.checked.place(finding), by)


def publish(week: Week, file: api.PathLike) -> tuple[Publication, bool, Path]:
    """Freeze a week: write it to the ledger beside the brigade's inputs, and keep a copy of the workbook.

    Returns the publication, whether it is a new version, and where the ledger is. Raises InputError where a must is
    broken that nobody acknowledged, OutputError where the ledger cannot be written.
    """
    import hashlib

    from roster.io.ledger import FOLDER, Publication, ledger_of
    from roster.io.ledger.publication import duties_of
    from roster.io.ledger.rebuild import copy_name

    checked, problem = week.checked, week.problem
    broken = [finding for finding in checked.report.must_violations if not checked.acknowledged(finding)]
    if broken:
        expected = _("a roster that breaks no must; `roster replan` repairs it, or keeps hand edits with --keep-edits")
        where = [f"{checked.book.file} {checked.place(finding)}".strip() for finding in broken]
        raise InputError(Fault(place, finding.sentence, expected) for place, finding in zip(where, broken, strict=True))
    ledger = ledger_of(week.case.brigade)
    content = Path(file).read_bytes()
    start, days = problem.horizon
    now = dt.datetime.now().isoformat(timespec="seconds")
    publication = Publication(
        start,
        days,
        0,
        now,
        Path(file).name,
        hashlib.sha256(content).hexdigest(),
        duties_of(week.roster, problem),
        hashes=week.case.hashes,
    )

    def write(path: Path) -> None:
        path.write_bytes(content)

    def keep(final: Publication) -> None:
        replace_file(ledger.path.parent / FOLDER / copy_name(final), write)

    final, new = ledger.publish(publication, keep)
    return final, new, ledger.path


def rebuild(brigade: api.PathLike, files: Sequence[api.PathLike] = ()) -> tuple[list[Publication], Path]:
    """Make the ledger anew from published workbooks: those given, else the copies beside it.

    Raises InputError with every workbook that cannot be read; the ledger then stays as it was.
    """
    from roster.io.ledger import FOLDER, ledger_of
    from roster.io.ledger.rebuild import publications_from

    ledger = ledger_of(Path(brigade))
    copies = [Path(file) for file in files] or sorted((ledger.path.parent / FOLDER).glob("*.xlsx"))
    if not copies:
        expected = _("published workbooks, given or in the folder {folder}").format(folder=FOLDER)
        raise InputError([Fault(str(ledger.path.parent), _("no published workbook"), expected)])

    def opened(file: Path) -> tuple[Roster, Problem]:
        week = open_week(file, brigade)
        return week.roster, week.problem

    found = publications_from(copies, opened)
    return ledger.replace_all(found), ledger.path


def balances(
    case: api.Case, first: dt.date | None = None, last: dt.date | None = None
) -> tuple[list[Balance], dt.date, dt.date]:
    """Each officer's balances over the dates `first` to `last`, both included; by default all that is known."""
    from roster.io.ledger import ledger_of
    from roster.io.ledger.balances import balances as sums
    from roster.io.tables import facts

    ledger = ledger_of(case.brigade)
    publications = ledger.publications()
    ends = [publication.last for publication in publications] + [row.date for row in case.tables.history]
    end = last or max(ends, default=case.problem.date(-1))
    later = api.load(case.brigade, case.rule_files, end + dt.timedelta(days=1))
    known = facts(later.tables, end + dt.timedelta(days=1), 1, later.past)
    begin = first or known.date(known.history_start)
    changes = [change for publication in publications for change in publication.changes]
    return sums(known, changes, begin, end), begin, end


def compare(one: Week, other: Week) -> Comparison:
    """Two rosters side by side: changed duties, score by rule, fairness. Raises InputError where they share nothing."""
    from roster.domain.comparison import compared

    starts = [week.problem.horizon for week in (one, other)]
    first = max(horizon.start for horizon in starts)
    last = min(horizon.date(horizon.days - 1) for horizon in starts)
    shared = one.problem.officer.keys() & other.problem.officer.keys()
    if first > last or not shared:
        found = _("rosters without a common date or officer")
        raise InputError([Fault(other.checked.book.file, found, _("two rosters of one brigade with common dates"))])
    sides = [(week.problem, week.roster, week.checked.report) for week in (one, other)]
    return compared(sides[0], sides[1], first, last)


def crew_of(week: Week, officer: str, date: dt.date, shift: str = "") -> Crew:
    """The crew in which an officer serves on a date. Raises InputError where there is none, or no such officer."""
    problem = week.problem
    day = problem.horizon.day(date)
    file = week.checked.book.file
    if officer not in problem.officer:
        raise InputError([Fault(file, f"'{officer}'", _("the id of an officer"))])
    if day not in problem.horizon.range:
        first, last = problem.date(0), problem.date(problem.horizon.days - 1)
        expected = _("dates that the roster has: {first} to {last}").format(first=first, last=last)
        raise InputError([Fault(file, date.isoformat(), expected)])
    crews = [crew for crew in week.roster.crews if crew.unit.day == day and officer in crew.officers]
    found = next((crew for crew in crews if shift in ("", crew.unit.shift)), None)
    if found is None:
        has = ", ".join(crew.unit.shift for crew in crews) or "-"
        expected = _("a date on which {officer} has that duty; on this one: {has}").format(officer=officer, has=has)
        raise InputError([Fault(file, f"{officer} {date} {shift}".strip(), expected)])
    return found


def _crew_or_none(week: Week, officer: str, date: dt.date) -> Crew | None:
    """The crew in which an officer serves on a date; None on a day off. Raises InputError as `crew_of` does."""
    day = week.problem.horizon.day(date)
    if officer in week.problem.officer and day in week.problem.horizon.range:
        working = {(duty.officer, duty.day) for duty in week.roster.work()}
        if (officer, day) not in working:
            return None
    return crew_of(week, officer, date)


def substitutes(week: Week, officer: str, date: dt.date, shift: str = "") -> Substitutes:
    """Everybody who could take over an officer's duty, ranked, and who cannot, with the reason."""
    from roster.search.living.exchange import Exchange
    from roster.search.living.substitutes import substitutes as everybody

    crew = crew_of(week, officer, date, shift)
    return everybody(Exchange(week.problem, week.case.rulebook, week.roster), crew, officer)


def stand_ins(week: Week) -> Sequence[StandIns]:
    """For every duty, whether a single absence can still be covered, and by whom."""
    from roster.search.living.exchange import Exchange
    from roster.search.living.substitutes import stand_ins as table

    return table(Exchange(week.problem, week.case.rulebook, week.roster))


def swap(week: Week, one: str, date: dt.date, other: str, other_date: dt.date) -> Swap:
    """Two officers exchange their duties of two dates, or a duty for a day off: is it lawful, what does it cost."""
    from roster.search.living.exchange import Exchange, Handover, Swap

    file = week.checked.book.file
    if one == other:
        raise InputError([Fault(file, f"'{other}'", _("another officer than the first"))])
    first = _crew_or_none(week, one, date)
    second = _crew_or_none(week, other, other_date)
    if first is None and second is None:
        crew_of(week, one, date)
    if first is not None and second is not None and first.unit.id == second.unit.id:
        raise InputError([Fault(file, f"{one}, {other}", _("two different duties"))])
    handovers = [
        Handover(crew.unit.day, crew.unit.shift, gives, takes)
        for crew, gives, takes in ((first, one, other), (second, other, one))
        if crew is not None
    ]
    exchange = Exchange(week.problem, week.case.rulebook, week.roster)
    return Swap(tuple(handovers), exchange.judge(handovers))


def swapped(week: Week, exchange: Swap) -> Outcome:
    """The roster after a lawful swap, verified as a whole and ready to be written."""
    roster = exchange.verdict.roster
    assert roster is not None
    began = time.monotonic()
    report = api.verify(replace(week.case, problem=week.problem), roster)
    known = {finding.spot for finding in week.checked.report.must_violations}
    worse = [finding.sentence for finding in report.must_violations if finding.spot not in known]
    if worse:
        raise InternalError("\n".join(worse))
    repair = _repair(week, week.problem, roster, NOTHING, 0)
    return _outcome(week, week.problem, roster, report, repair, time.monotonic() - began)
