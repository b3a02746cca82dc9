"""What is written can be read back, also after somebody typed into the grid."""

from __future__ import annotations

import datetime as dt
import random
from dataclasses import replace
from pathlib import Path

import pytest

from roster import i18n
from roster.domain.letters import shift_text
from roster.domain.roster import Member, Placeless, Roster
from roster.io.book import build
from roster.io.read_book import Book, read_book, read_roster
from roster.io.read_book.reseat import work_of
from roster.io.sheets import written
from roster.io.sheets.grid import DATE_ROW, FIRST_DATE, FIRST_ROW, HEADER_ROW, ID, column_of, row_of
from tests.io import sample
from tests.io.edited_week import OFFICERS, Edited, crew_of, outcome, problem, work


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("reading", ["en", "zh"])
def test_a_workbook_as_written_gives_the_roster_back(tmp_path: Path, language: str, reading: str) -> None:
    week = Edited(tmp_path, language)
    i18n.set_language(reading)
    result = week.read()
    assert result.roster == outcome().roster
    assert (result.edits, result.faults) == ((), ())
    assert result.cell("002", 0) == f"{week.grid.title}!F7"
    assert result.cell("nobody", 0) == ""


def test_it_says_what_it_was_made_from(week: Edited) -> None:
    week.book.save(week.path)
    book = read_book(week.path)
    assert (book.start, book.days) == (dt.date(2026, 10, 23), 4)
    record = book.written
    assert record is not None
    assert (record.brigade, record.rule_files) == ("inputs/sample", ("base.yaml", "summer.yaml"))
    assert (record.hashes, record.seed, record.language) == (outcome().provenance.hashes, 7, "en")
    assert week.book[written.TITLE].sheet_state == "veryHidden"


def test_who_takes_a_shift_over_takes_the_seat(week: Edited) -> None:
    cells = [week.type("004", 0, "-"), week.type("003", 0, "N"), week.type("007", 0, "休")]
    result = week.read()
    assert [(edit.cell, edit.before, edit.after, edit.officer, edit.day) for edit in result.edits] == [
        (f"Roster!{cells[1]}", ("E",), ("N",), "003", 0),
        (f"Roster!{cells[0]}", ("N",), (), "004", 0),
        (f"Roster!{cells[2]}", ("E",), (), "007", 0),
    ]
    night = crew_of(result.roster, 0, "N", "car-Z1")
    assert night.members == (Member("003", frozenset({"lead"})), Member("NA", frozenset({"driver"})))
    before = crew_of(outcome().roster, 0, "N", "car-Z1")
    assert (night.vehicle, night.stands) == (before.vehicle, before.stands)
    assert not [crew for crew in result.roster.crews if (crew.unit.day, crew.unit.shift) == (0, "E")]
    assert not result.roster.placeless


def test_a_seat_goes_to_the_own_category_first(week: Edited) -> None:
    for officer, text in (("A03", "-"), ("NA", "D"), ("001", "D")):
        week.type(officer, 1, text)
    result = week.read()
    assert crew_of(result.roster, 1, "D", "car-Z1").officers == {"002", "NA"}
    assert result.roster.placeless == (Placeless("001", 1, "D"),)


def test_a_seat_of_another_category_is_better_than_none(week: Edited) -> None:
    week.type("001", 0, "-")
    week.type("A04", 0, "L")
    assert crew_of(week.read().roster, 0, "L", "leader").members == (Member("A04", frozenset({"leader"})),)


def test_of_several_seats_the_newcomer_takes_that_of_the_crew_that_then_lacks_least(week: Edited) -> None:
    for officer in ("002", "A03", "007", "A04"):
        week.type(officer, 3, "-")
    week.type("NA", 3, "D")
    (crew,) = [crew for crew in week.read().roster.crews if (crew.unit.day, crew.unit.shift) == (3, "D")]
    assert (crew.unit.label, crew.officers) == ("post-S1", {"NA"})


