"""What is typed over a vehicle, a lead or a place is kept to the letter, or undone and listed with its cell."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from roster import api, living
from roster.domain.findings import Finding
from roster.domain.outcome import Outcome
from roster.domain.pins import LeadPin, Pin, PlacePin, VehiclePin
from roster.domain.repair import Repair
from roster.domain.roster import Crew, Roster
from roster.domain.seating import lead_of
from roster.living import Week
from roster.search.living.fewest import Fewest
from roster.search.living.pins import limit_of, not_kept
from roster.search.score import values
from tests.small_week import put_brigade, solved_week

CARS = {
    "officers.csv": "id,name,category\n"
    + "".join(f"{name},{name},{'auxiliary' if name in 'EF' else 'sworn'}\n" for name in "ABCDEF"),
    "units.csv": "kind,crew,least_crew,composition,vehicle_kinds,mode,shifts,moves\ncar,2,2,sworn:1,car,car,D,yes\n",
    "vehicles.csv": "id,name,kind,seats\nV1,V1,car,4\nV2,V2,car,4\nV3,V3,car,4\nV4,V4,cart,4\nV5,V5,car,4\n",
    "absences.csv": "id,kind,from,to\nV5,maintenance,2026-11-02,2026-11-02\n",
    "zones.csv": "id,name\nZ1,East\nZ2,West\n",
    "demand.csv": "unit_kind,places,from,to,day_types,minimum,target,priority\n"
    "car,Z1,08:00,20:00,mon,1,,\ncar,Z2,08:00,20:00,mon,1,,\n",
    "fixed.csv": "officer,date,shift\n" + "".join(f"{who},2026-11-02,D\n" for who in "ABCE"),
}
RULES = """\
name: small
rules:
  - {rule: absence, weight: must}
  - {rule: fixed, weight: must}
  - {rule: crew, weight: must}
  - {rule: vehicle, weight: must}
  - {rule: cover, asks: minimum, priority: 1}
  - {id: over, rule: cover, asks: over, weight: 1}
"""


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = put_brigade(tmp_path_factory.mktemp("cars") / "brigade", CARS, RULES)
    solved_week(folder)
    return folder.parent


@pytest.fixture
def file(written: Path, tmp_path: Path) -> Path:
    shutil.copytree(written, tmp_path, dirs_exist_ok=True)
    return tmp_path / "week.xlsx"


def typed(file: Path, **asked: object) -> tuple[Week, Outcome, Repair]:
    week = living.open_week(file, file.parent / "brigade")
    outcome = living.replan(week, time_limit=10, workers=1, plan_time=0, **asked)  # type: ignore[arg-type]
    assert outcome.amendment.repair is not None
    return week, outcome, outcome.amendment.repair


def drive(file: Path, crew: str, vehicle: str) -> str:
    """Move a crew's line of Monday to another vehicle's row, or to none; returns the cell."""
    book = load_workbook(file)
    sheet = book["Vehicles"]
    rows = {str(sheet.cell(row, 1).value): sheet.cell(row, 6) for row in range(4, 10)}
    for cell in rows.values():
        lines = [line for line in str(cell.value or "").splitlines() if line != f"D {crew}"]
        cell.value = "\n".join(lines) or None
    if vehicle:
        cell = rows[vehicle]
        cell.value = "\n".join(filter(None, (str(cell.value or "") or None, f"D {crew}")))
    book.save(file)
    return f"Vehicles!{rows[vehicle].coordinate}" if vehicle else ""


def order(file: Path, crew: str, **said: str) -> dict[str, str]:
    """Type into the row of a crew in Monday's order; returns the cells."""
    book = load_workbook(file)
    sheet: Worksheet = book["Daily orders"]
    heads = {str(sheet.cell(3, at).value): at for at in range(1, sheet.max_column + 1)}
    row = next(row for row in range(4, 12) if crew in str(sheet.cell(row, heads["Unit"]).value))
    for name, text in said.items():
        sheet.cell(row, heads[name]).value = text
    book.save(file)
    return {name: f"Daily orders!{sheet.cell(row, heads[name]).coordinate}" for name in said}


