"""Which units run, and in which vehicles, where a search seats people only: settled before and after it.

Local search that fills one seat after the other cannot open a crew, since a crew of one breaks musts; so a small
program says beforehand which units run, as if there were people enough, and every seat of theirs is to be filled.
"""

from __future__ import annotations

from collections.abc import Iterable

from ortools.sat.python import cp_model

from benchmarks.peers.sums import HARD, UNBOUNDED, Adds, Sums
from roster.domain.clock import Span
from roster.domain.problem import Problem
from roster.domain.service import Unit
from roster.solvers import cpsat
from roster.tiers import WISHES

MUST, SHORT, TIE = 10**12, 1000, 100
"""What musts and shortfalls count beside wishes, and wishes beside a seat to fill."""


def running(found: Sums, seconds: float = 20.0) -> list[int]:
    """How many crews of each unit run, at the least cost of what the rules ask of units, with the fewest seats."""
    problem, model = found.problem, cp_model.CpModel()
    runs = [model.new_int_var(0, unit.most, unit.label) for unit in problem.units]
    crews = [problem.kind[unit.kind].crew for unit in problem.units]
    of_work = {adds.limit for adds in (*found.by_work, *found.by_service)}
    units, people = _by_limit(found.by_unit), _by_limit(found.by_people)
    weight_of = {tier: scale * TIE * SHORT for tier, scale in found.scale().items()} | {HARD: MUST, WISHES: TIE}
    costs: list[cp_model.LinearExpr | int] = [crew * run for crew, run in zip(crews, runs, strict=True)]
    for limit in found.limits:
        if limit.number in of_work:
            continue
        sure = [(adds.weight, adds.key) for adds in units.get(limit.number, ())]
        filled = [(adds.weight * crews[u], u) for adds in people.get(limit.number, ()) for u in [adds.key % len(runs)]]
        highest, lowest = ([*sure, *((w, u) for w, u in filled if w * sign > 0)] for sign in (1, -1))
        for sign, terms, bound in ((1, highest, limit.low), (-1, lowest, limit.high)):
            missing = sign * (bound - limit.constant - sum(weight * runs[unit] for weight, unit in terms))
            worst = sign * (bound - limit.constant) + sum(abs(w) * problem.units[u].most for w, u in terms)
            if abs(bound) < UNBOUNDED and worst > 0:
                amount = model.new_int_var(0, -(-worst // limit.per), "")
                model.add(limit.per * amount >= missing)
                costs.append(weight_of[limit.tier] * limit.price * amount)
    model.minimize(cp_model.LinearExpr.sum(costs))
    result = cpsat.solve(model, cpsat.Parameters(seconds, workers=2))
    if not result.solved:
        raise RuntimeError(f"no plan of units: {result.status.name}")
    return [result.value(run) for run in runs]


def _by_limit(adds: Iterable[Adds]) -> dict[int, list[Adds]]:
    found: dict[int, list[Adds]] = {}
    for one in adds:
        found.setdefault(one.limit, []).append(one)
    return found


def vehicle_groups(units: Iterable[Unit], problem: Problem) -> list[tuple[Unit, str]]:
    """A vehicle group for each crew that drives, one of its kind's first choice that is free, in the order of starts;
    a crew for which none is left is missing."""
    chosen: list[tuple[Unit, str]] = []

    def span(unit: Unit) -> Span:
        return problem.shift[unit.shift].span(unit.day)

    for unit in sorted(units, key=lambda unit: (span(unit), unit.id)):
        kinds = problem.kind[unit.kind].vehicle_kinds
        for group in sorted(problem.vehicle_groups, key=lambda g: kinds.index(g.kind) if g.kind in kinds else -1):
            taken = sum(name == group.id and span(other).overlap(span(unit)) > 0 for other, name in chosen)
            away = any(stretch.overlap(span(unit)) for stretch in group.away)
            if group.kind in kinds and not away and taken < len(group.vehicles):
                chosen.append((unit, group.id))
                break
    return chosen
