"""The whole model decided from the incumbent on tells what it gains, and what it proves."""

from __future__ import annotations

from numpy.random import default_rng
from ortools.sat.python import cp_model

from roster.search.columns.neighbourhoods.whole_model import WholeModel
from roster.search.incumbent import Incumbent


def posed() -> tuple[cp_model.CpModel, Incumbent]:
    """At least two of three, as cheap as can be, from all three on."""
    model, incumbent = cp_model.CpModel(), Incumbent()
    chosen = [model.new_bool_var("") for _ in range(3)]
    model.add(sum(chosen) >= 2)
    model.minimize(5 * chosen[0] + 3 * chosen[1] + 4 * chosen[2])
    incumbent.tell(12, (1, 1, 1))
    return model, incumbent


def test_gains_and_proves() -> None:
    model, incumbent = posed()
    whole = WholeModel(model, incumbent, 60.0, lambda: False, default_rng(1))
    assert whole((1, 1, 1)) == 5
    assert (incumbent.best, incumbent.bound) == ((7, (0, 1, 1)), 7)
    assert not model.proto.solution_hint.vars


def test_what_gained_nothing_has_more_time_the_next_time() -> None:
    model, incumbent = posed()
    incumbent.tell(7, (0, 1, 1))
    whole = WholeModel(model, incumbent, 60.0, lambda: False, default_rng(1))
    before = whole._share
    assert whole((0, 1, 1)) == 0
    assert whole._share > before


def test_shows_that_there_is_no_solution() -> None:
    model, incumbent = posed()
    model.add(sum(model.get_bool_var_from_proto_index(at) for at in range(3)) <= 1)
    WholeModel(model, incumbent, 60.0, lambda: False, default_rng(1))((1, 1, 1))
    assert incumbent.infeasible
