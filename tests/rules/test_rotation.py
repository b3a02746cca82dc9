"""A rotation, in spoken examples."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
from pydantic import ValidationError

from roster.domain.clock import Span
from roster.domain.people import Officer
from roster.rules.roster.rotation import Rotation
from tests.rules.law import DAY, HOUR, MONDAY, amounts, found, small_problem

PATTERN = ["D", "D", "E", "E", "-", "N", "N", "-"]


def rule(**fields: object) -> Rotation:
    return Rotation.model_validate({"weight": 5, "pattern": PATTERN, "start": MONDAY, **fields})


def squad(name: str) -> list[Officer]:
    return [Officer("1", "Wang", "sworn", squad=name)]


def test_the_pattern_itself_keeps_it() -> None:
    assert amounts(rule(), small_problem(days=16), "DDEE-NN-DDEE-NN-") == []


def test_each_date_off_the_pattern_counts() -> None:
    problem = small_problem()
    assert amounts(rule(), problem, "DDEEDNN") == [1]
    assert amounts(rule(), problem, "D-ED-NN") == [1, 1]
    (violation,) = found(rule(), problem, "D-EE-NN")
    assert rule().say(violation, problem) == "Wang (1) has a day off on Tue 2026-10-20; the rotation has D"


def test_a_squad_is_ahead_by_its_offset() -> None:
    turning = rule(offsets={"A": 0, "B": 2})
    assert amounts(turning, small_problem(officers=squad("B")), "EE-NN-D") == []
    assert amounts(turning, small_problem(officers=squad("A")), "DDEE-NN") == []
    assert amounts(turning, small_problem(officers=squad("C")), "LLLLLLL") == [], "squad C does not rotate"


def test_the_first_date_may_lie_before_or_after_the_horizon() -> None:
    early, late = MONDAY - dt.timedelta(days=11), MONDAY + dt.timedelta(days=5)
    assert amounts(rule(start=early), small_problem(), "E-NN-DD") == []
    assert amounts(rule(start=late), small_problem(), "E-NN-DD") == []


def test_alternatives() -> None:
    either = rule(pattern=["D|O", "*", "E|-"])
    assert amounts(either, small_problem(), "ON-DDEO") == []
    assert amounts(either, small_problem(), "E-NDD-D") == [1, 1, 1]
    assert amounts(rule(pattern=["*"]), small_problem(), "DENOL--") == [1, 1]


def test_a_date_on_which_leave_meets_the_shift_is_skipped() -> None:
    assert amounts(rule(), small_problem(away=[Span(DAY, 3 * DAY)]), "D--E-NN") == []
    assert amounts(rule(), small_problem(away=[Span(DAY, 2 * DAY)]), "D--E-NN") == [1]
    dawn = [Span(6 * DAY + 6 * HOUR, 6 * DAY + 7 * HOUR)]
    assert amounts(rule(), small_problem(away=dawn), "DDEE--N") == [], "the night of Saturday ends in it"
    noon = [Span(5 * DAY + 12 * HOUR, 5 * DAY + 13 * HOUR)]
    assert amounts(rule(), small_problem(away=noon), "DDEE--N") == [1], "a leave at noon does not excuse a night"


def test_dates_before_the_officer_joined_are_skipped() -> None:
    newcomer = [Officer("1", "Wang", "sworn", joined=MONDAY + dt.timedelta(days=2))]
    assert amounts(rule(), small_problem(officers=newcomer), "--EE-NN") == []
    (violation,) = found(rule(), small_problem(officers=newcomer), "---E-NN")
    assert violation.spot.day == 2


def test_when_selects_dates() -> None:
    assert amounts(rule(when={"from": "2026-10-21"}), small_problem(), "NNNE-NN") == [1]


def test_names_are_checked() -> None:
    names = list(rule(pattern=["D|X", "-", "*"], offsets={"A": 1}).names())
    assert names == [("pattern", "shift", "D"), ("pattern", "shift", "X"), ("offsets", "squad", "A")]
    with pytest.raises(ValidationError):
        rule(pattern=[])


def test_what_it_asks_on_some_dates_is_told_with_them() -> None:
    turning, problem = rule(offsets={"B": 2}), small_problem(officers=squad("B"))
    assert turning.tell(("1",), "", (0, 2), problem) == (
        "Wang (1): the rotation has E on Mon 2026-10-19, a day off on Wed 2026-10-21"
    )
    assert turning.tell(("1",), "", (), problem) == ""


def test_over_working_days_monday_follows_friday() -> None:
    rule = Rotation.model_validate(
        {"weight": 1, "pattern": ["D", "-", "-"], "start": MONDAY - dt.timedelta(days=7), "over": "working_days"}
    )
    problem = replace(small_problem(days=14), day_types={2: "holiday"})
    assert amounts(rule, problem, "-DN--NDD--D-ND") == []
    assert amounts(rule, problem, "-D--D---------") == [1, 1, 1]
