"""Unpredictability: no checkpoint at the same time of the clock on too many days."""

from __future__ import annotations

from dataclasses import replace
from random import Random

import pytest
from pydantic import ValidationError

from roster.domain.activity import Activity, Choice
from roster.domain.ids import CrewId
from roster.domain.itinerary import Itinerary, Plan, Stop
from roster.domain.patrol import Patrol
from roster.rules.patrol.unpredictability import Unpredictability
from roster.rules.variables import Does
from tests.rules.law_plan import amounts, patrol, plan_rule, sayings, stop

TWO = plan_rule(rule="unpredictability", minutes=20, days=2)


def visits(*times: str) -> Plan:
    """A visit of C1 by the same car on one day after the other."""
    return Plan(
        tuple(Itinerary(CrewId(day, "D", "car-Z1"), (stop(at, "C1", day=day),)) for day, at in enumerate(times) if at)
    )


def test_kept_at_other_times() -> None:
    assert amounts(TWO, visits("07:30", "08:30", "09:30"), 3) == []


def test_just_kept_where_the_third_comes_twenty_minutes_later() -> None:
    assert amounts(TWO, visits("07:30", "07:30", "07:50"), 3) == []


def test_just_broken_a_minute_sooner() -> None:
    plan = visits("07:30", "07:30", "07:49")
    assert amounts(TWO, plan, 3) == [1]
    assert sayings(TWO, plan, 3) == [
        "C1 C1 name is visited on Wed 2026-10-21 at 07:49, when it was on other days of that week as well: 2"
    ]


def test_earlier_visits_count_only_where_one_stretch_has_them_all() -> None:
    assert amounts(TWO, visits("07:30", "08:00", "07:45"), 3) == []
    assert amounts(TWO, visits("07:40", "07:55", "07:48"), 3) == [1]


def test_more_days_may_be_alike() -> None:
    three = plan_rule(rule="unpredictability", minutes=20, days=3)
    assert amounts(three, visits("07:30", "07:30", "07:30"), 3) == []


def test_a_visit_counts_on_its_own_date() -> None:
    """Crews of Monday and Tuesday are there on Tuesday, in the small hours and in the morning: one date, not two."""
    one = plan_rule(rule="unpredictability", minutes=1440, days=1)

    def plan(*visits: tuple[int, str, str, int]) -> Plan:
        return Plan(
            tuple(Itinerary(CrewId(day, shift, "car-Z1"), (stop(at, "C1", day=on),)) for day, shift, at, on in visits)
        )

    assert amounts(one, plan((0, "O", "01:00", 1), (1, "D", "08:00", 1)), 3) == []
    assert amounts(one, plan((0, "O", "23:30", 0), (1, "D", "08:00", 1)), 3) == [1]
    both = Plan((Itinerary(CrewId(0, "O", "car-Z1"), (stop("23:30", "C1"), stop("00:30", "C1", day=1))),))
    assert amounts(one, both, 3) == [1]


@pytest.mark.parametrize("seed", range(40))
def test_limits_and_check_agree_on_visits_of_any_date(seed: int) -> None:
    """Crews of a week whose visits lie on two dates each, drawn without regard to ways or shifts."""
    rng, week = Random(seed), patrol(7)
    one = plan_rule(rule="unpredictability", minutes=rng.choice([20, 120, 600]), days=rng.choice([1, 2, 3]))
    assert isinstance(one, Unpredictability)
    settled: list[Itinerary] = []
    limited = 0
    for day in range(7):
        crew = week.crew[day, "O", "car-Z1"]
        begins = [day * 1440 + rng.randrange(2880) for _ in range(8)]
        stops = [Stop(begin, begin + 10, "C1", "checkpoint", "car", "C1", "C1") for begin in begins]
        made = tuple(Activity(number, crew, 0, 0, "", "", (one_stop,)) for number, one_stop in enumerate(stops))
        choice = Choice(week, day, made, Plan(tuple(settled)))
        chosen = set(rng.sample(range(8), rng.randint(0, 5)))
        limited += sum(
            limit.amount(lambda d, chosen=chosen: int(isinstance(d, Does) and d.activity in chosen))  # type: ignore[misc]
            for limit in one.limits(choice)
        )
        settled.append(Itinerary(crew.id, tuple(sorted(stops[number] for number in chosen))))
    assert sum(violation.amount for violation in one.check(Plan(tuple(settled)), week)) == limited


COPIES = plan_rule(rule="unpredictability", asks="copies", minutes=5)


def test_a_visit_copies_one_of_the_day_before_within_its_minutes() -> None:
    assert amounts(COPIES, visits("07:30", "07:36", "07:42"), 3) == []
    assert sayings(COPIES, visits("07:30", "07:35", "07:41"), 3) == [
        "C1 C1 name is visited on Tue 2026-10-20 at 07:35, about when it was on the day before, or on that weekday "
        "of a week before"
    ]


@pytest.mark.parametrize(("weeks", "found"), [(0, 1), (1, 2), (2, 3)])
def test_visits_of_weeks_before_are_not_copied_either(weeks: int, found: int) -> None:
    rule = plan_rule(rule="unpredictability", asks="copies", minutes=5, weeks=weeks)
    at = [-1 * 1440 + 450, -7 * 1440 + 480, -14 * 1440 + 510]  # 07:30 yesterday, 08:00 and 08:30 of weeks before
    known = Patrol(replace(patrol(1).problem, visits={"C1": tuple(sorted(at))}), patrol(1).roster, 30)
    stops = tuple(stop(time, "C1") for time in ("07:30", "08:00", "08:30"))
    assert len(list(rule.check(Plan((Itinerary(CrewId(0, "D", "car-Z1"), stops),)), known))) == found


def test_visits_are_spread_over_the_hour() -> None:
    spread = plan_rule(rule="unpredictability", asks="spread", minutes=20, share=1)
    even = tuple(stop(time, "C1", 5) for time in ("07:00", "07:25", "07:45", "08:10"))
    assert not list(spread.check(Plan((Itinerary(CrewId(0, "D", "car-Z1"), even),)), patrol(1)))
    bunched = tuple(stop(time, "C1", 5) for time in ("07:00", "07:10", "08:05", "08:15"))
    plan = Plan((Itinerary(CrewId(0, "D", "car-Z1"), bunched),))
    assert sayings(spread, plan) == [
        "visits up to Mon 2026-10-19 that begin at :00 to :19 of an hour: 4, where 2 may be"
    ]


def test_parts_divide_an_hour() -> None:
    with pytest.raises(ValidationError):
        plan_rule(rule="unpredictability", asks="spread", minutes=25)
