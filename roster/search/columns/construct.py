"""A roster officer by officer: each one's best line of work beside those that are there already.

That leads to a first roster where whatever ties people together bends at a price; where it does not, somebody finds no
line. In later turns it makes a roster better while it is far from the best.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import numpy as np

from roster.search.linear_relaxation import LinearRelaxation
from roster.search.submip import SubMip
from roster.solvers.arrays import Array, Index, Mask
from roster.solvers.highs import solve_relaxation


class Lines:
    """Decides one officer's line in a posed model, by what it changes in the amounts that follow from many: cover.

    Amounts that rows join are a component. Where an officer has one variable only in the rows of a component, a price
    on that variable stands for the component, and the officer's line is decided in a model a fraction as large.
    """

    def __init__(self, exact: LinearRelaxation, seed: int, over: Callable[[], bool]) -> None:
        self._officer, self._parts, self._seed, self._over = exact.officer, exact.submip, seed, over
        self._tuning = exact.tuning.columns
        self._shared = exact.officer < 0
        self._component, of_row = _components(exact.submip, self._shared)
        self._program, self._rows = exact.submip.program(self._shared), np.flatnonzero(of_row >= 0)
        self._of_row = of_row
        row, variable, self._weight = exact.submip.entries(~self._shared, of_row >= 0)
        self._row, self._variable = np.searchsorted(self._rows, row), variable
        both = np.unique(np.stack([exact.officer[variable], of_row[row], variable]), axis=1)
        _, first, count = np.unique(both[:2], axis=1, return_index=True, return_counts=True)
        self._alone, self._together = both[:, first[count == 1]], both[:2, first[count > 1]]

    def best(self, officer: int, values: Array) -> Array | None:
        """The values with the officer's best line beside the others' as they are, amounts aside; None without any."""
        own = self._officer == officer
        others = np.where(own, self._parts.low, values)
        free, priced = self._priced(officer, others)
        hint = values if (values[own] != others[own]).any() else None
        limit, patience = self._tuning.line_seconds, self._tuning.line_patience
        found = priced.solve(free, others, limit, self._seed, self._over, patience=patience, hint=hint)
        return None if found is None else np.where(own, found, values)

    def _priced(self, officer: int, values: Array) -> tuple[Mask, SubMip]:
        """What is to be decided for an officer beside the values, and the parts to decide it in."""
        parts = self._parts
        _, decided, by = self._alone[:, self._alone[0] == officer]
        together = self._together[1, self._together[0] == officer]
        more = values.copy()
        more[by] = 1.0
        without, within = self._costs(values), self._costs(more)
        free = self._officer == officer
        if without is None or within is None:
            return free | np.isin(self._component, np.append(decided, together)), parts
        found = parts.share(~np.isin(self._of_row, decided), parts.row_low, parts.row_high, parts.low, parts.high)
        found.cost = parts.cost.copy()
        np.add.at(found.cost, by, (within - without)[decided])
        return free | np.isin(self._component, together), found

    def _costs(self, values: Array) -> Array | None:
        """What each component costs beside people as they are; None where the relaxation does not tell."""
        program = self._program
        total = np.bincount(self._row, self._weight * values[self._variable], len(self._rows))
        low, high = program.row_low - total, program.row_high - total
        solver = solve_relaxation(replace(program, row_low=low, row_high=high), over=self._over)
        if not solver.optimal:
            return None
        costs = program.cost * solver.values
        return np.asarray(np.bincount(self._component[self._shared], costs, len(values)), dtype=float)


def _components(parts: SubMip, among: Mask) -> tuple[Index, Index]:
    """The component of each variable among some that rows join, and of each row with any of them: -1 for the others."""
    row, variable, _ = parts.entries(among, np.ones(parts.count, dtype=bool))
    component, before = np.where(among, np.arange(len(among)), -1), None
    while before is None or (component != before).any():
        before, of_row = component.copy(), np.full(parts.count, len(among))
        np.minimum.at(of_row, row, component[variable])
        np.minimum.at(component, variable, of_row[row])
    return component, np.where(of_row < len(among), of_row, -1)


def constructed(exact: LinearRelaxation, seed: int, over: Callable[[], bool], threads: int) -> Array | None:
    """Values of a posed model in which everybody has a line, the amounts still to be told; None without that.

    Officers whose lines are looked for at the same time know nothing of each other's.
    """
    lock, failed = threading.Lock(), threading.Event()
    values = exact.submip.low.copy()
    waiting = np.random.default_rng(seed).permutation(int(exact.officer.max()) + 1).tolist()

    def stopped() -> bool:
        return failed.is_set() or over()

    lines = Lines(exact, seed, stopped)

    def work(last: int) -> None:
        while not stopped():
            with lock:
                if len(waiting) <= last:
                    return
                officer, others = waiting.pop(), values.copy()
            found = lines.best(officer, others)
            if found is None:
                failed.set()
                return
            own = exact.officer == officer
            with lock:
                values[own] = found[own]

    with ThreadPoolExecutor(threads) as pool:
        for working in [
            pool.submit(work, thread * len(waiting) // exact.tuning.columns.left_to_first) for thread in range(threads)
        ]:
            working.result()
    return None if stopped() else values