def test_a_newcomer_fills_the_place_that_a_crew_was_short_of() -> None:
    crews = list(outcome().roster.crews)
    short = replace(crews[1], members=crews[1].members[:1])
    known = replace(outcome(), roster=Roster((crews[0], short, *crews[2:])))
    book = build(known)
    book["Roster"].cell(row_of("A04", problem()), column_of(0)).value = "D"
    record = written.read(book)
    result = read_roster(Book("week.xlsx", book, record, record.start, record.days), problem())
    assert result.faults == ()
    assert crew_of(result.roster, 0, "D", "car-Z1").officers == {"002", "A04"}
    assert not result.roster.placeless


def test_a_duty_that_no_crew_has_a_seat_for_is_kept_without_one(week: Edited) -> None:
    week.type("A04", 0, "O")
    week.type("007", 2, "D/E")
    result = week.read()
    assert set(result.roster.placeless) == {Placeless("A04", 0, "O"), Placeless("007", 2, "E")}
    assert crew_of(result.roster, 2, "D", "car-Z2") == crew_of(outcome().roster, 2, "D", "car-Z2")


@pytest.mark.parametrize("text", ["n", "Ｎ", " N ", "夜"])
def test_a_shift_may_be_typed_as_people_do(week: Edited, text: str) -> None:
    week.type("007", 2, text)
    assert ("007", 2, "N") in work(week.read().roster)


@pytest.mark.parametrize("text", [None, "", "-", "休", "AL", "年", "rest"])
def test_rest_and_leave_are_days_off(week: Edited, text: str | None) -> None:
    week.type("007", 2, text)
    result = week.read()
    assert not [duty for duty in result.roster.work() if duty[:2] == ("007", 2)]
    assert result.faults == ()


def test_rows_may_be_sorted_hidden_and_columns_moved(week: Edited) -> None:
    grid = week.grid
    rows = [[cell.value for cell in grid[FIRST_ROW + number]] for number in range(len(OFFICERS))]
    for number, values in enumerate(reversed(rows)):
        for column, value in enumerate(values, 1):
            grid.cell(FIRST_ROW + number, column).value = value
        grid.row_dimensions[FIRST_ROW + number].hidden = number % 2 == 0
    for row in range(DATE_ROW, FIRST_ROW + len(OFFICERS)):
        one, other = grid.cell(row, FIRST_DATE), grid.cell(row, FIRST_DATE + 2)
        one.value, other.value = other.value, one.value
    grid.insert_rows(2)
    result = week.read()
    assert work(result.roster) == work(outcome().roster)
    assert (result.edits, result.faults) == ((), ())
    assert result.cell("A04", 2) == f"Roster!F{FIRST_ROW + 1}"


def test_every_fault_is_named_with_its_cell_at_once(week: Edited) -> None:
    grid = week.grid
    unknown = week.type("002", 1, "Q7")
    formula = week.type("003", 1, "=F5")
    grid.cell(row_of("004", problem()), ID).value = "00４x"
    grid.cell(row_of("NA", problem()), ID).value = "002"
    grid.cell(row_of("A03", problem()), ID).value = None
    grid.cell(DATE_ROW, FIRST_DATE + 3).value = "2026-10-26"
    assert week.faults() == [
        ("week.xlsx Roster!I3", "'2026-10-26'"),
        ("week.xlsx Roster!3:3", "no column for 2026-10-26"),
        (f"week.xlsx Roster!{unknown}", "'Q7'"),
        (f"week.xlsx Roster!{formula}", "'=F5'"),
        ("week.xlsx Roster!B9", "'00４x'"),
        ("week.xlsx Roster!B11", "officer 002 a second time"),
        ("week.xlsx Roster!B12", "an empty cell"),
    ]


def test_dates_are_each_there_once_and_within_the_roster(week: Edited) -> None:
    week.grid.cell(DATE_ROW, FIRST_DATE).value = dt.datetime(2026, 10, 25)
    week.grid.cell(DATE_ROW, FIRST_DATE + 1).value = dt.datetime(2026, 11, 25)
    assert week.faults() == [
        ("week.xlsx Roster!G3", "2026-11-25"),
        ("week.xlsx Roster!H3", "2026-10-25 a second time"),
        ("week.xlsx Roster!3:3", "no column for 2026-10-23"),
        ("week.xlsx Roster!3:3", "no column for 2026-10-24"),
    ]


