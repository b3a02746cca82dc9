"""The lines of officers one by one, each beside the others'."""

from __future__ import annotations

import time
from functools import cached_property

import numpy as np

from roster.search.columns.construct import Lines
from roster.search.columns.parts import PartSolver
from roster.search.incumbent import Values


class LinesInTurn:
    """As many of them as there is time for, in an order by chance."""

    def __init__(self, parts: PartSolver) -> None:
        self._parts = parts

    @cached_property
    def _lines(self) -> Lines:
        parts = self._parts
        return Lines(parts.exact, parts.seed, parts.settled)

    def __call__(self, values: Values) -> None:
        parts, began = self._parts, time.monotonic()
        now = np.array(values, dtype=float)
        for officer in parts.random.permutation(parts.staff).tolist():
            if parts.settled():
                return
            if time.monotonic() - began > parts.tuning.turn_seconds:
                break
            found = self._lines.best(officer, now)
            now = now if found is None else found
        parts.fill(now)
