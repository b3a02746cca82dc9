"""What a workbook knows of itself: its hidden record, or the contract sheets where that is lost."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook

from roster.domain.clock import Horizon, Window
from roster.domain.errors import InputError
from roster.domain.roster import Crew, Member, Placeless, Roster, Stand
from roster.domain.service import Slot, Unit
from roster.domain.units import pose
from roster.io.read_book import read_book, read_roster
from roster.io.sheets import written
from tests.io.edited_week import Edited, crew_of, outcome, problem, written_bytes


def without_record(week: Edited) -> Edited:
    week.book.remove(week.book[written.TITLE])
    return week


@pytest.mark.parametrize("language", ["en", "zh"])
def test_without_its_hidden_record_the_contract_sheets_tell_the_crews(tmp_path: Path, language: str) -> None:
    week = without_record(Edited(tmp_path, language))
    result = week.read()
    assert set(result.roster.crews) == {
        replace(crew, members=tuple(sorted(crew.members, key=lambda member: member.officer)))
        for crew in outcome().roster.crews
    }
    assert (result.edits, result.faults) == ((), ())
    book = read_book(week.path)
    assert (book.written, book.start, book.days) == (None, dt.date(2026, 10, 23), 4)


def test_contract_sheets_of_before_the_hours_of_pay_are_read(week: Edited) -> None:
    sheet = without_record(week).book["HR"]
    sheet.delete_cols(sheet.max_column - 3, 4)
    assert (sheet.cell(1, sheet.max_column).value, len(week.read().roster.crews)) == (
        "holiday_hours",
        len(outcome().roster.crews),
    )


def test_without_its_hidden_record_the_grid_still_counts(week: Edited) -> None:
    without_record(week).type("007", 2, "E")
    week.type("A04", 2, "-")
    assert crew_of(week.read().roster, 2, "E", "car-Z2").officers == {"003", "007"}


def test_units_that_the_tables_no_longer_ask_for_keep_their_labels(week: Edited) -> None:
    """Also those of crews that mainly served elsewhere than at their base, as the sheet HR has it."""
    without_record(week).book.save(week.path)
    facts = replace(problem(), demand=(), kinds=tuple(replace(kind, shifts=("L",)) for kind in problem().kinds))
    read = read_roster(week.path, pose(facts)).roster
    assert {crew.unit.id for crew in read.crews} == {crew.unit.id for crew in outcome().roster.crews}
    assert {crew.unit.base for crew in read.crews} == {"Z1", "Z2", "S1", ""}


def test_faults_of_the_contract_sheets_are_named(week: Edited) -> None:
    hr, slots = without_record(week).book["HR"], week.book["Slots"]
    hr["E2"], hr["R3"], hr["K4"] = "2026-10-23", "yes", "eight"
    hr["A5"], hr["F6"] = "nobody", "Q"
    slots.delete_cols(7)
    with pytest.raises(InputError) as caught:
        week.read()
    assert [(fault.place, fault.found) for fault in caught.value.faults] == [
        ("week.xlsx HR!E2 (date)", "'2026-10-23'"),
        ("week.xlsx HR!R3 (armed)", "'yes'"),
        ("week.xlsx HR!K4 (hours)", "'eight'"),
        ("week.xlsx Slots!1:1", "no column zone"),
        ("week.xlsx HR!5:5", "officer 'nobody'"),
        ("week.xlsx HR!6:6", "shift 'Q'"),
    ]


def test_a_workbook_with_nothing_of_ours_is_told(tmp_path: Path) -> None:
    book = Workbook()
    book.save(tmp_path / "letter.xlsx")
    with pytest.raises(InputError, match="a workbook without a roster"):
        read_book(tmp_path / "letter.xlsx")
    (tmp_path / "torn.xlsx").write_bytes(written_bytes()[:5000])
    with pytest.raises(InputError, match="truncated"):
        read_book(tmp_path / "torn.xlsx")
    week = without_record(Edited(tmp_path))
    week.book.remove(week.book["HR"])
    with pytest.raises(InputError, match="no sheet HR"):
        week.read()


@pytest.mark.parametrize(
    ("row", "words"), [(1, "was changed"), (2, "format 2"), (3, "was changed"), (4, "was changed")]
)
def test_a_changed_record_is_refused(week: Edited, row: int, words: str) -> None:
    cell = week.book[written.TITLE].cell(row, 1)
    cell.value = "2" if row == 2 else f"{cell.value}x"
    with pytest.raises(InputError, match=words):
        week.read()


def test_a_roster_of_other_dates_is_refused(week: Edited) -> None:
    week.book.save(week.path)
    for horizon in (Horizon(dt.date(2026, 10, 24), 4), Horizon(dt.date(2026, 10, 23), 5)):
        with pytest.raises(InputError, match="a roster of 4 days from 2026-10-23"):
            read_roster(week.path, replace(problem(), horizon=horizon))


def test_what_the_tables_no_longer_have_is_named(week: Edited) -> None:
    week.book.save(week.path)
    smaller = replace(
        problem(),
        officers=tuple(o for o in problem().officers if o.id != "007"),
        shifts=tuple(s for s in problem().shifts if s.code != "N"),
        kinds=tuple(k for k in problem().kinds if k.code != "post"),
        vehicles=problem().vehicles[:1],
    )
    with pytest.raises(InputError) as caught:
        read_roster(week.path, smaller)
    assert [fault.found for fault in caught.value.faults] == [
        "officer '007'",
        "shift 'N'",
        "unit kind 'post'",
        "vehicle 'V2'",
    ]


def test_stands_are_told_in_the_slots_of_the_rules_at_hand(week: Edited) -> None:
    week.book.save(week.path)
    posed = pose(problem(), boundaries=[Window(9 * 60, 20 * 60), Window(18 * 60, 26 * 60)])
    evening = crew_of(read_roster(week.path, posed).roster, 0, "E", "car-Z2")
    assert [(stand.slot.start // 60, stand.zone, stand.lights) for stand in evening.stands] == [
        (15, "Z2", False),
        (18, "Z1", True),
        (20, "Z1", True),
    ]


def test_a_long_roster_takes_several_cells(tmp_path: Path) -> None:
    crews = tuple(
        Crew(
            Unit(day, "D", "car", "Z1", number),
            (Member(f"officer {number} ={day}", frozenset({"lead", "armed"})), Member("警员")),
            "V1",
            (Stand(Slot(day, day * 1440 + 420, day * 1440 + 900), "Z1", "S1", "car", number % 2 == 0),),
        )
        for day in range(91)
        for number in range(1, 11)
    )
    roster = Roster(crews, (Placeless("警员", 3, "N"),))
    book = Workbook()
    written.write(book.create_sheet(written.TITLE), replace(outcome(), roster=roster))
    book.save(tmp_path / "long.xlsx")
    book = load_workbook(tmp_path / "long.xlsx")
    assert book[written.TITLE].max_row > 5
    assert written.read(book).roster == roster
