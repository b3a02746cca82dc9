"""`roster plan`, and the plan that `roster solve` makes: what is written, what stays secret, what is refused."""

from __future__ import annotations

import json
import re
import shutil
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from openpyxl import load_workbook

from benchmarks.board import trials
from roster import api
from roster.explain.solved_case import open_roster
from roster.io.read_book import read_book
from roster.plan.model import plan_rules
from tests.cli.command import Result, add_to, replace_in, run
from tests.plan.checker import Checker, rows_of
from tests.plan.small import FOLDER
from tests.plan.villages import TRAVEL, Village

SEED = 1234567891


@pytest.fixture(scope="module")
def solved(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, Result]]:
    """A folder with the brigade and what `roster solve` has written."""
    folder = tmp_path_factory.mktemp("patrol")
    shutil.copytree(FOLDER, folder / "patrol")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        yield folder, run(
            "solve", "patrol", "--time-limit", 3, "--plan-time", 2, "--plan-seed", SEED, "-o", "week.xlsx", "--csv",
            "csv", "--leader-out", "leader.xlsx", "--json",
        )  # fmt: skip


def texts(file: Path) -> str:
    """Everything that a workbook says, in any part of it."""
    with zipfile.ZipFile(file) as archive:
        return "\n".join(archive.read(name).decode("utf-8", "replace") for name in archive.namelist() if ".xml" in name)


def test_an_outside_check_finds_nothing(solved: tuple[Path, Result]) -> None:
    folder, result = solved
    assert result.code == 0, result.err
    rows = rows_of(folder / "csv" / "itinerary.csv")
    assert len(rows) > 100
    assert Checker(folder / "patrol").faults(rows) == []


def test_the_outside_check_can_find_something(solved: tuple[Path, Result]) -> None:
    folder, _result = solved
    rows = rows_of(folder / "csv" / "itinerary.csv")
    visit = next(i for i, row in enumerate(rows) if row["place_kind"] == "checkpoint")
    rows[visit] = {**rows[visit], "arrive": rows[visit - 1]["leave"]}
    assert Checker(folder / "patrol").faults(rows)


def test_json_has_the_plan(solved: tuple[Path, Result]) -> None:
    plan = json.loads(solved[1].out)["plan"]
    assert plan["demands_met"] <= plan["demands"] == 77
    assert plan["must_violations"] == 0
    assert plan["bound"] <= plan["objective"]
    assert 0.5 < plan["response_cover"] <= 1


def test_the_sheet_holds_the_rows_of_the_csv_file(solved: tuple[Path, Result]) -> None:
    folder, _result = solved
    header, *rows = load_workbook(folder / "week.xlsx")["Itinerary"].iter_rows(values_only=True)
    lines = rows_of(folder / "csv" / "itinerary.csv")
    assert list(header) == list(lines[0])
    assert [(row[1], row[5], f"{row[3]:%Y-%m-%dT%H:%M}") for row in rows] == [
        (line["unit"], line["place"], line["arrive"]) for line in lines
    ]


def test_seed_and_surprises_stand_in_the_leaders_workbook_only(solved: tuple[Path, Result]) -> None:
    folder, result = solved
    leader = load_workbook(folder / "leader.xlsx").worksheets[0]
    said = [[str(cell.value or "") for cell in row] for row in leader.iter_rows()]
    assert any(str(SEED) in text for row in said for text in row)
    surprises = [row for row in said if "surprise" in row]
    assert len(surprises) >= 7
    public = texts(folder / "week.xlsx") + result.out + result.err
    assert str(SEED) not in public
    told = {
        kind: [
            re.search(rf"Inspection by {row[1]}, [^<]*{row[2]}, [^<]*{row[5]} at", public)
            for row in said
            if kind in row
        ]
        for kind in ("surprise", "scheduled")
    }
    assert not any(told["surprise"])
    assert told["scheduled"]
    assert all(told["scheduled"])
    assert "Inspection by" in public
    assert "surprise" not in "".join(path.read_text("utf-8-sig") for path in (folder / "csv").iterdir())