def test_a_deleted_column_is_named_by_its_date(week: Edited) -> None:
    week.grid.delete_cols(FIRST_DATE + 1)
    assert week.faults() == [("week.xlsx Roster!3:3", "no column for 2026-10-24")]


def test_a_deleted_row_is_named_by_its_officer(week: Edited) -> None:
    week.grid.delete_rows(row_of("003", problem()))
    assert week.faults() == [("week.xlsx", "no row for officer 003 张强")]


def test_a_shift_in_merged_cells_is_a_fault_and_a_leave_is_not(week: Edited) -> None:
    row = row_of("002", problem())
    week.grid.merge_cells(start_row=row, end_row=row, start_column=FIRST_DATE, end_column=FIRST_DATE + 1)
    row = row_of("A04", problem())
    week.grid.cell(row, FIRST_DATE).value = "AL"
    week.grid.merge_cells(start_row=row, end_row=row, start_column=FIRST_DATE, end_column=FIRST_DATE + 1)
    assert week.faults() == [("week.xlsx Roster!F7", "'D' in merged cells")]


def test_a_missing_grid_or_header_is_named(tmp_path: Path) -> None:
    week = Edited(tmp_path)
    week.grid.cell(HEADER_ROW, ID).value = "who"
    assert week.faults() == [("week.xlsx Roster", "no header")]
    week.book.remove(week.grid)
    ((place, found),) = week.faults()
    assert place == "week.xlsx"
    assert "Daily orders" in found


def test_cells_at_fault_count_as_they_were_written(week: Edited) -> None:
    week.type("002", 1, "Q7")
    assert week.read().roster == outcome().roster


@pytest.mark.parametrize("seed", range(5))
def test_any_edit_of_the_grid_is_the_work_that_is_read(tmp_path: Path, seed: int) -> None:
    """Forty random hand edits a seed: the work read back is what the grid says, and crews stay physically possible."""
    rng = random.Random(seed)
    week = Edited(tmp_path, rng.choice(["en", "zh"]))
    record = written.read(week.book)
    book = Book("week.xlsx", week.book, record, record.start, record.days)
    wanted = work_of(outcome().roster)
    codes = problem().shift_codes
    for _round in range(40):
        for _cell in range(rng.randint(1, 3)):
            officer, day = rng.choice(OFFICERS), rng.randrange(sample.DAYS)
            shift = rng.choice(["", *codes])
            i18n.set_language(rng.choice(["en", "zh"]))
            week.type(officer, day, shift_text(shift, problem()) if shift else rng.choice(["-", "休", "病", None]))
            wanted[officer, day] = (shift,) if shift else ()
        if rng.random() < 0.2:
            one, other = rng.sample([key for key in wanted if wanted[key]], 2)
            wanted[one], wanted[other] = wanted[other], wanted[one]
            for officer, day in (one, other):
                week.type(officer, day, "/".join(wanted[officer, day]).lower())
        result = read_roster(book, problem())
        expected = {(officer, day, shift) for (officer, day), shifts in wanted.items() for shift in shifts}
        assert result.faults == ()
        assert sorted(result.roster.work()) == sorted(expected)
        assert {(edit.officer, edit.day) for edit in result.edits if edit.before != edit.after} == {
            duty[:2] for duty in expected ^ work(outcome().roster)
        }
        for crew in result.roster.crews:
            before = crew_of(outcome().roster, *crew.unit.id)
            assert (crew.vehicle, crew.stands) == (before.vehicle, before.stands)
            assert 0 < len(crew.members) <= problem().kind[crew.unit.kind].crew
            stayed = {o for o in before.officers if (o, crew.unit.day, crew.unit.shift) in expected}
            assert stayed <= crew.officers
    assert work(week.read().roster) == expected
