"""Shifts decided again with their crews told apart: lawful, never dearer, and better where crews cost too much."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
from ortools.sat.python import cp_model

from roster.decisions import roster_of
from roster.domain.clock import Window
from roster.domain.people import Officer, Request
from roster.domain.problem import Problem
from roster.domain.service import DemandLine
from roster.forms import Expression
from roster.model import Model
from roster.rules import Rulebook, pose
from roster.rules.variables import Valuation
from roster.search.crew_refinement import CrewRefinement, Seated
from roster.search.linear_relaxation import LinearRelaxation
from roster.search.run import SolveResult
from roster.search.seating import Seating
from roster.search.solution import Solution, verified
from roster.search.submip import Extend
from roster.solvers.arrays import Array
from roster.tiers import all_limits
from tests.rules.law_units import brigade, rule
from tests.search.coached import BOOK, facts
from tests.search.small import RULEBOOK, random_facts


def never() -> bool:
    return False


class Week:
    """A problem with its model by kind, relaxed: shortfalls count much, wishes little."""

    def __init__(self, problem: Problem, rulebook: Rulebook) -> None:
        self.problem, self.rulebook = problem, rulebook
        self.limits = all_limits(problem, rulebook)
        self.model = Model(problem, rulebook, self.limits, "kind")
        trial = self.model.model.clone()
        trial.minimize(self.model.wishes + 1000 * sum(self.model.short.values()))
        self.relaxed = LinearRelaxation(self.model, trial)
        assert self.relaxed.prepare(never)
        self.seating = Seating(problem, rulebook, self.limits)
        self.refinement = CrewRefinement(self.relaxed, self.model, self.seating, 1, never)

    def solved(self, extend: Extend | None = None) -> Array:
        everything = np.ones(len(self.relaxed.values), dtype=bool)
        found = self.relaxed.submip.solve(everything, None, 20, 1, never, extend=extend)
        assert found is not None
        return found

    def value(self, values: Array) -> Valuation:
        stage = SolveResult(cp_model.FEASIBLE, 0, 0, tuple(np.rint(values).astype(int).tolist()))
        return self.model.decisions.reader(stage.value)

    def written(self, seated: Seated) -> Solution:
        values, seats = seated
        roster = roster_of(self.problem, seats, self.value(values))
        return verified(self.problem, self.rulebook, self.limits, list(self.model.short), roster)


def test_it_places_people_of_a_shift_who_cannot_be_seated() -> None:
    week = Week(pose(facts(Officer("Y", "Y", "auxiliary")), BOOK), BOOK)
    values = week.solved()
    _, failed = week.seating.seat(week.value(values))
    refined_seats = week.refinement.repair(failed or {(0, "D")}, (values, set()))
    assert refined_seats is not None
    found = week.written(refined_seats)
    assert not found.report.must_violations
    assert found.cost == (0, 5)


def test_people_of_one_day_change_shifts_for_better_crews() -> None:
    """A sworn officer by day with two of another squad, and at night the other way round."""
    book = Rulebook((*BOOK.rules[:3], rule({"rule": "keep_together", "same": "squad", "weight": 3})))
    squads = {"S": "1", "C": "1", "E": "1", "T": "2", "X": "2", "Y": "2"}
    people = tuple(
        Officer(name, name, "sworn" if name in "ST" else "auxiliary", squad=squad, qualifications=frozenset({"driver"}))
        for name, squad in squads.items()
    )
    line = DemandLine("cars", "car", (), Window(7 * 60, 31 * 60), frozenset({0}), 1)
    week = Week(pose(replace(facts(), officers=people, demand=(line,), requests=()), book), book)
    by_day = {"S", "X", "Y"}

    def mixed(model: cp_model.CpModel, of: Callable[[int], Expression]) -> Expression:
        for serves, variable in week.model.decisions.serving():
            model.add(of(variable.index) == int((serves.officer in by_day) == (serves.shift == "D")))
        return 0

    values = week.solved(mixed)
    seats, failed = week.seating.seat(week.value(values))
    assert not failed
    assert week.written((values, seats)).cost[-1] == 6
    assert [week.refinement.aggregation_gap((0, shift), (values, seats)) for shift in "DN"] == [3, 3]
    by_shift = week.refinement.refined([(0, "D")], (values, seats))
    assert by_shift is not None
    assert week.written(by_shift).cost[-1] == 6  # everybody else works at night
    by_day_again = week.refinement.refined([(0, "D"), (0, "N")], (values, seats))
    assert by_day_again is not None
    assert week.written(by_day_again).cost[-1] == 0


def test_what_is_counted_by_kind_is_not_counted_again_by_crew() -> None:
    """A post without a sworn officer costs 30, the wish of the only one to be off 40."""
    book = Rulebook(
        (
            *BOOK.rules[:3],
            rule({"rule": "crew", "id": "led", "composition": {"sworn": 1}, "weight": 30}),
            rule({"rule": "requests", "weight": 1}),
        )
    )
    small = replace(
        brigade(),
        officers=(Officer("S", "S", "sworn"), Officer("X", "X", "auxiliary"), Officer("Y", "Y", "auxiliary")),
        kinds=tuple(kind for kind in brigade().kinds if kind.code == "post"),
        demand=(DemandLine("post", "post", ("P1",), Window(7 * 60, 15 * 60), frozenset({0}), 1),),
        requests=(Request("S", 0, "", False, 40),),
    )
    week = Week(pose(small, book), book)

    def at_work(model: cp_model.CpModel, of: Callable[[int], Expression]) -> Expression:
        for serves, variable in week.model.decisions.serving():
            if serves.officer == "S":
                model.add(of(variable.index) == 1)
        return 0

    values = week.solved(at_work)
    seats, _ = week.seating.seat(week.value(values))
    assert week.written((values, seats)).cost == (0, 40)
    found = week.refinement.refined([(0, "D")], (values, seats))
    assert found is not None
    assert week.written(found).cost == (0, 30)


@pytest.mark.parametrize("seed", range(8))
def test_shifts_never_get_worse(seed: int) -> None:
    problem = pose(random_facts(seed), RULEBOOK)
    week = Week(problem, RULEBOOK)
    values = week.solved()
    seats, failed = week.seating.seat(week.value(values))
    seated = week.refinement.repair(failed, (values, seats))
    assert seated is not None
    before = week.written(seated).cost
    by_kind = week.relaxed.submip.filled(seated[0])[week.model.wishes.index]
    assert before[-1] == by_kind + sum(week.refinement.aggregation_gap(shift, seated) for shift in problem.units_of)
    for shift in problem.units_of:
        seated = week.refinement.refined([shift], seated) or seated
        after = week.written(seated).cost
        assert 1000 * sum(after[:-1]) + after[-1] <= 1000 * sum(before[:-1]) + before[-1]
        before = after
