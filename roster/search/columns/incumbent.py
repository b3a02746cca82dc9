"""The best solution so far, which several threads make better."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Mapping

from roster.model import Model
from roster.search.adaptive import Adaptive

WAITING_SECONDS = 0.1

Move = Callable[[int, tuple[int, ...], int], None]
"""Looks for something better than a solution (objective, values), in a neighbourhood of some size."""


class Incumbent:
    """The best solution of a model whose wishes are minimised while each priority stays within `most`."""

    def __init__(self, whole: Model, most: Mapping[int, int]) -> None:
        self.best: tuple[int | None, tuple[int, ...]] = (None, ())
        """Its objective and the values of all variables."""
        self._whole, self._most = whole, most
        self._lock = threading.Lock()

    def offer(self, values: tuple[int, ...]) -> None:
        """Take a solution of the model if it is as good and keeps within `most`."""
        values = values[: len(self._whole.model.proto.variables)]
        if any(values[self._whole.short[priority].index] > largest for priority, largest in self._most.items()):
            return
        objective = values[self._whole.wishes.index]
        with self._lock:
            best, _ = self.best
            if best is None or objective <= best:
                self.best = (objective, values)

    def improve(self, moves: Adaptive[tuple[Move, int]], settled: Callable[[], bool]) -> None:
        """Improve the best solution, once there is one, by moves that are chosen by their success."""
        while not settled():
            best, values = self.best
            if best is None:
                time.sleep(WAITING_SECONDS)
                continue
            move, size = choice = moves.draw()
            began = time.monotonic()
            move(best, values, size)
            moves.learn(choice, best - (self.best[0] or best), time.monotonic() - began)
