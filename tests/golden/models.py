"""The limits of every rule, both CP-SAT models, and the integer program: what a search is given."""

from __future__ import annotations

from collections.abc import Iterator

from ortools.sat.python import cp_model

from roster.domain.problem import Problem
from roster.model import Model
from roster.rules import Rulebook
from roster.rules.limits import AllOrNone, AtLeastGroups, AtMostGroups, Forbidden, Linear, Run, Spread
from roster.solvers.program import as_program
from roster.tiers import WISHES, all_limits
from tests.golden.items import Item, lines, spelled

FORMS = {
    Linear: "sum",
    Forbidden: "not both",
    Run: "run",
    AtMostGroups: "groups",
    AtLeastGroups: "groups at least",
    AllOrNone: "all or none",
    Spread: "spread",
}
"""Each form's name in the texts, whatever its class is called."""


def limits(problem: Problem, rulebook: Rulebook) -> Iterator[Item]:
    """The limits of each rule, as the rule gives them."""
    for name, found in all_limits(problem, rulebook).items():
        yield Item(name, f"{len(found)}", lines(f"{FORMS[type(limit)]} {spelled(limit)}" for limit in found))


def models(problem: Problem, rulebook: Rulebook) -> Iterator[Item]:
    """Variables, physics and what rules add, by crew and by unit kind; the model by kind as rows."""
    known = all_limits(problem, rulebook)
    for grain in ("crew", "kind"):
        whole = Model(problem, rulebook, known, grain)
        proto = whole.model.proto
        yield Item(f"{grain} variables", f"{len(proto.variables)}", lines(_domain(one) for one in proto.variables))
        rows = [_row(one) for one in proto.constraints]
        for part, own in (("physics", rows[: whole.physics_rows]), ("rules", rows[whole.physics_rows :])):
            yield Item(f"{grain} {part}", f"{len(own)}", lines(own))
        trial = whole.minimising(WISHES, dict.fromkeys(whole.short, 0))
        yield Item(f"{grain} objective", _objective(trial), _objective(trial))
        if grain == "kind":
            yield Item("kind program", *_program(trial))


def _domain(variable: object) -> str:
    return " ".join(map(str, variable.domain))  # type: ignore[attr-defined]


def _row(constraint: object) -> str:
    """A constraint on one line, without the name that it may have."""
    text = [line.strip() for line in str(constraint).splitlines()]
    return " ".join(line for line in text if line and not line.startswith("name:"))


def _objective(model: cp_model.CpModel) -> str:
    objective = model.proto.objective
    return " ".join(f"{weight}*{at}" for at, weight in zip(objective.vars, objective.coeffs, strict=True))


def _program(model: cp_model.CpModel) -> tuple[str, str]:
    """The integer program's size, and its columns and rows, whatever arrays they are kept in."""
    program = as_program(model)
    if program is None:
        return "none", ""
    bounds = zip(program.low, program.high, program.cost, strict=True)
    rows = []
    for row, (low, high) in enumerate(zip(program.row_low, program.row_high, strict=True)):
        inside = slice(program.starts[row], program.starts[row + 1])
        terms = zip(program.weights[inside], program.columns[inside], strict=True)
        rows.append(f"{low:.17g} {high:.17g} " + " ".join(f"{weight:.17g}*{at}" for weight, at in terms))
    columns = [f"{low:.17g} {high:.17g} {cost:.17g}" for low, high, cost in bounds]
    return f"{len(columns)} x {len(rows)}", lines([*columns, *rows])
