"""Public shift-scheduling instances solved by the ordinary search, each roster judged by an independent scorer.

    python -m benchmarks.shift_scheduling FILE_OR_DIR... [--time 60] [--workers 2] [--seed S]
        [--out CSV] [--solutions DIR] [--curves DIR] [--plain]

A folder stands for the `.txt` files in it. Prints a row a run: objective, bound and gap, seconds to the best roster, to
the first and in all, the best known value where a `best_known.csv` lies beside the file, and how far above it (1 is
100 %) the roster is. `--plain` also gives the direct model to CP-SAT with its default parameters, for the same time.
Ends with 1 where a run has an error: no roster, a violation, or an objective or a bound that the scorer contradicts;
with 2 on bad input.
"""

from __future__ import annotations

import argparse
import csv
import re
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path

from benchmarks.measure import Row, Task, show
from benchmarks.shift_scheduling.problem import load
from benchmarks.shift_scheduling.run import PLAIN, PRODUCT, run
from benchmarks.shift_scheduling.text import read
from roster.domain.errors import InputError

FIGURES = ("objective", "bound", "gap", "best_seconds", "first_seconds", "seconds", "best_known", "above")
COLUMNS = ("instance", "search", *FIGURES, "error")


def main(arguments: Sequence[str] | None = None) -> int:
    given = _parser().parse_args(arguments)
    files = list(_files(given.paths))
    faults = list(_faults(files))
    if faults or not files:
        print(*(faults or ["no .txt file there"]), sep="\n", file=sys.stderr)
        return 2
    try:
        return _solve(files, given)
    except OSError as error:
        print(error, file=sys.stderr)
        return 2


def _solve(files: Iterable[Path], given: argparse.Namespace) -> int:
    """The table, on the screen and as CSV."""
    failed = False
    if given.solutions:
        given.solutions.mkdir(parents=True, exist_ok=True)
    with ExitStack() as stack:
        out = None
        if given.out:
            out = csv.DictWriter(stack.enter_context(given.out.open("w", encoding="utf-8", newline="")), COLUMNS)
            out.writeheader()
        show(COLUMNS[0], COLUMNS[1:-1])
        for row in _rows(files, given):
            failed |= "error" in row
            show(row["instance"], [row["search"], *map(row.get, FIGURES), *([row["error"]] if "error" in row else [])])
            if out:
                out.writerow(row)
    return int(failed)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.shift_scheduling",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("paths", nargs="+", type=Path, metavar="FILE_OR_DIR")
    parser.add_argument("--time", type=float, default=60.0, help="seconds for each run, building the model included")
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--out", type=Path, metavar="CSV", help="write the rows as CSV")
    parser.add_argument("--solutions", type=Path, metavar="DIR", help="write each roster in the solution form")
    parser.add_argument("--curves", type=Path, metavar="DIR", help="write each run's curve (see benchmarks/curves.py)")
    parser.add_argument("--plain", action="store_true", help="run plain CP-SAT on the direct model as well")
    return parser


def _files(paths: Iterable[Path]) -> Iterator[Path]:
    """Each file given, and those of each folder, Instance2 before Instance10."""
    for path in paths:
        if path.is_dir():
            yield from sorted(path.glob("*.txt"), key=lambda file: ([*map(int, re.findall(r"\d+", file.stem))], file))
        else:
            yield path


def _faults(files: Iterable[Path]) -> Iterator[str]:
    for path in files:
        try:
            read(path)
        except InputError as error:
            yield str(error)


def _rows(files: Iterable[Path], given: argparse.Namespace) -> Iterator[Row]:
    for path in files:
        problem, rulebook = load(path)
        task = Task(problem, rulebook, given.time, given.workers, given.seed, gap=0.0)
        yield run(path, PRODUCT, task, given.solutions, given.curves)
        if given.plain:
            yield run(path, PLAIN, task, curves=given.curves)


if __name__ == "__main__":
    sys.exit(main())
