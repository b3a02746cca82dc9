"""Fairness: counts lie close together, history and time away taken into account."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from pydantic import ValidationError

from roster.domain.clock import Span
from roster.domain.people import Absence, Duty, Officer
from roster.domain.problem import Facts
from roster.rules.limits import Spread
from roster.rules.violation import Violation
from tests.rules.law_units import MONDAY, SHIFTS, brigade, crew, found, posed, rule

PEOPLE = tuple(Officer(letter, f"Officer {letter}", "sworn") for letter in "ABC")
NIGHTS = {"rule": "fairness", "counts": "nights"}


def past(officer: str, *days: int, shift: str = "N") -> tuple[Duty, ...]:
    kind = SHIFTS[shift]
    return tuple(Duty(officer, day, shift, kind.span(day), kind.night, kind.line) for day in days)


def totals(text: dict[str, object], **changes: object) -> dict[str, int]:
    """Each officer's count before the horizon adds anything; without one when the officer is not compared."""
    facts = brigade(**{"officers": PEOPLE, **changes})  # type: ignore[arg-type]
    limits = list(rule(text).limit_all(posed(facts)))
    return {who: total for one in limits if isinstance(one, Spread) for who, total in one.totals(lambda _: 0).items()}


def nights(facts: Facts, allowed: int, *officers: str) -> list[Violation]:
    problem = posed(facts)
    one = rule({**NIGHTS, "allowed": allowed})
    return found(one, problem, *(crew(problem, "N", f"car-Z{n}", who) for n, who in enumerate(officers, 1)))


def test_kept_when_everyone_has_a_night() -> None:
    facts = brigade(officers=PEOPLE, history=past("A", -1) + past("B", -2))
    assert nights(facts, 0, "C") == []


def test_just_kept_one_apart_where_one_is_allowed() -> None:
    assert nights(brigade(officers=PEOPLE), 1, "AB") == []


def test_just_broken_two_apart_where_one_is_allowed() -> None:
    facts = brigade(officers=PEOPLE, history=past("A", -3))
    (violation,) = nights(facts, 1, "A")
    assert (violation.amount, violation.spot.officers) == (1, ("A", "B"))
    assert rule({**NIGHTS, "allowed": 1}).say(violation, posed(facts)) == (
        "nights: 2 for Officer A (A), 0 for Officer B (B); 1 apart is allowed"
    )


def test_groups_are_compared_by_themselves() -> None:
    auxiliary = tuple(replace(officer, category="auxiliary", squad="2") for officer in PEOPLE[2:])
    officers = (*PEOPLE[:2], *auxiliary)
    assert set(totals(NIGHTS, officers=officers)) == {"A", "B"}
    assert set(totals({**NIGHTS, "by": "none"}, officers=officers)) == {"A", "B", "C"}
    assert set(totals({**NIGHTS, "by": "squad"}, officers=officers)) == {"A", "B"}
    assert set(totals({**NIGHTS, "who": {"id": ["B", "C"]}})) == {"B", "C"}


@pytest.mark.parametrize(
    ("counts", "expected"),
    [("nights", 1), ("weekends", 2), ("holidays", 1), ("hours", 25), ("shifts", 3)],
)
def test_what_counts(counts: str, expected: int) -> None:
    """Monday is the first date: -1 is a Sunday, -2 a Saturday and -3 a Friday that is a holiday."""
    history = past("A", -3) + past("A", -2, shift="D") + past("A", -1, shift="D")
    history = (*history[:2], replace(history[2], span=Span(-17 * 60, -17 * 60 + 8 * 60 + 30)))
    change = {"history": history, "day_types": {-3: "holiday", 0: "holiday"}}
    text = {"rule": "fairness", "counts": counts}
    days = 7 if counts == "weekends" else 1
    assert totals(text, days=days, **change).get("A") == expected


def test_history_before_its_days_does_not_count() -> None:
    assert totals({**NIGHTS, "history_days": 3}, history=past("A", -4, -3, -1)) == {"A": 2, "B": 0, "C": 0}


