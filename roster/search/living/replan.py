"""A published roster made to fit what came between, with as few changes as can be.

In this order: musts, hand edits kept, duties handed over, shortfalls by priority, people disturbed, duties changed;
then who is called in on the first day after sickness or from rest, short notice, changes of crews, and the wishes.
People and duties are minimised by unit kind, where the linear relaxation is nearly tight: HiGHS proves the bound, which
holds for the whole. By crew only the days concerned are then decided again.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace

from roster.domain.errors import NoRosterError, OutOfTimeError
from roster.domain.roster import Roster
from roster.i18n import _
from roster.search.living.by_crew import ByCrew
from roster.search.living.fewest import Fewest
from roster.search.living.repairing import Repairing
from roster.search.living.task import Proof, Repaired, Task
from roster.search.run import Options, Stop, Watch
from roster.search.verify import verify


def replan(
    task: Task, options: Options | None = None, watch: Watch = lambda moment: None, stop: Stop | None = None
) -> Repaired:
    """The repair with the fewest changes that was found within the limit, verified.

    Where hand edits are kept that break musts, what they break for others is made good as long as that lets them stand.
    Raises NoRosterError, OutOfTimeError, InternalError. Where the time comes before any stage has a roster, the roster
    as it stands is one if it keeps the musts, or that without who drops out.
    """
    if not (task.keep_edits and task.keep_gaps):
        return _replan(task, options, watch, stop)
    mended = None
    with suppress(NoRosterError, OutOfTimeError):
        mended = _replan(replace(task, keep_gaps=False), options, watch, stop)
        if not mended.undone:
            return mended
    found = _replan(task, options, watch, stop)
    return found if mended is None or len(found.undone) < len(mended.undone) else mended


def _replan(task: Task, options: Options | None, watch: Watch, stop: Stop | None) -> Repaired:
    repairing = Repairing(task, options or Options(), watch, Stop() if stop is None else stop)
    fewest = Fewest(repairing)
    try:
        return ByCrew(repairing).seated(fewest.find(), fewest)
    except OutOfTimeError:
        for roster in _as_it_stands(task):
            report = verify(task.problem, task.rulebook, roster)
            if not report.must_violations:
                repairing.proof = Proof(short={tier: report.short.get(tier, 0) for tier in fewest.model.short})
                note = _("there was no time to look for a better repair: who drops out has nobody in their place")
                found = repairing.verified(roster)
                return replace(found, notes=(*found.notes, note)) if roster != task.edited else found
        raise


def _as_it_stands(task: Task) -> Iterator[Roster]:
    """The roster as it is; without those who are away; without the crews in which they, or the vehicle, would be."""
    problem, roster = task.problem, task.edited
    yield roster
    spans = [problem.shift[crew.unit.shift].span(crew.unit.day) for crew in roster.crews]
    there = [
        tuple(member for member in crew.members if not problem.absent(member.officer, span))
        for crew, span in zip(roster.crews, spans, strict=True)
    ]
    driven = [
        crew
        for crew, span in zip(roster.crews, spans, strict=True)
        if not any(off.id == crew.vehicle and off.span.overlap(span) for off in problem.maintenance)
    ]
    fewer = [replace(crew, members=members) for crew, members in zip(roster.crews, there, strict=True) if members]
    yield replace(roster, crews=tuple(fewer))
    whole = {crew.unit for crew, members in zip(roster.crews, there, strict=True) if members == crew.members}
    yield replace(roster, crews=tuple(crew for crew in driven if crew.unit in whole))
