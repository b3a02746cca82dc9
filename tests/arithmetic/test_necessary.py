"""What no search can mend: each condition just met and just missed, and never a false alarm where a roster exists."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest

from roster.arithmetic.forbidding import forbidding
from roster.arithmetic.necessary import Arithmetic, Deficit, deficits
from roster.arithmetic.quality import crew_of
from roster.arithmetic.starts import most, people
from roster.domain.clock import Span
from roster.domain.people import Absence
from roster.domain.pins import Pin
from roster.domain.problem import Facts
from roster.domain.service import UnitKind
from roster.io.deficit_lines import deficit_lines, sentence
from roster.rules import Rulebook, pose
from roster.search.run import Options
from roster.search.solve import solve
from tests.rules.law_units import brigade, rule
from tests.search.small import RULEBOOK, random_facts

COVER = {"rule": "cover", "asks": "minimum", "priority": 4}
CREW, VEHICLE = {"rule": "crew"}, {"rule": "vehicle"}
NIGHT_REST = {"rule": "night_recovery", "days": 1}


def found(facts: Facts, *texts: dict[str, object]) -> list[Deficit]:
    book = Rulebook(tuple(rule({**text, "id": text.get("id", text["rule"])}) for text in texts))
    return deficits(pose(facts, book), book)


def away(officer: str, day: int) -> Absence:
    return Absence(officer, "annual", Span(day * 1440, (day + 1) * 1440), "absences.csv:2")


def of_quality(facts: Facts, quality: str, *texts: dict[str, object]) -> list[Deficit]:
    return [lack for lack in found(facts, *texts) if lack.quality == quality]


def test_a_fixed_duty_in_a_leave_is_told_with_its_reason() -> None:
    facts = replace(brigade(), pins=(Pin("A", 0, "D"),))
    assert of_quality(facts, "people", {"rule": "fixed"}) == []
    lack = of_quality(replace(facts, absences=(away("A", 0),)), "people", {"rule": "fixed"}, {"rule": "absence"})[0]
    assert (lack.rule, lack.officers, lack.asked, lack.there) == ("fixed", ("A",), 1, 0)
    assert ("absence", 1) in lack.reasons


def test_permits_are_counted_after_leave() -> None:
    facts = brigade()
    asked = of_quality(facts, "armed", COVER, CREW)
    crowd = tuple(replace(facts.officers[0], id=f"A{n}") for n in range(8))
    assert of_quality(replace(facts, officers=facts.officers + crowd), "armed", COVER, CREW) == []
    for lack in asked:
        assert lack.missing > 0
    gone = replace(facts, officers=facts.officers + crowd, absences=tuple(away(f"A{n}", 0) for n in range(8)))
    short = of_quality(gone, "armed", COVER, CREW, {"rule": "absence"})
    assert short
    assert of_quality(gone, "armed", COVER, {**CREW, "weight": 3}, {"rule": "absence"}) == []
    assert ("absence", 8) in short[0].reasons


def test_vehicles_in_maintenance_are_not_there() -> None:
    facts = brigade()
    before = len(of_quality(facts, "vehicles", COVER, VEHICLE))
    stopped = tuple(Absence(vehicle.id, "maintenance", Span(0, 1440), "absences.csv:3") for vehicle in facts.vehicles)
    lacking = of_quality(replace(facts, maintenance=stopped), "vehicles", COVER, VEHICLE)
    assert of_quality(replace(facts, maintenance=stopped), "vehicles", COVER) == []
    assert len(lacking) > before
    assert all(lack.there == 0 for lack in lacking)


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        ([], 3),
        ([{"rule": "consecutive_shifts", "max": 2, "when": {"night": True}}], 2),
        ([{"rule": "shift_count", "max": 1, "per": "horizon"}], 1),
        ([{"rule": "shift_succession", "forbidden": [["N", "*"]]}], 2),
        ([{"rule": "shift_count", "max": 0, "per": "horizon", "when": {"shift": "N"}}], 0),
        ([{"rule": "days_off", "min": 6, "days": 7}], 1),
    ],
)
def test_how_many_nights_an_officer_can_work_in_three_days(texts: list[dict[str, object]], expected: int) -> None:
    book = Rulebook(tuple(rule(text) for text in texts))
    problem = pose(brigade(days=3), book)
    person = people(problem, [(one, limit) for one in book.rules for limit in one.limit_all(problem)])["A"]
    assert most(person, [(day, "N") for day in range(3)]) == expected


@pytest.mark.parametrize("seed", range(6))
def test_no_false_alarm_where_a_roster_without_shortfall_exists(seed: int) -> None:
    facts = random_facts(random.Random(seed).randrange(10_000))
    problem = pose(facts, RULEBOOK)
    alarms = deficits(problem, RULEBOOK)
    outcome = solve(problem, RULEBOOK, Options(time_limit=20))
    if not outcome.report.short:
        assert alarms == []


def test_permit_holders_are_sworn_and_count_as_such() -> None:
    armed = UnitKind("armed", "Armed unit", 3, 2, {"sworn": 1, "armed": 2})
    assert dict(crew_of(armed)) == {"people": 3, "sworn": 2, "armed": 2}
    led = replace(armed, composition={"sworn": 3, "armed": 2})
    assert dict(crew_of(led)) == {"people": 3, "sworn": 3, "armed": 2}


def test_days_off_in_a_succession_bar_nobody() -> None:
    book = Rulebook((rule({"rule": "shift_succession", "forbidden": [["-", "D", "-"]]}),))
    problem = pose(brigade(days=5), book)
    person = people(problem, [(one, limit) for one in book.rules for limit in one.limit_all(problem)])["A"]
    assert person.barred == {}
    assert most(person, [(day, "D") for day in range(5)]) == 5
    alone = Rulebook((rule({"rule": "shift_succession", "forbidden": [["D", "D", "-"]]}),))
    person = people(problem, [(one, limit) for one in alone.rules for limit in one.limit_all(problem)])["A"]
    assert person.barred == {}


def test_crews_ask_for_what_musts_and_priorities_ask_for_only() -> None:
    facts = replace(brigade(), officers=brigade().officers[2:])  # nobody is sworn
    assert of_quality(facts, "sworn", COVER, {"rule": "crew"}) != []
    assert of_quality(facts, "sworn", COVER, {"rule": "crew", "weight": 5}) == []
    assert of_quality(facts, "sworn", COVER) == []


def test_minutes_are_told_as_hours() -> None:
    text = {"rule": "work_hours", "min": 40, "per": "horizon", "who": {"id": "A"}}
    lack = found(brigade(), text)[0]
    assert (lack.asked, lack.per) == (40 * 60, 60)
    book = Rulebook((rule(text),))
    told = sentence(lack, pose(brigade(), book), book)
    assert "Hours worked An (A): 40 h asked for, 24 h possible at the most" in told


def test_an_entry_that_no_duty_can_keep_is_told_and_one_that_rows_bring_about_is_not() -> None:
    def told(facts: Facts, *texts: dict[str, object]) -> list[tuple[str, tuple[str, ...], int]]:
        book = Rulebook(tuple(rule({**text, "id": text.get("id", text["rule"])}) for text in texts))
        known = Arithmetic(pose(facts, book), book)
        return [(one.rule, one.shifts, len(one.officers)) for one in forbidding(known)]

    facts = brigade()
    short = {"rule": "overtime", "per_day": 0, "normal_day": 7, "who": {"category": "auxiliary"}}
    assert told(facts, short, CREW) == [("overtime", ("D", "N"), 4)]
    assert told(facts, {**short, "normal_day": 8}, CREW) == []
    assert told(facts, {**short, "weight": 5}, CREW) == []
    away_all = tuple(away(officer.id, day) for officer in facts.officers for day in range(2))
    assert told(replace(facts, absences=away_all), {"rule": "absence"}) == []
    never = {"rule": "shift_count", "max": 0, "per": "horizon"}
    assert told(facts, never) == [("shift_count", ("D", "N"), 6)]
    assert told(facts, {**never, "when": {"shift": "N"}}) == []


def test_what_is_lacking_on_several_dates_is_told_once() -> None:
    book = Rulebook(())
    problem = pose(brigade(), book)
    alike = [Deficit("people", day, day, ("D",), 2, 1, 1, 6) for day in (0, 1, 2)]
    other = [Deficit("people", day, day, ("N",), 2, 1, 1, 6) for day in (0, 2)]
    _heading, one, two = deficit_lines([*alike, *other], problem, book)
    assert "duties from Mon 2026-10-19 to Wed 2026-10-21, on each date, D: people: 2 asked for" in one
    assert "duties from Mon 2026-10-19, Wed 2026-10-21, N: people: 2 asked for" in two
