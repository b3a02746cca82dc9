"""Figures of a plan: reach, attention, and what one crew's absence costs."""

from __future__ import annotations

from roster.domain.ids import CrewId
from roster.domain.itinerary import Plan
from roster.domain.patrol import Patrol
from roster.plan.figures import attention, called_away, reach, worst_first
from tests.plan import small
from tests.rules.law_plan import patrol, planned, stop

WAITING = planned(
    D_car_Z1=[stop("07:00", "Q1", 180, "static")],
    D_car_Z2=[stop("07:00", "Q2", 60, "static"), stop("08:05", "C3", 10), stop("08:20", "Q2", 100, "static")],
    D_armed_S1=[stop("07:00", "S1", 180, "static")],
)


def test_reach_counts_slots_and_the_longest_way() -> None:
    one = patrol(1)
    found = reach(WAITING, one)
    assert found["C2"].slots == sum(one.problem.ever_on_duty(slot.span) for slot in one.slots)
    assert found["C2"].covered == 6
    assert found["C2"].worst is None  # nobody is on duty in the evening


def test_attention_counts_visits_and_the_longest_time_without() -> None:
    found = attention(WAITING, patrol(1))
    assert found["C3"].times == 1
    assert found["C3"].longest == max(65, 31 * 60 - (8 * 60 + 15))
    assert found["C1"].times == 0


def test_short_visits_are_seen_and_a_wait_at_a_checkpoint_is_no_visit() -> None:
    plan = planned(D_car_Z1=[stop("07:30", "C1", 8), stop("08:00", "C1", 9, "static"), stop("08:30", "R1", 1)])
    assert attention(plan, patrol(1))["C1"].times == 1
    assert attention(plan, patrol(1))["R1"].times == 0


def test_the_worst_crew_to_lose_comes_first_and_says_what_is_lost() -> None:
    losses = called_away(WAITING, patrol(1))[0, "D"]
    worst = losses[0]
    assert worst.crew == (0, "D", "car-Z2")
    assert (worst.zones, "C3" in worst.checkpoints) == (("Z2",), True)
    assert losses[-1].slots == 0


def test_what_each_crew_leaves_without_cover_is_what_the_plan_without_it_lacks() -> None:
    found = small.planned()
    plan, whole = found.plan, found.patrol
    before = reach(plan, whole)
    for losses in called_away(plan, whole).values():
        for loss in losses:
            rest = Plan(tuple(item for item in plan.itineraries if item.crew != loss.crew))
            after = reach(rest, whole)
            lost = {site: before[site].covered - after[site].covered for site in before}
            assert loss.slots == sum(lost.values())
            assert loss.checkpoints == tuple(sorted(site for site, slots in lost.items() if slots))
            assert loss.zones == tuple(sorted(alone(loss.crew, whole)))
    assert worst_first(called_away(plan, whole))[0].slots == max(
        loss.slots for losses in called_away(plan, whole).values() for loss in losses
    )


def alone(key: CrewId, whole: Patrol) -> set[str]:
    """Zones of a crew in which no other crew stands for some minute of its shift."""
    mine = whole.crew[key]
    others = [part for crew in whole.crews if crew.id != key for part in crew.parts]
    return {
        own.zone
        for own in mine.parts
        if not any(part.zone == own.zone and part.slot.span.overlap(own.slot.span) for part in others)
    }
