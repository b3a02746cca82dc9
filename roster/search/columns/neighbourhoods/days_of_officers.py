"""Some days in a row of so many officers, units included."""

from __future__ import annotations

from roster.search.columns.parts import PartSolver
from roster.search.incumbent import Values
from roster.search.neighbourhoods.adaptive import Size


class DaysOfOfficers:
    """As many days as are decided in time, of `crowd` officers."""

    def __init__(self, parts: PartSolver, crowd: int) -> None:
        self._parts, self._crowd = parts, crowd
        self._days = Size(min(parts.tuning.fewest_days, parts.days), parts.days, parts.adaptation)

    def __call__(self, values: Values) -> None:
        self._parts.decide_again(self._days, self._crowd, self._days.now, values)
