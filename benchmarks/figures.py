"""One run of one search on the bundled brigade grown: its figures, of the product and of peers alike."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

from benchmarks.curves import write_curve
from benchmarks.grow import grown
from benchmarks.measure import Found, Row, Task, peak_memory_mb, seconds_to_gap

GAPS = (0.05, 0.02, 0.01)
MEASURES = ("pose_seconds", "build_seconds", "first_seconds", *(f"to_{gap:.0%}_seconds" for gap in GAPS))
ENDS = ("seconds", "objective", "bound", "gap", "short", "broken", "memory_mb")
TIMEFOLD = "timefold"


def figures(
    search: Callable[[Task], Found],
    name: str,
    factor: int,
    weeks: int,
    seed: int,
    limit: float,
    workers: int,
    gap: float,
    curves: Path | None = None,
) -> Row:
    """One run, in this process: its figures, its roster scored by the product's own checks; its curve to a folder."""
    from roster.search.verify import verify

    started = time.monotonic()
    problem, rulebook = grown(factor, weeks, seed)
    posed = time.monotonic() - started
    found = search(Task(problem, rulebook, limit, workers, seed, gap))
    if curves:
        write_curve(curves, f"{factor}x {weeks} {'week' if weeks == 1 else 'weeks'} {name} {seed}", found.curve)
    row: Row = {"people": len(problem.officers), "pose_seconds": posed, "build_seconds": found.build_seconds}
    row |= {"seconds": found.seconds, "memory_mb": peak_memory_mb()}
    row["bound"] = bound = max((point.bound for point in found.curve if point.bound is not None), default=None)
    if found.roster is None:
        return row
    report = verify(problem, rulebook, found.roster)
    row |= {"short": sum(report.short.values()), "broken": len(report.must_violations), "objective": report.objective}
    first = next((point.seconds for point in found.curve if point.incumbent is not None), None)
    row["first_seconds"] = first if found.first_seconds is None else found.first_seconds
    if bound is not None:
        row["gap"] = (report.objective - bound) / max(1, report.objective)
        row |= {f"to_{gap:.0%}_seconds": seconds_to_gap(found.curve, gap) for gap in GAPS}
    return row
