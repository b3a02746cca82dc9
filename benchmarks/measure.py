"""How a search is measured: each run in a process of its own, its curve in time, its peak memory, and a row of figures.

A figure that is not known, or not on this system, is None, and is shown as `-`.
"""

from __future__ import annotations

import json
import math
import subprocess
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from roster.domain.problem import Problem
from roster.domain.roster import Roster
from roster.rules import Rulebook

Figure = float | str | None
Row = dict[str, Figure]


class Point(NamedTuple):
    """One moment of a search: the cost of its best roster and its proven bound, None while there is none."""

    seconds: float
    incumbent: int | None
    bound: int | None


@dataclass(frozen=True)
class Task:
    """What a search is given: a problem under its rules, seconds for everything, and the gap at which it may end."""

    problem: Problem
    rulebook: Rulebook
    limit: float
    workers: int
    seed: int
    gap: float


@dataclass(frozen=True)
class Found:
    """What a search found: its last roster, None without one, and the curve of those before it."""

    build_seconds: float | None
    curve: tuple[Point, ...]
    seconds: float
    roster: Roster | None = None
    first_seconds: float | None = None  # until the first roster; by default the curve's first


def seconds_to_gap(curve: Iterable[Point], gap: float) -> float | None:
    """When the best roster and the best bound were first so close: (roster - bound) / max(1, roster)."""
    best, proved = math.inf, -math.inf
    for point in curve:
        best = best if point.incumbent is None else min(best, point.incumbent)
        proved = proved if point.bound is None else max(proved, point.bound)
        if best < math.inf and best - proved <= gap * max(1.0, best):
            return point.seconds
    return None


def peak_memory_mb() -> float | None:
    """The largest memory that this process has had; None on Windows, which does not tell."""
    if sys.platform == "win32":
        return None
    import resource

    units_a_mb = 2**20 if sys.platform == "darwin" else 2**10
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / units_a_mb


def in_own_process(module: str, arguments: Sequence[object], python: str = sys.executable) -> Row:
    """The row that a module prints as JSON on its last line; its last words as `error` where it fails.

    Peak memory is then that of one run, and no run finds the processor's caches or Python's memory as another left it.
    """
    command = [python, "-m", module, *map(str, arguments)]
    ended = subprocess.run(command, capture_output=True, text=True, check=False)
    if ended.returncode:
        return {"error": (ended.stderr.strip().splitlines() or ["no reason given"])[-1]}
    row: Row = json.loads(ended.stdout.splitlines()[-1])
    return row


def growth(sizes: Sequence[float], values: Sequence[Figure]) -> float | None:
    """The exponent p of the power law, value ~ size^p, that fits best; None with fewer than two sizes to fit it to."""
    pairs = [
        (math.log(size), math.log(value))
        for size, value in zip(sizes, values, strict=True)
        if isinstance(value, int | float) and value > 0
    ]
    if len({size for size, _ in pairs}) < 2:
        return None
    middle = sum(size for size, _ in pairs) / len(pairs)
    return sum((size - middle) * value for size, value in pairs) / sum((size - middle) ** 2 for size, _ in pairs)


def median(values: Iterable[Figure]) -> float | None:
    """The middle one, in which a figure that is missing is the largest; None where that is the middle."""
    ordered = sorted(value if isinstance(value, int | float) else math.inf for value in values)
    if not ordered:
        return None
    middle = (ordered[(len(ordered) - 1) // 2] + ordered[len(ordered) // 2]) / 2
    return middle if middle < math.inf else None


def shown(figure: Figure) -> str:
    """A figure as a table shows it: whole from a thousand on, else four digits."""
    if figure is None or isinstance(figure, str):
        return figure or "-"
    return f"{figure:.0f}" if abs(figure) >= 1000 else f"{figure:.4g}"


def show(label: object, figures: Iterable[Figure]) -> None:
    """One line of a table, at once."""
    print(label, *map(shown, figures), sep="\t", flush=True)
