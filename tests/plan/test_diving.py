"""The dive: what the relaxation nearly does is done, and taken back where that has no solution or costs too much."""

from __future__ import annotations

import math

import numpy as np
import pytest

from roster.plan.diving import Run, dive
from roster.search.run import Stop
from roster.solvers.program import Program

RUN = Run(None, 0.0, 1, Stop())


def program(rows: list[tuple[dict[int, float], float, float]], cost: list[float], most: list[float]) -> Program:
    """Minimise a cost over variables from 0 to `most` within rows of weights by variable, low and high."""
    return Program(
        starts=np.cumsum([0, *(len(weights) for weights, _low, _high in rows)]),
        columns=np.array([column for weights, _low, _high in rows for column in weights]),
        weights=np.array([weight for weights, _low, _high in rows for weight in weights.values()]),
        row_low=np.array([low for _weights, low, _high in rows]),
        row_high=np.array([high for _weights, _low, high in rows]),
        low=np.zeros(len(cost)),
        high=np.array(most),
        cost=np.array(cost),
    )


def test_what_has_no_solution_is_taken_back() -> None:
    """The relaxation does 0.8 of the first thing, which cannot be done whole; then the second is done in its place."""
    asked = program([({0: 10.0}, -math.inf, 8.0), ({0: 1.0, 1: 1.0}, -math.inf, 1.0)], [-3.0, -2.0], [1.0, 1.0])
    relaxed, values = dive(asked, (0, 1), RUN)
    assert relaxed is not None
    assert relaxed.values == pytest.approx([0.8, 0.2])
    assert values == pytest.approx([0.0, 1.0])


@pytest.mark.parametrize(("jump", "done"), [(5.0, 0.0), (math.inf, 1.0)])
def test_what_costs_too_much_is_taken_back_where_it_can_be(jump: float, done: float) -> None:
    """Something missing, at a price of 100, follows where the first thing is done whole."""
    asked = program([({0: 1.0, 1: -1.0}, -math.inf, 0.8)], [-1.0, 100.0], [1.0, 1.0])
    _relaxed, values = dive(asked, (0,), RUN, jump)
    assert values is not None
    assert values[0] == pytest.approx(done)


def test_several_are_taken_back_together_and_done_as_far_as_they_can_be() -> None:
    """The relaxation does 0.8 of each of three things, of which any two exclude each other."""
    pairs = ({0: 1.0, 1: 1.0}, {1: 1.0, 2: 1.0}, {0: 1.0, 2: 1.0})
    asked = program([(pair, -math.inf, 1.6) for pair in pairs], [-1.0, -1.0, -1.0], [1.0, 1.0, 1.0])
    relaxed, values = dive(asked, (0, 1, 2), RUN)
    assert relaxed is not None
    assert relaxed.values == pytest.approx([0.8, 0.8, 0.8])
    assert values is not None
    assert sorted(np.rint(values)) == [0.0, 0.0, 1.0]


def test_a_program_without_a_solution_has_no_relaxation() -> None:
    assert dive(program([({0: 1.0}, 2.0, math.inf)], [1.0], [1.0]), (0,), RUN) == (None, None)
