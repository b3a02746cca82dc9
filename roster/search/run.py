"""The clock that all steps of a search share, with its curve and its request to stop; it knows no engine."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from ortools.sat.python import cp_model

from roster.domain.outcome import WISHES_PHASES, Moment
from roster.domain.problem import Problem
from roster.domain.roster import Roster
from roster.forms import Expression
from roster.i18n import _
from roster.search.tuning import DEFAULT, Tuning
from roster.solvers.cpsat import Status

Watch = Callable[[Moment], None]
"""Told each step of a search; one that has a method `verified(problem, roster)` is told each better roster as well."""
RAISE_FAILURES = False
"""Whether an error on a thread beside the search is raised as well as told: so in tests."""


THREADS = 2
"""Threads where nothing else is asked for: one often finds no first roster."""


@dataclass(frozen=True)
class Options:
    """How long and how to search; with `deterministic` seconds are the solver's own measure of work."""

    time_limit: float = 60.0
    gap: float = 0.0
    workers: int = THREADS
    seed: int = 1
    deterministic: bool = False
    search: Literal["auto", "cpsat", "columns"] = "auto"
    strategies: tuple[str, ...] = ("max_lp", "lns")
    """CP-SAT's own names of what one or two workers do once there is a roster."""
    tuning: Tuning = DEFAULT


class Stop:
    """A request to end the search with the best roster so far; safe to call from a signal handler."""

    def __init__(self) -> None:
        self._event = threading.Event()

    def __call__(self) -> None:
        self._event.set()

    def __bool__(self) -> bool:
        return self._event.is_set()

    @property
    def asked(self) -> bool:
        """Whether somebody asked for it, and it is not only that a time is over."""
        return self._event.is_set()


@dataclass(frozen=True)
class SolveResult:
    """What the engines gave on one model: `values` of all variables by index, None without a solution."""

    status: Status
    objective: int
    bound: int
    values: tuple[int, ...] | None

    def value(self, expression: Expression) -> int:
        """The value of a variable."""
        assert self.values is not None
        assert isinstance(expression, cp_model.IntVar)
        return self.values[expression.index]


class TimeUpError(Exception):
    """Raised where a model is made that nobody can use any more: the limit, and what may be beyond it, is over."""


class Clock:
    """The time of one search, by the clock or by the solver's work; its curve, and what went wrong beside it."""

    def __init__(self, options: Options, watch: Watch, stop: Stop) -> None:
        self.options, self.stop = options, stop
        self.curve: list[Moment] = []
        self.best: int | None = None  # cost of the best verified roster's wishes
        self.failures: list[Exception] = []  # what ended engines beside CP-SAT early
        self._watch = watch
        self._started = time.monotonic()
        self._spent = 0.0
        self._lock = threading.Lock()

    @property
    def seconds(self) -> float:
        return time.monotonic() - self._started

    @property
    def used(self) -> float:
        """Seconds since the start; of deterministic time when that is what counts."""
        return self._spent if self.options.deterministic else self.seconds

    def spend(self, seconds: float) -> None:
        """Count so many seconds of deterministic time."""
        self._spent += seconds

    def left(self) -> float:
        """Seconds of the limit that are left; of deterministic time when that is what counts."""
        return max(0.0, self.options.time_limit - self.used)

    def over(self) -> bool:
        """Whether the time is up or a stop was asked for."""
        return bool(self.stop) or self.left() <= 0

    @property
    def last(self) -> float:
        """The second at which nothing more is begun, even where there is no roster yet."""
        limit, tuning = self.options.time_limit, self.options.tuning.stages
        if self.options.deterministic:
            return limit + max(tuning.late_work, limit)
        return max(tuning.late_until, limit + (tuning.late_share * limit + tuning.late_seconds) / 2)

    def late(self) -> bool:
        """Whether that is over, or a stop was asked for."""
        return bool(self.stop) or self.used > self.last

    def heard(self, failure: Exception | None, fatal: bool = False) -> None:
        """Take down what ended an engine early, if anything did; raised where nothing goes without that engine."""
        if failure is not None and failure not in self.failures:
            self.failures.append(failure)
            if fatal or RAISE_FAILURES:
                raise failure

    def notes(self) -> tuple[str, ...]:
        """What went wrong beside the search, as sentences."""
        text = _("a part of the search ended early by a fault of the program ({error}); the rest went on without it")
        return tuple(dict.fromkeys(text.format(error=f"{type(f).__name__}: {f}"[:200]) for f in self.failures))

    def note(
        self, phase: str, incumbent: int | None = None, bound: int | None = None, columns: int | None = None
    ) -> None:
        """Add a point to the curve and tell whoever watches, unless all is as at the point before. Any thread may."""
        if incumbent is None and phase in WISHES_PHASES:
            incumbent = self.best
        with self._lock:
            moment = Moment(self.seconds, phase, incumbent, bound, columns)
            if not self.curve or self.curve[-1][1:] != moment[1:]:
                self.curve.append(moment)
                self._watch(moment)

    def verified(self, problem: Problem, roster: Roster) -> None:
        """Tell whoever watches, and asks for it, of a verified roster that is better than the ones before."""
        tell = getattr(self._watch, "verified", None)
        if tell is not None:
            tell(problem, roster)
