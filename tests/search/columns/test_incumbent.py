"""The best solution that several threads improve: which others are taken instead."""

from __future__ import annotations

from roster.model import Model, all_limits
from roster.rules import pose
from roster.search.columns.incumbent import Incumbent
from tests.search.small import RULEBOOK, random_facts


def started(objective: int) -> tuple[Incumbent, Model]:
    problem = pose(random_facts(3), RULEBOOK)
    whole = Model(problem, RULEBOOK, all_limits(problem, RULEBOOK), "kind")
    incumbent = Incumbent(whole, {})
    incumbent.offer(costing(whole, objective))
    return incumbent, whole


def costing(whole: Model, objective: int) -> tuple[int, ...]:
    """Values of which only the objective matters here."""
    return tuple(objective if index == whole.wishes.index else 0 for index in range(len(whole.model.proto.variables)))


def test_solutions_that_are_worse_or_short_of_more_than_is_allowed_are_not_taken() -> None:
    incumbent, whole = started(100)
    incumbent.offer(costing(whole, 101))
    assert incumbent.best[0] == 100
    priority = next(iter(whole.short))
    strict = Incumbent(whole, {priority: 0})
    values = list(costing(whole, 50))
    values[whole.short[priority].index] = 1
    strict.offer(tuple(values))
    assert strict.best == (None, ())


def test_an_equal_solution_takes_the_place_of_the_one_before() -> None:
    incumbent, whole = started(100)
    other = list(costing(whole, 100))
    other[0 if whole.wishes.index else 1] = 1
    incumbent.offer(tuple(other))
    assert incumbent.best == (100, tuple(other))
