"""`roster solve`: one workbook, one JSON object, one exit code; nobody's edits are overwritten."""

from __future__ import annotations

import csv
import json
import os
import subprocess
import sys
from functools import partial
from pathlib import Path

import pytest
from openpyxl import load_workbook

from roster import api
from roster.io.read_book import read_book
from tests.cli.command import add_to, replace_in, run
from tests.paths import HANCHENG, ROOT
from tests.search.small import NO_LATER

WEEK = Path("outputs/tiny-2026-11-02.xlsx")
OUTCOME = {
    "status",
    "tiers",
    "objective",
    "bound",
    "gap",
    "seconds",
    "first_seconds",
    "must_violations",
    "shortfalls",
    "staffed",
    "kinds_missing",
    "missing",
    "person_shifts",
    "notes",
    "vehicle_shifts",
    "seed",
    "plan",
    "file",
}


def type_into_grid(file: Path) -> None:
    """Give an officer a leave that is in no table."""
    book = load_workbook(file)
    book.worksheets[1]["F6"] = "TR"
    book.save(file)


def first_cell(file: Path) -> object:
    return load_workbook(file).worksheets[1]["F6"].value


def test_the_workbook_is_written_and_said_so(brigade: Path) -> None:
    result = run("solve", brigade)
    assert (result.code, result.err) == (0, "")
    history, written, following = result.out.splitlines()[-3:]
    assert history == "history: none; rest, nights and balances before the first date are not known"
    assert written == f"written: {WEEK}"
    assert following.startswith("next: ")
    assert f"roster print {WEEK}; when it stands: roster publish {WEEK}" in following
    assert "person-shifts: 28" in result.out
    assert WEEK.is_file()


def test_json_is_one_object_and_all_else_goes_to_standard_error(brigade: Path) -> None:
    result = run("solve", brigade, "--json")
    content = json.loads(result.out)
    assert set(content) == OUTCOME
    assert (content["status"], content["person_shifts"], content["file"]) == ("optimal", 28, str(WEEK))
    assert content["tiers"] == {"1": {"short": 0, "bound": 0}}
    assert "written:" in result.err


def test_nothing_else_is_on_standard_output(brigade: Path) -> None:
    """Also what the solver's libraries print by themselves, which only a process of its own shows."""
    add_to(brigade / "absences.csv", *(f"{officer},sick,2026-11-02,2026-11-08" for officer in ("007", "0012", "5")))
    (brigade / "fixed.csv").unlink()
    command = [sys.executable, "-m", "roster", "solve", "tiny", "--json", "--time-limit", "5"]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    result = subprocess.run(command, capture_output=True, text=True, env=environment, timeout=60)
    assert result.returncode == 0
    assert json.loads(result.stdout)["tiers"]["1"]["short"] == 11
    assert "Traceback" not in result.stderr


def test_the_workbook_records_what_it_was_made_from(brigade: Path) -> None:
    run("solve", "tiny", "--seed", "3")
    record = read_book(WEEK).written
    assert record is not None
    assert (record.brigade, record.rule_files, record.seed) == ("tiny", ("tiny/constraints/rules.yaml",), 3)
    assert {"officers.csv", "settings.csv", "tiny/constraints/rules.yaml"} <= record.hashes.keys()
    assert (record.short, record.objective) == ({}, 0)
    cells = {cell.value for row in load_workbook(WEEK)["Run"].iter_rows() for cell in row}
    assert "roster solve tiny --seed 3" in cells


def test_shipped_rules_are_recorded_by_their_bare_name(brigade: Path) -> None:
    (brigade / "constraints" / "rules.yaml").unlink()
    case = api.load(brigade, ["summer"])
    assert case.rule_files == ("summer.yaml",)


def test_a_shortfall_is_named_and_no_failure(brigade: Path) -> None:
    replace_in(brigade / "demand.csv", "22:00,1", "22:00,2")
    result = run("solve", brigade, "--json", "--time-limit", 5)
    content = json.loads(result.out)
    assert result.code == 0
    assert content["tiers"]["1"]["short"] == sum(short["short"] for short in content["shortfalls"]) > 0
    first = content["shortfalls"][0]
    assert (first["rule"], first["priority"], first["where"]) == ("cover", 1, "main")
    assert first["asked"] in (2, 4), "one crew, or two"
    assert first["date"].startswith("2026-11-0")
    assert first["slot"] in ("06:00-14:00", "14:00-22:00")
    missing = content["missing"][0]
    assert missing["sentence"] in result.err
    assert first in missing["follows"]


def test_clashing_musts_are_named(brigade: Path) -> None:
    (brigade / "fixed.csv").write_text("officer,date,shift\nNA,2026-11-04,M\n", encoding="utf-8")
    result = run("solve", brigade, "--json", "--time-limit", 5)
    content = json.loads(result.out)
    assert (result.code, content["status"], content["file"]) == (3, "infeasible", None)
    assert set(content["rules"]) == {"absence", "fixed"}
    assert set(content) > OUTCOME
    assert "absence" in result.err
    assert "fixed" in result.err
    assert not WEEK.exists()


