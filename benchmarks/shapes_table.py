"""The table of `benchmarks.shapes`: a line a row, medians of the seeds, and who wins."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from benchmarks.measure import Figure, median, shown

PRODUCT, PLAIN = "roster", "cp-sat"
FIGURES = ("people", "weeks", "first", "short", "wishes", "bound")
COLUMNS = (
    "row",
    "people",
    "weeks",
    "seeds",
    "first, s",
    "short",
    "wishes",
    "bound",
    "gap, %",
    "plain: short",
    "wishes",
    "bound",
    "wins",
    "machine",
)
QUIET = 1.0
"""What may have wanted a processor beside the workers of a run on a quiet machine."""

Kept = dict[str, dict[str, Any]]
"""Runs by row, search and seed."""


def table(kept: Kept) -> bool:
    """Print the table for a page; whether plain CP-SAT wins any row."""
    worse = False
    print(f"| {' | '.join(COLUMNS)} |", f"|{'---|' * len(COLUMNS)}", sep="\n")
    for name in dict.fromkeys(key.rsplit(" ", 2)[0] for key in kept):
        ours, plain = (
            [row for key, row in kept.items() if key.rsplit(" ", 2)[:2] == [name, search]]
            for search in (PRODUCT, PLAIN)
        )
        if not ours:
            continue
        mine, theirs = ({figure: _median(runs, figure) for figure in FIGURES} for runs in (ours, plain))
        gap = None
        if mine["wishes"] is not None and mine["bound"] is not None:
            gap = 100 * (mine["wishes"] - mine["bound"]) / max(1.0, mine["wishes"])
        wins = _wins(ours, plain)
        worse |= wins == "plain CP-SAT"
        errors = sorted({str(row[why]) for row in (*ours, *plain) for why in ("error", "none") if why in row})
        figures: list[Figure] = [mine["people"], mine["weeks"], len(ours), *(mine[figure] for figure in FIGURES[2:])]
        figures += [
            gap,
            *(theirs[figure] for figure in FIGURES[3:]),
            "; ".join([wins, *errors]),
            machine([*ours, *plain]),
        ]
        print(f"| {' | '.join([name, *map(shown, figures)])} |", flush=True)
    return worse


def _wins(ours: Sequence[dict[str, Any]], plain: Sequence[dict[str, Any]]) -> str:
    if not plain:
        return "-"
    mine, theirs = _cost(ours), _cost(plain)
    return "even" if mine == theirs else "plain CP-SAT" if theirs < mine else "the product"


def busy(row: dict[str, Any]) -> bool:
    """Whether other work wanted the processors while a run had them; so is what is not known."""
    return row.get("load") is None or row["load"] > row.get("workers", 2) + QUIET


def machine(runs: Sequence[dict[str, Any]]) -> str:
    """Whether the machine was quiet in all of these runs, else the largest load of it."""
    loads = [row["load"] for row in runs if row.get("load") is not None]
    return "quiet" if not any(map(busy, runs)) else f"busy (load {max(loads):.0f})" if loads else "load not known"


def _median(runs: Sequence[dict[str, Any]], figure: str) -> float | None:
    return median(row.get(figure) for row in runs)


def _cost(runs: Sequence[dict[str, Any]]) -> tuple[bool, list[int], float]:
    """The middle one of the runs by what is short, priority by priority, then by wishes; none is the worst."""
    costs = [
        (
            row.get("wishes") is None or bool(row.get("broken")),
            json.loads(row.get("order", "[]")),
            row.get("wishes") or 0,
        )
        for row in runs
    ]
    return sorted(costs)[(len(costs) - 1) // 2]