def crews(roster: Roster) -> dict[str, Crew]:
    return {crew.unit.label: crew for crew in roster.crews if crew.unit.day == 0}


@pytest.mark.parametrize(
    ("vehicle", "why"), [("V4", "it asks for car"), ("V5", "in maintenance"), ("", "has no vehicle")]
)
def test_a_vehicle_that_cannot_stand_is_undone_and_its_crew_runs_on(file: Path, vehicle: str, why: str) -> None:
    cell = drive(file, "car-Z1", vehicle)
    week, outcome, repair = typed(file)
    (undone,) = repair.edits_undone
    assert undone.cell == cell or (not vehicle and undone.cell.startswith("Vehicles!F"))
    assert why in undone.why
    assert undone.keepable
    assert repair.changes == () == repair.units
    assert crews(outcome.roster)["car-Z1"] == crews(week.written)["car-Z1"]
    _week, outcome, repair = typed(file, keep_edits=True)
    assert repair.edits_undone == ()
    assert crews(outcome.roster)["car-Z1"].vehicle == vehicle
    assert [(a.cell, why in a.sentence) for a in outcome.amendment.acknowledged] == [(undone.cell, True)]
    assert all(unit.why == f"typed by hand in {undone.cell}" for unit in repair.units)


def test_of_two_crews_in_one_car_the_typed_one_has_it_and_the_other_takes_what_it_left(file: Path) -> None:
    had = {label: crew.vehicle for label, crew in crews(living.open_week(file, file.parent / "brigade").roster).items()}
    cell = drive(file, "car-Z1", had["car-Z2"])
    _week, outcome, repair = typed(file)
    now = {label: crew.vehicle for label, crew in crews(outcome.roster).items()}
    assert now == {"car-Z1": had["car-Z2"], "car-Z2": had["car-Z1"]}
    assert repair.edits_undone == ()
    assert {unit.unit: unit.why for unit in repair.units} == {
        "car-Z1": f"typed by hand in {cell}",
        "car-Z2": f"{had['car-Z2']} goes to car-Z1; typed by hand in {cell}",
    }


def seated(file: Path) -> tuple[str, str, str, str]:
    """The crew of two sworn officers, its lead and the other one; and the crew of one of them and the auxiliary E."""
    week = living.open_week(file, file.parent / "brigade")
    mixed, sworn = sorted(crews(week.roster).values(), key=lambda crew: "E" not in crew.officers)
    lead = lead_of(sworn, week.problem)
    (other,) = sworn.officers - {lead}
    return sworn.unit.label, lead, other, mixed.unit.label


def test_a_typed_lead_is_kept_also_by_a_later_repair(file: Path) -> None:
    label, lead, other, mixed = seated(file)
    cells = order(file, label, Lead=other, Members=lead)
    week, outcome, repair = typed(file)
    assert lead_of(crews(outcome.roster)[label], week.problem) == other
    assert repair.edits_undone == repair.changes == ()
    assert [unit.why for unit in repair.units] == [f"typed by hand in {cells['Lead']}"]
    again = file.with_name("again.xlsx")
    api.write(outcome, again)
    sick = lead_of(crews(outcome.roster)[mixed], week.problem)
    _week, outcome, repair = typed(again, absent=[(sick, "2026-11-02", "sick")])
    assert repair.people == 2
    assert lead_of(crews(outcome.roster)[label], week.problem) == other


def test_a_lead_who_may_not_lead_is_undone(file: Path) -> None:
    label = seated(file)[3]
    week = living.open_week(file, file.parent / "brigade")
    cells = order(file, label, Lead="E", Members=lead_of(crews(week.roster)[label], week.problem))
    week, outcome, repair = typed(file)
    (undone,) = repair.edits_undone
    assert (undone.cell, undone.keepable) == (cells["Lead"], False)
    assert undone.why == "E is no sworn officer, and only those lead a crew"
    assert outcome.roster == week.written


