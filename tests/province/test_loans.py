"""Crews lent between brigades: tables, overlays, what arrives, what is told to whom."""

from __future__ import annotations

import csv
import re
import shutil
from dataclasses import replace
from datetime import date, time
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook

from roster.api import load, verify_book
from roster.domain.errors import InputError
from roster.domain.roster import Roster
from roster.explain.lend import _from, _has
from roster.io.past import past_duties
from roster.io.tables import read_tables
from roster.province.folder import read_province
from roster.province.loans import told
from roster.province.loans.folders import write_brigade
from roster.province.loans.lending import Lending, agreed, sound
from roster.province.loans.neighbours import neighbours_of
from roster.province.loans.overlay import Coming, Going, Overlay
from roster.province.loans.prepare import cases_of, concerned
from roster.province.loans.record import read
from roster.province.loans.verify import Week, faults
from roster.province.run_folder import RunFolder
from roster.province.summary import write_summary
from tests.cli.command import run as command
from tests.paths import TINY
from tests.province.lent import EVENTS, FAIR, LOANS, WAYS, province, solved


def orders(kept: RunFolder, name: str, text: str, sheet: str = "Daily orders") -> list[str]:
    """The rows of a sheet that hold a text, each as one line."""
    book = load_workbook(kept.path / "rosters" / f"{name}.xlsx")
    lines = [" ".join(str(cell) for cell in row if cell is not None) for row in book[sheet].iter_rows(values_only=True)]
    return [line for line in (" ".join(line.split()) for line in lines) if text in line]


def test_every_fault_of_the_tables_at_once(tmp_path: Path) -> None:
    events = EVENTS + "fair,east,main,walk,2026-11-03 14:00,2026-11-03 12:00,1,2\n"
    events += "race,north,main,walk,2026-11-03,2026-11-03,1,2\nmarch,east,,walk,2026-11-03,2026-11-03,0,2\n"
    loans = LOANS + "west,east,walk,2026-11-03,A,1\neast,west,walk,2026-11-03,A,1\nwest,west,walk,2026-11-05,A,1\n"
    folder = province(tmp_path, events=events, loans=loans, other="id\n1\n")
    with pytest.raises(InputError) as caught:
        read_province(folder)
    assert [fault.place for fault in caught.value.faults] == ["other.csv"]
    (folder / "other.csv").unlink()
    left = read_province(folder).lent
    assert (left.events, left.loans) == ((), ())
    assert sorted(fault.place for fault in left.faults) == [
        "events.csv:B3 (brigade)",
        "events.csv:F2 (to)",
        "events.csv:G4 (crews)",
        "loans.csv:A3 (from)",
        "loans.csv:B2 (to)",
        "loans.csv:B3 (to)",
        "loans.csv:B4 (to)",
    ]


def test_rows_in_which_something_is_wrong_are_told_and_the_rest_goes_on(tmp_path: Path) -> None:
    events = (
        EVENTS + FAIR + "race,north,main,walk,2026-11-03,2026-11-03,1,2\nsea,east,pier,walk,2026-11-03,2026-11-03,1,2\n"
    )
    loans = LOANS + "west,east,walk,2026-11-03,A,1\nwest,east,walk,2026-11-05,A,1\neast,west,walk,2026-11-05,A,1\n"
    folder = province(tmp_path, events=events, ways=WAYS, loans=loans)
    kept, _solves = solved(folder)
    (one,) = read(kept.path).lent
    assert (one.loan.date, one.fault) == (date(2026, 11, 3), "")
    places = ["events.csv:B3 (brigade)", "loans.csv:A4 (from)", "events.csv:C4 (places)"]
    assert [fault.split(": ")[0] for fault in read(kept.path).faults] == places
    write_summary(kept)
    column = [str(row[-1].value) for row in load_workbook(kept.path / "summary.xlsx")["Loans"].iter_rows(max_col=12)]
    assert [place for place in places if any(place in cell for cell in column)] == places
    assert [place in "\n".join(told.lines(kept.path)) for place in places] == [True] * 3
    checked = command("province", "check", str(folder))
    assert (checked.code, [place in checked.err for place in places]) == (2, [True] * 3)
    for name in ("events", "loans"):
        (folder / f"{name}.csv").unlink()
    solved(folder)
    assert (read(kept.path).lent, read(kept.path).faults) == ((), ())


def test_what_the_brigades_do_not_know_is_named_with_its_cell(tmp_path: Path) -> None:
    events = EVENTS + "a,east,pier,boat,2026-11-03,2026-11-03,1,2\nb,east,,walk,2025-01-01,2025-01-02,1,2\n"
    loans = LOANS + "west,east,walk,2026-11-03,Q,1\nwest,east,walk,2027-11-04,A,1\n"
    whole = read_province(province(tmp_path, events=events, ways=WAYS, loans=loans))
    left = sound(whole, cases_of(whole, concerned(whole))).lent
    assert (left.events, left.loans) == ((), ())
    assert [fault.place for fault in left.faults] == [
        "events.csv:D2 (unit_kind)",
        "events.csv:C2 (places)",
        "events.csv:E3 (from)",
        "loans.csv:E2 (shift)",
        "loans.csv:D3 (date)",
    ]


