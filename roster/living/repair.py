"""A week repaired with the fewest changes, and what is told of a changed roster."""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from roster import api
from roster.domain.burden import burden_of
from roster.domain.disruption import Disruption
from roster.domain.errors import Fault, InputError
from roster.domain.findings import Finding, Report, Tier
from roster.domain.outcome import Amendment, Outcome, Proof, SearchRun
from roster.domain.pins import AnyPin, Pin
from roster.domain.problem import Problem
from roster.domain.repair import Acknowledged, Handed, Repair
from roster.domain.roster import Roster
from roster.i18n import _
from roster.io.book_report import BookReport
from roster.io.disruptions import Said, disruption_of, in_force, minute_of
from roster.io.read_book.recut import recut
from roster.living.handing import Handing, handed_over, handing_over
from roster.living.patrols import PLAN_SECONDS, with_patrols
from roster.living.under_way import UnderWay
from roster.living.week import Week

if TYPE_CHECKING:
    from roster.search.run import Stop, Watch


def replan(
    week: Week,
    absent: Sequence[tuple[str, str, str]] = (),
    vehicle_off: Sequence[tuple[str, str]] = (),
    add_demand: Sequence[tuple[str, str, str, str, str]] = (),
    replaced: Sequence[tuple[str, str]] = (),
    since: dt.date | None = None,
    hours_only: bool = False,
    keep_edits: bool = False,
    answers: str = "",
    watch: Watch | None = None,
    stop: Stop | None = None,
    plan_time: float = PLAN_SECONDS,
    plan_seed: int | None = None,
    **options: Any,
) -> Outcome:
    """The week repaired with the fewest changes; verified, and told what changed and why in `outcome.repair`.

    `absent` are (officer, from..to, kind), `vehicle_off` (vehicle, from..to), `add_demand` (unit kind, zones or sites,
    dates, hours, units), `replaced` (officer who leaves, officer who takes over). With `hours_only` absences with times
    cost a longer duty these hours and not the whole. What began before `since` is history.
    A patrol plan is kept; crews with other places or hours are planned again for `plan_time` seconds, 0 for no plan.
    Raises InputError, NoRosterError, OutOfTimeError.
    """
    from roster.search.living.replan import replan as search
    from roster.search.living.task import Task
    from roster.search.living.undone import edits_undone
    from roster.search.run import Options

    began = time.monotonic()
    case, problem, checked = week.case, week.problem, week.checked
    said = disruption_of(Said(absent, vehicle_off, add_demand, hours_only), problem)
    moment = minute_of(since, problem.horizon) if since is not None else 0
    _one_duty_a_date(checked)
    handing = handing_over(replaced, week, said, moment)
    under_way = UnderWay(week, moment)
    new = under_way.between(said) + handing.disruption
    changed = in_force(case.problem, week.recorded + new, case.rulebook)
    changed = replace(changed, published=week.written)
    typed = recut(week.roster, changed)
    edited = recut(under_way.roster(changed, typed), changed)
    task = Task(
        problem=changed,
        rulebook=case.rulebook,
        before=replace(problem, published=week.written),
        edited=edited,
        typed=typed,
        since=moment,
        pins=under_way.pins(edited, changed),
        handed=handing.pins,
        own=handing.own if handing.pins else (),
        keep_edits=keep_edits,
        acknowledged=week.acknowledged,
    )
    chosen = Options(**options)
    found = search(task, chosen, watch or (lambda moment: None), stop)
    repair = repair_of(week, changed, found.roster, new, moment, found.undone)
    repair = replace(
        repair,
        people_bound=found.people_bound,
        duties_bound=found.duties_bound,
        edits_undone=edits_undone(task, found.undone),
        undone_proved=found.undone_proved,
        handed=_handed(handing, week, changed, found.roster),
    )
    acknowledged = tuple(
        _acknowledged(finding, week, found.roster, answers) for finding in found.report.must_violations
    )
    outcome = outcome_of(week, changed, found.roster, found.report, repair, time.monotonic() - began)
    outcome = replace(
        outcome,
        proof=Proof("repaired" if repair.proven else "repaired_gap", found.tiers),
        run=replace(
            outcome.run,
            seed=chosen.seed,
            workers=chosen.workers,
            deterministic=chosen.deterministic,
            notes=found.notes,
        ),
        amendment=replace(outcome.amendment, acknowledged=acknowledged),
    )
    return with_patrols(outcome, week, plan_time, plan_seed, moment, watch, stop)


def _handed(handing: Handing, week: Week, problem: Problem, roster: Roster) -> tuple[Handed, ...]:
    from roster.search.living.refused import why_not_taken

    def why_not(missed: dict[Pin, str]) -> dict[Pin, str]:
        return why_not_taken(missed, problem, week.case.rulebook, week.written, roster)

    return handed_over(handing, roster, why_not)


def repair_of(
    week: Week, problem: Problem, roster: Roster, said: Disruption, since: int, undone: Sequence[AnyPin] = ()
) -> Repair:
    """What a new roster changes in the written one; nothing is proven of it. `undone` are edits that are not kept."""
    from roster.search.living.reasons import Reasons

    lost = set(map(_choice, undone))
    pins = [pin for pin in week.checked.pins if _choice(pin) not in lost]
    reasons = Reasons(problem, week.case.rulebook, week.written, roster, pins)
    changes = reasons.changes()
    duties = [change for change in changes if change.of_duty]
    came = [absence.span.start for absence in (*said.absences, *said.vehicles)]
    told = since or min(came, default=None)
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
        burden=burden_of(changes, problem, told),
        before=week.report_as_written.by_rule(),
    )


def outcome_of(week: Week, problem: Problem, roster: Roster, report: Report, repair: Repair, seconds: float) -> Outcome:
    """A changed roster with all that the workbook says of it."""
    outcome = Outcome(
        problem=problem,
        roster=roster,
        report=report,
        proof=Proof("by_hand", tuple(Tier(priority, short, 0) for priority, short in sorted(report.short.items()))),
        run=SearchRun(seconds, seconds, week.checked.book.written.seed if week.checked.book.written else 0),
        amendment=Amendment(repair, week.recorded + repair.disruption, week.acknowledged),
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


def _choice(pin: AnyPin) -> tuple[object, ...]:
    """What a pin decides, whether its crew is cut in mid-shift or not."""
    return (pin.officer, pin.day) if isinstance(pin, Pin) else (type(pin), pin.source)


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
    cell = week.checked.typed(finding) or week.checked.place(finding)
    return Acknowledged(*finding.spot, finding.sentence, cell, by)
