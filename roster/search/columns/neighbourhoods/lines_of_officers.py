"""All days of some officers."""

from __future__ import annotations

from roster.search.columns.parts import PartSolver
from roster.search.incumbent import Values
from roster.search.neighbourhoods.adaptive import Size


class LinesOfOfficers:
    """Of as many officers as are decided in time."""

    def __init__(self, parts: PartSolver) -> None:
        self._parts = parts
        self._officers = Size(min(parts.tuning.fewest, parts.staff), parts.staff, parts.adaptation)

    def __call__(self, values: Values) -> None:
        self._parts.decide_again(self._officers, self._officers.now, self._parts.days, values)
