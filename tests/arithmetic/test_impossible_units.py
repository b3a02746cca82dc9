"""Why a unit can never run: each cause with its numbers, and nothing said where one can."""

from __future__ import annotations

from dataclasses import replace

from roster.arithmetic.impossible_units import Hindrance, Impossible
from roster.domain.clock import Span, Window
from roster.domain.people import Absence
from roster.domain.problem import Facts
from roster.io.hindrance_lines import hindrance_sentence, never_sentence
from roster.rules import Rulebook, pose
from tests.rules.law_units import brigade, rule

CREW, LEAST, VEHICLE = {"rule": "crew"}, {"rule": "crew", "id": "least", "least": True}, {"rule": "vehicle"}


def told(facts: Facts, *texts: dict[str, object]) -> Impossible:
    book = Rulebook(tuple(rule({**text, "id": text.get("id", text["rule"])}) for text in texts))
    return Impossible(pose(facts, book), book)


def why(facts: Facts, *texts: dict[str, object], kind: str = "car", shift: str = "D") -> list[Hindrance]:
    return list(told(facts, *texts).why(kind, 0, shift))


def without(facts: Facts, name: str) -> Facts:
    """The brigade in which nobody has a qualification."""
    return replace(facts, officers=tuple(replace(o, qualifications=o.qualifications - {name}) for o in facts.officers))


def test_nothing_is_said_of_a_unit_that_can_run() -> None:
    impossible = told(brigade(), CREW, LEAST, VEHICLE, {"rule": "absence"})
    assert impossible.why("car", 0, "D") == impossible.why("armed", 0, "N") == ()
    assert impossible.never() == ()


def test_a_licence_that_nobody_has_keeps_every_car_off() -> None:
    facts = brigade()
    facts = replace(facts, vehicles=(replace(facts.vehicles[0], licence="yes"), facts.vehicles[1]))
    (hindrance,) = why(facts, VEHICLE)
    assert (hindrance.cause, hindrance.rule) == ("driver", "vehicle")
    assert [(one.vehicles, one.fault, one.licence) for one in hindrance.unfit] == [(("V1",), "licence", "yes")]
    book = Rulebook((rule(VEHICLE),))
    problem = pose(facts, book)
    assert "drive V1: the licence asked for is `yes`" in hindrance_sentence(hindrance, "car", problem, book)
    assert [never.kind for never in told(facts, VEHICLE).never()] == ["car"]
    assert why(facts, {**VEHICLE, "weight": 5}) == []


def test_the_driver_on_leave_counts_as_nobody() -> None:
    facts = brigade()
    away = tuple(Absence(o.id, "annual", Span(0, 1440)) for o in facts.officers if "driver" in o.qualifications)
    facts = replace(facts, absences=away)
    assert [h.cause for h in why(facts, VEHICLE, {"rule": "absence"})] == ["driver"]
    assert why(facts, VEHICLE) == []


def test_seats_maintenance_and_no_such_vehicle() -> None:
    facts = brigade()
    small = replace(facts, vehicles=(replace(facts.vehicles[0], seats=2),))
    assert [one.fault for one in why(small, VEHICLE)[0].unfit] == ["seats"]
    stopped = replace(facts, maintenance=(Absence("V1", "maintenance", Span(8 * 60, 9 * 60), "absences.csv:3"),))
    (hindrance,) = why(stopped, VEHICLE)
    assert [(one.fault, one.row) for one in hindrance.unfit] == [("away", "absences.csv:3")]
    assert why(stopped, VEHICLE, shift="N") == []
    assert why(replace(facts, vehicles=facts.vehicles[1:]), VEHICLE)[0].unfit == ()
    (none,) = why(replace(facts, vehicles=()), VEHICLE)
    assert (none.cause, none.unfit) == ("vehicle", ())


def test_members_that_a_crew_must_have_are_counted_after_musts_over_single_people() -> None:
    facts = without(brigade(), "armed")
    (hindrance,) = why(facts, CREW, kind="armed")
    assert (hindrance.cause, hindrance.quality, hindrance.asked, hindrance.there) == ("members", "armed", 1, 0)
    nights_off = {"rule": "shift_count", "max": 0, "per": "horizon", "when": {"shift": "N"}, "who": {"id": ["A", "B"]}}
    (hindrance,) = why(brigade(), CREW, nights_off, shift="N")
    assert (hindrance.quality, hindrance.known, hindrance.there) == ("sworn", 2, 0)
    assert hindrance.reasons == (("shift_count", 2),)


def test_trainees_without_their_coach_are_no_members() -> None:
    facts = brigade()
    trainees = tuple(o for o in facts.officers if o.trainee or o.id == "B")
    facts = replace(facts, officers=trainees, absences=(Absence("B", "sick", Span(0, 1440)),))
    rules = ({"rule": "absence"}, {"rule": "crew", "least": True, "trainees": True})
    (hindrance,) = why(facts, *rules)
    assert (hindrance.cause, hindrance.asked, hindrance.there) == ("members", 2, 0)


def test_more_members_than_seats_in_the_crew() -> None:
    (hindrance,) = why(brigade(), {"rule": "crew", "composition": {"sworn": 4}})
    assert (hindrance.cause, hindrance.asked, hindrance.there) == ("crew", 4, 3)


def test_nobody_and_what_the_tables_leave_out() -> None:
    facts = brigade()
    away = tuple(Absence(officer.id, "annual", Span(0, 1440)) for officer in facts.officers)
    (hindrance,) = why(replace(facts, absences=away), {"rule": "absence"})
    assert (hindrance.cause, hindrance.reasons) == ("nobody", (("absence", 6),))
    assert [h.cause for h in why(facts, kind="post", shift="N")] == ["shift", "demand"]
    assert [h.cause for h in why(facts, kind="foot", shift="D")] == ["demand"]
    line = replace(facts.demand[0], window=Window(15 * 60, 16 * 60), source="demand.csv:2")
    day_only = replace(facts, demand=(line,), shifts=facts.shifts[:1], kinds=facts.kinds[:1])
    impossible = told(day_only)
    (never,) = impossible.never()
    assert [h.cause for h in never.hindrances] == ["hours"]
    assert "demand.csv:2" in never_sentence(never, impossible.problem, Rulebook(()))
