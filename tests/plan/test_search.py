"""The plan: demands are met, bounds hold, a seed gives one plan, and a must that cannot be kept is named."""

from __future__ import annotations

import pytest

from roster.domain.errors import NoPlanError
from roster.domain.itinerary import STATIC
from roster.domain.patrol import CHECKPOINT
from roster.domain.roster import Roster
from roster.plan.baseline import cover_bound, without_foresight
from roster.plan.figures import reach
from roster.plan.search import PlanOptions, plan_patrol
from roster.plan.verify import verify_plan
from roster.rules import Rulebook
from roster.search.run import Stop
from tests.plan.small import case, outcome, own_rules, planned, planned_with
from tests.rules.law_plan import patrol
from tests.rules.law_units import rule

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
    must = {**VISITS, "min": 60, "where": {"site": "C2"}, "when": {"weekday": "mon"}, "weight": "must"}
    del must["priority"]
    with pytest.raises(
        NoPlanError, match=r"visits to checkpoint C2 C2 name on Mon 2026-10-19, 07:00-10:00: \d+ of 60"
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


@pytest.mark.parametrize("day_start", [6, 8, 21])
def test_crews_that_come_before_the_roster_day_begins_or_stay_after_it_are_planned_too(day_start: int) -> None:
    """What limits cost is what checks find, whatever roster days a crew's slots belong to; else this raises."""
    entries = (
        TRAVEL, VISITS, COVER,
        {"id": "gaps", "rule": "checkpoint_visits", "gap_hours": 4, "weight": 2},
        {"rule": "route_passes", "windows": ["07:00-10:00", "20:00-23:00"], "priority": 5},
        {"rule": "unpredictability", "minutes": 20, "days": 2, "weight": "must"},
        {"rule": "mode_mix", "asks": "walk", "weight": 2},
        {"rule": "publicity", "weight": 2},
    )  # fmt: skip
    one = patrol(day_start=60 * day_start)
    options = PlanOptions(30, seed=4, workers=2, deterministic=True)
    found = plan_patrol(one.problem, one.roster, Rulebook(tuple(map(rule, entries))), options)
    assert found.bound <= found.objective
    assert found.report.must_violations == ()


def test_a_day_on_which_nobody_is_on_duty_is_bounded_as_well() -> None:
    one = patrol()
    crews = tuple(crew for crew in one.roster.crews if crew.unit.day != 1)
    options = PlanOptions(30, deterministic=True)
    found = plan_patrol(one.problem, Roster(crews), Rulebook((rule(TRAVEL), rule(VISITS), rule(COVER))), options)
    assert [finding.amount for finding in found.report.shortfalls] == [1, 1, 1, 1]
    assert found.tiers[0].bound == 4
    assert found.bound / found.objective > 0.99


def test_the_bound_on_cover_counts_crews_of_the_day_before() -> None:
    """From 21:00 on a roster day the evening crews of the date before are on duty."""
    one = patrol(day_start=21 * 60)
    rulebook = Rulebook((rule(TRAVEL), rule(COVER)))
    found = plan_patrol(one.problem, one.roster, rulebook, PlanOptions(30, deterministic=True))
    covered = sum(place.covered for place in reach(found.plan, one).values())
    assert 0 < covered <= cover_bound(one, rulebook, PlanOptions(30))


def test_a_request_to_stop_ends_the_plan_with_the_days_that_are_planned() -> None:
    stop, one = Stop(), case()
    options = PlanOptions(time_limit=600, deterministic=True, workers=1)
    found = plan_patrol(one.problem, outcome().roster, one.rulebook, options, lambda moment: stop(), stop)
    visits = {crew.day for crew, stop in found.plan.all_stops() if stop.kind == CHECKPOINT and stop.mode != STATIC}
    assert visits == {0}
