"""What explaining takes, and whether it is so: arithmetic, clashes, cures, prices, why and diff-rules.

    python -m benchmarks.explain [PART ...] [--seconds 60] [--only CASE ...] [--table FILE.csv] [--minutes 90]

Parts: arithmetic, cores (the solver's own core of each shipped clash beside the smallest one), clashes, cures, prices,
why, waves; without one, all of them. Clashes, cures and prices are those of the ten shipped cases and of ten random
brigades (`benchmarks/explained_cases.py`); `--only` names some of them, as `few-permits` or `b7`. `--seconds` are those
of each solve by which something told is proved again. What is known is kept in `--table` and not made again, so that a
table can be made in pieces; after `--minutes` no further case is begun. Below stand the middle and the largest of each
figure, and whether they are what is asked for.
"""

from __future__ import annotations

import argparse
import os
import time
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.clash_cases import BRIGADE, ROOT, clash_cases
from benchmarks.explained import clashes, cures, prices
from benchmarks.grow import grown
from benchmarks.kept_rows import Bar, KeptRows, Piece
from benchmarks.measure import median, show
from benchmarks.waves import waves
from roster import api
from roster.arithmetic.necessary import deficits
from roster.explain.diff_rules import diff_rules
from roster.explain.solved_case import open_roster
from roster.explain.why import why
from roster.search.explain.clashes import Explainer, musts
from roster.tiers import all_limits

PATIENCE = 60.0


def arithmetic() -> None:
    """Seconds for the bundled week and for a city of about 300 people over four weeks."""
    show("arithmetic", ("people", "weeks", "seconds", "processor seconds", "findings"))
    for factor, weeks in ((1, 1), (4, 4), (5, 4)):
        problem, rulebook = grown(factor, weeks)
        began, worked = time.monotonic(), time.process_time()
        found = deficits(problem, rulebook)
        seconds, processor = time.monotonic() - began, time.process_time() - worked
        show(f"{factor} times", (len(problem.officers), weeks, seconds, processor, len(found)))


def cores() -> None:
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


def questions() -> None:
    """Seconds of `why` for duties and for days off of the bundled week, and of `diff-rules` for two edits."""
    with TemporaryDirectory() as folder:
        file = Path(folder) / "week.xlsx"
        api.write(api.solve(api.load(BRIGADE), time_limit=40, gap=0.01, plan_time=0), file)
        opened = open_roster(file, BRIGADE)
        work = {(officer, day): shift for officer, day, shift in sorted(opened.roster.work())}
        days = opened.case.problem.horizon.range
        off = [
            (officer.id, day)
            for officer in opened.case.problem.officers
            for day in days
            if (officer.id, day) not in work
        ]
        shifts = opened.case.problem.line_shifts
        show("question", ("asked", "median seconds", "largest", "impossible", "with a range", "not known"))
        for name, asked in (
            ("why", [(*duty, None) for duty in list(work)[::29]]),
            ("why --not", [(*free, shifts[n % len(shifts)]) for n, free in enumerate(off[::23])]),
        ):
            answers = [why(opened, *question) for question in asked]
            seconds = [answer.seconds for answer in answers]
            forced = sum(answer.forced_by is not None for answer in answers)
            ranges = sum(answer.price is not None and answer.price.least is not None for answer in answers)
            rest = len(answers) - forced - ranges
            show(name, (len(answers), median(seconds), max(seconds), forced, ranges, rest))
        for profile in ("festival.yaml", "summer.yaml"):
            took = _timed(lambda profile=profile: diff_rules(Path("base.yaml"), Path(profile), file, BRIGADE))
            show(f"diff-rules {profile}", (took,))


def _timed(action: Callable[[], object]) -> float:
    began = time.monotonic()
    action()
    return time.monotonic() - began


def sickness(seconds: float, piece: Piece) -> None:
    """A fifth of a brigade away: missing crews, how many have a reason, how many are proved unavoidable."""
    columns = ("missing crews", "explained", "proved", "together", "short by itself", "seconds", "without a reason")
    table = KeptRows("waves", columns, piece, {"seconds": Bar(largest=60), "without a reason": Bar(largest=0)})
    with TemporaryDirectory() as folder:
        for name, wave in waves(Path(folder), table.wanted, seconds, piece.only):
            unknown = wave.crews - wave.explained - wave.together if wave else None
            table.add(name, (*(wave or (None,) * 6), unknown))
    table.end()


CASES = {"clashes": clashes, "cures": cures, "prices": prices, "waves": sickness}
PARTS = {"arithmetic": arithmetic, "cores": cores, "why": questions}


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("parts", nargs="*", metavar="PART", choices=[[], *PARTS, *CASES])
    options.add_argument(
        "--seconds", type=float, default=60.0, help="of each solve that proves something again; of each wave"
    )
    options.add_argument("--only", nargs="+", default=(), metavar="CASE")
    options.add_argument("--table", type=Path, metavar="FILE.csv", help="where clashes, cures, prices, waves are kept")
    options.add_argument("--minutes", type=float, default=float("inf"), help="after these no further case is begun")
    given = options.parse_args()
    until = time.monotonic() + 60 * given.minutes
    piece = Piece(tuple(given.only), given.table.absolute() if given.table else None, until)
    os.chdir(ROOT)
    for part in given.parts or [*PARTS, *CASES]:
        if part in CASES:
            CASES[part](given.seconds, piece)
        else:
            PARTS[part]()


if __name__ == "__main__":
    main()
