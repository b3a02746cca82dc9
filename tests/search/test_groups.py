"""Groups of a large model: shares that add up, rosters that make one, districts that belong together."""

from __future__ import annotations

import random

import numpy as np
import pytest

from benchmarks.grow import grown
from roster.model import Model
from roster.rules.limits import Linear
from roster.rules.spot import Spot
from roster.rules.variables import Valuation
from roster.search import linear_relaxation as relaxing
from roster.search.districts import Districts, _level
from roster.search.engines.lns import LargeNeighbourhoodSearch
from roster.search.groups import Groups, _shares
from roster.search.linear_relaxation import LinearRelaxation
from roster.search.seating import Seating
from roster.search.tuning import Crews, Rounding, Tuning
from roster.solvers.arrays import Array
from roster.tiers import all_limits

TUNING = Tuning(rounding=Rounding(group_seconds=2.0), crews=Crews(most_seats=0))


def never() -> bool:
    return False


class City:
    """The bundled brigade twice, with no shortfall, and a roster by kind found by groups."""

    def __init__(self) -> None:
        self.problem, self.rulebook = grown(2)
        self.limits = all_limits(self.problem, self.rulebook)
        self.model = Model(self.problem, self.rulebook, self.limits, "kind")
        self.relaxed = relaxed_of(self.model)
        run = LargeNeighbourhoodSearch(self.relaxed, 60, 1, first=True)
        run.run()
        assert run.incumbent.objective is not None
        self.found: Array = np.array(run.incumbent.values, dtype=float)
        values = run.incumbent.values
        self.value: Valuation = self.model.decisions.reader(lambda variable: values[variable.index])

    @property
    def groups(self) -> Groups:
        assert self.relaxed.groups is not None
        return self.relaxed.groups


def relaxed_of(model: Model) -> LinearRelaxation:
    relaxed = LinearRelaxation(model, model.minimising(0, dict.fromkeys(model.short, 0)), tuning=TUNING)
    assert relaxed.pose()
    return relaxed


@pytest.fixture(scope="module")
def city() -> City:
    return City()


def test_a_district_is_a_group(city: City) -> None:
    """But for some officers who know zones of none better than those of others."""
    officers, zones = list(city.problem.officer), [zone.id for zone in city.problem.zones]
    for of, names, least in ((city.relaxed.officer, officers, 0.95), (city.relaxed.zone, zones, 1.0)):
        group = {names[of[at]]: int(city.groups.of[at]) for at in np.flatnonzero(of >= 0)}
        second = group[zones[-1] if names is zones else "P001.02"]
        assert sum((group[name] == second) == name.endswith(".02") for name in group) >= least * len(group)


def test_the_groups_rosters_make_one_without_the_relaxation_of_the_whole(city: City) -> None:
    assert not city.relaxed.ready
    assert city.relaxed.bound == 0
    assert city.relaxed.submip.kept(city.found)
    assert city.relaxed.local.kept(city.found)
    assert len(city.relaxed.extremes) > 0


def test_the_groups_relaxations_make_one_of_the_whole(city: City) -> None:
    parts, values = city.relaxed.submip, city.relaxed.values
    total = parts.activity(values)
    people = np.bincount(parts.row, city.groups.of[parts.column] >= 0, parts.count) > 0
    none = np.bincount(parts.row, city.groups.of[parts.column] < 0, parts.count) == 0
    rows = people & none & ~parts.left_out
    assert np.all((total >= parts.row_low - 1e-4)[rows])
    assert np.all((total <= parts.row_high + 1e-4)[rows])


def test_locally_a_district_mans_its_own_units(city: City) -> None:
    """Two officers change districts: each row over both still holds, but not over each."""
    relaxed, groups = city.relaxed, city.groups
    added = relaxed.local.count - relaxed.submip.count
    assert added > 0
    new = relaxed.local.row >= relaxed.submip.count
    assert np.all(groups.of[relaxed.local.column[new]] >= 0)
    ways = {serves: variable.index for serves, variable in city.model.decisions.serving()}
    moved = city.found.copy()
    for serves, at in ways.items():
        if serves.kind == "car" and city.found[at] and groups.of[at] == 0:
            moved[at] = 0
            break
    assert relaxed.local.activity(moved)[-added:].tolist() != relaxed.local.activity(city.found)[-added:].tolist()
    assert not relaxed.local.kept(moved)


