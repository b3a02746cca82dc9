"""A changed roster keeps its patrol plan: who is not concerned keeps the itinerary, what began stays as it was."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest

from roster import api, living
from roster.domain.ids import CrewId
from roster.domain.itinerary import Plan, Stop
from roster.domain.outcome import Outcome
from roster.domain.patrol import Patrol
from roster.domain.roster import Crew, Roster
from roster.io.pictures import mark_of
from roster.io.texts import plan_cost
from roster.living import Week
from roster.plan.frozen import frozen_part
from roster.plan.orders import patrol_of
from roster.plan.search import PlanOptions, plan_patrol
from roster.plan.verify import verify_plan
from roster.report.outcome import as_json
from tests.plan.small import FOLDER, case, outcome, planned

HOUR = 60


@cache
def written() -> bytes:
    from tempfile import TemporaryDirectory

    with TemporaryDirectory() as folder:
        file = Path(folder) / "week.xlsx"
        api.write(outcome(), file)
        return file.read_bytes()


@pytest.fixture
def week(tmp_path: Path) -> Week:
    file = tmp_path / "week.xlsx"
    file.write_bytes(written())
    return living.open_week(file, FOLDER)


def plan_of(found: Outcome) -> Plan:
    assert found.patrols.planned is not None, found.patrols.unplanned
    return found.patrols.planned.plan


def tasks(patrol: Patrol) -> dict[CrewId, tuple[object, ...]]:
    return {crew.id: (crew.parts, crew.mode, crew.last_place) for crew in patrol.crews}


def checked(found: Outcome, tmp_path: Path) -> None:
    """The workbook written of it is read back without a broken must."""
    file = tmp_path / "again.xlsx"
    api.write(found, file)
    assert list(living.open_week(file, FOLDER).checked.report.must_violations) == []


def test_the_plan_read_back_is_the_plan_that_was_written(week: Week) -> None:
    assert week.plan is not None
    assert week.plan.stops == planned().plan.stops
    assert week.plan.inspections == planned().plan.announced.inspections
    assert week.plan.inspections


def test_a_sick_officer_leaves_every_itinerary_as_it_was(week: Week, tmp_path: Path) -> None:
    duty = next(duty for duty in week.roster.work() if duty.day == 3 and duty.shift == "D")
    found = living.replan(week, absent=[(duty.officer, week.problem.date(3).isoformat(), "sick")], time_limit=20)
    assert found.patrols.planned is not None
    assert week.plan is not None
    assert found.patrols.planned.status == "kept"
    kept = found.patrols.planned
    assert plan_cost(kept) == f"wishes cost {kept.objective}"  # of which nothing is proved
    told = as_json(found, Path("week.xlsx"))["plan"]
    assert (told["bound"], told["gap"]) == (None, None)
    assert tasks(found.patrols.planned.patrol) == tasks(planned().patrol)
    assert found.patrols.planned.plan.stops == planned().plan.stops
    assert set(week.plan.inspections) <= set(found.patrols.planned.plan.inspections)
    crews = [c.id for c in planned().patrol.crews if c.roams and c.id[:2] == (0, "D")]
    stops = found.patrols.planned.plan.stops
    assert mark_of([(crew, stops[crew]) for crew in crews], found.problem) in found.patrols.pictures
    checked(found, tmp_path)


def test_one_more_crew_is_planned_and_the_others_stay(week: Week, tmp_path: Path) -> None:
    date = week.problem.date(2).isoformat()
    found = living.replan(week, add_demand=[("post", "G1", date, "08:00-20:00", "1")], time_limit=20)
    new = plan_of(found).stops.keys() - planned().plan.stops.keys()
    assert len(new) == 1
    assert found.patrols.planned is not None
    assert found.patrols.planned.status == "replanned"
    assert "beside the crews that are kept" in plan_cost(found.patrols.planned)
    assert {crew: plan_of(found).stops[crew] for crew in planned().plan.stops} == planned().plan.stops
    checked(found, tmp_path)


def test_without_time_no_plan_is_written(week: Week) -> None:
    assert living.replan(week, plan_time=0, time_limit=20).patrols.planned is None


def sent_south(crew: Crew, since: int) -> Crew:
    stands = tuple(stand._replace(zone="south") if stand.slot.start >= since else stand for stand in crew.stands)
    return replace(crew, stands=stands)


@pytest.mark.parametrize("hour", [14, 13.25])
def test_of_a_crew_under_way_only_the_slots_to_come_are_planned_again(hour: float) -> None:
    patrol, since = planned().patrol, int((24 + hour) * HOUR)
    chosen = next(c for c in patrol.crews if c.roams and c.day == 1 and c.id[1] == "D" and c.parts[0].zone == "north")
    crews = tuple(sent_south(c, since) if c is chosen.crew else c for c in patrol.roster.crews)
    after = patrol_of(patrol.problem, Roster(crews, patrol.roster.placeless), case().rulebook)
    assert after.crew[chosen.id].parts != chosen.parts
    kept = frozen_part(planned().plan, patrol, after, since)
    assert chosen.id in kept.begun
    found = plan_patrol(patrol.problem, after.roster, case().rulebook, PlanOptions(3, seed=9), frozen=kept)
    for crew, stops in planned().plan.stops.items():
        if crew != chosen.id:
            assert found.plan.stops[crew] == stops
    assert _until(found.plan.stops[chosen.id], since) == _until(planned().plan.stops[chosen.id], since)
    assert any(stop.arrive >= since and "south" in patrol.zones_of(stop.begins) for stop in found.plan.stops[chosen.id])
    report = verify_plan(found.plan, after, case().rulebook)
    assert [f for f in report.must_violations if f.rule != "supervision"] == []


def _until(stops: tuple[Stop, ...], moment: int) -> list[Stop]:
    return [stop._replace(leave=min(stop.leave, moment)) for stop in stops if stop.arrive < moment]
