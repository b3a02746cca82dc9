"""The bundled week over several seeds: first verified roster, gap, shortfalls, headline, memory, time to write.

    python -m benchmarks.week [--seeds 5] [--time-limit 60] [--workers 2] [--gap 0.005]

Each seed runs in a process of its own, so that peak memory is that of one solve. Prints a row a seed and the medians.
"""

from __future__ import annotations

import argparse
import json
import time
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.measure import Row, in_own_process, median, peak_memory_mb, show

COLUMNS = ("first_seconds", "seconds", "objective", "bound", "gap", "short", "least_people", "least_vehicles")
MORE = ("write_seconds", "memory_mb")


def one(seed: int, limit: float, workers: int, gap: float, folder: str) -> Row:
    """One solve, in this process."""
    from roster import api

    case = api.load(folder)
    outcome = api.solve(case, seed=seed, time_limit=limit, workers=workers, gap=gap, plan_time=0)
    problem = outcome.problem
    people = [0] * problem.horizon.days
    vehicles: list[set[str]] = [set() for _ in problem.horizon.range]
    for duty in outcome.roster.work():
        people[duty.day] += problem.shift[duty.shift].line
    for crew in outcome.roster.crews:
        vehicles[crew.unit.day] |= {crew.vehicle} - {""}
    with TemporaryDirectory() as temporary:
        started = time.monotonic()
        api.write(outcome, Path(temporary) / "week.xlsx")
        writing = time.monotonic() - started
    return {
        "first_seconds": outcome.run.first_seconds,
        "seconds": outcome.run.seconds,
        "objective": outcome.objective,
        "bound": outcome.proof.bound,
        "gap": outcome.gap,
        "short": sum(outcome.report.short.values()) + len(outcome.report.must_violations),
        "least_people": min(people),
        "least_vehicles": min(len(used) for used in vehicles),
        "write_seconds": writing,
        "memory_mb": peak_memory_mb(),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", nargs="?", default="inputs/hancheng")
    parser.add_argument("--seeds", type=int, default=5)
    parser.add_argument("--time-limit", type=float, default=60.0)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--gap", type=float, default=0.005, help="a seed ends at this gap")
    parser.add_argument("--one", type=int, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.one is not None:
        print(json.dumps(one(given.one, given.time_limit, given.workers, given.gap, given.folder)))
        return
    rows = []
    show("seed", (*COLUMNS, *MORE))
    for seed in range(1, given.seeds + 1):
        limits = ["--time-limit", given.time_limit, "--workers", given.workers, "--gap", given.gap]
        rows.append(in_own_process("benchmarks.week", [given.folder, "--one", seed, *limits]))
        if "error" in rows[-1]:
            raise SystemExit(f"seed {seed}: {rows[-1]['error']}")
        show(seed, (rows[-1][column] for column in (*COLUMNS, *MORE)))
    show("median", (median(row[column] for row in rows) for column in (*COLUMNS, *MORE)))


if __name__ == "__main__":
    main()
