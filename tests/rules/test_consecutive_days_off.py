"""Days off in a row, in spoken examples."""

from __future__ import annotations

import datetime as dt

import pytest
from pydantic import ValidationError

from roster.domain.clock import Span
from roster.domain.people import Officer
from roster.rules.roster.consecutive_days_off import ConsecutiveDaysOff
from tests.rules.law import DAY, MONDAY, amounts, found, small_problem


def rule(**fields: object) -> ConsecutiveDaysOff:
    return ConsecutiveDaysOff.model_validate({"weight": 5, **fields})


def test_longer_stretches_keep_it() -> None:
    assert amounts(rule(min=2), small_problem(), "DD---NN") == []


def test_just_so_many_keep_it() -> None:
    assert amounts(rule(min=2), small_problem(), "DD--NNN") == []


def test_a_single_day_off_breaks_it() -> None:
    problem = small_problem()
    (violation,) = found(rule(min=2), problem, "DD-NNNN")
    assert (violation.amount, violation.spot.day) == (1, 2)
    assert rule(min=2).say(violation, problem) == (
        "Wang (1) has too few days off in a row, Wed 2026-10-21 to Wed 2026-10-21: 1 of 2"
    )


def test_days_off_at_an_edge_are_not_too_few() -> None:
    assert amounts(rule(min=3), small_problem(), "-DDDDD-") == []


def test_days_off_go_on_from_history() -> None:
    assert amounts(rule(min=3), small_problem(history={-2: "D"}), "-D") == [1]
    assert amounts(rule(min=3), small_problem(history={-2: "D"}), "D") == [2]
    assert amounts(rule(min=3), small_problem(history={-3: "D"}), "-D") == []
    assert amounts(rule(max=3), small_problem(history={-4: "D"}), "-DDDDDD") == [1]


def test_too_many_in_a_row() -> None:
    assert amounts(rule(max=3), small_problem(), "D---D--") == []
    problem = small_problem()
    (violation,) = found(rule(max=3), problem, "D-----D")
    assert violation.amount == 2
    assert rule(max=3).say(violation, problem).endswith(": 5, at most 3")


def test_what_history_alone_has_too_much_is_not_counted_again() -> None:
    assert amounts(rule(max=2), small_problem(history={-6: "D"}), "DDDDDDD") == []
    assert amounts(rule(max=2), small_problem(history={-6: "D"}), "-DD--DD") == [1]


def test_leave_is_days_off() -> None:
    assert amounts(rule(min=2), small_problem(away=[Span(2 * DAY, 4 * DAY)]), "DD--DDD") == []


def test_when_selects_the_duties_that_end_a_stretch() -> None:
    assert amounts(rule(min=3, when={"shift": "N"}), small_problem(), "ND-N---") == [1]


def test_dates_outside_from_and_to_are_no_days_off() -> None:
    midweek = rule(min=2, max=2, when={"from": "2026-10-21", "to": "2026-10-24"})
    assert amounts(midweek, small_problem(), "---D--D") == []
    assert amounts(midweek, small_problem(), "D-D-D--") == [1]


def test_bounds_make_sense() -> None:
    with pytest.raises(ValidationError, match="`min` is above `max`"):
        rule(min=3, max=2)


def test_dates_before_the_officer_joined_are_no_days_off() -> None:
    wednesday = Officer("1", "Wang", "sworn", joined=MONDAY + dt.timedelta(days=2))
    joining = small_problem(officers=[wednesday], history={-4: "D"})
    assert amounts(rule(max=3), joining, "-----D-") == []
    assert amounts(rule(max=2), joining, "-----D-") == [1]  # Wed, Thu and Fri
    assert amounts(rule(min=4), joining, "-----D-") == []  # whatever was before
    assert amounts(rule(min=3), joining, "--D-D--") == [2]
    assert amounts(rule(max=1), small_problem(officers=[wednesday]), "-------") == [4]