def test_no_roster_in_time_is_told_apart(brigade: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(api, "solve", partial(api.solve, tuning=NO_LATER))
    result = run("solve", HANCHENG, "--json", "--time-limit", 0.1, "-o", "week.xlsx")
    assert (result.code, json.loads(result.out)["status"]) == (4, "none")
    assert "give more time" in result.err
    assert not Path("week.xlsx").exists()


def test_an_edited_workbook_is_not_overwritten(brigade: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    run("solve", brigade)
    type_into_grid(WEEK)
    before = WEEK.read_bytes()
    with monkeypatch.context() as patch:
        patch.setattr(api, "solve", lambda *arguments, **options: pytest.fail("searched before it refused"))
        refused = run("solve", brigade)
    assert refused.code == 2
    assert f"{WEEK} was edited since it was written" in refused.err
    assert WEEK.read_bytes() == before
    forced = run("solve", brigade, "--force")
    assert forced.code == 0
    assert f"{WEEK}.bak" in forced.out
    assert Path(f"{WEEK}.bak").read_bytes() == before
    assert first_cell(WEEK) != "TR"


def test_an_unedited_workbook_is_replaced(brigade: Path) -> None:
    run("solve", brigade)
    assert run("solve", brigade, "--seed", "2").code == 0
    assert not Path(f"{WEEK}.bak").exists()


def test_what_is_typed_in_during_the_search_is_kept(brigade: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    run("solve", brigade)
    search = api.solve

    def slow(*arguments: object, **options: object) -> object:
        type_into_grid(WEEK)
        return search(*arguments, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(api, "solve", slow)
    assert "kept as" in run("solve", brigade).out
    assert first_cell(Path(f"{WEEK}.bak").rename("kept.xlsx")) == "TR"


@pytest.mark.parametrize("options", [("-o", "new/folder/week.xlsx"), ("-o", "week.xlsx", "--csv", "new/csv")])
def test_missing_folders_are_made(brigade: Path, options: tuple[str, ...]) -> None:
    assert run("solve", brigade, *options).code == 0
    assert Path(options[1]).is_file()
    if "--csv" in options:
        assert sorted(path.name for path in Path("new/csv").iterdir()) == [
            "hr.csv",
            "itinerary.csv",
            "slots.csv",
        ]


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (("-o", "."), "it is a folder"),
        (("-o", "week.csv"), "ends in .xlsx"),
        (("-o", "tiny/zones.csv/week.xlsx"), "a part of its path is a file"),
        (("--csv", "tiny/zones.csv"), "a part of its path is a file"),
        (("--log", "tiny"), "it is a folder"),
    ],
)
def test_a_target_that_cannot_be_written_is_told_before_the_search(
    brigade: Path, monkeypatch: pytest.MonkeyPatch, options: tuple[str, ...], words: str
) -> None:
    monkeypatch.setattr(api, "solve", lambda *arguments, **options: pytest.fail("searched first"))
    result = run("solve", brigade, *options)
    assert result.code == 2
    assert words in result.err


def test_a_workbook_that_another_program_holds_is_told_before_the_search(
    brigade: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run("solve", brigade)
    opened = Path.open

    def held(path: Path, mode: str = "r", *arguments: object, **options: object) -> object:
        if mode == "r+b" and path.name == WEEK.name:
            raise PermissionError(13, "Permission denied")
        return opened(path, mode, *arguments, **options)  # type: ignore[call-overload]

    monkeypatch.setattr(Path, "open", held)
    monkeypatch.setattr(api, "solve", lambda *arguments, **options: pytest.fail("searched first"))
    result = run("solve", brigade)
    assert result.code == 2
    assert "open in another program" in result.err


def test_any_weekday_may_be_the_first(brigade: Path) -> None:
    result = run("solve", brigade, "--start", "2026/11/5", "--json")
    content = json.loads(result.out)
    assert (result.code, content["file"]) == (0, str(Path("outputs/tiny-2026-11-05.xlsx")))
    book = read_book(Path(content["file"]))
    assert (book.start.isoformat(), book.days) == ("2026-11-05", 7)


@pytest.mark.parametrize("roll", [False, True])
def test_several_weeks_are_one_workbook(brigade: Path, roll: bool) -> None:
    options = ["--weeks", 2, "--time-limit", 5, *(["--roll"] if roll else [])]
    result = run("solve", brigade, "--json", *options)
    assert result.code == 0
    assert json.loads(result.out)["person_shifts"] == 56
    assert read_book(WEEK).days == 14
    assert run("verify", WEEK).code == 0


def test_the_log_tells_the_steps_of_the_search(brigade: Path) -> None:
    run("solve", brigade, "--log", "new/search.csv")
    with Path("new/search.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert list(rows[0]) == ["seconds", "phase", "incumbent", "bound", "columns"]
    assert (rows[0]["phase"], rows[0]["incumbent"]) == ("model", "")
    assert "0" in {row["incumbent"] for row in rows}
    seconds = [float(row["seconds"]) for row in rows]
    assert seconds == sorted(seconds)
