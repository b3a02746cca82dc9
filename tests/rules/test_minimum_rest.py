"""Rest between duties, in spoken examples."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from roster.domain.clock import Span
from roster.domain.people import Duty
from roster.domain.problem import Problem
from roster.rules.roster.minimum_rest import MinimumRest
from roster.rules.shared.selectors import When
from tests.rules.law import HOUR, amounts, found, small_problem

RULE = MinimumRest(weight="must", hours=12)


def test_two_day_shifts_leave_sixteen_hours() -> None:
    assert amounts(RULE, small_problem(), "DD") == []


def test_rest_of_just_so_many_hours_is_enough() -> None:
    eight = MinimumRest(weight="must", hours=8)
    assert amounts(eight, small_problem(), "ED") == []
    assert amounts(MinimumRest(weight="must", hours=8.5), small_problem(), "ED") == [1]


def test_evening_before_day_lacks_four_hours() -> None:
    problem = small_problem()
    (violation,) = found(RULE, problem, "-ED")
    assert (violation.amount, violation.spot.day) == (4, 2)
    assert RULE.say(violation, problem) == (
        "Wang (1) has 8 h of rest between E on Tue 2026-10-20 and D on Wed 2026-10-21; 12 h are asked"
    )


def test_duties_that_overlap_lack_the_overlap_too() -> None:
    assert amounts(RULE, small_problem(), "LD") == [13]


def test_a_long_rest_reaches_over_several_dates() -> None:
    assert amounts(MinimumRest(weight="must", hours=40), small_problem(), "D-D") == []
    assert amounts(MinimumRest(weight="must", hours=48), small_problem(), "D-D") == [8]
    assert amounts(MinimumRest(weight="must", hours=48), small_problem(), "DDD") == [32, 8, 32]


def test_the_last_night_of_history_counts() -> None:
    assert amounts(RULE, small_problem(history={-1: "N"}), "D") == [12]
    assert amounts(RULE, small_problem(history={-1: "N"}), "O") == [1]
    assert amounts(RULE, small_problem(history={-1: "N"}), "N") == []


def test_history_is_read_by_its_own_times() -> None:
    bare = small_problem()
    long = Duty("1", -1, "D", Span(-17 * HOUR, -4 * HOUR))
    problem = Problem(bare.settings, bare.horizon, bare.officers, bare.shifts, (), history=(long,))
    assert amounts(RULE, problem, "D") == [1]


def test_too_little_rest_in_the_past_is_past() -> None:
    assert amounts(RULE, small_problem(history={-2: "E", -1: "D"}), "D") == []


def test_when_selects_the_later_duty() -> None:
    nights = MinimumRest(weight="must", hours=24, when=When(night=True))
    assert amounts(nights, small_problem(), "DD-NN") == [8]


def test_places_cannot_be_selected() -> None:
    with pytest.raises(ValidationError, match="where"):
        MinimumRest.model_validate({"weight": "must", "hours": 12, "where": {"zone": "Z1"}})


def test_a_longer_rest_after_some_shifts_only() -> None:
    after = MinimumRest.model_validate({"weight": "must", "hours": 14, "after": ["O", "night=yes"]})
    assert amounts(after, small_problem(), "D-O-N-E") == []
    assert amounts(after, small_problem(), "EDDD-OE") == [1]
    assert amounts(after, small_problem(history={-1: "N"}), "O------") == [3]
    assert list(after.names()) == [("after", "shift", "O")]
    with pytest.raises(ValidationError, match="no day off"):
        MinimumRest.model_validate({"weight": "must", "hours": 14, "after": "-"})
