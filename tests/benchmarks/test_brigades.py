"""Grown brigades are whole, lawful to ask for, and no copies of each other; what is measured of a run adds up."""

from __future__ import annotations

from collections import Counter
from dataclasses import fields
from functools import cache

import pytest

from benchmarks.grow import FOLDER, grown
from benchmarks.measure import Point, growth, in_own_process, median, seconds_to_gap, shown
from roster import api
from roster.domain.people import Officer
from roster.domain.problem import Facts, Problem
from roster.io.rulebook import check_names
from roster.rules import Rulebook


@cache
def city(factor: int, seed: int = 1) -> tuple[Problem, Rulebook]:
    return grown(factor, weeks=1, seed=seed)


def district(problem: Problem, number: int) -> list[Officer]:
    size = len(city(1)[0].officers)
    return list(problem.officers[(number - 1) * size : number * size])


def test_once_is_the_bundled_brigade() -> None:
    case = api.load(FOLDER)
    assert city(1) == (case.problem, case.rulebook)


@pytest.mark.parametrize("name", ["officers", "zones", "sites", "routes", "vehicles", "demand"])
def test_twice_has_twice_as_much_and_every_id_once(name: str) -> None:
    once, twice = (getattr(city(factor)[0], name) for factor in (1, 2))
    assert len({thing.id for thing in twice}) == len(twice) == 2 * len(once)


def test_every_name_is_known() -> None:
    problem, rulebook = city(2)
    zones, kinds = {zone.id for zone in problem.zones}, set(problem.kind)
    known = {"zone": zones, "site": set(problem.site), "unit_kind": kinds, "shift": set(problem.shift)}
    assert check_names(rulebook, known) == []
    assert {officer.home_zone for officer in problem.officers} - {""} <= zones
    assert {officer.coach for officer in problem.officers} - {""} <= set(problem.officer)
    assert {site.zone for site in problem.sites} | {z for route in problem.routes for z in route.zones} <= zones
    assert {zone for kind in problem.kinds for zone in kind.zones} <= zones
    assert {place for line in problem.demand for place in line.places} <= zones | set(problem.site)
    assert {line.kind for line in problem.demand} <= kinds
    assert {pin.unit for pin in problem.pins} - {""} <= kinds
    assert {absence.id for absence in problem.maintenance} <= set(problem.vehicle)
    of_officers = {absence.id for absence in problem.absences} | {wish.officer for wish in problem.requests}
    of_officers |= {pin.officer for pin in problem.pins} | {duty.officer for duty in problem.history}
    assert of_officers <= set(problem.officer)


def test_the_problem_grows_in_proportion() -> None:
    def size(factor: int) -> Counter[str]:
        """Crews that may run, by kind; the districts' car kinds together."""
        crews: Counter[str] = Counter()
        for unit in city(factor)[0].units:
            crews[unit.kind.partition(".")[0]] += unit.most
        return crews

    assert size(2) == {kind: 2 * count for kind, count in size(1).items()}
    assert city(2)[0].slots == city(1)[0].slots


def test_rules_that_ask_for_one_in_the_brigade_ask_for_one_a_district() -> None:
    rules = city(2)[1]
    asked = {"armed_minimum": "units", "duty_leader": "each_day", "women-on-evenings": "min"}
    assert {name: getattr(rules[name], field) for name, field in asked.items()} == dict.fromkeys(asked, 2)
    assert {r.name for r in rules.rules if r != city(1)[1][r.name]} == set(asked)


def test_cars_keep_to_their_district() -> None:
    problem, _ = city(2)
    assert problem.kind["car.02"].zones == ("Z1.02", "Z2.02", "Z3.02", "Z4.02")
    anywhere = [line.places for line in problem.demand if line.kind == "car.02" and line.minimum == 2]
    assert anywhere == [problem.kind["car.02"].zones]


def test_a_district_has_as_many_of_each_sort_but_other_people() -> None:
    problem, _ = city(2)
    first, second = district(problem, 1), district(problem, 2)
    for of in (lambda o: (o.category, o.qualifications), lambda o: (o.category, o.sex), lambda o: o.trainee):
        assert Counter(map(of, first)) == Counter(map(of, second))
    pairs = list(zip(first, second, strict=True))
    for name in ("name", "birth_date", "qualifications"):
        assert any(getattr(one, name) != getattr(other, name) for one, other in pairs)
    assert any(f"{one.home_zone}.02" != other.home_zone for one, other in pairs if one.home_zone)
    leave = [[{(a.kind, a.span) for a in problem.absences_of.get(o.id, ())} for o in some] for some in (first, second)]
    assert leave[0] != leave[1]


def test_nobody_is_dealt_work_in_leave_or_nights_in_protection() -> None:
    problem, _ = city(2)
    assert not [duty for duty in problem.history if duty.day >= 0 or problem.absent(duty.officer, duty.span)]
    protected = {o.id for o in problem.officers if o.protected(problem.date(0))}
    assert len(protected) == 4
    assert not [d for d in problem.history if d.night and d.officer in protected]
    assert not [w for w in problem.requests if w.on and problem.absent(w.officer, problem.shift["D"].span(w.day))]


def test_the_same_seed_gives_the_same_city() -> None:
    again, other = grown(2, weeks=1, seed=1)[0], city(2, seed=2)[0]
    told = [field.name for field in fields(Facts)]
    assert [getattr(again, name) for name in told] == [getattr(city(2)[0], name) for name in told]
    assert other.officers != again.officers
    assert other.requests != again.requests


def test_seconds_to_a_gap_take_the_best_roster_and_the_best_bound_so_far() -> None:
    curve = [Point(1, 200, None), Point(2, None, 90), Point(3, 100, None), Point(4, 120, 80), Point(5, None, 99)]
    assert [seconds_to_gap(curve, gap) for gap in (0.6, 0.1, 0.05, 0.0)] == [2, 3, 5, None]


def test_growth_is_the_exponent_of_size() -> None:
    assert growth([1, 4, 15], [3, 48, 675]) == pytest.approx(2)
    assert growth([1, 4], [3, None]) is None


def test_a_missing_figure_is_the_worst_and_is_shown_as_such() -> None:
    assert median([3, None, 1]) == 3
    assert median([3, None, None]) is None
    assert [shown(figure) for figure in (None, 0.123456, 12345.6, "text")] == ["-", "0.1235", "12346", "text"]


def test_a_run_that_fails_says_why() -> None:
    assert "no_such_option" in str(in_own_process("benchmarks.week", ["--no_such_option"])["error"])
