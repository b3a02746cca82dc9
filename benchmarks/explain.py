"""What explaining takes: arithmetic, smallest clashes beside the solver's own core, cures, why and diff-rules.

    python -m benchmarks.explain [arithmetic] [clashes] [cures] [why] [waves]

Without a part, all of them. The baseline of a clash is the solver's own core of the same model, as it comes.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.clash_cases import BRIGADE, ROOT, clash_cases
from benchmarks.grow import grown
from benchmarks.measure import median, show
from benchmarks.waves import waves
from roster import api
from roster.arithmetic.lacks import lacks
from roster.explain.cures import cures_of_clash
from roster.explain.diff_rules import diff_rules
from roster.explain.opened import open_roster
from roster.explain.trial import Asked
from roster.explain.why import why
from roster.model import all_limits
from roster.search.explain.clashes import Explainer, musts
from roster.search.explain.shrink import Clock

PATIENCE = 60.0


def arithmetic() -> None:
    """Seconds for the bundled week and for a city of about 300 people over four weeks."""
    show("arithmetic", ("people", "weeks", "seconds", "processor seconds", "findings"))
    for factor, weeks in ((1, 1), (4, 4), (5, 4)):
        problem, rulebook = grown(factor, weeks)
        began, worked = time.monotonic(), time.process_time()
        found = lacks(problem, rulebook)
        seconds, processor = time.monotonic() - began, time.process_time() - worked
        show(f"{factor} times", (len(problem.officers), weeks, seconds, processor, len(found)))


def clashes() -> None:
    """Each golden clash: the core of the solver alone, and the smallest clash proved."""
    show("clash", ("core seconds", "core size", "seconds", "size", "lines", "proved"))
    rows = []
    with TemporaryDirectory() as folder:
        for case in clash_cases():
            loaded = api.load(case.write(Path(folder)))
            problem = loaded.problem
            groups = musts(problem, loaded.rulebook, all_limits(problem, loaded.rulebook))
            began = time.monotonic()
            core = Explainer(problem, groups).guarded("kind").check(list(groups), PATIENCE, core=True, effort=PATIENCE)
            middle = time.monotonic()
            clash = Explainer(problem, groups).clash()
            ended = time.monotonic()
            assert clash is not None
            lines = {member.rule if member.officer and not member.source else member for member in clash.members}
            size = len(core.clash) if core.possible is False else None
            rows.append((middle - began, size, ended - middle, len(clash.members), len(lines), str(clash.proved)))
            show(case.name, rows[-1])
    columns = list(zip(*rows, strict=True))[:5]
    show("median", [median(column) for column in columns])
    show("largest", [max(value for value in column if value is not None) for column in columns])


def cures() -> None:
    """How many cures of each golden clash were verified, until the first and in all."""
    show("cures", ("verified", "first seconds", "seconds"))
    with TemporaryDirectory() as folder:
        for case in clash_cases():
            show(case.name, _cures(Asked(case.write(Path(folder)))))


def _cures(asked: Asked) -> tuple[int, float | None, float]:
    """Number of cures, seconds until the first, seconds in all."""
    began = time.monotonic()
    case = asked.load()
    explainer = Explainer(case.problem, musts(case.problem, case.rulebook, all_limits(case.problem, case.rulebook)))
    clash = explainer.clash()
    assert clash is not None
    first: list[float] = []
    found = cures_of_clash(asked, case, explainer, clash, Clock(75), lambda: first.append(time.monotonic() - began))
    return len(found), first[0] if first else None, time.monotonic() - began


def questions() -> None:
    """Seconds of `why` for ten duties of the bundled week, and of `diff-rules` for two edits."""
    with TemporaryDirectory() as folder:
        file = Path(folder) / "week.xlsx"
        api.write(api.solve(api.load(BRIGADE), time_limit=40, gap=0.01, plan_time=0), file)
        opened = open_roster(file, BRIGADE)
        seconds = [
            _timed(lambda duty=duty: why(opened, duty[0], duty[1])) for duty in sorted(opened.roster.work())[::29]
        ]
        show("why", (len(seconds), median(seconds), max(seconds)))
        for profile in ("festival.yaml", "summer.yaml"):
            took = _timed(lambda profile=profile: diff_rules(Path("base.yaml"), Path(profile), file, BRIGADE))
            show(f"diff-rules {profile}", (took,))


def _timed(action: Callable[[], object]) -> float:
    began = time.monotonic()
    action()
    return time.monotonic() - began


def sickness() -> None:
    """A fifth of a brigade away: missing crews, how many have a reason, how many are proved unavoidable."""
    show("wave", ("missing crews", "explained", "proved", "short by itself", "seconds"))
    with TemporaryDirectory() as folder:
        for name, wave in waves(Path(folder)):
            show(name, wave or ("no roster",))


PARTS = {"arithmetic": arithmetic, "clashes": clashes, "cures": cures, "why": questions, "waves": sickness}


def main() -> None:
    os.chdir(ROOT)
    for part in sys.argv[1:] or PARTS:
        PARTS[part]()


if __name__ == "__main__":
    main()
