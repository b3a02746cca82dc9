"""The check of a plan finds whatever is wrong with it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from roster.domain.ids import CrewId
from roster.domain.itinerary import Itinerary, Plan, Stop
from roster.plan.verify import verify_plan
from tests.plan.small import case, planned

CREW = CrewId(0, "D", "car-north")
POST = CrewId(0, "D", "post-G1")
Change = Callable[[tuple[Stop, ...]], tuple[Stop, ...]]


def musts(plan: Plan) -> list[str]:
    return [finding.sentence for finding in verify_plan(plan, planned().patrol, case().rulebook).must_violations]


def changed(crew: CrewId, change: Change) -> Plan:
    plan = planned().plan
    items = (Itinerary(i.crew, change(i.stops)) if i.crew == crew else i for i in plan.itineraries)
    return Plan(tuple(items), plan.inspections)


def test_a_plan_as_it_is_made_has_no_fault() -> None:
    assert musts(planned().plan) == []


def test_a_crew_in_two_places_at_once() -> None:
    found = musts(changed(CREW, lambda s: (s[0]._replace(leave=s[2].arrive + 1), *s[1:])))
    assert any("is in two places at once" in text for text in found)


def test_a_way_that_is_too_short() -> None:
    def hurry(stops: tuple[Stop, ...]) -> tuple[Stop, ...]:
        at = next(i for i, s in enumerate(stops) if s.kind == "checkpoint")
        before = stops[at - 1]._replace(leave=stops[at].arrive - 1)
        return (*stops[: at - 1], before, *stops[at:])

    found = musts(changed(CREW, hurry))
    assert any("cannot be at" in text for text in found)
    assert any("min late to" in text for text in found)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda s: (*s[:-1], s[-1]._replace(leave=s[-1].leave + 5)), "outside its shift"),
        (lambda s: (s[0]._replace(kind="checkpoint"), *s[1:]), "which is no such place"),
        (lambda s: (s[0]._replace(place="nowhere"), *s[1:]), "which is no such place"),
        (lambda s: (), "has no itinerary"),
    ],
)
def test_stops_that_cannot_be(change: Change, words: str) -> None:
    assert any(words in text for text in musts(changed(CREW, change)))


def test_a_post_that_is_left() -> None:
    away = musts(changed(POST, lambda s: (s[0]._replace(place="Q1", kind="quick_reaction_point"),)))
    assert any("leaves its post for Q1 North point" in text for text in away)


def test_crews_that_are_missing_twice_there_or_unknown() -> None:
    plan = planned().plan
    first = plan.itineraries[0]
    assert any("has no itinerary" in text for text in musts(Plan(plan.itineraries[1:])))
    assert any("planned twice" in text for text in musts(Plan((*plan.itineraries, first))))
    stranger = replace(first, crew=CrewId(0, "D", "ghost"))
    assert any("no crew of the roster" in text for text in musts(Plan((*plan.itineraries, stranger))))


def test_inspections_that_find_nobody_or_cannot_be_reached() -> None:
    plan = planned().plan
    first = plan.inspections[0]
    empty = Plan(plan.itineraries, (first._replace(place="C3" if first.place != "C3" else "C1"),))
    assert any("finds nobody" in text for text in musts(empty))
    twice = Plan(plan.itineraries, (first, first._replace(surprise=not first.surprise)))
    assert any("the duty leader cannot be at" in text for text in musts(twice))


def test_every_leader_inspects_as_the_rule_asks() -> None:
    for leader, _crew, _span in planned().patrol.leaders:
        own = [check for check in planned().plan.inspections if check.leader == leader]
        assert {check.surprise for check in own} == {True, False}
        assert any(check.on_site for check in own)
