"""Supervision: the duty leader's inspections, sort by sort."""

from __future__ import annotations

from roster.domain.ids import CrewId
from roster.domain.itinerary import Inspection, Plan
from tests.rules.law_plan import patrol, plan_rule, problem

RULE = plan_rule(rule="supervision")
LEADER, CREW = CrewId(0, "L", "leader"), CrewId(0, "D", "car-Z1")


def check(start: int, on_site: bool, surprise: bool, minutes: int = 10) -> Inspection:
    return Inspection(LEADER, CREW, start, start + minutes, "C1", on_site, surprise)


def found(*checks: Inspection) -> list[str]:
    return [RULE.say(v, problem(1)) for v in RULE.check(Plan((), checks), patrol(1))]


def test_kept_by_an_announced_and_a_surprise_inspection_one_on_the_spot() -> None:
    assert found(check(500, True, False), check(600, False, True)) == []


def test_just_kept_where_one_inspection_is_of_two_sorts() -> None:
    assert found(check(500, False, False), check(600, True, True)) == []


def test_just_broken_without_a_surprise() -> None:
    words = "inspections (surprise) by the duty leader L leader on Mon 2026-10-19: 0 of 1"
    assert found(check(500, True, False)) == [words]


def test_one_that_is_too_short_does_not_count() -> None:
    assert len(found(check(500, True, False, 9), check(600, False, True))) == 2


def test_an_announced_inspection_by_video_is_not_on_the_spot() -> None:
    words = "inspections (on_site) by the duty leader L leader on Mon 2026-10-19: 0 of 1"
    assert found(check(500, False, False), check(600, False, True)) == [words]
