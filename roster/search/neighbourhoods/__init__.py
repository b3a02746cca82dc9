"""Large neighbourhood search: parts of a solution are freed and decided again, which part by its success.

Shaw (1998), "Using constraint programming and local search methods to solve vehicle routing problems"; Ropke and
Pisinger (2006), "An adaptive large neighbourhood search heuristic for the pickup and delivery problem with time
windows". A further operator is a file here and a line in one of the lists below.
"""

from __future__ import annotations

from roster.search.linear_relaxation import LinearRelaxation
from roster.search.neighbourhoods.adaptive import Size
from roster.search.neighbourhoods.days import days, taken_days
from roster.search.neighbourhoods.group_days import group_days, taken_group_days
from roster.search.neighbourhoods.guide import Operator
from roster.search.neighbourhoods.people import people
from roster.search.neighbourhoods.people_and_units import people_and_units
from roster.search.neighbourhoods.people_beyond import people_beyond

OF_DAYS: tuple[Operator, ...] = (days, taken_days)
"""Their size is a number of days."""

OF_GROUPS: tuple[Operator, ...] = (group_days, taken_group_days)
"""The same, where the relaxation is one of groups."""

OF_PEOPLE: tuple[Operator, ...] = (people, people_and_units, people_beyond)
"""Their size is a number of officers."""


def operators(relaxed: LinearRelaxation) -> list[tuple[Operator, Size]]:
    """The operators for a model with a relaxation, or with those of groups, each with its size."""
    horizon, staff = int(relaxed.day.max()) + 1, int(relaxed.officer.max()) + 1
    tuning, adaptation = relaxed.tuning.neighbourhoods, relaxed.tuning.adaptation
    fewest, most = min(tuning.fewest, staff), min(tuning.most, staff)
    windows = OF_DAYS if relaxed.groups is None else OF_DAYS + OF_GROUPS
    found = [(operator, Size(1, horizon, adaptation)) for operator in windows]
    return found + [(operator, Size(fewest, most, adaptation)) for operator in OF_PEOPLE]
