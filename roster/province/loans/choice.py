"""One bundle for each brigade, so that what is lent arrives: the least cost in strict order, by CP-SAT."""

from __future__ import annotations

from collections.abc import Mapping

from ortools.sat.python import cp_model

from roster.province.loans.cost import NOTHING, Cost, total
from roster.province.loans.market import Bundle, Market
from roster.solvers.cpsat import Parameters, Run

WORK = 20.0
"""Of CP-SAT's deterministic time for each priority; far more than these models need."""

Costs = Mapping[tuple[str, Bundle], Cost]
Choice = dict[str, Bundle]


def choose(market: Market, costs: Costs) -> tuple[Choice, Cost] | None:
    """The cheapest choice among bundles with known costs, and its cost; None where there is none, or none proved."""
    model = cp_model.CpModel()
    taken: dict[tuple[str, Bundle], cp_model.IntVar] = {}
    for side in market.sides:
        known = [bundle for bundle in side.bundles if (side.name, bundle) in costs]
        for bundle in known:
            taken[side.name, bundle] = model.new_bool_var("")
        model.add_exactly_one(taken[side.name, bundle] for bundle in known)
    for at in range(len(market.items)):
        lent = sum(bundle.out[at] * variable for (_name, bundle), variable in taken.items())
        come = sum(bundle.into[at] * variable for (_name, bundle), variable in taken.items())
        model.add(lent == come)
    for place in range(len(NOTHING)):
        terms = [costs[key][place] * variable for key, variable in taken.items() if costs[key][place]]
        if not terms:
            continue
        model.minimize(sum(terms))
        result = Run(model, Parameters(work=WORK))()
        if result.status.name != "OPTIMAL":
            return None
        model.add(sum(terms) == result.objective)
    result = Run(model, Parameters(work=WORK))()
    if not result.solved:
        return None
    chosen = {name: bundle for (name, bundle), variable in taken.items() if result.value(variable)}
    return chosen, total(costs[name, bundle] for name, bundle in chosen.items())
