"""Recovery after nights, in spoken examples."""

from __future__ import annotations

from roster.rules.roster.night_recovery import NightRecovery
from roster.rules.shared.selectors import When
from tests.rules.law import amounts, found, small_problem

RULE = NightRecovery(weight="must")
TWO = NightRecovery(weight="must", days=2)


def test_a_date_off_after_a_run_of_nights_keeps_it() -> None:
    assert amounts(RULE, small_problem(), "DNN-D--") == []


def test_a_run_of_nights_may_go_on() -> None:
    assert amounts(RULE, small_problem(), "NNNNNNN") == []


def test_any_other_start_on_the_date_after_breaks_it() -> None:
    problem = small_problem()
    (violation,) = found(RULE, problem, "-NE")
    assert (violation.spot.day, violation.amount) == (2, 1)
    assert RULE.say(violation, problem) == (
        "Wang (1) starts E on Wed 2026-10-21, before recovering from the night of Tue 2026-10-20"
    )


def test_two_days_of_recovery_forbid_even_a_night_on_the_second() -> None:
    assert amounts(TWO, small_problem(), "NN--N") == []
    assert amounts(TWO, small_problem(), "NN-N") == [1]
    assert amounts(TWO, small_problem(), "N-D") == [1]
    assert amounts(TWO, small_problem(), "NDD") == [1, 1]


def test_a_night_before_the_horizon_counts() -> None:
    assert amounts(RULE, small_problem(history={-1: "N"}), "D") == [1]
    assert amounts(RULE, small_problem(history={-1: "N"}), "N-D") == []
    assert amounts(RULE, small_problem(history={-2: "N"}), "D") == []
    assert amounts(TWO, small_problem(history={-2: "N"}), "D") == [1]
    assert amounts(TWO, small_problem(history={-2: "N", -1: "N"}), "NN") == []


def test_a_duty_of_the_past_is_not_judged() -> None:
    assert amounts(RULE, small_problem(history={-2: "N", -1: "D"}), "") == []


def test_only_shifts_marked_as_night_ask_for_recovery() -> None:
    assert amounts(RULE, small_problem(), "OD-LD") == []


def test_when_selects_the_nights_that_ask() -> None:
    weekends = NightRecovery(weight="must", when=When(weekday=("fri", "sat")))
    assert amounts(weekends, small_problem(), "ND--ND-") == [1]