def test_a_loan_is_a_crew_away_here_and_a_guest_there(run: RunFolder) -> None:
    (one,) = read(run.path).lent
    assert (one.fault, one.minutes, len(one.members)) == ("", 30, 1)
    (come,) = orders(run, "east", "from west")
    assert all(name in come for name in one.members[0].split(", "))
    assert len(orders(run, "west", "away: east 13:30-22:30")) == 1
    paid = orders(run, "west", "13:30", "HR")
    assert sorted(name for name in one.members[0].split(", ") if any(name in row for row in paid)) == sorted(
        one.members[0].split(", ")
    )
    rows = {row.brigade: row.shortfalls for row in run.rows()}
    assert rows["east"] == {}  # two crews asked for at the fair: one guest, one of its own


def test_a_past_workbook_tells_of_crews_that_were_away(run: RunFolder) -> None:
    book, own = run.path / "rosters" / "west.xlsx", read_tables(run.path.parent / "brigades" / "west")
    away = [duty for duty in past_duties(book, own, date(2026, 11, 9)) if duty.shift == "X1"]
    assert [(duty.span.minutes, duty.line) for duty in away] == [(9 * 60, True)] * 2  # own tables know no X1


def test_workbooks_with_loans_are_verified_like_any_other(run: RunFolder) -> None:
    for name in ("west", "east"):
        assert not verify_book(run.path / "rosters" / f"{name}.xlsx").report.must_violations
    files = [file.name for file in write_summary(run)]
    assert "loans.csv" in files
    assert "Loans" in load_workbook(run.path / "summary.xlsx").sheetnames
    assert next(told.lines(run.path)).startswith("  west lends east 1 x walk for A on 2026-11-03: ")


def test_running_again_solves_and_names_nothing_anew(run: RunFolder) -> None:
    before = (run.path / "rosters" / "east.xlsx").read_bytes()
    _kept, again = solved(run.path.parent)
    assert again == []
    assert (run.path / "rosters" / "east.xlsx").read_bytes() == before


def test_a_scenario_in_which_a_crew_does_not_go_is_told(run: RunFolder, tmp_path: Path) -> None:
    folder = shutil.copytree(run.path.parent, tmp_path / "whole")
    own = folder / "scenarios" / "strike" / "west"
    own.mkdir(parents=True)
    (own / "rules.yaml").write_text("rules:\n  - {rule: shift_count, max: 0, per: week, weight: must}\n")
    kept, _solves = solved(folder, ("", "strike"))
    record = read(kept.path)
    assert [one.fault for one in record.lent] == [""]
    assert record.scenarios == ("strike: 2026-11-03 A, west to east: west has no roster",)
    assert "strike: " in "".join(told.lines(kept.path))


def test_verification_sees_what_does_not_arrive(run: RunFolder) -> None:
    whole = read_province(run.path.parent)
    weeks = {}
    for name in ("east", "west"):
        book = verify_book(run.path / "rosters" / f"{name}.xlsx")
        weeks[name] = Week(load(run.path / "brigades" / name).problem, book.read.roster)
    loans, ways = agreed(whole), whole.lent.minutes
    assert list(faults(loans, weeks, ways)) == []
    west = weeks["west"]
    stays = Roster(tuple(crew for crew in west.roster.crews if crew not in west.away()))
    assert "sends 0 of 1 crews" in next(faults(loans, {**weeks, "west": west._replace(roster=stays)}, ways))
    assert "sends 0 of 1 crews" in next(faults(loans, weeks, {("west", "east"): 45}))
    assert len(list(faults([], weeks, ways))) == 2  # a crew that no loan asks for, and a guest of no loan
    nobody = replace(weeks["east"].problem, guests=())
    assert "expects 0 of 1 crews" in next(
        faults(loans, {**weeks, "east": weeks["east"]._replace(problem=nobody)}, ways)
    )
    (crew,) = west.away()
    other = next(one for one in west.roster.crews if one.unit.day == crew.unit.day and one.unit.shift == "A")
    twice = replace(other, members=(*other.members, crew.members[0]))
    both = Roster(tuple(twice if one is other else one for one in west.roster.crews))
    assert ["at once" in text for text in faults(loans, {**weeks, "west": west._replace(roster=both)}, ways)] == [True]
    lost = [Lending("west", "east", "walk", date(2026, 11, 4), "M", "main")]
    assert "sends 0 of 1" in next(faults([*loans, *lost], weeks, ways))


