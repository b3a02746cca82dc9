"""The score of a roster by the rules' limits: the solver's side, to be compared with the checks' side."""

from __future__ import annotations

from typing import NamedTuple

from roster.domain.ids import UnitId
from roster.domain.problem import Problem
from roster.domain.roster import Roster
from roster.rules import Rulebook
from roster.rules.variables import (
    Decision,
    Does,
    Inspects,
    Lit,
    Members,
    Runs,
    Seat,
    Serves,
    Stands,
    Together,
    Uses,
    Valuation,
    Work,
)
from roster.tiers import WISHES, Limits, tier_of, weight_of


class Score(NamedTuple):
    """Amount short by priority (only those that occur), cost of the wishes, amount by which musts are broken."""

    short: dict[int, int]
    wishes: int
    musts: int


def score(problem: Problem, rulebook: Rulebook, limits: Limits, roster: Roster) -> Score:
    """What the limits of every rule add up to on a roster."""
    value = values(problem, roster)
    totals: dict[int, int] = {}
    musts = 0
    for rule in rulebook.rules:
        for limit in limits[rule.name]:
            amount = limit.amount(value)
            if not amount:
                continue
            if rule.must:
                musts += amount
            else:
                tier = tier_of(rule, limit)
                totals[tier] = totals.get(tier, 0) + weight_of(rule) * amount
    return Score(totals, totals.pop(WISHES, 0), musts)


def values(problem: Problem, roster: Roster) -> Valuation:
    """Each decision's value in a roster."""
    group_of = {v.id: group.id for group in problem.vehicle_groups for v in group.vehicles}
    works = {(duty.officer, duty.day): duty.shift for duty in roster.work()}
    seats: set[Seat | Serves] = set()
    members: dict[UnitId, set[str]] = {}
    runs: dict[Runs, int] = {}
    stands: dict[Stands, int] = {}
    lit: dict[Lit, int] = {}
    uses: set[Uses] = set()
    for crew in roster.crews:
        unit = crew.unit.id
        runs[Runs(unit)] = runs.get(Runs(unit), 0) + 1
        members.setdefault(unit, set()).update(crew.officers)
        for officer in crew.officers:
            seats |= {Seat(officer, unit), Serves(officer, unit.day, unit.shift, problem.alike[crew.unit.kind])}
        uses.add(Uses(unit, group_of.get(crew.vehicle, "")))
        for stand in crew.stands:
            key = (unit, stand.slot, stand.site or stand.zone)
            stands[Stands(*key)] = stands.get(Stands(*key), 0) + 1
            if stand.lights:
                lit[Lit(*key)] = lit.get(Lit(*key), 0) + 1

    def value(decision: Decision) -> int:
        match decision:
            case Work(officer, day, shifts):
                return int(works.get((officer, day)) in shifts)
            case Members(officers, unit):
                return len(members.get(unit, set()).intersection(officers))
            case Together(officers, unit):
                return int(members.get(unit, set()).issuperset(officers))
            case Seat() | Serves():
                return int(decision in seats)
            case Runs():
                return runs.get(decision, 0)
            case Stands():
                return stands.get(decision, 0)
            case Lit():
                return lit.get(decision, 0)
            case Uses():
                return int(decision in uses)
            case Does() | Inspects():  # of the patrol plan, which follows the roster
                return 0

    return value