def test_orders_tell_each_crew_its_stops(solved: tuple[Path, Result]) -> None:
    sheet = load_workbook(solved[0] / "week.xlsx")["Daily orders"]
    said = {str(cell.value) for row in sheet.iter_rows() for cell in row if cell.value}
    assert any(text.startswith("visit C") for text in said)
    assert any(text.startswith("drive along R1 River road, ") for text in said)
    assert any(text.startswith("guard G1 Bridge post") for text in said)
    assert any("itineraries for 2026-11-02" in text for text in said)


def test_a_map_for_each_shift_and_the_plan_by_slots(solved: tuple[Path, Result]) -> None:
    book = load_workbook(solved[0] / "week.xlsx")
    assert len(book["Maps"]._images) == 14
    plan = {str(cell.value) for row in book["Patrol plan"].iter_rows() for cell in row if cell.value}
    assert {"D car-north", "N car-south", "08:00"} <= plan
    assert any("nobody reaches in time" in text for text in plan)
    cover = {str(cell.value) for row in book["Cover"].iter_rows() for cell in row if cell.value}
    assert {"Response cover", "C3 Station", "Longest gap"} <= cover


def test_planning_again_touches_nobody_and_says_what_it_did(solved: tuple[Path, Result]) -> None:
    folder, _result = solved
    before = read_book(folder / "week.xlsx").written
    result = run("plan", "week.xlsx", "--plan-time", 1, "-o", "again.xlsx", "--csv", "csv2")
    assert (result.code, result.err) == (0, "")
    after = read_book(folder / "again.xlsx").written
    assert before is not None
    assert after is not None
    assert (after.roster, after.status, after.short, after.objective) == (
        before.roster,
        before.status,
        before.short,
        before.objective,
    )
    assert rows_of(folder / "csv2" / "hr.csv") == rows_of(folder / "csv" / "hr.csv")
    assert rows_of(folder / "csv2" / "itinerary.csv") != rows_of(folder / "csv" / "itinerary.csv")
    assert "patrol plan: " in result.out
    assert run("verify", "again.xlsx").code == 0


