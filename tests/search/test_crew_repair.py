"""A roster always: where people fit by kind and not by crew, whatever the mode, and where musts reach over shifts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import product
from typing import Literal

import pytest

from roster.domain.errors import OutOfTimeError
from roster.domain.people import Officer
from roster.domain.pins import Pin
from roster.domain.problem import Facts, Problem
from roster.domain.roster import Roster
from roster.i18n import N_
from roster.model import Model
from roster.rules import Rulebook, pose
from roster.rules.limits import Limit, Linear
from roster.rules.scopes import ForceRule
from roster.rules.spot import Spot
from roster.rules.variables import Seat
from roster.rules.violation import Violation
from roster.search.crew_repair import CrewRepair
from roster.search.run import Options, SolveResult, Stop
from roster.search.solution import verified
from roster.search.solve import Search, solve
from roster.solvers.cpsat import Status
from roster.tiers import all_limits
from tests.brigades.direct import direct_optimum
from tests.rules.law_units import rule
from tests.search.coached import BOOK
from tests.search.coached import facts as coached
from tests.search.crossing import CROSSING, crossing
from tests.search.small import LATER, NO_LATER

MODES = [Options(workers=1), Options(workers=3), Options(time_limit=5, deterministic=True)]


class NeverTogetherTwice(ForceRule):
    """Two officers are in the same unit at most once within the horizon: a must over the seats of several shifts."""

    rule: Literal["never_together_twice"] = "never_together_twice"
    pair: tuple[str, str]
    most: int = 1

    unit_of_amount = N_("days off missing")

    def limits(self, problem: Problem) -> Iterator[Limit]:
        """Of both officers' seats in units of one label at most one more than there are dates."""
        labels = dict.fromkeys((unit.shift, unit.label) for unit in problem.units)
        for shift, label in labels:
            units = [unit for unit in problem.units if (unit.shift, unit.label) == (shift, label)]
            seats = tuple((1, Seat(officer, unit.id)) for unit, officer in product(units, self.pair))
            yield Linear(Spot(self.pair, shift=shift, unit=label), seats, at_most=self.most)

    def check(self, roster: Roster, problem: Problem) -> Iterator[Violation]:
        labels = dict.fromkeys((crew.unit.shift, crew.unit.label) for crew in roster.crews)
        for shift, label in labels:
            crews = [crew for crew in roster.crews if (crew.unit.shift, crew.unit.label) == (shift, label)]
            given = sum(officer in crew.officers for crew in crews for officer in self.pair)
            if given > self.most:
                yield Violation(Spot(self.pair, shift=shift, unit=label), given - self.most)

    def say(self, violation: Violation, problem: Problem) -> str:
        return "together again"


@pytest.mark.parametrize("options", MODES, ids=["one worker", "three workers", "deterministic"])
@pytest.mark.parametrize(
    ("facts", "book"),
    [(crossing(), CROSSING), (coached(), BOOK), (coached(Officer("Y", "Y", "auxiliary")), BOOK)],
    ids=["crossing", "coached", "coached with another"],
)
def test_people_who_fit_by_kind_only_have_the_best_roster_by_crew(
    facts: Facts, book: Rulebook, options: Options
) -> None:
    problem = pose(facts, book)
    outcome = solve(problem, book, options)
    assert (*(tier.short for tier in outcome.proof.tiers), outcome.objective) == direct_optimum(problem, book)
    assert all(tier.bound <= tier.short for tier in outcome.proof.tiers)
    assert not outcome.report.must_violations


@pytest.mark.parametrize("options", MODES, ids=["one worker", "three workers", "deterministic"])
@pytest.mark.parametrize("most", [0, 1, 2])
def test_a_must_over_the_seats_of_several_shifts_is_kept(most: int, options: Options) -> None:
    book = Rulebook(
        (
            rule({"rule": "crew", "id": "least", "least": True}),
            NeverTogetherTwice(pair=("A", "B"), most=most, weight="must"),
            rule({"rule": "cover", "priority": 4}),
            rule({"rule": "shift_count", "min": 2, "per": "horizon", "weight": 1, "who": {"id": ["A", "B"]}}),
        )
    )
    problem = pose(crossing(4), book)
    outcome = solve(problem, book, options)
    assert not outcome.report.must_violations
    assert (*(tier.short for tier in outcome.proof.tiers), outcome.objective) == direct_optimum(problem, book)


