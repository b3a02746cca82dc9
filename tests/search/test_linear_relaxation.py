"""The integer program handed to HiGHS has the optimum of the CP-SAT model, and says so when it has no such form."""

from __future__ import annotations

import pytest
from ortools.sat.python import cp_model

from roster.model import Model
from roster.rules import pose
from roster.search.engines.highs import BranchAndCut
from roster.solvers.highs import Highs
from roster.solvers.program import as_program
from roster.solvers.relaxation import relaxation_bound
from roster.tiers import all_limits
from tests.search.programs import random_model
from tests.search.small import RULEBOOK, random_facts


@pytest.mark.parametrize("seed", range(20))
def test_same_optimum_on_random_models(seed: int) -> None:
    model = random_model(seed)
    solver = cp_model.CpSolver()
    assert solver.solve(model) == cp_model.OPTIMAL
    program = as_program(model)
    assert program is not None
    highs = Highs(program, whole=True)
    assert highs.taken
    highs.run()
    assert highs.optimal
    assert round(highs.objective) == round(solver.objective_value)


def test_a_prover_proves_the_optimum_of_a_model_by_kind() -> None:
    problem = pose(random_facts(5), RULEBOOK)
    model = Model(problem, RULEBOOK, all_limits(problem, RULEBOOK), "kind")
    for total in model.short.values():
        model.model.add(total <= 100)
    model.model.minimize(model.wishes)
    solver = cp_model.CpSolver()
    assert solver.solve(model.model) == cp_model.OPTIMAL
    engine = BranchAndCut(model.model, 30, seed=1)
    engine.start()
    engine.join()
    assert engine.incumbent.bound == round(solver.objective_value)
    objective, values = engine.incumbent.best
    assert objective == engine.incumbent.bound
    assert len(values) == len(model.model.proto.variables)


def test_a_constraint_without_linear_form_is_told() -> None:
    model = cp_model.CpModel()
    one, other = model.new_int_var(0, 3, "one"), model.new_int_var(0, 3, "other")
    model.add_all_different([one, other])
    assert as_program(model) is None
    engine = BranchAndCut(model, 5, seed=1)
    engine.start()
    engine.join()
    assert engine.incumbent.bound == 0
    assert engine.incumbent.best == (None, ())


@pytest.mark.parametrize("seed", range(20))
def test_the_relaxation_proves_no_more_than_is_true(seed: int) -> None:
    model = random_model(seed)
    total = model.new_int_var(0, 200, "total")
    objective = model.proto.objective
    variables = [model.get_int_var_from_proto_index(index) for index in objective.vars]
    model.add(total == sum(w * v for w, v in zip(objective.coeffs, variables, strict=True)) + 100)
    model.minimize(total)
    solver = cp_model.CpSolver()
    assert solver.solve(model) == cp_model.OPTIMAL
    assert 0 < relaxation_bound(model) <= round(solver.objective_value)
