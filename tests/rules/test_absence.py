"""Absence, in spoken examples."""

from __future__ import annotations

from datetime import date

from roster.domain.clock import Span
from roster.domain.people import Officer
from roster.rules.roster.absence import Absence
from roster.rules.shared.selectors import When
from tests.rules.law import DAY, HOUR, amounts, found, small_problem

RULE = Absence(weight="must")
WEDNESDAY = Span(2 * DAY, 3 * DAY)


def test_duties_around_a_leave_are_allowed() -> None:
    assert amounts(RULE, small_problem(away=[WEDNESDAY]), "DE-DDDD") == []


def test_a_night_that_ends_inside_a_leave_is_not() -> None:
    problem = small_problem(away=[WEDNESDAY])
    (violation,) = found(RULE, problem, "DN-DDDD")
    assert (violation.spot.day, violation.spot.shift, violation.amount) == (1, "N", 1)
    assert RULE.say(violation, problem) == "Wang (1) works N on Tue 2026-10-20 during an absence (annual)"


def test_a_leave_may_begin_the_minute_a_duty_ends() -> None:
    assert amounts(RULE, small_problem(away=[Span(15 * HOUR, DAY)]), "D") == []
    assert amounts(RULE, small_problem(away=[Span(15 * HOUR - 1, DAY)]), "D") == [1]
    assert amounts(RULE, small_problem(away=[Span(0, 7 * HOUR)]), "D") == []
    assert amounts(RULE, small_problem(away=[Span(0, 7 * HOUR + 1)]), "D") == [1]


def test_a_duty_counts_once_whatever_the_number_of_absences() -> None:
    assert amounts(RULE, small_problem(away=[WEDNESDAY, Span(2 * DAY + 8 * HOUR, 4 * DAY)]), "--DD") == [1, 1]


def test_a_duty_of_the_past_is_not_judged() -> None:
    assert amounts(RULE, small_problem(history={-1: "N"}, away=[Span(-DAY, DAY)]), "") == []


def test_when_selects_the_duties_judged() -> None:
    nights = Absence(weight="must", when=When(night=True))
    assert amounts(nights, small_problem(away=[WEDNESDAY]), "-ND") == [1]


def test_nobody_works_before_joining() -> None:
    problem = small_problem(officers=[Officer("1", "Wang", "sworn", joined=date(2026, 10, 21))])
    assert amounts(RULE, problem, "--D") == []
    (violation,) = found(RULE, problem, "-DD")
    assert RULE.say(violation, problem) == "Wang (1) works D on Tue 2026-10-20 but joins on Wed 2026-10-21"