def test_a_brigade_is_told_whom_to_ask(run: RunFolder) -> None:
    for brigade in (run.path.parent / "brigades" / "east", run.path / "brigades" / "east"):
        (near,) = neighbours_of(brigade)
        assert (near.name, near.minutes, len(near.officers), near.vehicles) == ("west", 30, 6, ())
        assert _has(near, 2, "auxiliary", (), "")
        assert not _has(near, 7, "sworn", (), "")
        assert not _has(near, 1, "sworn", ("armed",), "")
        assert _from("borrow 1 more", [near]) == "borrow 1 more; to be asked: west (30 minutes)"
    assert neighbours_of(TINY) == ()


def test_rules_that_name_kinds_or_all_shifts_hold_for_crews_that_are_away(tmp_path: Path) -> None:
    west = shutil.copytree(TINY, tmp_path / "west")
    (west / "constraints" / "zz.yaml").write_text(
        "rules:\n"
        "  - {id: women, rule: crew, composition: {women: 1}, where: {unit_kind: [walk]}, weight: must}\n"
        "  - {id: few, rule: shift_count, who: {id: NA}, when: {shift: [M, A], covers: '07:00-08:00'}, max: 0,\n"
        "     per: horizon, weight: must}\n"
        "  - {id: mornings, rule: shift_count, when: {shift: M}, max: 9, per: week, weight: must}\n",
        encoding="utf-8",
    )
    away = Overlay(going=(Going(date(2026, 11, 3), 810, 1350, "walk", "east"),))
    book = load(write_brigade(load(west), away, tmp_path / "out")).rulebook
    assert book["women"].where.unit_kind == ("walk", "walk-X1")
    assert book["few"].when.shift == ("M", "A", "X1")
    assert book["few"].when.covers == (420, 480)
    assert book["mornings"].when.shift == ("M",)


def test_rules_that_lie_elsewhere_go_with_a_brigade(tmp_path: Path) -> None:
    west, common = shutil.copytree(TINY, tmp_path / "land" / "brigades" / "west"), tmp_path / "land" / "constraints"
    common.mkdir()
    (common / "all.yaml").write_text(
        "extends: more.yaml\nrules: [{id: all, rule: shift_count, max: 6, per: week, weight: must}]"
    )
    (common / "more.yaml").write_text("rules: [{id: more, rule: shift_count, max: 5, per: week, weight: must}]\n")
    (west / "nights").mkdir()
    (west / "nights" / "n.yaml").write_text("rules: [{id: n, rule: shift_count, max: 4, per: week, weight: must}]\n")
    own = west / "constraints" / "zz.yaml"
    own.write_text(
        "# ours\nextends: [../../../constraints/all.yaml, ../nights/n.yaml]  # two\nrules: [{id: all, max: 7}]\n"
    )
    away = Overlay(going=(Going(date(2026, 11, 3), 810, 1350, "walk", "east"),))
    before, case = load(west), load(write_brigade(load(west), away, tmp_path / "out"))
    shutil.rmtree(tmp_path / "land")
    after = load(case.brigade).rulebook
    assert [after[name].max for name in ("all", "more", "n")] == [7, 5, 4]
    assert {rule.name for rule in before.rulebook.rules} <= {rule.name for rule in after.rules}
    written = (case.brigade / "constraints" / "zz.yaml").read_text(encoding="utf-8")
    assert written.splitlines()[0] == "# ours"
    assert written.splitlines()[1].endswith("]  # two")


def test_a_workbook_with_chinese_headings_takes_the_rows_too(tmp_path: Path) -> None:
    book, headings = Workbook(), {"code": "代码", "start": "开始"}
    for file in sorted(TINY.glob("*.csv")):
        sheet = book.create_sheet(file.stem)
        for row in csv.reader(file.read_text(encoding="utf-8-sig").splitlines()):
            at = [time.fromisoformat(cell) if re.fullmatch(r"\d\d:\d\d", cell) else cell for cell in row]
            sheet.append([headings.get(cell, cell) if file.stem == "shifts" else cell for cell in at])
    book.save(tmp_path / "hill.xlsx")
    before = load(tmp_path / "hill.xlsx")
    come = Coming(date(2026, 11, 3), "A", "walk", "main", "x", 1, 840, 1320, ("V1",), ("甲",))
    overlay = Overlay(coming=(come,), going=(Going(date(2026, 11, 5), 810, 1350, "walk", "east", True),))
    after = load(write_brigade(before, overlay, tmp_path / "out"))
    assert [shift.code for shift in after.problem.shifts] == ["M", "A", "X1"]
    assert after.problem.shift["X1"].night
    assert [(guest.brigade, guest.members) for guest in after.problem.guests] == [("x", "甲")]
    assert after.problem.officers == before.problem.officers
    assert [one.span for one in after.problem.absences] == [one.span for one in before.problem.absences]
