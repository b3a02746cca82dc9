"""Fixed: rows of the table `fixed` are kept."""

from __future__ import annotations

from roster.domain.pins import Pin
from roster.rules.violation import Violation
from tests.rules.law_units import brigade, crew, found, posed, rule

FIXED = rule({"rule": "fixed"})


def findings(pin: Pin, shift: str, label: str, officers: str, one: object = FIXED) -> list[Violation]:
    problem = posed(brigade(pins=(pin,)))
    return found(one, problem, crew(problem, shift, label, officers))  # type: ignore[arg-type]


def test_a_fixed_duty_is_worked_in_any_unit() -> None:
    assert findings(Pin("A", 0, "D"), "D", "post-P1", "A") == []


def test_another_shift_is_not_the_fixed_one() -> None:
    (violation,) = findings(Pin("A", 0, "D"), "N", "car-Z1", "A")
    assert violation.amount == 1
    assert FIXED.say(violation, posed(brigade())) == "An (A) does not work D on Mon 2026-10-19 as is fixed"


def test_a_duty_fixed_by_unit_kind() -> None:
    assert findings(Pin("A", 0, "D", "car"), "D", "car-Z2", "A") == []
    assert [v.amount for v in findings(Pin("A", 0, "D", "car"), "D", "post-P1", "A")] == [1]


def test_a_duty_fixed_by_unit_label() -> None:
    pin = Pin("A", 0, "D", "car-Z2")
    assert findings(pin, "D", "car-Z2", "A") == []
    (violation,) = findings(pin, "D", "car-Z1", "A")
    assert "does not serve in car-Z2" in FIXED.say(violation, posed(brigade()))


def test_a_unit_that_cannot_run_breaks_the_row() -> None:
    assert [v.amount for v in findings(Pin("A", 0, "D", "foot"), "D", "car-Z1", "A")] == [1]


def test_a_fixed_day_off() -> None:
    assert findings(Pin("A", 0, ""), "D", "car-Z1", "B") == []
    (violation,) = findings(Pin("A", 0, ""), "D", "car-Z1", "A")
    assert FIXED.say(violation, posed(brigade())) == "An (A) has D on Mon 2026-10-19; a day off is fixed"


def test_rows_outside_the_horizon_are_left_out() -> None:
    assert findings(Pin("A", 1, "D"), "N", "car-Z1", "A") == []


def test_who_and_when_select_rows() -> None:
    sworn_days = rule({"rule": "fixed", "who": {"category": "sworn"}, "when": {"shift": "D"}})
    assert [v.amount for v in findings(Pin("A", 0, "D"), "N", "car-Z1", "A", sworn_days)] == [1]
    assert findings(Pin("A", 0, "N"), "D", "car-Z1", "A", sworn_days) == []
    assert findings(Pin("C", 0, "D"), "N", "car-Z1", "C", sworn_days) == []
    tuesdays = rule({"rule": "fixed", "when": {"weekday": "tue"}})
    assert findings(Pin("A", 0, "D"), "N", "car-Z1", "A", tuesdays) == []
