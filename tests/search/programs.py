"""Small models, drawn from a seed or made by hand, and their integer programs."""

from __future__ import annotations

import random

import numpy as np
from ortools.sat.python import cp_model

from roster.search.submip import SubMip
from roster.solvers.program import as_program


def random_model(seed: int) -> cp_model.CpModel:
    """Linear rows, clauses and implications over a few whole numbers."""
    rng = random.Random(seed)
    model = cp_model.CpModel()
    flags = [model.new_bool_var(f"b{n}") for n in range(8)]
    numbers = [model.new_int_var(-3, 5, f"x{n}") for n in range(3)]
    for _ in range(4):
        chosen = rng.sample(flags, 3)
        model.add_bool_or([flag if rng.random() < 0.5 else flag.negated() for flag in chosen])
        model.add_implication(rng.choice(flags), rng.choice(flags).negated())
        terms = [rng.randint(-3, 3) * variable for variable in flags + numbers]
        model.add(sum(terms) <= rng.randint(0, 6))
    model.minimize(sum(rng.randint(-4, 4) * variable for variable in flags + numbers))
    return model


def parts_of(model: cp_model.CpModel, people: int = 0) -> SubMip:
    program = as_program(model)
    assert program is not None
    about = np.arange(len(program.low)) < people
    return SubMip(program, about)


def spread() -> cp_model.CpModel:
    """Twelve people, of whom six work 0, 1 or 2 shifts, 8 in all; the most of anybody costs 5, and work the same."""
    model = cp_model.CpModel()
    shifts = [model.new_int_var(0, 2, "") for _ in range(12)]
    most, over = model.new_int_var(0, 2, ""), model.new_int_var(0, 2, "")
    for count in shifts:
        model.add(most >= count)
    model.add(over >= most)
    model.add(sum(shifts) == 13)
    model.minimize(5 * over)
    return model
