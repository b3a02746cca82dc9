"""The patrol plan of the bundled week, and of a brigade grown to a city: the plan against a plan without foresight.

    python -m benchmarks.plan [--factor 1] [--seeds 5] [--plan-time 30] [--roster-time 120] [--workers 2]

The roster is made once; each seed then plans it in a process of its own. A row a seed for the plan, a row for the
greedy nearest-unvisited plan of the same choices, and the medians. `met` is the part of the passes and visits asked
for; `cover` the part of checkpoint-slots with a unit within its minutes, `cover_bound` what is proved to be the most
that the crews on duty can have in any plan of the same activities with the passes and visits asked for; `of_bound` the
one over the other.
"""

from __future__ import annotations

import argparse
import json
import pickle
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.grow import grown
from benchmarks.measure import Row, in_own_process, median, peak_memory_mb, show

COLUMNS = ("seconds", "met", "cover", "cover_bound", "of_bound", "backup", "objective", "bound", "gap", "memory_mb")


def make_roster(file: Path, factor: int, seconds: float, workers: int) -> None:
    """Solve the roster that all seeds plan."""
    from roster.search.run import Options, Stop
    from roster.search.solve import solve

    problem, rulebook = grown(factor)
    options = Options(time_limit=seconds, gap=0.05, workers=workers)
    outcome = solve(problem, rulebook, options, lambda moment: None, Stop())
    file.write_bytes(pickle.dumps((outcome.problem, outcome.roster)))


def one(file: Path, factor: int, seed: int, seconds: float, workers: int) -> Row:
    """One plan, in this process, with its baseline and the proven bound of its response cover."""
    from roster.plan.baseline import cover_bound, without_foresight
    from roster.plan.figures import reach
    from roster.plan.search import PlanOptions, plan_patrol

    problem, roster = pickle.loads(file.read_bytes())
    rulebook = grown(factor)[1]
    options = PlanOptions(seconds, workers=workers, seed=seed)
    planned = plan_patrol(problem, roster, rulebook, options)
    row: Row = {"seconds": planned.seconds, "memory_mb": peak_memory_mb()}
    row |= {"objective": planned.objective, "bound": planned.bound, "gap": planned.gap}
    asked = sum(demand.asked for demand in planned.demands)
    row["met"] = sum(min(demand.asked, demand.given) for demand in planned.demands) / max(1, asked)
    given = reach(planned.plan, planned.patrol).values()
    slots = sum(one.slots for one in given)
    row["cover"] = sum(one.covered for one in given) / slots
    row["backup"] = sum(one.backed_up for one in given) / slots
    row["cover_bound"] = cover_bound(planned.patrol, rulebook, options) / slots
    row["of_bound"] = row["cover"] / row["cover_bound"]
    greedy, report, demands = without_foresight(planned.patrol, rulebook, options)
    row["greedy_met"] = sum(min(d.asked, d.given) for d in demands) / max(1, asked)
    row["greedy_cover"] = sum(one.covered for one in reach(greedy, planned.patrol).values()) / slots
    row["greedy_backup"] = sum(one.backed_up for one in reach(greedy, planned.patrol).values()) / slots
    row["greedy_objective"] = report.objective
    return row


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--factor", type=int, default=1, help="how many times the bundled brigade")
    parser.add_argument("--seeds", type=int, default=5)
    parser.add_argument("--plan-time", type=float, default=30.0)
    parser.add_argument("--roster-time", type=float, default=120.0)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--one", nargs=2, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.one is not None:
        file, seed = given.one
        print(json.dumps(one(Path(file), given.factor, int(seed), given.plan_time, given.workers)))
        return
    with TemporaryDirectory() as folder:
        file = Path(folder) / "roster.pickle"
        make_roster(file, given.factor, given.roster_time, given.workers)
        rows = []
        show("plan", ("seed", *COLUMNS))
        for seed in range(1, given.seeds + 1):
            arguments = ["--one", file, seed, "--factor", given.factor]
            arguments += ["--plan-time", given.plan_time, "--workers", given.workers]
            rows.append(in_own_process("benchmarks.plan", arguments))
            if "error" in rows[-1]:
                raise SystemExit(f"seed {seed}: {rows[-1]['error']}")
            show("plan", (str(seed), *(rows[-1][column] for column in COLUMNS)))
            show("greedy", (str(seed), *(rows[-1].get(f"greedy_{column}") for column in COLUMNS)))
        show("plan", ("median", *(median(row[column] for row in rows) for column in COLUMNS)))
        show("greedy", ("median", *(median(row.get(f"greedy_{column}") for row in rows) for column in COLUMNS)))


if __name__ == "__main__":
    main()