def test_edits_in_memory_are_those_of_the_saved_workbook(
    solved: tuple[Path, Result], monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, _result = solved
    monkeypatch.chdir(folder)
    done = list(trials(folder / "week.xlsx", 8, seed=2, orders=0.75))
    assert [trial for trial in done if trial.differences] == []
    assert len({edit.what for trial in done for edit in trial.typed.orders}) >= 3


def test_verify_reads_the_itinerary_back_and_finds_an_edit(solved: tuple[Path, Result]) -> None:
    folder, _result = solved
    book = load_workbook(folder / "week.xlsx")
    sheet = book["Itinerary"]
    row = next(r for r in range(3, sheet.max_row) if sheet.cell(r, 7).value == "checkpoint")
    sheet.cell(row, 4).value = sheet.cell(row - 1, 5).value
    book.save(folder / "edited.xlsx")
    result = run("verify", "edited.xlsx")
    assert result.code == 1
    assert "min late to" in result.out
    book = load_workbook(folder / "week.xlsx")
    book["Itinerary"].cell(row, 4).value = "soon"
    book.save(folder / "broken.xlsx")
    broken = run("verify", "broken.xlsx")
    assert (broken.code, broken.err) == (
        2,
        f"broken.xlsx Itinerary!D{row} (arrive): found 'soon'; expected a real date\n",
    )


def test_a_must_that_cannot_be_kept_leaves_the_roster_and_says_why(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    many = "{rule: checkpoint_visits, id: many, min: 400, windows: '08:00-18:00', weight: must}"
    Village(rules=(TRAVEL, many)).write(Path("village"))
    result = run("solve", "village", "--time-limit", 5, "--plan-time", 1, "-o", "must.xlsx")
    assert result.code == 0
    assert "no patrol plan: no patrol plan keeps every must" in result.out
    assert " of 400" in result.out
    again = run("plan", "must.xlsx")
    assert again.code == 3
    assert " of 400" in again.err


def test_no_plan_where_none_is_wanted(solved: tuple[Path, Result]) -> None:
    result = run("solve", "patrol", "--time-limit", 1, "--plan-time", 0, "-o", "none.xlsx", "--json")
    assert json.loads(result.out)["plan"] is None
    assert load_workbook("none.xlsx")["Itinerary"].max_row == 1


def test_the_leaders_workbook_is_not_the_roster(solved: tuple[Path, Result]) -> None:
    result = run("plan", "week.xlsx", "--leader-out", "week.xlsx")
    words = "week.xlsx cannot be written: week.xlsx of the same command is that file\n"
    assert (result.code, result.err) == (2, words)


@pytest.mark.parametrize(
    ("file", "before", "after", "words"),
    [
        ("sites.csv", "39.9920,116.0040", "116.0040,39.9920", "sites.csv:E4 (latitude): found '116.0040'"),
        ("sites.csv", "39.9920,116.0040", "39.9920,11.6004", "km from the middle of the map; expected a place within"),
        ("sites.csv", "39.9880,116.0100", "40.0110,116.0060", "'C3' in the place of 'C1' (sites.csv:E5 (latitude))"),
        ("sites.csv", "40.0110,116.0060", ",116.0060", "sites.csv:E5 (latitude): found an empty cell"),
        ("routes.csv", "R2,Station road,south", "R2,Station road,", "routes.csv:C3 (zones): found an empty cell"),
        ("routes.csv", "39.9880,116.0100", "39.9930,116.0010", "found a route that ends where it begins"),
    ],
)
def test_faults_of_the_map(tmp_path: Path, file: str, before: str, after: str, words: str) -> None:
    shutil.copytree(FOLDER, tmp_path / "patrol")
    replace_in(tmp_path / "patrol" / file, before, after)
    result = run("check", tmp_path / "patrol")
    assert result.code == 2
    assert words in result.err


def test_opening_hours_that_no_shift_covers(tmp_path: Path) -> None:
    shutil.copytree(FOLDER, tmp_path / "patrol")
    for shift, hours in (("D,Day,08:00,20:00", "D,Day,08:00,16:00"), ("N,Night,20:00,08:00", "N,Night,16:00,23:00")):
        replace_in(tmp_path / "patrol" / "shifts.csv", shift, hours)
    replace_in(tmp_path / "patrol" / "sites.csv", "116.0060,3,,", "116.0060,3,02:00-05:00,")
    result = run("check", tmp_path / "patrol")
    assert result.code == 2
    assert "sites.csv:H5 (opening_hours): found '02:00-05:00', when no shift is on duty" in result.err


def test_travel_tables(tmp_path: Path) -> None:
    shutil.copytree(FOLDER, tmp_path / "patrol")
    table = tmp_path / "patrol" / "travel.csv"
    table.write_text("from,to,mode,time,minutes\nQ1,C1,car,,3\n", encoding="utf-8")
    add_to(table, "C1,nowhere,car,,4")
    result = run("check", tmp_path / "patrol")
    assert result.code == 2
    assert "travel.csv:B3 (to): found 'nowhere'; expected a site of the table sites" in result.err
    assert "travel.csv:A2 (from): found no minutes for G1-Q1, G1-Q2" in result.err


def test_the_score_of_a_roster_is_not_that_of_its_plan(solved: tuple[Path, Result]) -> None:
    _folder, _result = solved
    score = next(line for line in run("verify", "week.xlsx").out.splitlines() if "when it was written" in line)
    now, before = score.split(" (when it was written: ")
    assert now.removeprefix("score: ") == before.removesuffix(")")


def test_what_is_asked_of_people_leaves_the_plan_out(
    solved: tuple[Path, Result], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(solved[0])
    opened, whole = open_roster(Path("week.xlsx")), api.verify_book("week.xlsx")
    names = {rule.name for rule in plan_rules(opened.case.rulebook)}
    assert names & {finding.rule for finding in whole.report.findings}
    assert not names & {finding.rule for finding in opened.checked.report.findings}