@pytest.mark.parametrize("seed", range(20))
def test_shares_are_whole_and_add_up(seed: int) -> None:
    rng = random.Random(seed)
    count = rng.randint(2, 6)
    mass = np.array([[rng.choice([0, rng.random()]) for _ in range(count)] for _ in range(30)])
    ends = np.array([rng.choice([rng.randint(-20, 20), np.inf, -np.inf]) for _ in range(30)])
    shares = _shares(ends, mass)
    split = (mass > 0).sum(axis=1) > 1
    assert np.array_equal(shares[~split], np.repeat(ends[~split, None], count, axis=1))
    finite = split & np.isfinite(ends)
    shares, ends, mass = shares[finite], ends[finite], mass[finite]
    assert np.allclose(shares.sum(axis=1), ends)
    assert np.array_equal(shares, np.rint(shares))
    assert np.all(np.abs(shares - ends[:, None] * mass / mass.sum(axis=1, keepdims=True)) < 1 + 1e-6)
    assert np.all(shares[mass == 0] == 0)


def test_people_near_no_zone_are_dealt_out_otherwise_if_a_group_has_no_answer(
    city: City, monkeypatch: pytest.MonkeyPatch
) -> None:
    tried: list[bool] = []

    def groups(*given: object) -> Groups:
        tried.append(bool(given[-1]))
        return city.groups

    monkeypatch.setattr(relaxing, "Groups", groups)
    monkeypatch.setattr(relaxing, "_answer", lambda *_: None)
    again = relaxed_of(city.model)
    assert not again.approach(never)
    assert tried == [False, True]
    assert not again.guided


def test_nearly_all_people_sit_in_their_district(city: City) -> None:
    seating, districts = Seating(city.problem, city.rulebook, city.limits), city.relaxed.districts()
    assert districts is not None
    seats, failed = seating.seat(city.value, districts)
    assert len(failed) <= 1  # by kind nobody knows which trainees have the same coach
    zones = {seat: city.problem.zone_of(city.problem.unit[seat.unit].base) for seat in seats}
    own = sum(not zone or districts._of_zone[zone] == districts._of_officer[s.officer] for s, zone in zones.items())
    assert own >= 0.9 * len(seats)
    working = {serves[:3] for serves, _ in city.model.decisions.serving() if city.value(serves)}
    seated = {duty for duty in working if duty[1:] not in failed}
    assert {(seat.officer, *seat.unit[:2]) for seat in seats} == seated


def test_people_whom_no_district_can_seat_are_seated_all_together(city: City) -> None:
    """With officers told as of the other district, whose zones few of them know."""
    seating, districts = Seating(city.problem, city.rulebook, city.limits), city.relaxed.districts()
    assert districts is not None
    other = {officer: 1 - of for officer, of in districts._of_officer.items()}
    swapped = Districts(city.problem, other, districts._of_zone)
    nowhere = Districts(city.problem, other, dict.fromkeys(districts._of_zone, 5))
    for shift in list(city.problem.units_of)[:3]:
        people = {seat.officer for seat in seating.seat_shift(shift, city.value) or ()}
        for districts in (swapped, nowhere):
            assert {seat.officer for seat in seating.seat_shift(shift, city.value, districts) or ()} == people


def test_a_must_over_several_districts_is_no_less_a_must(city: City) -> None:
    """Seats as each district has them best are refused where they break a must over both."""
    seating, districts = Seating(city.problem, city.rulebook, city.limits), city.relaxed.districts()
    shift = next(shift for shift in city.problem.units_of if shift[1] == "D")
    seats = seating.seat_shift(shift, city.value, districts)
    assert seats is not None
    two = {seat.officer.endswith(".02"): seat for seat in sorted(seats)}
    assert len(two) == 2
    both = Linear(Spot(), tuple((1, seat) for seat in two.values()), at_most=1)
    must = next(rule for rule in city.rulebook.rules if rule.must)
    seating._limits[shift].append((must, both, {seat.unit for seat in two.values()}))
    again = seating.seat_shift(shift, city.value, districts)
    assert again is not None
    assert sum(seat in again for seat in two.values()) <= 1


def test_people_go_where_there_is_room() -> None:
    places = [["A", "B", "C"], ["D"], []]
    _level(places, [1, 2, 0], [2, 2, 0])
    assert [sorted(place) for place in places] == [["A", "B"], ["C", "D"], []]
    few = [["A", "B"], []]
    _level(few, [1, 1], [3, 3])
    assert [len(place) for place in few] == [1, 1]
    balanced = [["A"], ["B", "C"]]
    _level(balanced, [1, 1], [2, 2])
    assert balanced == [["A"], ["B", "C"]]
    hopeless = [["A", "B"], ["C"]]
    _level(hopeless, [1, 1], [1, 1])
    assert sum(len(place) for place in hopeless) == 3
