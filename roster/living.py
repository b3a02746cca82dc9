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
from roster.domain.disruption import Disruption
from roster.domain.errors import Fault, InputError
from roster.domain.outcome import Finding, Outcome
from roster.domain.pins import Pin
from roster.domain.problem import Problem
from roster.domain.repair import Acknowledged, Repair
from roster.domain.roster import Roster
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
    from roster.search.living.reasons import Reasons
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
    reasons = Reasons(changed, case.rulebook, week.written, found.roster, checked.pins)
    acknowledged = tuple(
        _acknowledged(finding, week, found.roster, answers) for finding in found.report.must_violations
    )
    before = api.verify(replace(case, problem=problem), week.written)
    repair = Repair(
        published=week.written,
        disruption=said,
        since=moment,
        changes=reasons.changes(),
        units=reasons.units(),
        people=found.people,
        people_bound=found.people_bound,
        duties=found.duties,
        duties_bound=found.duties_bound,
        edits_undone=tuple(pin.cell for pin in found.undone),
        acknowledged=acknowledged,
        before=before.by_rule(),
    )
    outcome = Outcome(
        problem=changed,
        roster=found.roster,
        report=found.report,
        status="repaired" if repair.proven else "repaired_gap",
        tiers=found.tiers,
        objective=found.report.objective,
        bound=0,
        seconds=time.monotonic() - began,
        first_seconds=time.monotonic() - began,
        seed=chosen.seed,
        workers=chosen.workers,
        deterministic=chosen.deterministic,
        repair=repair,
        disruption=week.disruption + said,
        acknowledged=acknowledged,
    )
    return api.recorded(outcome, case)


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
    ledger.replace_all(found)
    return found, ledger.path


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
