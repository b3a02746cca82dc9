"""Zones with and without a place on the map; sites that are closed; brigades with nothing to plan."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest

from roster import api
from roster.domain.errors import InputError
from roster.domain.outcome import Planned
from roster.plan.figures import reach
from roster.report.outcome import as_json
from tests.plan.villages import COVER, TRAVEL, Village

VISITS = "{rule: checkpoint_visits, min: 1, windows: ['06:00-12:00', '18:00-24:00'], priority: 5}"
FAR = Village(
    zones=("A,,", "L,,"),
    sites=("C1,checkpoint,A,35.4,110.4,,3",),
    units=("round,1,1,foot,L,,",),
    demand=("round,L,06:00,18:00,1",),
    rules=(TRAVEL, COVER),
)


def planned(village: Village, folder: Path) -> Planned:
    found = village.solved(folder).patrols.planned
    assert found is not None
    return found


def test_a_zone_without_a_place_reaches_nothing_and_the_plan_says_so(tmp_path: Path) -> None:
    found = planned(FAR, tmp_path)
    assert sum(one.covered for one in reach(found.plan, found.patrol).values()) == 0
    assert [note for note in found.notes if "zone L has no place on the map" in note] == list(found.notes)
    assert len(found.notes) == 1


@pytest.mark.parametrize(("place", "covered"), [("L,35.401,110.401", True), ("L,36.4,110.4", False)])
def test_a_zone_may_have_a_place_of_its_own(tmp_path: Path, place: str, covered: bool) -> None:
    village = Village(**{**vars(FAR), "zones": ("A,,", place)})
    found = planned(village, tmp_path)
    assert found.notes == ()
    assert (sum(one.covered for one in reach(found.plan, found.patrol).values()) > 0) == covered


def test_half_a_place_is_a_fault(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"zones\.csv:C3 \(longitude\)"):
        api.load(Village(zones=("A,,", "L,35.4,")).write(tmp_path))


def test_nobody_is_in_two_zones_in_no_time(tmp_path: Path) -> None:
    """Zones 20 km apart; the crews that roam over both take 50 minutes and more."""
    village = Village(
        zones=("A,35.4,110.4", "B,35.58,110.4"),
        sites=("C1,checkpoint,A,35.4,110.4,,3", "C2,checkpoint,B,35.58,110.4,,3"),
        units=("car,1,1,car,,car,yes",),
        vehicles=("V1,car,4,yes", "V2,car,4,yes"),
        demand=("car,A,06:00,12:00,1", "car,B,12:00,18:00,1"),
        rules=(TRAVEL, COVER, "{rule: checkpoint_visits, min: 1, windows: '06:00-18:00', priority: 5}"),
    )
    found = planned(village, tmp_path)
    assert found.report.must_violations == ()
    for itinerary in found.plan.itineraries:
        for before, after in pairwise(itinerary.stops):
            zones = [found.patrol.problem.zone_of(stop.place) for stop in (before, after)]
            assert zones[0] == zones[1] or after.arrive - before.leave >= 50


def test_a_way_that_nobody_knows_leaves_the_rest_of_the_shift_open(tmp_path: Path) -> None:
    village = Village(
        zones=("A,,", "L,,"),
        sites=("C1,checkpoint,A,35.4,110.4,,3",),
        units=("car,1,1,car,,car,yes",),
        vehicles=("V1,car,4,yes",),
        demand=("car,A,06:00,12:00,1", "car,L,12:00,18:00,1"),
        rules=(TRAVEL, VISITS.replace("'18:00-24:00'", "")),
        people=2,
    )
    found = planned(village, tmp_path)
    assert any(len({part.zone for part in crew.parts}) > 1 for crew in found.patrol.crews)
    assert any("nobody can tell how long" in note for note in found.notes)
    assert found.report.shortfalls == ()
    for itinerary in found.plan.itineraries:
        assert {stop.place for stop in itinerary.stops} == {"A", "C1"}
        assert max(stop.leave for stop in itinerary.stops) <= itinerary.crew[0] * 1440 + 12 * 60


def test_no_visit_is_asked_for_while_a_checkpoint_is_closed(tmp_path: Path) -> None:
    village = Village(sites=("C1,checkpoint,A,35.4,110.4,08:00-17:00,3",), rules=(TRAVEL, VISITS))
    found = planned(village, tmp_path)
    assert len(found.demands) == 7
    assert found.report.shortfalls == ()


@pytest.mark.parametrize(("opening", "asked"), [("11:51-18:00", 7), ("11:50-12:00", 7), ("06:00-06:09", 0)])
def test_hours_too_short_for_a_visit_ask_for_none(tmp_path: Path, opening: str, asked: int) -> None:
    """A visit of ten minutes may begin in the window's last minute."""
    rules = (TRAVEL, "{rule: checkpoint_visits, min: 1, windows: '06:00-12:00', priority: 5}")
    village = Village(sites=(f"C1,checkpoint,A,35.4,110.4,{opening},3",), rules=rules)
    assert len(planned(village, tmp_path).demands) == asked


def test_no_stand_is_asked_for_at_a_point_that_is_closed_at_busy_hours(tmp_path: Path) -> None:
    for opening, short in (("18:00-20:00", 0), ("12:00-16:00", 1)):
        village = Village(
            sites=(f"B1,publicity_point,A,35.4,110.4,{opening},",),
            demand=("round,A,06:00,10:00,1",),
            shifts=("D,06:00,10:00",),
            rules=("{rule: publicity, hours: '10:00-17:00', priority: 6}",),
        )
        found = planned(village, tmp_path / opening.replace(":", ""))
        assert len(found.report.shortfalls) == short


def test_a_brigade_with_nothing_on_the_map_has_nothing_to_plan(tmp_path: Path) -> None:
    outcome = Village(sites=(), rules=(TRAVEL,)).solved(tmp_path)
    assert outcome.patrols.planned is None
    assert outcome.patrols.unplanned is not None
    assert outcome.patrols.unplanned.status == "nothing"
    assert "nothing to plan" in outcome.patrols.unplanned.message


def test_the_json_of_a_plan_that_failed_has_the_same_fields(tmp_path: Path) -> None:
    nothing = as_json(Village(sites=(), rules=(TRAVEL,)).solved(tmp_path / "a"), tmp_path)["plan"]
    made = as_json(Village(rules=(TRAVEL,)).solved(tmp_path / "b"), tmp_path)["plan"]
    assert isinstance(nothing, dict)
    assert isinstance(made, dict)
    assert nothing.keys() == made.keys()
    assert (nothing["status"], nothing["objective"], nothing["called_away"]) == ("nothing", None, [])
    assert (made["message"], made["rules"]) == (None, [])
