"""Rows about crews hold for every lawful roster, and tell people apart who fit by kind and not by crew."""

from __future__ import annotations

from itertools import combinations

import pytest
from ortools.sat.python import cp_model

from roster.domain.people import Officer
from roster.domain.problem import Facts
from roster.model import Model
from roster.rules import Rulebook, pose
from roster.rules.variables import Decision, Runs, Seat, Valuation
from roster.search.crew_cuts import CrewCuts, Cut
from roster.search.run import Options, SolveResult, Stop
from roster.search.seating import Seating
from roster.search.solve import Search
from roster.tiers import all_limits
from tests.search.coached import BOOK
from tests.search.coached import facts as coached
from tests.search.crossing import CROSSING, crossing

CASES = pytest.mark.parametrize(
    ("facts", "book"),
    [(crossing(), CROSSING), (coached(Officer("Y", "Y", "auxiliary")), BOOK)],
    ids=["crossing", "coached"],
)


class Unseatable:
    """Everybody who can serve does, by kind, as well as can be: the rows that this breaks."""

    def __init__(self, facts: Facts, book: Rulebook) -> None:
        self.problem = pose(facts, book)
        self.limits = all_limits(self.problem, book)
        self.whole = Model(self.problem, book, self.limits, "kind")
        self.seating = Seating(self.problem, book, self.limits)
        self.cuts = CrewCuts(self.problem, book, self.limits)

    def value(self) -> Valuation:
        self.whole.model.minimize(1000 * sum(self.whole.short.values()) + self.whole.wishes)
        solver = cp_model.CpSolver()
        solver.parameters.num_workers = 1
        status = solver.solve(self.whole.model)
        assert status == cp_model.OPTIMAL
        return self.whole.decisions.reader(SolveResult(status, 0, 0, tuple(solver.response_proto.solution)).value)

    def learnt(self) -> list[Cut]:
        """All rows until people can be seated, each added to the model."""
        found: list[Cut] = []
        while True:
            value = self.value()
            _, failed = self.seating.seat(value)
            if not failed:
                return found
            cuts = list(self.cuts.found(failed, value))
            assert cuts
            for cut in cuts:
                for row in self.cuts.rows(cut, self.whole.decisions.of):
                    self.whole.model.add(row)
            found += cuts


@CASES
def test_the_model_by_kind_learns_until_people_can_be_seated(facts: Facts, book: Rulebook) -> None:
    assert Unseatable(facts, book).learnt()


@CASES
def test_no_lawful_crew_breaks_a_row(facts: Facts, book: Rulebook) -> None:
    known = Unseatable(facts, book)
    problem = known.problem
    musts = [limit for rule in book.rules if rule.must for limit in known.limits[rule.name]]
    unit = problem.units[0]
    size = problem.kind[unit.kind].crew
    lawful = []
    for crew in (set(c) for n in range(1, size + 1) for c in combinations([o.id for o in problem.officers], n)):

        def value(decision: Decision, crew: set[str] = crew) -> int:
            if isinstance(decision, Seat):
                return int(decision.unit == unit.id and decision.officer in crew)
            if hasattr(decision, "officers"):
                return len(crew.intersection(decision.officers)) if decision.unit == unit.id else 0
            return int(decision == Runs(unit.id))

        about = [
            limit for limit in musts if getattr(limit.spot, "unit", "") == unit.label and limit.spot.day == unit.day
        ]
        if not any(limit.amount(value) for limit in about):
            lawful.append(crew)
    assert lawful
    for cut in known.learnt():
        prices = dict(cut.prices)
        assert all(sum(prices.get(officer, 0) for officer in crew) >= cut.least for crew in lawful)
        served = [sum(prices.get(officer, 0) for officer in crew) for crew in lawful]
        assert min(served) == cut.least  # and it is as tight as can be


def test_a_row_holds_wherever_crews_are_under_the_same_musts() -> None:
    problem = pose(crossing(5), CROSSING)
    (cut, *_) = Unseatable(crossing(5), CROSSING).learnt()
    assert {place[0] for place in cut.places} == set(problem.horizon.range)


@pytest.mark.parametrize("deterministic", [False, True])
def test_the_search_learns_and_proves_the_optimum_by_kind(deterministic: bool) -> None:
    problem = pose(crossing(5), CROSSING)
    search = Search(problem, CROSSING, Options(time_limit=20, deterministic=deterministic), lambda moment: None, Stop())
    search.go()
    assert search.learnt
    assert search.gap() == 0
