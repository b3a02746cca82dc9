"""Inspections chosen: those of a plan before stay, and only what the rules ask for beside them is added."""

from __future__ import annotations

from random import Random

from roster.domain.ids import CrewId
from roster.domain.itinerary import Inspection
from roster.plan.inspections import choose, inspections
from roster.rules.patrol.supervision import Supervision
from tests.rules.law_plan import patrol, plan_rule, planned, stop

LEADER, CREW = CrewId(0, "L", "leader"), CrewId(0, "D", "car-Z1")
PLAN = planned(D_car_Z1=[stop("08:00", "C1", 90, "static")])


def chosen(*kept: Inspection, **asked: int) -> tuple[Inspection, ...]:
    rule = plan_rule(rule="supervision", **asked)
    assert isinstance(rule, Supervision)
    return choose(inspections(PLAN, patrol(1), 0, [rule], Random(3), kept), [rule], len(kept))


def at(minute: int, on_site: bool, surprise: bool) -> Inspection:
    return Inspection(LEADER, CREW, minute, minute + 10, "C1", on_site, surprise)


def test_those_of_before_stay_though_others_would_do_with_fewer() -> None:
    kept = (at(485, False, False), at(500, False, False), at(515, False, False))
    found = chosen(*kept)
    assert found[:3] == kept
    added = found[3:]
    assert [(check.surprise, check.on_site) for check in added] == [(True, True)]


def test_nothing_is_added_where_those_of_before_are_enough() -> None:
    kept = (at(485, True, False), at(520, False, True))
    assert chosen(*kept) == kept


def test_without_any_of_before_as_few_are_made_as_the_rule_asks_for() -> None:
    found = chosen()
    assert len(found) == 2
    assert sorted(check.surprise for check in found) == [False, True]
    assert any(check.on_site for check in found)
    assert all(PLAN.stops[CREW][0].span.covers(check.span) for check in found)
