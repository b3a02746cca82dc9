"""Forbidden successions, in spoken examples."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from roster.rules.roster.shift_succession import ShiftSuccession
from roster.rules.shared.selectors import When
from tests.rules.law import amounts, found, small_problem


def rule(*forbidden: str, **fields: object) -> ShiftSuccession:
    return ShiftSuccession.model_validate({"weight": 10, "forbidden": [f.split() for f in forbidden], **fields})


def test_another_order_is_allowed() -> None:
    assert amounts(rule("E D", "N D"), small_problem(), "DDEE-NN") == []


def test_a_day_between_is_enough() -> None:
    assert amounts(rule("E D"), small_problem(), "E-D") == []


def test_each_occurrence_counts() -> None:
    problem = small_problem()
    first, second = found(rule("E D"), problem, "EDED")
    assert (first.spot.day, second.spot.day, first.amount, second.amount) == (1, 3, 1, 1)
    assert rule("E D").say(first, problem) == (
        "Wang (1) has E on Mon 2026-10-19, D on Tue 2026-10-20, which may not follow each other"
    )


def test_day_off_and_any_shift() -> None:
    single = rule("* - *")
    assert amounts(single, small_problem(), "D--D-NN") == [1]
    assert amounts(rule("- * -"), small_problem(), "-D-N-DD") == [1, 1]


def test_either_of_two_shifts() -> None:
    assert amounts(rule("E|O D|E"), small_problem(), "OEODNE-") == [1, 1]


def test_history_begins_an_occurrence() -> None:
    assert amounts(rule("E D"), small_problem(history={-1: "E"}), "D") == [1]
    assert amounts(rule("N - D"), small_problem(history={-2: "N"}), "D") == [1]
    assert amounts(rule("N -"), small_problem(history={-1: "N"}), "") == [1]
    assert amounts(rule("N -"), small_problem(history={-1: "N"}), "D") == []


def test_unknown_dates_are_no_days_off() -> None:
    assert amounts(rule("- D"), small_problem(), "D") == []
    assert amounts(rule("- D"), small_problem(history={-2: "D"}), "D") == [1]


def test_the_horizons_end_cuts_an_occurrence() -> None:
    assert amounts(rule("D - -"), small_problem(days=3), "-D-") == []
    assert amounts(rule("D - -"), small_problem(days=4), "-D--") == [1]


def test_when_selects_the_last_date() -> None:
    tuesdays = rule("D D", when={"weekday": "tue"})
    assert amounts(tuesdays, small_problem(), "DDD") == [1]
    assert tuesdays.when == When(weekday=("tue",))


def test_when_cannot_select_shifts() -> None:
    with pytest.raises(ValidationError, match=r"when\.shift"):
        rule("D D", when={"shift": "D"})


def test_a_shift_that_the_brigade_does_not_have_never_occurs() -> None:
    problem = small_problem()
    one = rule("X D", "D X -")
    assert amounts(one, problem, "DD-DD-D") == []
    assert list(one.limit_all(problem)) == []


def test_names_are_checked_against_the_shifts() -> None:
    assert list(rule("E|X - *").names()) == [("forbidden", "shift", "E"), ("forbidden", "shift", "X")]
