"""What a local search is told about the rules is what the rules say: the same score on any roster."""

from __future__ import annotations

from collections import Counter
from functools import cache
from itertools import product
from random import Random

import pytest

from benchmarks.grow import grown
from benchmarks.peers.sums import HARD, Adds, Sums, sums, windows
from benchmarks.peers.units import running, vehicle_groups
from roster.domain.roster import Crew, Roster, Stand
from roster.domain.seating import hand_out, seat
from roster.rules.limits import Run
from roster.rules.spot import Spot
from roster.rules.variables import Work
from roster.search.score import score
from roster.tiers import WISHES, all_limits

week = cache(lambda: grown(1))


@cache
def told() -> Sums:
    return sums(*week())


def some_roster(seed: int) -> Roster:
    """People at random in the units that are to run, one duty a date, everyone at the unit's base."""
    problem, rng, crews = told().problem, Random(seed), []
    units = [unit for unit, count in zip(problem.units, running(told()), strict=True) if count]
    vehicles = hand_out(vehicle_groups(units, problem), problem)
    free = {day: rng.sample(list(problem.officer), len(problem.officers)) for day in problem.horizon.range}
    for unit in units:
        members = [free[unit.day].pop() for _ in range(problem.kind[unit.kind].crew)]
        vehicle, site = vehicles.get(unit.id, ""), unit.base if unit.base in problem.site else ""
        lit = bool(vehicle) and problem.vehicle[vehicle].lights
        zone, slots = problem.zone_of(unit.base), problem.slots_of(unit)
        stands = tuple(Stand(slot, zone, site, "car", lit and problem.lights_on(slot)) for slot in slots)
        crews.append(Crew(unit, seat(unit, members, vehicle, problem), vehicle, stands))
    return Roster(tuple(crews))


def cost(roster: Roster) -> Counter[int]:
    """What the sums say of a roster, by tier."""
    found = told()
    people = {o: {group for group in found.groups if o in group} for o in found.problem.officer}
    sharing = {o: {group for group in found.shared_groups if o in group} for o in found.problem.officer}
    totals: Counter[int] = Counter()
    own: Counter[tuple[int, str]] = Counter()
    counts: Counter[tuple[int, int]] = Counter()
    touched: dict[int, set[int]] = {}
    broken: Counter[int] = Counter()

    def add(keys: Counter[int], terms: list[Adds]) -> None:
        for adds in terms:
            totals[adds.limit] += keys[adds.key] * adds.weight

    seats = [(crew.unit, officer) for crew in roster.crews for officer in crew.officers]
    add(Counter(found.work_key(officer, unit.day, unit.shift) for unit, officer in seats), found.by_work)
    keys = Counter(found.people_key(unit.id, group) for unit, officer in seats for group in people[officer])
    add(keys, found.by_people)
    add(Counter(found.unit[crew.unit.id] for crew in roster.crews), found.by_unit)
    for adds in found.touched:
        if keys[adds.key]:
            touched.setdefault(adds.limit, set()).add(adds.weight)
    totals.update({limit: len(groups) for limit, groups in touched.items()})
    for unit, officer in seats:
        shift = found.shift[unit.day, unit.shift]
        shared = {found.shared_key(shift, group) for group in sharing[officer]}
        broken[HARD] += officer in found.unable.get(shift, ())
        for adds in found.by_shared_work:
            own[adds.limit, officer] += adds.weight * (adds.key in shared)
        for adds in found.by_compared_work:
            counts[adds.limit, found.officer[officer]] += adds.weight * (adds.key == shift)
    for limit in found.limits:
        broken[limit.tier] += limit.cost(totals[limit.number])
    for (number, _officer), total in own.items():
        broken[found.shared[number].tier] += found.shared[number].cost(total)
    for spread in found.spreads:
        each = [c.constant + counts[spread.number, c.officer] for c in found.compared if c.limit == spread.number]
        broken[spread.tier] += spread.cost(max(each) - min(each))
    return +broken


@pytest.mark.parametrize("seed", [1, 2])
def test_the_sums_cost_what_the_limits_cost(seed: int) -> None:
    problem, rulebook = week()
    roster = some_roster(seed)
    expected = score(problem, rulebook, all_limits(problem, rulebook), roster)
    given = cost(roster)
    assert given[WISHES] == expected.wishes
    assert {tier: short for tier, short in given.items() if tier > WISHES} == expected.short


def test_the_units_that_run_are_those_that_the_week_asks_for() -> None:
    problem, crews = told().problem, running(told())
    heads = Counter[int]()
    for unit, count in zip(problem.units, crews, strict=True):
        heads[unit.day] += count * problem.kind[unit.kind].crew
    assert [heads[day] for day in problem.horizon.range] == [42, 42, 42, 42, 45, 45, 42]


@pytest.mark.parametrize("before", [0, 1, 2, 5])
def test_a_run_as_windows_costs_the_same(before: int) -> None:
    steps = tuple(Work("P001", day, ("N",)) for day in range(5))
    run = Run(Spot(), steps, at_most=2, before=before)
    for days in product((0, 1), repeat=len(steps)):
        values = dict(zip(steps, days, strict=True))
        assert sum(window.amount(values.__getitem__) for window in windows(run)) == run.amount(values.__getitem__)
