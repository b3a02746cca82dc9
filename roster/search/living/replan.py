"""A published roster made to fit what came between, with as few changes as can be.

In this order: musts, hand edits kept, duties handed over, shortfalls by priority, people disturbed, duties changed;
then who is called in on the first day after sickness or from rest, short notice, changes of crews, and the wishes.
People and duties are minimised by unit kind, where the linear relaxation is nearly tight: HiGHS proves the bound, which
holds for the whole. By crew only the days concerned are then decided again.
"""

from __future__ import annotations

from roster.domain.errors import OutOfTimeError
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

    Raises NoRosterError, OutOfTimeError, InternalError. Where the time comes before any stage has a roster, the roster
    as it stands is one if it keeps the musts.
    """
    repairing = Repairing(task, options or Options(), watch, Stop() if stop is None else stop)
    fewest = Fewest(repairing)
    try:
        return ByCrew(repairing).seated(fewest.find(), fewest)
    except OutOfTimeError:
        report = verify(task.problem, task.rulebook, task.edited)
        if report.must_violations:
            raise
        repairing.proof = Proof(short={tier: report.short.get(tier, 0) for tier in fewest.model.short})
        return repairing.verified(task.edited)
