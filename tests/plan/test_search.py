"""The plan: demands are met, bounds hold, a seed gives one plan, and a must that cannot be kept is named."""

from __future__ import annotations

import pytest

from roster.domain.errors import NoRosterError
from roster.plan.baseline import cover_bound, without_foresight
from roster.plan.figures import reach
from roster.plan.search import PlanOptions
from roster.plan.verify import verify_plan
from tests.plan.small import case, own_rules, planned, planned_with

TRAVEL = {"rule": "travel"}
VISITS = {"rule": "checkpoint_visits", "min": 1, "windows": "07:00-10:00", "priority": 5}
COVER = {"rule": "response_cover", "weight": 5}


def test_every_pass_and_visit_asked_for_is_made() -> None:
    demands = planned().demands
    assert len(demands) == 7 * (2 * 2 + 4 + 3)
    assert [demand for demand in demands if demand.given < demand.asked] == []
    assert planned().report.shortfalls == ()
    assert planned().report.must_violations == ()


def test_the_bound_is_below_and_the_checks_say_the_same() -> None:
    found = planned()
    assert 0 < found.bound <= found.objective
    assert found.objective == verify_plan(found.plan, found.patrol, case().rulebook).objective
    assert {tier.priority for tier in found.tiers} == {rule.priority for rule in own_rules() if rule.priority}


def test_foresight_is_worth_something_and_the_bound_on_cover_holds() -> None:
    found, options = planned(), PlanOptions(2, seed=4)
    greedy, report, demands = without_foresight(found.patrol, case().rulebook, options)
    assert report.must_violations == ()
    assert report.objective > found.objective
    assert len(demands) == len(found.demands)
    most = cover_bound(found.patrol, case().rulebook, options)
    for plan in (found.plan, greedy):
        assert 0 < sum(one.covered for one in reach(plan, found.patrol).values()) <= most


def test_the_same_seed_gives_the_same_plan_and_another_seed_another() -> None:
    one, again = (planned_with(TRAVEL, VISITS, seed=7) for _ in range(2))
    assert one.plan == again.plan
    assert planned_with(TRAVEL, VISITS, seed=8).plan != one.plan


def test_what_does_not_fit_is_a_shortfall_that_says_how_many_can() -> None:
    found = planned_with(TRAVEL, {**VISITS, "min": 20, "where": {"site": "C2"}, "when": {"weekday": "mon"}})
    (finding,) = found.report.shortfalls
    assert (finding.asked, finding.amount) == (20, 20 - (finding.given or 0))
    assert 6 <= (finding.given or 0) < 20
    assert found.tiers[0].bound == finding.amount


def test_a_must_that_no_plan_keeps_is_named_with_what_can_be() -> None:
    must = {**VISITS, "min": 20, "where": {"site": "C2"}, "when": {"weekday": "mon"}, "weight": "must"}
    del must["priority"]
    with pytest.raises(
        NoRosterError, match=r"checkpoint C2 C2 name on Mon 2026-10-19, 07:00-10:00: \d+ of 20 visits"
    ) as error:
        planned_with(TRAVEL, must)
    assert error.value.rules == ("checkpoint_visits",)


def test_usual_times_are_kept_out_however_many_days_are_planned_at_once() -> None:
    rule = {"rule": "unpredictability", "minutes": 20, "days": 2, "weight": "must"}
    for workers in (1, 2, 3):
        assert planned_with(TRAVEL, rule, VISITS, COVER, workers=workers).report.short == {}


def test_without_rules_there_is_a_plan_all_the_same() -> None:
    found = planned_with()
    assert (found.objective, found.status) == (0, "optimal")
    assert {itinerary.crew for itinerary in found.plan.itineraries} == set(found.patrol.crew)


def test_slots_are_as_long_as_the_rule_says() -> None:
    found = planned_with({"rule": "travel", "slot_minutes": 60}, VISITS)
    assert {slot.span.minutes for slot in found.patrol.slots} == {60}
