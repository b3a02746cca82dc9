"""A ward without zones, categories, vehicles and places: nothing of its workbook speaks of them."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl import load_workbook

from roster.api import load
from tests.cli.command import run

TABLES = {
    "settings": "setting,value\nname,Ward 3\nstart,2026-11-30\n",
    "officers": "id,name\n1,Ann\n2,Ben\n3,Cyn\n4,Dan\n",
    "shifts": "code,name,start,end\nD,Day,07:00,19:00\nN,Night,19:00,07:00\n",
    "units": "kind,name,crew\nnurse,Nurse,1\n",
    "demand": "unit_kind,from,to,minimum\nnurse,07:00,19:00,1\nnurse,19:00,07:00,1\n",
    "absences": "id,kind,from,to\n1,sick,2026-12-01,2026-12-02\n",
}
RULES = "rules:\n- rule: minimum_rest\n  weight: must\n  hours: 11\n"
COVER = "- rule: cover\n  priority: 1\n- rule: absence\n  weight: must\n"


@pytest.fixture
def ward(tmp_path: Path) -> Path:
    for name, text in TABLES.items():
        (tmp_path / f"{name}.csv").write_text(text, encoding="utf-8")
    (tmp_path / "constraints").mkdir()
    (tmp_path / "constraints" / "rules.yaml").write_text(RULES, encoding="utf-8")
    return tmp_path


def test_a_workbook_is_silent_on_what_a_ward_has_none_of(ward: Path) -> None:
    with (ward / "constraints" / "rules.yaml").open("a", encoding="utf-8") as file:
        file.write(COVER)
    checked = run("check", str(ward))
    assert checked.code == 0
    assert not {"sworn", "permits", "drivers", "vehicles", "note:"} & set(checked.out.split())
    solved = run("solve", str(ward), "--time-limit", "2", "-o", str(ward / "week.xlsx"))
    assert solved.code == 0, solved.err
    assert "vehicle" not in solved.out
    assert "patrol" not in solved.out
    assert "nothing short" in solved.out
    book = load_workbook(ward / "week.xlsx")
    assert not {"Vehicles", "Leaders", "Patrol plan", "Maps", "Itinerary"} & set(book.sheetnames)
    grid, orders = book["Roster"], book["Daily orders"]
    assert [grid.column_dimensions[letter].hidden for letter in "CDEF"] == [False, True, True, False]
    shown = [
        str(cell.value)
        for cell in orders[3]
        if not orders.column_dimensions[cell.column_letter].hidden and cell.value is not None
    ]
    assert shown == ["Time", "Shift", "Unit", "Lead", "Remarks"]
    assert run("verify", str(ward / "week.xlsx")).code == 0


def test_rows_that_no_rule_reads_are_named(ward: Path) -> None:
    said = run("check", str(ward)).out
    assert "demand.csv:2, demand.csv:3 ask for (Nurse): an entry `- rule: cover`" in said
    assert "absences.csv:2: leave keeps nobody off duty: an entry `- rule: absence`" in said
    solved = run("solve", str(ward), "--time-limit", "2", "-o", str(ward / "week.xlsx"))
    assert "never runs; " not in solved.out
    assert "nothing in the rulebook asks for what demand.csv:2" in solved.out


def test_the_settings_say_how_many_weeks_a_roster_has(ward: Path) -> None:
    with (ward / "settings.csv").open("a", encoding="utf-8") as file:
        file.write("weeks,2\n")
    assert load(ward).problem.horizon.days == 14
    assert load(ward, weeks=1).problem.horizon.days == 7
    assert "2026-12-13" in run("check", str(ward)).out
    assert "2026-12-13" not in run("check", str(ward), "--weeks", "1").out
    (ward / "settings.csv").write_text(TABLES["settings"] + "weeks,many\n", encoding="utf-8")
    assert "settings.csv" in run("check", str(ward)).err


def test_the_orders_of_a_ward_are_as_high_as_their_text(ward: Path) -> None:
    with (ward / "constraints" / "rules.yaml").open("a", encoding="utf-8") as file:
        file.write(COVER)
    assert run("solve", str(ward), "--time-limit", "1", "-o", str(ward / "week.xlsx")).code == 0
    orders = load_workbook(ward / "week.xlsx")["Daily orders"]
    heights = [orders.row_dimensions[row].height for row in range(4, 6)]
    assert all(height is not None and height < 40 for height in heights)
    signed = [cell for row in orders.iter_rows() for cell in row if str(cell.value or "").startswith("Checked by")]
    assert signed
    assert not any(orders.column_dimensions[cell.column_letter].hidden for cell in signed)