def test_what_a_kept_edit_breaks_in_the_crew_that_it_takes_from_is_made_good(file: Path) -> None:
    """The lead of the crew with E is typed off duty, against `fixed`: that is kept, and the crew gets another."""
    label = seated(file)[3]
    week = living.open_week(file, file.parent / "brigade")
    lead = lead_of(crews(week.roster)[label], week.problem)
    book = load_workbook(file)
    row = next(row for row in range(6, 12) if book["Roster"].cell(row, 2).value == lead)
    book["Roster"].cell(row, 6).value = "-"
    book.save(file)
    week, outcome, repair = typed(file, keep_edits=True)
    broken = week.checked.report.must_violations
    assert {finding.rule for finding in broken} == {"fixed", "crew"}
    assert {week.checked.typed(finding) for finding in broken} == {f"Roster!F{row}"}
    assert repair.edits_undone == ()
    assert len(crews(outcome.roster)[label].officers) == 2
    assert [(a.rule, a.cell) for a in outcome.amendment.acknowledged] == [("fixed", f"Roster!F{row}")]


def test_a_place_is_kept_and_who_makes_room_is_told_why(file: Path) -> None:
    week = living.open_week(file, file.parent / "brigade")
    east = next(label for label, crew in crews(week.roster).items() if crew.stands[0].zone == "Z1")
    cell = order(file, east, Place="West")["Place"]
    week, outcome, repair = typed(file)
    for shift, named in (("D", cell), ("", cell), ("N", "")):  # a crew of the same name on another shift is another
        found = Finding("crew", True, None, 1, 0, "nobody leads", day=0, shift=shift, unit=east)
        assert week.checked.typed(found) == named
    assert {stand.zone for stand in crews(outcome.roster)[east].stands} == {"Z2"}
    whys = {unit.unit: unit.why for unit in repair.units}
    assert whys.pop(east) == f"typed by hand in {cell}"
    assert set(whys.values()) == {"stands where cover is missing otherwise"}


def test_no_pin_of_a_unit_is_kept_where_the_unit_does_not_run(file: Path) -> None:
    week = living.open_week(file, file.parent / "brigade")
    crew = crews(week.roster)["car-Z1"]
    unit, stand = crew.unit.id, crew.stands[0]
    pins = (
        Pin(lead_of(crew, week.problem), 0, "D", "car-Z1"),
        VehiclePin(unit, crew.vehicle),
        PlacePin(unit, stand.slot, stand.zone),
        LeadPin(unit, lead_of(crew, week.problem)),
    )
    limits = {pin: limit_of(pin, week.problem) for pin in pins}
    gone = Roster(tuple(other for other in week.roster.crews if other is not crew))
    for roster, lost in ((week.roster, ()), (gone, pins)):
        value = values(week.problem, roster)
        assert not_kept(limits, roster, value, week.problem) == lost
        assert [limit.amount(value) for limit in limits.values()] == [len(lost) // len(pins)] * len(pins)


def test_who_is_typed_into_a_crew_while_absent_is_undone_by_the_cell_of_the_name(file: Path) -> None:
    label = seated(file)[3]
    cells = order(file, label, Lead="D", Members="E")
    _week, outcome, repair = typed(file, absent=[("D", "2026-11-02", "sick")])
    assert [undone.cell for undone in repair.edits_undone] == [cells["Lead"]]
    assert "D" not in crews(outcome.roster)[label].officers
    assert all(change.why for change in repair.changes)


def test_a_member_typed_into_a_crew_is_kept_at_once_and_proved(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def long_way(*_: object) -> None:
        raise AssertionError("the edit counts as one that cannot be kept by kind")

    monkeypatch.setattr(Fewest, "_unkept", long_way)
    (file.parent / "brigade" / "fixed.csv").write_text("officer,date,shift\n", encoding="utf-8")
    label = seated(file)[3]
    week = living.open_week(file, file.parent / "brigade")
    cells = order(file, label, Members="F")
    assert lead_of(crews(week.roster)[label], week.problem) != "E"
    _week, outcome, repair = typed(file)
    assert repair.edits_undone == ()
    assert repair.proven
    assert repair.undone_proved
    assert {(change.officer, change.after, change.why) for change in repair.changes} == {
        ("E", "", f"typed by hand in {cells['Members']}"),
        ("F", "D", f"typed by hand in {cells['Members']}; takes D over from E"),
    }
    assert "F" in crews(outcome.roster)[label].officers
