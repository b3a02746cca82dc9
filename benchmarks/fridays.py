"""Fridays one after the other, as commands: a week made, planned, written and published; then the weeks after it.

    python -m benchmarks.fridays [BRIGADE] [--seeds 5] [--weeks 3] [--time-limit 60] [--load 4] [--absent P014]

Each seed begins with the brigade's tables alone, in a folder of its own. A week is solved from what was published
before, with its history; then the first one is printed and repaired. Seconds of a week are counted by the search's own
clock: to the first verified roster, and to within 1 % of the bound; `in all` is the whole command with start-up, patrol
plan and workbook. With `--load` so many processes that do nothing but work run beside it. Prints a row a seed and the
medians.
"""

from __future__ import annotations

import argparse
import csv
import datetime as dt
import json
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from benchmarks.measure import Figure, Point, median, seconds_to_gap, show
from roster.domain.outcome import PLAN_PHASE

WEEK_COLUMNS = ("first", "to 1 %", "gap", "short", "in all")
NEAR = 0.01
WISHES = ("wishes", "crews")
"""Phases whose costs and bounds measure the same."""


@contextmanager
def busy(processes: int) -> Iterator[None]:
    """So many processes that keep the processor busy; each is ended by its own handle."""
    running = [subprocess.Popen([sys.executable, "-c", "while True: pass"]) for _number in range(processes)]
    try:
        yield
    finally:
        for process in running:
            process.kill()
            process.wait()


def timed(folder: Path, *words: object) -> tuple[float, dict[str, Any]]:
    """Seconds and the JSON of a command of ours in a process of its own; ends the benchmark where it fails."""
    started = time.monotonic()
    command = [sys.executable, "-m", "roster", *map(str, words)]
    ended = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    seconds = time.monotonic() - started
    if ended.returncode:
        raise SystemExit(f"{' '.join(map(str, words))}: {ended.stderr or ended.stdout}")
    return seconds, json.loads(ended.stdout) if "--json" in words else {}


def curve_of(log: Path) -> Iterator[Point]:
    """The wishes of a search over time, from its log."""
    with log.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            known = [int(row[name]) if row[name] else None for name in ("incumbent", "bound")]
            if row["phase"] in WISHES and row["phase"] != PLAN_PHASE:
                yield Point(float(row["seconds"]), *known)


def week(folder: Path, start: dt.date, seed: int, limit: float) -> list[Figure]:
    """One week made from what is published, and published."""
    file, log = f"{start}.xlsx", f"{start}.csv"
    words = ("--start", start, "--seed", seed, "--time-limit", limit, "-o", file, "--log", log, "--json")
    seconds, found = timed(folder, "solve", "brigade", *words)
    timed(folder, "publish", file)
    short = sum(tier["short"] for tier in found["tiers"].values())
    return [found["first_seconds"], seconds_to_gap(curve_of(folder / log), NEAR), found["gap"], short, seconds]


def one(seed: int, given: argparse.Namespace) -> list[Figure]:
    """A row: the weeks, then the first one printed and repaired."""
    from roster import api

    with TemporaryDirectory() as temporary:
        folder = Path(temporary)
        shutil.copytree(given.brigade, folder / "brigade", ignore=shutil.ignore_patterns("ledger.*"))
        first = api.load(folder / "brigade").problem.horizon.start
        row: list[Figure] = []
        with busy(given.load):
            for number in range(given.weeks):
                row += week(folder, first + dt.timedelta(weeks=number), seed, given.time_limit)
            row.append(timed(folder, "print", f"{first}.xlsx")[0])
            if given.absent:
                dates = f"{first + dt.timedelta(2)}..{first + dt.timedelta(3)}"
                repair = ("replan", f"{first}.xlsx", "--absent", given.absent, dates, "sick", "-o", "repaired.xlsx")
                row.append(timed(folder, *repair)[0])
        return row


def columns(given: argparse.Namespace) -> Sequence[str]:
    names = [f"week {number}: {name}" for number in range(1, given.weeks + 1) for name in WEEK_COLUMNS]
    return [*names, "print", *(["replan"] if given.absent else [])]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("brigade", nargs="?", type=Path, default=Path("inputs/hancheng"))
    parser.add_argument("--seeds", type=int, default=5)
    parser.add_argument("--weeks", type=int, default=3)
    parser.add_argument("--time-limit", type=float, default=60.0)
    parser.add_argument("--load", type=int, default=0, help="processes that keep the processor busy meanwhile")
    parser.add_argument("--absent", default="P014", help="who is sick in the first week; empty: no repair")
    given = parser.parse_args()
    show("seed", columns(given))
    rows = []
    for seed in range(1, given.seeds + 1):
        rows.append(one(seed, given))
        show(seed, rows[-1])
    show("median", (median(row[at] for row in rows) for at in range(len(rows[0]))))


if __name__ == "__main__":
    main()
