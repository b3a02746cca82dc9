"""A competition's instance as a brigade, or solved and scored by its own definition.

    python -m benchmarks.nurses brigade SOURCE FOLDER
    python -m benchmarks.nurses solve SOURCE [--time 60] [--workers 2] [--seed 1] [--plain] [--roster FILE.csv]

SOURCE is a file of the first competition (XML) or a folder of the second (JSON). `brigade` writes the brigade that it
tells of, to be solved by `roster solve FOLDER`. `solve` prints a row: the roster's cost as the search says, the bound,
the cost and broken hard constraints as the independent scorer says, and the seconds; `--plain` is CP-SAT alone on the
direct model. Ends with 1 where the two contradict each other or there is no roster.
"""

from __future__ import annotations

import argparse
import csv
import sys
from pathlib import Path

from benchmarks.brigades import product_search
from benchmarks.measure import Row, Task, show
from benchmarks.nurses.convert import convert, posed, roster_lines, score
from benchmarks.peers.direct import cp_sat

COLUMNS = ("objective", "bound", "gap", "scored", "hard", "first_seconds", "seconds")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    commands = parser.add_subparsers(dest="command", required=True)
    making = commands.add_parser("brigade")
    making.add_argument("source", type=Path)
    making.add_argument("folder", type=Path)
    solving = commands.add_parser("solve")
    solving.add_argument("source", type=Path)
    solving.add_argument("--time", type=float, default=60.0)
    solving.add_argument("--workers", type=int, default=2)
    solving.add_argument("--seed", type=int, default=1)
    solving.add_argument("--plain", action="store_true")
    solving.add_argument("--roster", type=Path, help="write the roster: nurse, day, shift, skill")
    given = parser.parse_args()
    if given.command == "brigade":
        convert(given.source, given.folder)
        return 0
    row = run(given.source, given.time, given.workers, given.seed, given.plain, given.roster)
    show("search", COLUMNS)
    show("cp-sat" if given.plain else "roster", map(row.get, COLUMNS))
    return int(row.get("objective") is None or row["objective"] != row["scored"] or bool(row["hard"]))


def run(source: Path, seconds: float, workers: int, seed: int, plain: bool = False, to: Path | None = None) -> Row:
    """The figures of one search on one instance, its roster scored without us."""
    problem, rulebook = posed(source)
    task = Task(problem, rulebook, seconds, workers, seed, gap=0.0)
    found = (cp_sat if plain else product_search)(task)
    bound = max((point.bound for point in found.curve if point.bound is not None), default=None)
    row: Row = {"seconds": found.seconds, "bound": bound, "people": len(problem.officers)}
    if found.roster is None:
        return row
    objective = min(point.incumbent for point in found.curve if point.incumbent is not None)
    lines = roster_lines(found.roster)
    scored = score(source, lines)
    if to:
        with to.open("w", encoding="utf-8", newline="") as out:
            csv.writer(out, lineterminator="\n").writerows(lines)
    moments = [point.seconds for point in found.curve if point.incumbent is not None]
    gap = None if bound is None else (objective - bound) / max(1, objective)
    first = moments[0] if found.first_seconds is None else found.first_seconds
    return row | {
        "objective": objective,
        "gap": gap,
        "scored": scored.cost,
        "hard": scored.hard,
        "first_seconds": first,
    }


if __name__ == "__main__":
    sys.exit(main())
