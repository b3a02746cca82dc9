"""The nurse rostering competitions' files as brigades: our score of a roster is that of their own definitions."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from random import Random

import pytest

from benchmarks.nurses.convert import posed, roster_lines, score
from roster.domain.people import Officer
from roster.domain.problem import Problem
from roster.domain.roster import Crew, Member, Roster, Stand
from roster.domain.service import Unit
from roster.model import Model
from roster.rules import Rulebook
from roster.search.verify import verify
from roster.tiers import all_limits

INSTANCES = Path("benchmarks/nurses/instances")


@cache
def instance(name: str) -> tuple[Problem, Rulebook]:
    return posed(INSTANCES / name)


def able(problem: Problem, unit: Unit) -> list[Officer]:
    return [
        officer for officer in problem.officers if set(problem.kind[unit.kind].composition) <= officer.qualifications
    ]


def drawn(problem: Problem, random: Random) -> Roster:
    """A roster of runs of work and of days off, changed so that every unit has as many nurses as it must."""
    serving: dict[tuple[str, int], Unit] = {}
    for officer in problem.officers:
        day = random.randrange(-3, 3)
        while day < problem.horizon.days:
            shift = random.choice(problem.shift_codes)
            for on in range(max(0, day), day + random.randrange(1, 8)):
                shift = random.choice(problem.shift_codes) if random.random() < 0.2 else shift
                units = [unit for unit in problem.units_of.get((on, shift), ()) if officer in able(problem, unit)]
                if units:
                    serving[officer.id, on] = random.choice(units)
                day = on
            day += 1 + random.randrange(1, 7)
    for day in problem.horizon.range:
        held: set[str] = set()
        asked = [
            unit
            for unit in problem.units
            for line in problem.demand
            if unit.day == day and line.kind == unit.kind and day in line.days
            for _ in range(line.minimum)
        ]
        for unit in sorted(asked, key=lambda unit: len(able(problem, unit))):
            nurse = next(officer.id for officer in able(problem, unit) if officer.id not in held)
            held.add(nurse)
            serving[nurse, day] = unit
    crews = []
    for (nurse, _), unit in serving.items():
        stands = tuple(Stand(slot, unit.base, "", "static", False) for slot in problem.slots_of(unit))
        crews.append(Crew(unit, (Member(nurse),), stands=stands))
    return Roster(tuple(crews))


@pytest.mark.parametrize("name", ["first-10.xml", "first-30.xml", "second-12", "second-30"])
def test_the_competitions_own_definition_scores_as_our_checks_do(name: str) -> None:
    problem, rulebook = instance(name)
    seen: set[str] = set()
    for seed in range(6):
        roster = drawn(problem, Random(seed))
        found = score(INSTANCES / name, roster_lines(roster))
        report = verify(problem, rulebook, roster)
        assert report.objective == found.cost, (seed, found)
        broken = sum(finding.amount for finding in report.findings if finding.must)
        assert (found.hard == broken) if "second" in name else (found.hard >= broken)  # too many cannot be served
        seen |= {which for which, cost in found.soft.items() if cost}
    expected = {f"S{number}" for number in range(1, 8)} if "second" in name else FIRST
    assert seen >= expected


FIRST = {
    "requests",
    "assignments",
    "WorkingDays",
    "FreeDays",
    "weekends",
    "whole",
    "same",
    "night",
    "skill",
    "patterns",
}


def test_the_model_has_no_place_for_who_lacks_the_skill_that_a_must_asks_for() -> None:
    problem, rulebook = instance("second-12")
    model = Model(problem, rulebook, all_limits(problem, rulebook), "kind")
    able_to = {unit.kind: {officer.id for officer in able(problem, unit)} for unit in problem.units}
    serving = [serves for serves, _ in model.decisions.serving()]
    assert all(serves.officer in able_to[serves.kind] for serves in serving)
    assert {(serves.officer, serves.kind) for serves in serving} == {
        (nurse, kind) for kind, nurses in able_to.items() for nurse in nurses
    }
