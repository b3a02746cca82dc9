"""Each limit form, compiled for CP-SAT, gives the amount that the form itself gives on the same roster."""

from __future__ import annotations

import random
from datetime import date

import pytest
from ortools.sat.python import cp_model

from roster.decisions import Decisions
from roster.domain.clock import Horizon, Window
from roster.domain.people import Officer
from roster.domain.places import Zone
from roster.domain.problem import Facts, Problem
from roster.domain.roster import Crew, Member, Roster, Stand
from roster.domain.service import DemandLine, Shift, UnitKind
from roster.domain.settings import Settings
from roster.domain.units import pose
from roster.model import Model
from roster.rules import Rulebook
from roster.rules.limits import AllOrNone, AtLeastGroups, AtMostGroups, Forbidden, GroupRun, Limit, Linear, Run, Spread
from roster.rules.spot import Spot
from roster.rules.variables import Work
from roster.search.score import values

DAYS = 6
SPOT = Spot()
CODES = ("D", "N")


def problem() -> Problem:
    lines = (DemandLine("watch", "watch", ("Z",), Window(480, 1440 + 480), frozenset(range(DAYS)), 1, most=2),)
    facts = Facts(
        Settings("test", day_start=480),
        Horizon(date(2026, 10, 19), DAYS),
        tuple(Officer(name, name, "sworn") for name in ("A", "B")),
        (Shift("D", "Day", Window(480, 960)), Shift("N", "Night", Window(1200, 1440 + 240), night=True)),
        (UnitKind("watch", "Watch", 1, 1, mode="foot"),),
        zones=(Zone("Z", "Zone"),),
        demand=lines,
    )
    return pose(facts)


def random_roster(rng: random.Random, of: Problem) -> Roster:
    crews = []
    for officer in of.officers:
        for day in of.horizon.range:
            code = rng.choice(["D", "N", "", ""])
            if code:
                unit = of.units_of[day, code][0]
                stands = tuple(Stand(slot, "Z", "", "foot", False) for slot in of.slots_of(unit))
                crews.append(Crew(unit, (Member(officer.id),), stands=stands))
    return Roster(tuple(crews))


def random_work(rng: random.Random, officer: str = "A") -> Work:
    return Work(officer, rng.randrange(DAYS), rng.choice([("D",), ("N",), CODES]))


def random_run(rng: random.Random) -> Run:
    steps = tuple(Work("A", day, rng.choice([CODES, ("N",)])) for day in range(DAYS))
    at_most = rng.choice([None, 1, 2, 3])
    return Run(
        SPOT,
        steps,
        when=rng.choice([0, 1]),
        at_least=rng.choice([1, 2, 3, 4]) if at_most is None else rng.randint(1, at_most),
        at_most=at_most,
        before=rng.choice([None, 0, 1, 2, 5]),
        factor=rng.choice([1, 3]),
    )


def random_limit(rng: random.Random, form: type[Limit]) -> Limit:
    works = [Work("A", day, rng.choice([("D",), ("N",), CODES])) for day in rng.sample(range(DAYS), rng.randint(1, 5))]
    factor = rng.choice([1, 2])
    if form is Linear:
        terms = tuple((rng.choice([1, 1, 8, -1]), work) for work in works)
        low = rng.choice([None, rng.randint(-2, 12)])
        high = rng.randint(-1, 6) if low is None else rng.choice([None, low + rng.randint(0, 4)])
        return Linear(SPOT, terms, low, high, rng.choice([0, 0, 3]), rng.choice([1, 1, 4]), factor)
    if form is Forbidden:
        return Forbidden(SPOT, random_work(rng), random_work(rng), factor)
    if form is Run:
        return random_run(rng)
    if form is AtMostGroups:
        groups = tuple(tuple(random_work(rng) for _ in range(rng.randint(1, 3))) for _ in range(rng.randint(1, 4)))
        return AtMostGroups(SPOT, groups, rng.randint(0, 3), rng.choice([0, 0, 1, 4]), factor)
    if form is AtLeastGroups:
        groups = tuple(tuple(random_work(rng) for _ in range(rng.randint(1, 3))) for _ in range(rng.randint(1, 4)))
        return AtLeastGroups(SPOT, groups, rng.randint(0, 5), rng.choice([0, 0, 1]), factor)
    if form is GroupRun:
        days = [
            tuple(Work("A", 2 * week + n, rng.choice([CODES, ("N",)])) for n in range(2)) for week in range(DAYS // 2)
        ]
        run = random_run(rng)
        return GroupRun(SPOT, tuple(days), run.at_least, run.at_most, run.before, factor)
    if form is AllOrNone:
        return AllOrNone(SPOT, tuple(works), factor)
    counts = tuple(
        (who, tuple((rng.choice([1, 8]), Work(who, day, CODES)) for day in range(DAYS)), rng.randint(-2, 2))
        for who in ("A", "B")
    )
    return Spread(SPOT, counts, rng.randint(0, 4), factor, rng.choice([1, 1, 3]))


FORMS = (Linear, Forbidden, Run, GroupRun, AtMostGroups, AtLeastGroups, AllOrNone, Spread)


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("seed", range(25))
def test_priced_form_costs_its_amount_and_held_form_forbids_it(form: type[Limit], seed: int) -> None:
    rng = random.Random(f"{form.__name__} {seed}")
    of = problem()
    for _ in range(4):
        limit, roster = random_limit(rng, form), random_roster(rng, of)
        expected = limit.amount(values(of, roster))
        priced = Model(of, Rulebook(()), {})
        amount, largest = priced.forms.amount(limit)
        _pin(priced.decisions, roster)
        priced.model.minimize(amount)
        solver = cp_model.CpSolver()
        solver.parameters.num_workers = 1
        assert solver.solve(priced.model) == cp_model.OPTIMAL
        assert round(solver.objective_value) == expected, limit
        assert largest >= expected
        held = Model(of, Rulebook(()), {})
        held.forms.hold(limit)
        _pin(held.decisions, roster)
        assert (solver.solve(held.model) == cp_model.OPTIMAL) == (expected == 0), limit


def test_a_switch_holds_only_where_it_is_on() -> None:
    of = problem()
    model = Model(of, Rulebook(()), {})
    guard = model.model.new_bool_var("guard")
    work = model.decisions.of(Work("A", 0, CODES))
    model.forms.hold(Linear(SPOT, ((1, Work("A", 0, CODES)),), at_most=0), guard)
    model.model.add(work == 1)
    solver = cp_model.CpSolver()
    assert solver.solve(model.model) == cp_model.OPTIMAL
    assert solver.value(guard) == 0


def test_a_pinned_roster_is_read_back_as_it_was() -> None:
    of = problem()
    for seed in range(10):
        roster = random_roster(random.Random(seed), of)
        decisions = Decisions(of)
        _pin(decisions, roster)
        solver = cp_model.CpSolver()
        assert solver.solve(decisions.model) == cp_model.OPTIMAL
        assert sorted(decisions.read(solver.value).work()) == sorted(roster.work())


def _pin(decisions: Decisions, roster: Roster) -> None:
    for variable, value in decisions.hints(roster):
        decisions.model.add(variable == value)
