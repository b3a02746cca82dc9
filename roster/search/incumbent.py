"""The best solution of one model so far, and what is proved of it: one place for all engines that work on it."""

from __future__ import annotations

import threading
from collections.abc import Callable

Values = tuple[int, ...]
"""A solution's value of each variable, by index."""


class Incumbent:
    """The least objective known with its values, and the bound. Any thread may tell it; watchers hear of every word."""

    def __init__(self, bound: int = 0) -> None:
        self.objective: int | None = None
        self.values: Values = ()
        self.bound = bound
        self.infeasible = False
        self.columns: int | None = None
        """Lines of work generated so far, where an engine generates any."""
        self._cost: int | None = None  # of the values
        self._watchers: list[Callable[[], None]] = []
        self._lock = threading.Lock()

    @property
    def best(self) -> tuple[int | None, Values]:
        """Objective and values of the best solution whose values are known."""
        with self._lock:
            return self._cost, self.values

    @property
    def closed(self) -> bool:
        """Whether nothing better is left to be found: proved, or there is no solution."""
        cost, _ = self.best
        return self.infeasible or (cost is not None and cost <= self.bound)

    def gap(self) -> float:
        """Of the objective to the bound; infinite without a solution."""
        if self.objective is None:
            return float("inf")
        return (self.objective - self.bound) / max(1, self.objective)

    def subscribe(self, watcher: Callable[[], None]) -> None:
        """Call the watcher after every word, on the thread that says it."""
        self._watchers.append(watcher)

    def tell(
        self,
        objective: int | None = None,
        values: Values | None = None,
        bound: int | None = None,
        ties: bool = False,
    ) -> bool:
        """A solution, with or without its values, or a bound; whether the values are taken.

        With `ties` a solution as good as the best takes its place: a search goes on from there elsewhere.
        """
        taken = False
        with self._lock:
            if bound is not None:
                self.bound = max(self.bound, bound)
            if objective is not None:
                self.objective = objective if self.objective is None else min(self.objective, objective)
                taken = values is not None and (
                    self._cost is None or objective < self._cost or (ties and objective == self._cost)
                )
                if taken and values is not None:
                    self._cost, self.values = objective, values
        for watcher in self._watchers:
            watcher()
        return taken

    def refute(self) -> None:
        """There is no solution."""
        self.infeasible = True
        self.tell()
