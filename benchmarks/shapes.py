"""One table over brigades of every shape: the product beside plain CP-SAT on the direct model, row by row.

    python -m benchmarks.shapes --list
    python -m benchmarks.shapes [ROW ...] [--time 60] [--seeds 1 2 3] [--workers 2] [--instances DIR] [--out FILE.json]
                                [--minutes N] [--quietly]
    python -m benchmarks.shapes --show FILE.json

A row is a brigade: the bundled week and month, that four times grown, twenty random brigades of 20 to 60 people, wards,
ten overlapping shifts, invented instances of both nurse rostering competitions, and, with `--instances`, each public
shift-scheduling instance of a folder. Without a ROW all are run; `random` or `second` stands for every row that begins
so. A cell is one search on a row with one seed, in a process of its own; rosters of instances are judged by their
independent scorers as well. All cells of the first seed come before those of the second.

With `--out` each finished cell is kept there at once, and what is kept is not run again, so that the table can be made
in pieces over days: with `--minutes` no cell is begun after that time. Each cell keeps the load of the machine while it
ran; with `--quietly` those that ran on a busy machine are run again. `--show` prints the table for a page: medians of
the seeds, and who wins (more short is worse; else dearer wishes are). A brigade that has no roster is a row without
figures. Ends with 1 where plain CP-SAT wins a row.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.measure import Row, Task, in_own_process, peak_memory_mb, show
from benchmarks.shapes_table import PLAIN, PRODUCT, Kept, busy, table
from roster.domain.errors import NoRosterError, OutOfTimeError
from roster.domain.problem import Problem
from roster.domain.roster import Roster
from roster.io.files import replace_file
from roster.rules import Rulebook

NURSES = Path(__file__).with_name("nurses") / "instances"
RANDOM = range(1, 21)


def rows(instances: Path | None) -> list[str]:
    """The names of all rows."""
    named = ["week", "month", "week-4x", "ward-30", "ward-120", "shifts-50"]
    named += [path.stem for path in sorted(NURSES.iterdir())]
    named += [f"random-{seed}" for seed in RANDOM]
    return named + [f"{path.stem}" for path in sorted(instances.glob("*.txt"))] if instances else named


def posed(name: str, seed: int, instances: Path | None) -> tuple[Problem, Rulebook]:
    """The problem of a row."""
    from benchmarks.grow import grown
    from benchmarks.nurses.convert import posed as of_competition
    from benchmarks.shift_scheduling.problem import load as of_instance
    from benchmarks.wards import SHAPES
    from roster.case import load

    if name in ("week", "month", "week-4x"):
        return grown(4 if name == "week-4x" else 1, 4 if name == "month" else 1, seed)
    kind, _, number = name.partition("-")
    with TemporaryDirectory() as temporary:
        folder = Path(temporary)
        if kind == "random":
            from tests.brigades import random_brigade

            brigade = random_brigade(int(number), people=(20, 60), plan=False, musts=0.1)
            case = load(brigade.write(folder), weeks=brigade.weeks)
            return case.problem, case.rulebook
        if kind in SHAPES:
            case = load(SHAPES[kind](int(number), 1).write(folder))
            return case.problem, case.rulebook
    source = _competition(name)
    if source is not None:
        return of_competition(source)
    assert instances is not None, f"no row {name}"
    return of_instance(instances / f"{name}.txt")


def _competition(name: str) -> Path | None:
    return next((path for path in NURSES.iterdir() if path.stem == name), None)


def _wrong(name: str, instances: Path | None, problem: Problem, roster: Roster, wishes: int) -> int:
    """What the independent scorer of a row that is an instance has against a roster and its cost."""
    from benchmarks.nurses.convert import roster_lines
    from benchmarks.nurses.convert import score as of_competition
    from benchmarks.shift_scheduling.run import write
    from benchmarks.shift_scheduling.scorer import score

    source = _competition(name)
    if source is not None:
        scored = of_competition(source, roster_lines(roster))
        return scored.hard + (scored.cost != wishes)
    if instances is None or not (file := instances / f"{name}.txt").exists():
        return 0
    with TemporaryDirectory() as temporary:
        write(roster, problem, solution := Path(temporary) / "roster.csv")
        found = score(file, solution)
    return len(found.violations) + (found.objective != wishes)


def one(name: str, search: str, seed: int, limit: float, workers: int, instances: Path | None) -> Row:
    """One run, in this process: the best roster by the product's own checks."""
    from benchmarks.brigades import product_search
    from benchmarks.peers.direct import cp_sat
    from roster.search.verify import verify

    problem, rulebook = posed(name, seed, instances)
    task = Task(problem, rulebook, limit, workers, seed, gap=0.0)
    row: Row = {"people": len(problem.officers), "weeks": problem.horizon.days / 7}
    try:
        found = product_search(task) if search == PRODUCT else cp_sat(task, may_be_short=True)
    except (NoRosterError, OutOfTimeError) as error:
        return row | {"none": type(error).__name__, "processor_seconds": time.process_time()}
    bounds = [point.bound for point in found.curve if point.bound is not None]
    row |= {"seconds": found.seconds, "processor_seconds": time.process_time()}
    row |= {"memory_mb": peak_memory_mb(), "bound": max(bounds, default=None)}
    if found.roster is None:
        return row
    report = verify(problem, rulebook, found.roster)
    moments = [point.seconds for point in found.curve if point.incumbent is not None]
    row["first"] = (moments or [None])[0] if found.first_seconds is None else found.first_seconds
    wrong = _wrong(name, instances, problem, found.roster, report.objective)
    row |= {"broken": len(report.must_violations) + wrong, "wishes": report.objective}
    shortfalls = [int(amount) for _, amount in sorted(report.short.items())]
    return row | {"short": sum(shortfalls), "order": json.dumps(shortfalls)}


