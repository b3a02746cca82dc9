"""Column generation: a rising proven bound, a roster by diving, then rosters by deciding whole lines again."""

from __future__ import annotations

import time
from collections.abc import Mapping

import numpy as np

from roster.model import Model
from roster.search.columns.diagram import OverError
from roster.search.columns.generate import Generator
from roster.search.columns.neighbourhoods import of_parts
from roster.search.columns.parts import PartSolver
from roster.search.engine import Engine
from roster.search.incumbent import Incumbent, Values
from roster.search.linear_relaxation import LinearRelaxation
from roster.solvers.arrays import Index
from roster.tiers import WISHES, Limits


class ColumnGeneration(Engine):
    """Lines of work generated on one thread, parts of the roster decided by CP-SAT on the others, of which one is.

    Its model is that by unit kind, `whole`, whose wishes are minimised while each priority stays within `most`.
    """

    def __init__(
        self,
        whole: Model,
        limits: Limits,
        most: Mapping[int, int],
        limit: float,
        seed: int,
        exact: LinearRelaxation | None = None,
        first: bool = False,
        constructing: bool = True,
    ) -> None:
        """`exact` is the same model as parts, if that is there already.

        With `first` it ends with a first roster; otherwise it begins with one of its own only if `constructing`.
        """
        super().__init__()
        self._whole, self._limits, self._most, self._seed = whole, limits, most, seed
        self._exact = exact or LinearRelaxation(whole, whole.minimising(WISHES, most))
        self._first, self._constructing = first, constructing
        self._began, self._limit = time.monotonic(), limit
        self._offered: Values = ()

    def start(self, incumbent: Incumbent | None = None) -> None:
        self.begin_with(self.incumbent if incumbent is None else incumbent)
        super().start()

    def begin_with(self, incumbent: Incumbent) -> None:
        """Make what generates lines, and what decides parts of the roster again, about an incumbent."""
        whole, exact, seed, self.incumbent = self._whole, self._exact, self._seed, incumbent
        self.parts = PartSolver(whole, exact, incumbent, seed, self._settled, self._worst_of)
        self.generator = Generator(whole, exact, incumbent, seed, self._left, self.parts.fill)

    def offer(self, values: Values) -> None:
        self._offered = values

    def _left(self) -> float:
        """Seconds that are left; none where it is to end."""
        return 0.0 if self.halted.is_set() else self._limit - (time.monotonic() - self._began)

    def _settled(self) -> bool:
        return self._left() <= 0 or self.incumbent.closed

    def work(self) -> None:
        posed = self._exact.pose()
        assert posed
        self._take_offered()
        if self._first:
            self.parts.construct(self._exact.threads)
        else:
            self.at_once(self._generate, self._decide_parts)

    def _take_offered(self) -> None:
        """Begin with what was offered, if it keeps all rows and no priority is larger than it may be."""
        whole, parts = self._whole, self._exact.submip
        values = self._offered[: len(whole.model.proto.variables)]
        within = values and all(values[whole.short[priority].index] <= most for priority, most in self._most.items())
        if within and parts.kept(np.array(values, dtype=float)):
            self.incumbent.tell(values[whole.wishes.index], values, ties=True)

    def _generate(self) -> None:
        """The bound, a dive, then lines of some officers decided again."""
        try:
            self.generator.begin(self._limits, self._most)
        except OverError:
            return
        self.generator.generate(self._limit, self._settled)

    def _worst_of(self, values: Values, size: int, random: np.random.Generator) -> Index | None:
        return self.generator.worst_of(values, size, random)

    def _decide_parts(self) -> None:
        """On all threads but one: a first roster, then parts decided by CP-SAT."""
        threads = max(1, self._exact.threads - 1)
        if self._constructing:
            self.parts.construct(threads)
        self.parts.improve(of_parts(self.parts, self._limit), threads)
