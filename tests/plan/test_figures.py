"""Figures of a plan: reach, attention, and what one crew's absence costs."""

from __future__ import annotations

from roster.plan.figures import attention, called_away, reach
from tests.rules.law_plan import patrol, planned, stop

WAITING = planned(
    D_car_Z1=[stop("07:00", "Q1", 180, "static")],
    D_car_Z2=[stop("07:00", "Q2", 60, "static"), stop("08:05", "C3", 10), stop("08:20", "Q2", 100, "static")],
    D_armed_S1=[stop("07:00", "S1", 180, "static")],
)


def test_reach_counts_slots_and_the_longest_way() -> None:
    found = reach(WAITING, patrol(1))
    assert found["C2"].slots == len(patrol(1).slots)
    assert found["C2"].covered == 6
    assert found["C2"].worst is None  # nobody is on duty in the afternoon


def test_attention_counts_visits_and_the_longest_time_without() -> None:
    found = attention(WAITING, patrol(1))
    assert found["C3"].times == 1
    assert found["C3"].longest == max(65, 31 * 60 - (8 * 60 + 15))
    assert found["C1"].times == 0


def test_the_worst_crew_to_lose_comes_first_and_says_what_is_lost() -> None:
    losses = called_away(WAITING, patrol(1))[0, "D"]
    worst = losses[0]
    assert worst.crew == (0, "D", "car-Z2")
    assert (worst.zones, "C3" in worst.checkpoints) == (("Z2",), True)
    assert losses[-1].slots == 0