def test_more_and_more_is_decided_again_until_all_that_can_be_is_there() -> None:
    problem = pose(crossing(3), CROSSING)
    limits = all_limits(problem, CROSSING)
    whole = Model(problem, CROSSING, limits)
    repair = CrewRepair(whole, 1, False, lambda seconds: None)
    values = repair.begin(Roster(()), lambda: False)
    assert values is not None
    costs = [repair.cost(values)]
    ended = repair.improved(
        values, list(problem.units_of), lambda cost: False, lambda found: costs.append(repair.cost(found))
    )
    assert costs == sorted(costs, reverse=True)
    roster = repair.roster(ended)
    best = verified(problem, CROSSING, limits, list(whole.short), roster)
    assert (0, *best.cost) == repair.cost(ended) == (0, *direct_optimum(problem, CROSSING))


def test_what_a_start_breaks_is_made_good_first() -> None:
    book = Rulebook(
        (*CROSSING.rules, rule({"rule": "shift_count", "id": "two", "min": 2, "per": "horizon", "who": {"id": "F"}}))
    )
    problem = pose(crossing(3), book)
    repair = CrewRepair(Model(problem, book, all_limits(problem, book)), 1, False, lambda seconds: None)
    values = repair.begin(Roster(()), lambda: False)
    assert values is not None
    assert repair.cost(values)[0] == 2
    assert not repair.lawful(values)
    ended = repair.improved(values, list(problem.units_of), lambda cost: cost[0] == 0)
    assert repair.lawful(ended)
    assert sum(duty.officer == "F" for duty in repair.roster(ended).work()) >= 2


def test_shifts_that_make_good_what_is_broken_come_before_others() -> None:
    book = Rulebook((*CROSSING.rules, rule({"rule": "fixed"})))
    problem = pose(replace(crossing(3), pins=(Pin("F", 2, "D"),)), book)
    repair = CrewRepair(Model(problem, book, all_limits(problem, book)), 1, False, lambda seconds: None)
    values = repair.begin(Roster(()), lambda: False)
    assert values is not None
    assert repair.cost(values)[0] == 1
    found: list[int] = []
    ended = repair.improved(
        values, list(problem.units_of), lambda cost: cost[0] == 0, lambda values: found.append(repair.cost(values)[0])
    )
    assert found == [0]  # by the first step
    assert {duty.day for duty in repair.roster(ended).work()} == {2}


def test_a_worse_roster_never_takes_the_place_of_a_better_one() -> None:
    problem = pose(crossing(), CROSSING)
    search = Search(problem, CROSSING, Options(time_limit=30), lambda moment: None, Stop())
    search.go()
    best = search.best
    search.keep_if_lawful(Roster(()))
    search.decide_again(Roster(()), [(0, "D")], lambda: True, [])
    assert search.best is best


def test_without_any_roster_by_kind_one_is_made_crew_by_crew(monkeypatch: pytest.MonkeyPatch) -> None:
    nothing = SolveResult(Status.UNKNOWN, 0, 0, None)
    monkeypatch.setattr(Search, "_stage", lambda *_, **__: nothing)
    monkeypatch.setattr(Search, "_rough", lambda *_: nothing)
    problem = pose(crossing(), CROSSING)
    outcome = solve(problem, CROSSING, Options(time_limit=5))
    assert (*(tier.short for tier in outcome.proof.tiers), outcome.objective) == direct_optimum(problem, CROSSING)


def test_a_roster_is_made_also_where_the_limit_is_over_before_the_models_are_there() -> None:
    problem = pose(crossing(3), CROSSING)
    outcome = solve(problem, CROSSING, Options(time_limit=0.001, workers=1, tuning=LATER))
    assert outcome.roster.crews
    assert not outcome.report.must_violations


def test_a_limit_that_is_really_too_short_says_what_is_still_broken(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Search, "look", lambda _: None)
    least = rule({"rule": "shift_count", "id": "two", "min": 2, "per": "horizon", "who": {"id": ["A", "F"]}})
    book = Rulebook((*CROSSING.rules, least))
    problem = pose(crossing(3), book)
    with pytest.raises(OutOfTimeError, match=r"(?s)tried: people by kind of unit.*still breaks musts \(2\)"):
        solve(problem, book, Options(time_limit=0.001, tuning=NO_LATER))
