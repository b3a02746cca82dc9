"""CP-SAT on a model, and a prover beside it: the better roster and the better bound of the two."""

from __future__ import annotations

import math
import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from roster.search.columns.generate import Generator
from roster.search.relax import Prover
from roster.search.rounding import Rounding

if TYPE_CHECKING:
    from roster.search.run import Runner

Beside = Prover | Generator | Rounding
"""What proves bounds on the same model beside CP-SAT, on a thread of its own."""

VERIFYING_SECONDS, VERIFYING_SHARE = 2.0, 0.1
"""Between two solutions that are verified while a model is worked on: so long at least, and this share of the time."""


@dataclass(frozen=True)
class Verifying:
    """How solutions of a relaxed model become verified rosters while it is still worked on."""

    keep: Callable[[tuple[int, ...], int], None]
    """Makes a roster of a solution, given the bound so far, verifies it, and keeps it if it is the best."""

    enough: Callable[[int], bool]
    """Whether the best verified roster is good enough beside a bound."""

    bound: int = 0
    """What is proved of the same model already."""


def _up(bound: float) -> int:
    """The whole number that a bound on a whole number proves."""
    return max(0, math.ceil(bound - 1e-6))


class Race:
    """CP-SAT, with a prover beside it where there is one: the better roster and the better bound of the two."""

    def __init__(
        self,
        run: Runner,
        phase: str,
        gap: float,
        prover: Beside | None,
        verifying: Verifying | None,
        first: bool,
    ) -> None:
        self._first = first
        self._verifying = verifying
        self._run, self._phase, self._gap, self._prover = run, phase, gap, prover
        self._best: int | None = None
        self._looked_at: tuple[int, ...] | None = None  # the latest solution that was verified
        self._due = run.seconds + VERIFYING_SECONDS  # when the next one is
        self._lock = threading.Lock()
        self.objective = 0
        self.bound = verifying.bound if verifying is not None else 0
        self.values: tuple[int, ...] | None = None

    def start(self) -> None:
        """Start the prover."""
        if self._prover:
            self._prover.start()

    def end(self) -> None:
        """End the prover and take what it has."""
        if self._prover:
            self._prover.halt()
            self._look()
            self._run.heard(self._prover)

    def goes_on(self) -> bool:
        """Whether the prover is still at work."""
        return self._prover is not None and self._prover.is_alive()

    def on_solution(self, objective: int, values: tuple[int, ...], bound: float) -> None:
        """CP-SAT has found a solution."""
        self._best = objective if self._best is None else min(self._best, objective)
        if not self._run.options.deterministic:  # of equal solutions chance decides which is told first
            self.found(objective, values)
        if self._prover is not None:
            self._prover.offer(values)
        self.on_bound(bound)

    def on_bound(self, bound: float) -> None:
        """CP-SAT has proved a bound."""
        self.bound = max(self.bound, _up(bound))
        self._note()

    @property
    def infeasible(self) -> bool:
        """Whether the prover has shown that there is no roster."""
        return self._prover is not None and self._prover.infeasible

    def found(self, objective: int, values: tuple[int, ...]) -> None:
        """Keep a solution if it is better than the one there is."""
        with self._lock:
            if self.values is None or objective < self.objective:
                self.objective, self.values = objective, values

    def won(self) -> bool:
        """Whether the two together have closed the gap, or the best verified roster is good enough.

        CP-SAT that works alone is never told so: it ends by itself, and always at the same point of its work.
        """
        if self._run.options.deterministic or (self._prover is None and self._verifying is None):
            return False
        self._look()
        if self.infeasible or (self._first and self.values is not None):
            return True
        if self._best is not None and self._best - self.bound <= self._gap * max(1, self._best):
            return True
        return self._verify()

    def _verify(self) -> bool:
        """Verify the latest solution if that is due; whether the best verified roster is good enough."""
        run, verifying = self._run, self._verifying
        if verifying is None:
            return False
        began, values = run.seconds, self.values
        if values is not None and values != self._looked_at and began > self._due:
            verifying.keep(values, self.bound)
            self._looked_at = values
            took = run.seconds - began
            # never so late that the last solution could not be verified in time
            self._due = run.seconds + max(VERIFYING_SECONDS, took / VERIFYING_SHARE)
            if run.left() - (self._due - run.seconds) < 2 * took:
                self._due = float("inf")
        return verifying.enough(self.bound)

    def _look(self) -> None:
        """See how far the prover is."""
        prover = self._prover
        if prover is None:
            return
        objective, values = prover.incumbent
        better = objective is not None and (self._best is None or objective < self._best)
        if better or prover.bound > self.bound:
            self.bound = max(self.bound, prover.bound)
            if better and objective is not None:
                self._best = objective
                self.found(objective, values)
            self._note()

    def _note(self) -> None:
        if self._phase:
            columns = self._prover.columns if isinstance(self._prover, Generator) else None
            self._run.note(self._phase, self._best if self._verifying is None else self._run.best, self.bound, columns)
