"""The law on crews cut in mid-shift: what rules check is what they limit, and every officer's hours add up."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from random import Random

import pytest

from roster import api
from roster.domain.clock import Window
from roster.domain.disruption import Disruption
from roster.domain.ids import UnitId
from roster.domain.parts import cut_roster, pieces_of, with_duties, with_parts
from roster.domain.problem import Problem
from roster.domain.roster import Roster
from roster.domain.service import Cut, Shift
from roster.io.disruptions import in_force
from roster.rules.patrol.base import PlanRule
from roster.search.score import values
from tests.brigades.random_clocks import random_clock, random_roster

SEEDS = range(8)


def cut_at_random(case: api.Case, rng: Random) -> Problem:
    cuts = set[Cut]()
    for unit in case.problem.units:
        span = case.problem.shift[unit.shift].span(unit.day)
        if rng.random() < 0.3:
            cuts |= {Cut(unit.id, rng.randrange(span.start + 1, span.end)) for _time in range(rng.randint(1, 2))}
    return in_force(case.problem, Disruption(cuts=tuple(sorted(cuts))), case.rulebook)


def some_leave(roster: Roster, problem: Problem, rng: Random) -> Roster:
    """Now and then a member is in no later piece than a random one."""
    pieces = pieces_of(problem)
    last: dict[tuple[str, int], int] = {}
    crews = []
    for crew in roster.crews:
        row = pieces.get((crew.unit.day, problem.shift[crew.unit.shift].whole), ())
        stays = []
        for member in crew.members:
            until = last.setdefault((member.officer, crew.unit.day), rng.choice([0, len(row), len(row)]))
            if not problem.shift[crew.unit.shift].of or row.index(crew.unit.shift) <= until:
                stays.append(member)
        crews.append(replace(crew, members=tuple(stays)))
    return with_duties(Roster(tuple(crew for crew in crews if crew.members)), problem)


@pytest.mark.parametrize("seed", SEEDS)
def test_checks_and_limits_agree_on_crews_that_were_cut(tmp_path: Path, seed: int) -> None:
    rng = Random(seed)
    case = api.load(random_clock(seed).write(tmp_path))
    problem = cut_at_random(case, rng)
    whole = random_roster(case.problem, rng)
    roster = some_leave(cut_roster(whole, problem, away_too=True), problem, rng)
    value = values(problem, roster)
    for rule in case.rulebook.rules:
        if not isinstance(rule, PlanRule):
            checked = sum(violation.amount for violation in rule.check_all(roster, problem))
            assert checked == sum(limit.amount(value) for limit in rule.limit_all(problem)), rule.name
    minutes: dict[tuple[str, int], int] = {}
    for crew in roster.crews:
        for member in crew.members:
            key = (member.officer, crew.unit.day)
            minutes[key] = minutes.get(key, 0) + problem.shift[crew.unit.shift].span(0).minutes
    work = list(roster.work())
    assert {(d.officer, d.day): problem.shift[d.shift].span(0).minutes for d in work} == minutes
    assert len(work) == len(minutes)


def test_everybody_who_serves_every_piece_has_the_whole_duty(tmp_path: Path) -> None:
    case = api.load(random_clock(1).write(tmp_path))
    problem, whole = cut_at_random(case, Random(1)), random_roster(case.problem, Random(1))
    assert problem.cuts
    cut = cut_roster(whole, problem, away_too=True)
    assert sorted(cut.work()) == sorted(whole.work())


def test_parts_of_a_long_shift_have_codes_of_their_own() -> None:
    long = Shift("S", "long", Window(8 * 60, 56 * 60))
    cuts = tuple(Cut(UnitId(0, "S", "u"), hour * 60) for hour in (9, 12, 33, 36))
    shifts = with_parts((long,), cuts)
    assert len({shift.code for shift in shifts}) == len(shifts) == 15
    assert {"S@09-12", "S@09+1-12+1", "S@36"} & {shift.code for shift in shifts} == {"S@09-12", "S@09+1-12+1"}
