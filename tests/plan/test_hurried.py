"""Days for which a plan has little time, or none: few choices, and crews that stay."""

from __future__ import annotations

from dataclasses import replace

from roster.domain.patrol import Patrol
from roster.domain.roster import Crew, Roster
from roster.plan.frozen import NOTHING_FROZEN, Frozen, frozen_part
from roster.plan.hurried import hurry, stay
from roster.plan.search import PlanOptions, Search
from roster.plan.verify import verify_plan
from roster.rules import Rulebook
from roster.search.run import Stop
from tests.rules.law_plan import DAYS, patrol
from tests.rules.law_units import rule

DAY, SINCE = 1, (24 + 8) * 60
VISITS = {"rule": "checkpoint_visits", "min": 1, "windows": "07:00-10:00", "priority": 5}
RULES = Rulebook((rule({"rule": "travel"}), rule(VISITS)))
OPTIONS = PlanOptions(30, seed=4, deterministic=True)


def search_of(one: Patrol, kept: Frozen = NOTHING_FROZEN) -> Search:
    return Search(one, RULES, OPTIONS, lambda moment: None, Stop(), kept)


def test_in_haste_a_day_is_planned_from_few_choices() -> None:
    search = search_of(patrol())
    few, every = search.choice(DAY, until=0.0), search.choice(DAY)
    assert len(few.activities) < len(every.activities)
    assert hurry(search, few, search.seconds)
    assert search.hurried == {DAY}
    plan = search.totals.plan()
    assert {crew.id for crew in search.patrol.crews_of_day[DAY]} == plan.stops.keys()
    assert any(stop.kind == "checkpoint" for stops in plan.stops.values() for stop in stops)


def test_without_time_crews_stay_where_they_wait() -> None:
    search = search_of(patrol())
    assert stay(search, DAY)
    assert search.idle == {DAY}
    stops = search.totals.plan().stops
    for crew in search.patrol.crews_of_day[DAY]:
        assert [(stop.place, stop.span) for stop in stops[crew.id]] == [(search.patrol.home(crew), crew.span)]


def sent_elsewhere(crew: Crew) -> Crew:
    """A crew that the roster sends to the other zone from a moment on."""
    (stand,) = crew.stands
    stay = stand._replace(slot=stand.slot._replace(end=SINCE))
    return replace(crew, stands=(stay, stand._replace(slot=stand.slot._replace(start=SINCE), zone="Z2")))


def test_without_time_what_is_kept_of_a_plan_still_stays() -> None:
    made = search_of(patrol())
    assert all(hurry(made, made.choice(day, until=0.0), 0.0) for day in range(DAYS))
    before = made.totals.plan()
    chosen = next(crew for crew in patrol().crews_of_day[DAY] if crew.id.shift == "D" and crew.id.label == "car-Z1")
    sent = chosen.id
    crews = tuple(sent_elsewhere(crew) if crew is chosen.crew else crew for crew in patrol().roster.crews)
    after = Patrol(patrol().problem, Roster(crews), patrol().slot_minutes)
    search = search_of(after, frozen_part(before, patrol(), after, SINCE))
    assert sent in search.frozen.begun
    assert stay(search, DAY)
    stops = search.totals.plan().stops
    others = {crew.id for crew in after.crews_of_day[DAY]} - {sent}
    assert {crew: stops[crew] for crew in others} == {crew: before.stops[crew] for crew in others}
    begun = [stop for stop in before.stops[sent] if stop.leave <= SINCE]
    assert begun
    assert list(stops[sent][: len(begun)]) == begun


def test_a_stop_before_the_first_day_leaves_a_lawful_plan_of_crews_that_stay() -> None:
    search = search_of(patrol())
    search.stop()
    search.run()
    assert search.idle == set(search.patrol.problem.horizon.range)
    assert verify_plan(search.totals.plan(), search.patrol, RULES).must_violations == ()