def test_nothing_is_compared_where_the_horizon_can_add_nothing() -> None:
    assert totals({"rule": "fairness", "counts": "holidays"}, history=past("A", -3), day_types={-3: "holiday"}) == {}


def test_when_selects_duties() -> None:
    shifts = {"rule": "fairness", "counts": "shifts", "when": {"shift": "D"}}
    assert totals(shifts, history=past("A", -3) + past("A", -2, shift="D")) == {"A": 1, "B": 0, "C": 0}


def away(officer: str, first: int, last: int, start: int = 0) -> Absence:
    return Absence(officer, "annual", Span(first * 1440 + start, (last + 1) * 1440))


def test_an_absence_is_credited_at_the_mean_of_the_others() -> None:
    """Four dates of history: A and B have 2 nights each in 8 dates, C was away on all four and counts 4/8 x 4."""
    history = past("A", -4, -2) + past("B", -3, -1)
    assert totals(NIGHTS, history=history, absences=(away("C", -4, -1),)) == {"A": 2, "B": 2, "C": 2}


def test_a_credit_is_rounded_half_up() -> None:
    """5 nights in 10 dates: three dates away are 1.5 nights, one is 0.5, so 2 and 1."""
    history = past("A", -4, -3, -2) + past("B", -1, -2)
    absences = (away("C", -3, -1), away("B", -4, -4))
    assert totals(NIGHTS, history=history, absences=absences)["C"] == 2
    history = past("A", -4, -3, -2) + past("B", -1)
    assert totals(NIGHTS, history=history, absences=(away("C", -2, -1), away("B", -4, -3))) == {"A": 3, "B": 2, "C": 1}


def test_the_mean_is_that_of_the_history_that_counts() -> None:
    history = past("A", -4, -3, -2, -1) + past("B", -4, -3)
    absences = (away("C", -2, -1),)
    assert totals({**NIGHTS, "history_days": 2}, history=history, absences=absences) == {"A": 2, "B": 0, "C": 1}


def test_an_absence_within_a_date_is_not_a_date_away() -> None:
    history = past("A", -4, -2) + past("B", -3, -1)
    mornings_off = tuple(away("C", day, day, start=1) for day in (-4, -3, -2, -1))
    assert totals(NIGHTS, history=history, absences=mornings_off) == {"A": 2, "B": 2, "C": 0}


def test_dates_away_in_the_horizon_are_credited_too() -> None:
    history = past("A", -2, -1) + past("B", -2, -1) + past("C", -2, -1)
    assert totals(NIGHTS, history=history, absences=(away("C", 0, 0),)) == {"A": 2, "B": 2, "C": 3}


def test_leave_is_made_up_for_where_it_is_not_credited() -> None:
    history = past("A", -4, -2) + past("B", -3, -1)
    text = {**NIGHTS, "credit_absences": False}
    assert totals(text, history=history, absences=(away("C", -4, -1),)) == {"A": 2, "B": 2, "C": 0}
    officers = (*PEOPLE[:2], replace(PEOPLE[2], joined=MONDAY))
    assert totals(text, history=history, officers=officers) == {"A": 2, "B": 2, "C": 2}


def test_a_newcomer_starts_at_the_mean() -> None:
    history = past("A", -4, -3) + past("B", -2, -1)
    officers = (*PEOPLE[:2], replace(PEOPLE[2], joined=MONDAY))
    assert totals(NIGHTS, history=history, officers=officers) == {"A": 2, "B": 2, "C": 2}


def test_only_dates_that_when_selects_are_credited() -> None:
    """Of four dates of history only Saturday and Sunday matter, on which C was there."""
    history = past("A", -4, -2, -1) + past("B", -2, -1)
    text = {**NIGHTS, "when": {"weekday": ["sat", "sun"]}}
    assert totals(text, days=6, history=history, absences=(away("C", -4, -3),)) == {"A": 2, "B": 2, "C": 0}


def test_weekends_away_are_credited_by_weekend_dates() -> None:
    history = past("A", -2, -1) + past("B", -2, -1) + past("A", -7)
    text = {"rule": "fairness", "counts": "weekends"}
    assert totals(text, days=6, history=history, absences=(away("C", -7, -2),)) == {"A": 2, "B": 2, "C": 1}


