"""Shifts selected by what they are: on the line or off it, by their hours, and as steps of a pattern."""

from __future__ import annotations

from dataclasses import replace

import pytest

from roster.domain.people import Duty
from roster.rules import Rulebook, pose
from roster.rules.shared.selectors import When
from roster.rules.shared.steps import fits, shifts_of
from tests.rules.law_units import SHIFTS, brigade, rule

FACTS = replace(brigade(), shifts=tuple(SHIFTS.values()))


@pytest.mark.parametrize(
    ("when", "codes"),
    [
        ({"line": True}, "DEON"),
        ({"line": False}, "L"),
        ({"night": False, "line": True}, "DEO"),
        ({"covers": "20:00-22:00"}, "EOL"),
        ({"covers": "20:00-22:00", "line": True}, "EO"),
        ({"covers": "00:00-02:00", "line": True}, "ON"),
        ({"covers": "23:00-07:00"}, "NL"),
        ({"covers": "07:00-07:00"}, ""),
        ({"shift": ["D", "N"], "covers": "08:00-09:00"}, "D"),
    ],
)
def test_shifts_by_their_marks_and_hours(when: dict[str, object], codes: str) -> None:
    chosen = When.model_validate(when)
    assert "".join(chosen.shifts(FACTS)) == codes
    duties = [FACTS.duty("A", day, code) for day in (-3, 0, 2) for code in FACTS.shift_codes]
    assert "".join(d.shift for d in duties if chosen.matches_duty(d, FACTS)) == codes * 3


@pytest.mark.parametrize(
    ("step", "codes"), [("line=no", "L"), ("line=yes", "DEON"), ("night=yes|D", "DN"), ("*", "DEONL"), ("-", "")]
)
def test_steps_by_the_marks_of_shifts(step: str, codes: str) -> None:
    assert "".join(shifts_of(step, FACTS)) == codes
    duties: list[Duty] = [FACTS.duty("A", -1, code) for code in FACTS.shift_codes]
    assert "".join(duty.shift for duty in duties if fits(duty, step, FACTS)) == codes
    assert fits(None, step, FACTS) == (step == "-")


def test_a_leader_is_free_after_a_shift_off_the_line_whatever_its_code() -> None:
    free = rule({"rule": "shift_succession", "forbidden": [["line=no", "*"]]})
    codes = Rulebook((rule({"rule": "shift_succession", "forbidden": [["L", "*"]]}),))
    problem = pose(replace(FACTS, horizon=FACTS.horizon._replace(days=3)), codes)
    assert list(free.limit_all(problem)) == list(codes.rules[0].limit_all(problem)) != []


def test_a_rule_of_dates_refuses_every_field_that_speaks_of_shifts() -> None:
    for when in ({"line": True}, {"covers": "20:00-22:00"}, {"night": True}, {"shift": "D"}):
        with pytest.raises(ValueError, match="has no meaning in this rule"):
            rule({"rule": "duty_leader", "when": when})