def keep(out: Path | None, kept: Kept, key: str, row: Row) -> None:
    """Add a run to what is known, and to the file where there is one."""
    kept[key] = dict(row, at=time.strftime("%Y-%m-%d %H:%M"))
    if out:
        text = json.dumps(kept, indent=1) + "\n"
        replace_file(out, lambda path: path.write_text(text, encoding="utf-8"))


def chosen(names: Sequence[str], known: Sequence[str]) -> Iterator[str]:
    """The rows that are meant by their names or by what they begin with."""
    for name in known:
        if not names or any(name == asked or name.startswith(f"{asked}-") for asked in names):
            yield name


def load() -> float | None:
    """How many processes have wanted a processor in the last minute; None on Windows, which does not tell."""
    return None if sys.platform == "win32" else os.getloadavg()[0]


def run(given: argparse.Namespace, known: Sequence[str], kept: Kept) -> None:
    """Run the cells that are not kept yet, until the minutes are over."""
    end = time.monotonic() + 60 * given.minutes
    cells = [(name, search, seed) for seed in given.seeds for name in known for search in given.searches]
    for name, search, seed in cells:
        key = f"{name} {search} {seed}"
        if key in kept and "error" not in kept[key] and not (given.quietly and busy(kept[key])):
            continue
        if time.monotonic() > end:
            return
        arguments = ["--one", name, search, seed, "--time", given.time, "--workers", given.workers]
        arguments += ["--instances", given.instances] if given.instances else []
        before = load()
        row = in_own_process("benchmarks.shapes", arguments)
        loads = [found for found in (before, load()) if found is not None]
        row |= {"limit": given.time, "workers": given.workers, "load": max(loads, default=None)}
        keep(given.out, kept, key, row)
        show(key, [row.get("short"), row.get("wishes"), row.get("bound"), str(row.get("error", ""))])


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("rows", nargs="*", metavar="ROW")
    parser.add_argument("--list", action="store_true", help="print the names of the rows")
    parser.add_argument("--show", type=Path, metavar="FILE", help="print the table of what is kept there")
    parser.add_argument("--time", type=float, default=60.0, help="seconds for each run")
    parser.add_argument("--seeds", type=int, nargs="+", default=[1, 2, 3])
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--searches", nargs="+", choices=(PRODUCT, PLAIN), default=[PRODUCT, PLAIN])
    parser.add_argument("--instances", type=Path, help="a folder of public shift-scheduling instances")
    parser.add_argument("--out", type=Path, metavar="FILE", help="keep what is found there, as JSON")
    parser.add_argument("--minutes", type=float, default=float("inf"), help="begin no run after so many minutes")
    parser.add_argument("--quietly", action="store_true", help="run again what ran on a busy machine")
    parser.add_argument("--one", nargs=3, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.show:
        return int(table(json.loads(given.show.read_text(encoding="utf-8"))))
    if given.one:
        name, search, seed = given.one
        print(json.dumps(one(name, search, int(seed), given.time, given.workers, given.instances)))
        return 0
    known = list(chosen(given.rows, rows(given.instances)))
    if given.list or not known:
        print(*(known or rows(given.instances)), sep="\n")
        return 0 if known else 2
    kept: Kept = json.loads(given.out.read_text(encoding="utf-8")) if given.out and given.out.exists() else {}
    other = sorted({str(row.get("limit")) for row in kept.values()} - {str(given.time)})
    if other:
        print(f"{given.out} has runs of {', '.join(other)} s: give another file for {given.time:g} s", file=sys.stderr)
        return 2
    run(given, known, kept)
    return int(table({key: row for key, row in kept.items() if key.rsplit(" ", 2)[0] in known}))


if __name__ == "__main__":
    sys.exit(main())
