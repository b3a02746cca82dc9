"""The best solution that several threads improve: which is taken, and who is credited with what."""

from __future__ import annotations

import threading

import numpy as np

from roster.model import Model, all_limits
from roster.rules import pose
from roster.search.adaptive import Adaptive
from roster.search.columns.incumbent import Incumbent, Move
from tests.search.test_solve import RULEBOOK, random_facts


class Credited(Adaptive[tuple[Move, int]]):
    """Draws its only choice, and keeps what it was credited with."""

    def __init__(self, choice: tuple[Move, int]) -> None:
        super().__init__([choice], np.random.default_rng(1))
        self.gains: list[float] = []

    def learn(self, choice: tuple[Move, int], gain: float, seconds: float) -> None:
        super().learn(choice, gain, seconds)
        self.gains.append(gain)


def started(objective: int) -> tuple[Incumbent, Model]:
    problem = pose(random_facts(3), RULEBOOK)
    whole = Model(problem, RULEBOOK, all_limits(problem, RULEBOOK), "kind")
    incumbent = Incumbent(whole, {})
    incumbent.offer(costing(whole, objective))
    return incumbent, whole


def costing(whole: Model, objective: int) -> tuple[int, ...]:
    """Values of which only the objective matters here."""
    return tuple(objective if index == whole.wishes.index else 0 for index in range(len(whole.model.proto.variables)))


def test_a_move_is_credited_with_its_own_gain_only() -> None:
    incumbent, whole = started(100)

    def move(best: int, values: tuple[int, ...], size: int) -> None:
        other = threading.Thread(target=incumbent.offer, args=(costing(whole, best - 20),))
        other.start()
        other.join()
        incumbent.offer(costing(whole, best - 21))
        incumbent.offer(costing(whole, best - 23))

    moves = Credited((move, 1))
    incumbent.improve(moves, lambda: len(moves.gains) == 2)
    assert moves.gains == [3, 3]
    assert incumbent.best[0] == 100 - 2 * 23


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
