"""Days worked in a row, in spoken examples."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from roster.rules.roster.consecutive_shifts import ConsecutiveShifts
from tests.rules.law import amounts, found, small_problem


def rule(**fields: object) -> ConsecutiveShifts:
    return ConsecutiveShifts.model_validate({"weight": "must", **fields})


def test_fewer_dates_in_a_row_keep_it() -> None:
    assert amounts(rule(max=3), small_problem(), "DD-NN-D") == []


def test_just_so_many_keep_it() -> None:
    assert amounts(rule(max=3), small_problem(), "DEN-DDD") == []


def test_one_more_breaks_it_once_a_run() -> None:
    problem = small_problem()
    (violation,) = found(rule(max=3), problem, "-DDDD-D")
    assert (violation.amount, violation.asked, violation.given, violation.spot.day) == (1, 3, 4, 1)
    assert rule(max=3).say(violation, problem) == (
        "Wang (1) works too many dates in a row (D/E/N/O/L), Tue 2026-10-20 to Fri 2026-10-23: 4, at most 3"
    )


def test_nights_only() -> None:
    nights = rule(max=2, when={"night": True})
    assert amounts(nights, small_problem(), "DNNDNN-") == []
    assert amounts(nights, small_problem(), "DNNN-D-") == [1]


def test_a_run_goes_on_from_history() -> None:
    nights = rule(max=2, when={"night": True})
    assert amounts(nights, small_problem(history={-2: "N", -1: "D"}), "NN") == []
    assert amounts(nights, small_problem(history={-1: "N"}), "NN") == [1]
    assert amounts(nights, small_problem(history={-2: "N", -1: "N"}), "-N") == []


def test_what_history_alone_has_too_much_is_not_counted_again() -> None:
    past = {-4: "D", -3: "D", -2: "D", -1: "D"}
    assert amounts(rule(max=2), small_problem(history=past), "") == []
    assert amounts(rule(max=2), small_problem(history=past), "D") == [1]


def test_a_run_at_an_edge_is_not_too_short() -> None:
    assert amounts(rule(min=3), small_problem(), "DD---DD") == []
    assert amounts(rule(min=3), small_problem(), "-DD---D") == [1]
    assert amounts(rule(min=3), small_problem(), "-D-DD--") == [2, 1]


def test_known_history_lets_a_run_be_judged_for_its_minimum() -> None:
    assert amounts(rule(min=3), small_problem(history={-2: "D"}), "DD-") == [1]
    assert amounts(rule(min=3), small_problem(history={-3: "D", -1: "D"}), "D-") == [1]
    assert amounts(rule(min=3), small_problem(history={-3: "D", -1: "D"}), "-") == [2]
    assert amounts(rule(min=3), small_problem(history={-1: "D"}), "-") == [], "the run may have begun earlier"


def test_from_and_to_bound_what_is_judged() -> None:
    march = rule(max=2, min=2, when={"from": "2026-10-20", "to": "2026-10-23"})
    assert amounts(march, small_problem(), "DDD-D--") == []
    assert amounts(march, small_problem(), "DDDD-DD") == [1]


def test_a_run_that_from_cuts_is_not_too_short() -> None:
    assert amounts(rule(min=3, when={"from": "2026-10-21"}), small_problem(), "DDDD-D-") == [2]


def test_runs_that_history_ended_are_not_judged() -> None:
    assert amounts(rule(min=2), small_problem(history={-5: "D", -4: "D", -2: "D"}), "-DD-") == []
    assert amounts(rule(min=2), small_problem(history={-5: "D", -4: "D", -1: "D"}), "-DD-") == [1]


def test_bounds_make_sense() -> None:
    with pytest.raises(ValidationError, match="give `min`, `max` or both"):
        rule()
    with pytest.raises(ValidationError, match="`min` is above `max`"):
        rule(min=3, max=2)


def test_too_few_are_said() -> None:
    problem = small_problem()
    (violation,) = found(rule(min=2), problem, "-D-----")
    assert (
        rule(min=2)
        .say(violation, problem)
        .endswith("works too few dates in a row (D/E/N/O/L), Tue 2026-10-20 to Tue 2026-10-20: 1 of 2")
    )
