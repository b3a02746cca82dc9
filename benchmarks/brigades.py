"""The bundled brigade and its grown ones: how the search, and others beside it, fare as people and weeks grow.

    python -m benchmarks.brigades [--factor 1 4 15] [--weeks 1 4] [--time 120] [--seeds 1 2 3] [--peers] [--out FILE]
        [--curves DIR]

Prints a row a run: seconds to pose the problem, to build the model, to the first verified roster and to gaps of 5, 2
and 1 %; what it ended with (`short`: shortfalls, `broken`: musts that the product's checks find broken); peak memory.
Then, from the medians over seeds, how each figure grows with people and with weeks: the p of size^p.

`--peers` runs plain CP-SAT, HiGHS and Timefold on the same problems in the same time. `--timefold-python` names the
Python that has Timefold (see benchmarks/peers/timefold_week.py) where this one has not.
"""

from __future__ import annotations

import argparse
import csv
import json
import sys
import time
from collections.abc import Callable, Sequence
from itertools import product
from pathlib import Path

from benchmarks.figures import ENDS, MEASURES, TIMEFOLD, figures
from benchmarks.measure import (
    Figure,
    Found,
    Point,
    Row,
    Task,
    growth,
    in_own_process,
    median,
    show,
)

CASE = ("search", "factor", "weeks", "seed")
GROWING = (*MEASURES, "gap", "memory_mb")
PRODUCT = "roster"


def product_search(task: Task) -> Found:
    """The product's own search. Its model is built when the curve leaves the phase `model`."""
    from roster.domain.errors import OutOfTimeError
    from roster.domain.outcome import Moment
    from roster.search.run import Options
    from roster.search.solve import solve

    moments: list[Moment] = []
    options = Options(time_limit=task.limit, gap=task.gap, workers=task.workers, seed=task.seed)
    started = time.monotonic()
    try:
        outcome = solve(task.problem, task.rulebook, options, moments.append)
    except OutOfTimeError:
        outcome = None
    built = next((moment.seconds for moment in moments if moment.phase != "model"), None)
    if outcome is None:
        return Found(built, (), time.monotonic() - started)
    curve = [
        Point(moment.seconds, moment.incumbent, moment.bound)
        for moment in moments
        if moment.seconds >= outcome.run.first_seconds and not moment.phase.startswith("priority")
    ]
    curve.append(Point(outcome.run.seconds, outcome.objective, outcome.proof.bound))
    return Found(built, tuple(curve), outcome.run.seconds, outcome.roster, outcome.run.first_seconds)


def searches() -> dict[str, Callable[[Task], Found]]:
    """Every search by name; what a peer needs is imported when it runs."""

    def cp_sat(task: Task) -> Found:
        from benchmarks.peers.direct import cp_sat

        return cp_sat(task)

    def highs(task: Task) -> Found:
        from benchmarks.peers.direct import highs

        return highs(task)

    def timefold(task: Task) -> Found:
        from benchmarks.peers.timefold_week import search

        return search(task)

    return {PRODUCT: product_search, "cp-sat": cp_sat, "highs": highs, TIMEFOLD: timefold}


def one(
    search: str, factor: int, weeks: int, seed: int, limit: float, workers: int, gap: float, curves: Path | None = None
) -> Row:
    """One run of a search by its name, in this process: its figures."""
    return figures(searches()[search], search, factor, weeks, seed, limit, workers, gap, curves)


def show_growth(rows: Sequence[Row], names: Sequence[str]) -> None:
    """For each search, the exponents with which medians over seeds grow: with people for each number of weeks, then
    with weeks for each factor."""
    for size, fixed in (("people", "weeks"), ("weeks", "factor")):
        if len({row[size] for row in rows if size in row}) < 2:
            continue
        print()
        show(f"p of {size}^p", (fixed, *GROWING))
        for name, value in product(names, dict.fromkeys(row[fixed] for row in rows)):
            alike = [row for row in rows if (row["search"], row[fixed]) == (name, value) and size in row]
            sizes = sorted({float(row[size] or 0) for row in alike})
            medians = {
                figure: [median(row.get(figure) for row in alike if row[size] == at) for at in sizes]
                for figure in GROWING
            }
            show(name, (value, *(growth(sizes, medians[figure]) for figure in GROWING)))


def parser() -> argparse.ArgumentParser:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--factor", type=int, nargs="+", default=[1, 4, 15], help="how many times the bundled brigade")
    options.add_argument("--weeks", type=int, nargs="+", default=[1, 4])
    options.add_argument("--time", type=float, default=120.0, help="seconds for each search, building included")
    options.add_argument("--seeds", type=int, nargs="+", default=[1, 2, 3], help="of the growth and of the search")
    options.add_argument("--workers", type=int, default=2)
    options.add_argument("--gap", type=float, default=0.005, help="a run ends at this gap")
    options.add_argument("--peers", action="store_true", help="run the other searches as well")
    options.add_argument("--timefold-python", default=sys.executable, help="the Python that has Timefold")
    options.add_argument("--out", type=Path, help="write the rows as CSV")
    options.add_argument("--curves", type=Path, metavar="DIR", help="write each run's curve (see benchmarks/curves.py)")
    options.add_argument("--one", nargs=4, help=argparse.SUPPRESS)
    return options


def main() -> None:
    given = parser().parse_args()
    if given.one:
        search, factor, weeks, seed = given.one
        numbers = (int(factor), int(weeks), int(seed))
        print(json.dumps(one(search, *numbers, given.time, given.workers, given.gap, given.curves)))
        return
    names = list(searches()) if given.peers else [PRODUCT]
    columns = (*CASE[1:], "people", *MEASURES, *ENDS)
    rows: list[Row] = []
    show(CASE[0], columns)
    for case in product(given.weeks, given.factor, given.seeds, names):
        weeks, factor, seed, name = case
        arguments = ["--one", name, factor, weeks, seed, "--time", given.time]
        arguments += ["--workers", given.workers, "--gap", given.gap]
        arguments += ["--curves", given.curves] if given.curves else []
        python = given.timefold_python if name == TIMEFOLD else sys.executable
        key: Row = dict(zip(CASE, (name, factor, weeks, seed), strict=True))
        rows.append(key | in_own_process("benchmarks.brigades", arguments, python))
        figures: list[Figure] = [rows[-1].get(column) for column in columns]
        show(name, [*figures, *([rows[-1]["error"]] if "error" in rows[-1] else [])])
    show_growth(rows, names)
    if given.out:
        with given.out.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, (*CASE, "people", *MEASURES, *ENDS, "error"), restval="")
            writer.writeheader()
            writer.writerows(rows)


if __name__ == "__main__":
    main()
