"""Neighbourhoods of column generation, one operator a file: parts of a roster decided again beside the rest.

Their loop is that of every large neighbourhood search (`search/neighbourhoods/loop.py`). A further operator is a file
here and a line in one of the two lists below.
"""

from __future__ import annotations

from roster.search.columns.neighbourhoods.combine import combine
from roster.search.columns.neighbourhoods.days_of_officers import DaysOfOfficers
from roster.search.columns.neighbourhoods.dive import dive
from roster.search.columns.neighbourhoods.lines_in_turn import LinesInTurn
from roster.search.columns.neighbourhoods.lines_of_officers import LinesOfOfficers
from roster.search.columns.neighbourhoods.whole_model import WholeModel
from roster.search.columns.parts import Operator, PartSolver
from roster.search.columns.pool import LineOperator

OF_LINES: tuple[LineOperator, ...] = (dive, combine)
"""Of some officers lines are generated again: a roster from these and the others' lines, on one thread."""


def of_parts(parts: PartSolver, limit: float) -> list[Operator]:
    """Those that exact models decide, on the other threads; `limit` is the time that there is in all."""
    exact, staff = parts.exact, parts.staff
    fewest = min(parts.tuning.fewest, staff)
    crowds = {max(fewest, round(share * staff)) for share in parts.tuning.crowds}
    return [
        *(DaysOfOfficers(parts, crowd) for crowd in sorted(crowds)),
        LinesOfOfficers(parts),
        LinesInTurn(parts),
        WholeModel(exact.trial, parts.incumbent, limit, parts.settled, parts.random, exact.tuning),
    ]
