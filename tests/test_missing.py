"""Missing crews: few crews for many shortfalls, on any clock, with calendar dates; nothing short is lost."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from roster import api
from roster.domain.findings import Report, Tier
from roster.domain.missing import Account, missing
from roster.domain.outcome import Outcome, Policy, Proof
from roster.domain.problem import Problem
from roster.domain.roster import Crew, Member, Roster, Stand
from roster.domain.service import Unit
from roster.io.amounts import short_text
from roster.io.missing_lines import missing_line, shown
from roster.report.missing import missing_json
from roster.search.verify import rule_lines, verify
from tests.brigades import random_brigade
from tests.small_week import put_brigade

CAR = "kind,crew,least_crew,mode,shifts,moves\nduty,2,1,foot,,yes\n"
RULES = """\
name: small
rules:
  - {rule: cover, asks: minimum, priority: 2}
  - {rule: day_presence, hours: 08:00-20:00, priority: 1}
  - {rule: heads, min: 1, who: {id: A}, when: {shift: N}, priority: 3}
"""


def without_crews(folder: Path, *kept: Crew) -> tuple[Problem, Report, Account]:
    """What is missing of a brigade's week where only these crews run."""
    case = api.load(folder)
    report = verify(case.problem, case.rulebook, Roster(kept))
    return case.problem, report, missing(case.problem, report.shortfalls)


def test_an_empty_week_misses_forty_one_person_shifts_a_day() -> None:
    """The scale of the article, though cars are asked for zone by zone and by half hours of the night."""
    problem, report, account = without_crews(Path("inputs/hancheng"))
    people = sum(problem.kind[unit.kinds[0]].crew for unit in account.units)
    assert (people, len(account.units), account.alone) == (7 * 41, 7 * 15, ())
    assert len(report.shortfalls) > 3 * len(account.units)
    lines = [missing_line(unit, problem) for unit in account.units]
    told = "Armed unit missing: Mon 2026-10-19, 07:00-15:00, S1 Central square: "
    assert told + "Guard posts and patrols 3, Armed units on the street 3 (priority 1)" in lines


def test_hours_after_midnight_bear_their_date_and_the_night(tmp_path: Path) -> None:
    demand = "unit_kind,places,from,to,day_types,minimum\nduty,,02:00,06:00,,1\n"
    folder = put_brigade(tmp_path / "night", {"demand.csv": demand, "settings.csv": SETTINGS})
    problem, _report, account = without_crews(folder)
    first = account.units[0]
    assert missing_line(first, problem) == (
        "duty missing: Tue 2026-11-03, 02:00-06:00, in the night of Mon: Units asked for (priority 1)"
    )
    assert first.starts == ((0, "N"),)
    told = missing_json(account, problem)[0]
    assert (told["date"], told["roster_date"], told["start"]) == ("2026-11-03", "2026-11-02", "2026-11-03T02:00")


SETTINGS = "setting,value\nname,small\nstart,2026-11-02\ncountry,DE\nday_start,08:00\n"


def test_one_crew_answers_for_cover_presence_and_who_its_shift_lacks(tmp_path: Path) -> None:
    folder = put_brigade(tmp_path / "two", {"units.csv": CAR}, RULES)
    case = api.load(folder)
    units = {(unit.day, unit.shift): unit for unit in case.problem.units}
    crews = [
        Crew(unit, (Member("B"), Member("C")), stands=tuple(stands(case.problem, unit)))
        for start, unit in units.items()
        if start not in ((2, "D"), (4, "N"))
    ]
    report = verify(case.problem, case.rulebook, Roster(tuple(crews)))
    account = missing(case.problem, report.shortfalls)
    day, night = account.units
    assert [(unit.roster_day, unit.starts, unit.priority) for unit in account.units] == [
        (2, ((2, "D"),), 1),
        (4, ((4, "N"),), 2),
    ]
    assert {finding.rule for finding in day.follows} == {"cover", "day_presence"}
    assert {finding.rule for finding in night.follows} == {"cover", "heads"}
    assert len(account.alone) == 6  # the other nights without A: no crew is missing
    assert [one["kinds"] for one in missing_json(account, case.problem)] == [["duty"]] * 2 + [[]] * 6


def stands(problem: Problem, unit: Unit) -> list[Stand]:
    return [Stand(slot, "Z", "", "foot", False) for slot in problem.slots_of(unit)]


@pytest.mark.parametrize("seed", range(60, 72))
def test_each_shortfall_stands_under_as_many_crews_as_it_misses(seed: int, tmp_path: Path) -> None:
    """On any brigade, nothing is lost and nothing told twice."""
    brigade = random_brigade(seed, people=(3, 6))
    case = api.load(brigade.write(tmp_path))
    problem = case.problem
    report = verify(problem, case.rulebook, Roster(()))
    shortfalls = [replace(finding, sentence=str(number)) for number, finding in enumerate(report.shortfalls)]
    account = missing(problem, shortfalls)
    for finding in shortfalls:
        under = [unit for unit in account.units if finding in unit.follows]
        if finding.wanted is None or not finding.wanted.kinds:
            assert len(under) + (finding in account.alone) + (finding in account.unmeetable) == 1
            continue
        assert len(under) == finding.wanted.crews
        for unit in under:
            assert set(unit.kinds) <= set(finding.wanted.kinds)
            if finding.wanted.slot:
                assert unit.span.covers(finding.wanted.slot.span)
    for unit in account.units:
        by_slot = all(finding.wanted and finding.wanted.slot for finding in unit.follows if finding.wanted)
        for day, shift in unit.starts if by_slot else ():
            assert problem.shift[shift].span(day).covers(unit.span)
        assert missing_line(unit, problem)


def test_what_the_brigade_has_none_of_is_told_beside_what_a_roster_could_give(tmp_path: Path) -> None:
    """Lights without vehicles, by day and in hours without a shift: no shortfall that anybody could mend."""
    lights = "  - {rule: night_lights, id: lights, hours: 18:00-02:00, priority: 1}\n"
    folder = put_brigade(tmp_path / "foot", {"constraints/rules.yaml": RULES.partition("  -")[0] + lights})
    case = api.load(folder)
    problem, report, account = without_crews(folder)
    assert (account.units, account.alone, report.open) == ((), (), ())
    (finding,) = account.unmeetable
    assert finding == report.shortfalls[0]
    assert case.rulebook["lights"].unmeetable(problem) == "no vehicle with lights that a unit drives"
    proof = Proof(tiers=(Tier(1, finding.amount, finding.amount),))
    outcome = Outcome(problem, Roster(()), report, proof, policy=Policy(rule_lines(case.rulebook)))
    assert outcome.open_tiers == (Tier(1, 0, 0),)
    assert short_text(report.findings, outcome.policy.rules) == "nothing short"
    (line,) = shown(outcome)
    assert line.endswith(" [rules.yaml:3]")
    assert missing_json(account, problem) == []