def test_whom_it_leaves_out() -> None:
    born = date(MONDAY.year - 51, MONDAY.month, MONDAY.day)
    old, middle = replace(PEOPLE[0], birth_date=born), replace(PEOPLE[0], birth_date=born + timedelta(days=1))
    tuesday = MONDAY + timedelta(days=1)
    protected = replace(PEOPLE[0], protected_from=tuesday, protected_to=tuesday)
    assert set(totals(NIGHTS, officers=(old, *PEOPLE[1:]))) == {"B", "C"}
    assert set(totals({**NIGHTS, "leave_out_over": None}, officers=(old, *PEOPLE[1:]))) == {"A", "B", "C"}
    assert set(totals(NIGHTS, officers=(middle, *PEOPLE[1:]))) == {"A", "B", "C"}
    assert set(totals(NIGHTS, officers=(protected, *PEOPLE[1:]), days=1)) == {"A", "B", "C"}
    assert set(totals(NIGHTS, officers=(protected, *PEOPLE[1:]), days=2)) == {"B", "C"}


@pytest.mark.parametrize(("first", "left_out"), [(-14, False), (-15, True)])
def test_leaves_out_long_absences(first: int, left_out: bool) -> None:
    absences = (away("A", first, -1),)
    assert ("A" not in totals(NIGHTS, absences=absences)) == left_out
    assert "A" in totals({**NIGHTS, "leave_out_absent_days": None}, absences=absences)
    assert "A" in totals({**NIGHTS, "history_days": 10}, absences=absences)


def test_leave_in_the_horizon_makes_an_absence_long_too() -> None:
    assert "A" in totals(NIGHTS, days=2, absences=(away("A", -12, 1),))
    assert "A" not in totals(NIGHTS, days=2, absences=(away("A", -13, 1),))


def test_an_officer_alone_is_not_compared() -> None:
    assert totals(NIGHTS, officers=PEOPLE[:1]) == {}


def test_refuses_places() -> None:
    with pytest.raises(ValidationError, match="where"):
        rule({**NIGHTS, "where": {"zone": "Z1"}})


def test_a_group_is_told_with_who_has_how_many() -> None:
    problem = posed(brigade(officers=PEOPLE, history=past("A", -1, -3) + past("B", -2)))
    assert rule({**NIGHTS, "allowed": 1}).tell((), "sworn", (), problem) == (
        "nights so far: 0 for Officer C (C); 1 for Officer B (B); 2 for Officer A (A); in the end they may be 1 apart"
    )
    assert rule({**NIGHTS, "allowed": 1}).tell((), "auxiliary", (), problem) == ""


def test_points_are_the_most_that_fit_a_date() -> None:
    counts = {"rule": "fairness", "weight": 1, "counts": "points", "points": {"weekday": 1, "weekend": 2, "sun": 4}}
    (fair,) = (rule(counts),)
    problem = posed(brigade(officers=PEOPLE, days=7))
    assert [fair._points(day, problem) for day in (0, 4, 5, 6)] == [1, 1, 2, 4]
    assert totals(counts, history=past("A", -1, -2, shift="D")) == {"A": 6, "B": 0, "C": 0}
    with pytest.raises(ValidationError, match="go together"):
        rule({"rule": "fairness", "weight": 1, "counts": "points"})


def test_who_works_half_time_gets_half() -> None:
    """Four for full time and two for half time are even, three are one too many in units of full time."""
    shared = {**NIGHTS, "by_share": True}
    people = (PEOPLE[0], replace(PEOPLE[1], share=0.5))
    problem = posed(brigade(officers=people, history=past("A", -1, -3, -5, -7) + past("B", -1, -3)))
    (limit,) = rule(shared).limits(problem)
    assert isinstance(limit, Spread)
    assert limit.amount(lambda decision: 0) == 0
    more = posed(brigade(officers=people, history=past("A", -1, -3, -5, -7) + past("B", -1, -3, -5)))
    assert next(iter(rule(shared).limits(more))).amount(lambda decision: 0) == 2
