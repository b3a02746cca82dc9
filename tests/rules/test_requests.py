"""Requests, in spoken examples."""

from __future__ import annotations

from roster.domain.people import Request
from roster.rules.roster.requests import Requests
from roster.rules.shared.selectors import When
from tests.rules.law import amounts, found, small_problem

RULE = Requests(weight=1)


def asks(shift: str, on: bool, weight: int = 1, day: int = 1, officer: str = "1") -> Request:
    return Request(officer, day, shift, on, weight)


def test_a_wish_for_a_shift() -> None:
    problem = small_problem(requests=[asks("D", on=True)])
    assert amounts(RULE, problem, "-D") == []
    assert amounts(RULE, problem, "-E") == [1]
    (violation,) = found(RULE, problem, "D-")
    assert RULE.say(violation, problem) == "Wang (1) asked to work D on Tue 2026-10-20 and does not"


def test_a_wish_for_any_shift() -> None:
    problem = small_problem(requests=[asks("", on=True)])
    assert amounts(RULE, problem, "-N") == []
    assert amounts(RULE, problem, "N-") == [1]


def test_a_wish_to_be_free_of_a_shift() -> None:
    problem = small_problem(requests=[asks("N", on=False)])
    assert amounts(RULE, problem, "-D") == []
    assert amounts(RULE, problem, "-N") == [1]


def test_a_wish_to_be_free() -> None:
    problem = small_problem(requests=[asks("", on=False)])
    assert amounts(RULE, problem, "N-N") == []
    (violation,) = found(RULE, problem, "-D")
    assert RULE.say(violation, problem) == "Wang (1) asked not to work any shift on Tue 2026-10-20 and does"


def test_the_amount_is_the_requests_own_weight() -> None:
    assert amounts(RULE, small_problem(requests=[asks("", on=False, weight=3), asks("D", on=True)]), "-E") == [3, 1]


def test_requests_of_others_and_outside_the_horizon_say_nothing() -> None:
    beyond = [asks("D", on=True, day=7), asks("D", on=True, day=-1), asks("D", on=True, officer="2")]
    assert amounts(RULE, small_problem(requests=beyond), "") == []


def test_when_selects_dates() -> None:
    mondays = Requests(weight=1, when=When(weekday=("mon",)))
    assert amounts(mondays, small_problem(requests=[asks("D", on=True, day=0), asks("D", on=True)]), "") == [1]


def test_a_wish_for_a_free_date_looks_at_the_night_before() -> None:
    free = Request("1", 2, "", on=False, weight=2, free=True)
    problem = small_problem(requests=[free])
    assert amounts(RULE, problem, "-D-D") == []
    assert amounts(RULE, problem, "-N-") == [2]  # 23:00 to 07:00
    assert amounts(RULE, problem, "NNN") == [2]  # once, whatever touches the date
    assert amounts(RULE, problem, "--L") == [2]
    (violation,) = found(RULE, problem, "-N-")
    told = "Wang (1) asked to be free of any shift all Wed 2026-10-21 and works then: N of Tue 2026-10-20"
    assert RULE.say(violation, problem) == told


def test_a_wish_for_a_date_free_of_a_shift() -> None:
    problem = small_problem(requests=[Request("1", 2, "N", on=False, weight=1, free=True)])
    assert amounts(RULE, problem, "-ODD") == []
    assert amounts(RULE, problem, "-N") == amounts(RULE, problem, "--N") == [1]


def test_a_free_date_at_the_edges() -> None:
    first = Request("1", 0, "", on=False, weight=1, free=True)
    assert amounts(RULE, small_problem(requests=[first], history={-1: "N"}), "-") == []  # not counted again
    after = Request("1", 7, "", on=False, weight=1, free=True)
    assert amounts(RULE, small_problem(requests=[after]), "------N") == [1]
    assert amounts(RULE, small_problem(requests=[after]), "------E") == []


def test_a_request_without_weight_is_no_finding() -> None:
    assert amounts(RULE, small_problem(requests=[asks("D", on=True, weight=0)]), "") == []
