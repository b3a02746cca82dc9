"""The commands of the living roster: what they print, write and refuse."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import pytest
from openpyxl import load_workbook

from tests.cli.command import add_to, run
from tests.living_week import put_week, type_in

DATE = "2026-11-03"


@pytest.fixture
def week(brigade: Path) -> Path:
    return put_week(brigade.parent)


def on_duty(week: Path, day: int = 1) -> str:
    """Somebody with a duty on a day who is sworn."""
    sheet = load_workbook(week)["Roster"]
    rows = [row for row in range(6, 12) if sheet.cell(row, 6 + day).value in ("M", "A")]
    return next(str(sheet.cell(row, 2).value) for row in rows if sheet.cell(row, 4).value == "sworn")


def test_replan_writes_a_workbook_with_its_changes(week: Path) -> None:
    officer = on_duty(week)
    before = week.read_bytes()
    result = run("replan", week, "--absent", officer, DATE, "sick", "--json")
    assert result.code == 0, result.err
    found = json.loads(result.out)
    assert (found["status"], found["proven"], found["must_violations"]) == ("repaired", True, 0)
    assert found["people"] == found["people_bound"] >= 1
    assert found["duties"] == found["duties_bound"] == len([c for c in found["changes"] if c["kind"] == "duty"])
    assert {"officer": officer, "date": DATE}.items() <= found["changes"][0].items() or len(found["changes"]) > 1
    assert Path(found["file"]) == week.with_name("week-replan.xlsx")
    assert week.read_bytes() == before
    book = load_workbook("week-replan.xlsx")
    assert book.sheetnames[1] == "Changes"
    texts = [str(cell.value) for row in book["Changes"].iter_rows() for cell in row if cell.value is not None]
    assert "absent: sick leave" in texts
    assert any(text.startswith("people disturbed: ") for text in texts)
    assert run("verify", "week-replan.xlsx").code == 0


def test_replan_in_chinese(week: Path) -> None:
    result = run("replan", week, "--absent", on_duty(week), DATE, "病", "--lang", "zh", "-o", "zh.xlsx")
    assert result.code == 0, result.err
    assert "变动勤务" in result.out
    assert load_workbook("zh.xlsx").sheetnames[1] == "变动"
    assert run("verify", "zh.xlsx", "--lang", "en").code == 0


def test_the_same_seed_gives_the_same_repair(week: Path) -> None:
    words = ["replan", week, "--absent", on_duty(week), DATE, "sick", "--deterministic", "--workers", 1]
    for name in ("one.xlsx", "other.xlsx"):
        assert run(*words, "-o", name).code == 0
    compared = json.loads(run("compare", "one.xlsx", "other.xlsx", "--json").out)
    assert compared["changes"] == []


def test_an_edited_target_is_not_overwritten(week: Path) -> None:
    run("replan", week, "-o", "next.xlsx")
    type_in(Path("next.xlsx"), "007", 3, "-")
    result = run("replan", week, "-o", "next.xlsx")
    assert result.code == 2
    assert "--force" in result.err
    assert run("replan", week, "-o", "next.xlsx", "--force").code == 0
    assert Path("next.xlsx.bak").exists()


def test_an_edit_that_breaks_a_must_is_named_with_its_cell(week: Path) -> None:
    cell = type_in(week, "NA", 2, "M")
    result = run("replan", week)
    assert result.code == 0, result.err
    assert f"edited: {cell}:" in result.out
    assert f"this breaks a must, {cell}: " in result.out
    assert f"the hand edit in {cell} is not kept: " in result.out
    kept = run("replan", week, "--keep-edits", "--answers", "Wang", "-o", "kept.xlsx", "--json")
    assert {entry["answers"] for entry in json.loads(kept.out)["acknowledged"]} == {"Wang"}
    told = run("verify", "kept.xlsx")
    assert told.code == 1
    assert "must broken and acknowledged, Leave and other absences" in told.out
    rules = load_workbook("kept.xlsx")["Rules"]
    assert any("answers for it: Wang" in str(cell.value) for row in rules.iter_rows() for cell in row)


@pytest.mark.parametrize(
    ("words", "text"),
    [
        (["--absent", "X9", DATE, "sick"], "--absent: found 'X9'; expected the id of an officer"),
        (["--from", "soon"], "found 'soon'"),
        (["--vehicle-off", "V1", DATE], "the id of a vehicle"),
        (["-o", "roster.txt"], "the name of a workbook ends in .xlsx"),
    ],
)
def test_bad_words_end_with_exit_code_two(week: Path, words: list[str], text: str) -> None:
    result = run("replan", week, *words)
    assert (result.code, result.out) == (2, "")
    assert text in result.err
    assert "Traceback" not in result.err


def test_unknown_codes_lose_nothing(week: Path) -> None:
    cell = type_in(week, "007", 0, "ZZ")
    content = week.read_bytes()
    for command in (["replan", week], ["publish", week], ["substitute", week]):
        result = run(*command)
        assert result.code == 2
        assert f"week.xlsx {cell}" in result.err
    assert week.read_bytes() == content
    assert not Path("week-replan.xlsx").exists()


def test_substitutes_are_listed_with_prices_and_reasons(week: Path) -> None:
    officer = on_duty(week)
    result = run("substitute", week, officer, DATE)
    assert result.code == 0
    assert result.out.splitlines()[0].startswith(f"{'江一帆' if officer == '007' else ''}") or officer in result.out
    found = json.loads(run("substitute", week, officer, DATE, "--json").out)
    assert len(found["candidates"]) == 5
    assert all((c["reason"] is None) == c["lawful"] for c in found["candidates"])
    assert not found["time_was_up"]
    assert run("substitute", week, officer).code == 2
    assert run("substitute", week, officer, "2026-12-24").code == 2


def test_the_table_of_stand_ins(week: Path) -> None:
    result = run("substitute", week, "--json", "-o", "stand-ins.xlsx")
    table = json.loads(result.out)
    assert len(table) == 28
    assert all(row["covered"] == bool(row["by"]) for row in table)
    assert load_workbook("stand-ins.xlsx")["Stand-ins"].max_row >= 31
    assert "duties that can be covered: " in result.err


def test_a_swap_that_is_not_lawful_is_not_written(week: Path) -> None:
    result = run("swap", week, on_duty(week, 2), "2026-11-04", "NA", "2026-11-05", "--json", "--apply")
    found = json.loads(result.out)
    assert result.code == 1
    assert run("swap", week, "NA", DATE, "NA", DATE).code == 2
    assert (found["lawful"], found["file"]) == (False, None)  # NA is on leave
    assert "absence" in found["reason"]


def test_publishing_history_and_comparison(week: Path) -> None:
    assert "version 1, duties: 28" in run("publish", week).out
    assert "already published" in run("publish", week).out
    run("replan", week, "--absent", on_duty(week), DATE, "sick", "-o", "second.xlsx")
    second = json.loads(run("publish", "second.xlsx", "--json").out)
    assert (second["version"], second["new"]) == (2, True)
    shown = run("history", "tiny", "-o", "history.xlsx", "--plot", "history.png")
    assert shown.code == 0, shown.err
    assert "2026-11-02 to 2026-11-08" in shown.out
    assert Path("history.png").read_bytes().startswith(b"\x89PNG")
    assert load_workbook("history.xlsx")["History"].max_row >= 9
    balances = json.loads(run("history", "tiny", "--from", DATE, "--to", DATE, "--json").out)
    assert sum(officer["shifts"] for officer in balances["officers"]) == 4
    assert run("history", "tiny", "--from", DATE, "--to", "2026-11-02").code == 2
    assert run("history", "tiny", "--plot", "history.doc").code == 2
    compared = run("compare", week, "second.xlsx", "--json")
    difference = json.loads(compared.out)
    assert difference["duties"] == len(second["changes"])
    assert run("compare", week, "second.xlsx", "-o", "compared.csv").code == 2
    assert run("compare", week, "second.xlsx", "-o", "compared.xlsx").code == 0
    rows = list(load_workbook("compared.xlsx")["Comparison"].iter_rows(values_only=True))
    for change in difference["changes"]:
        date = dt.datetime.fromisoformat(change["date"])
        (line,) = (row for row in rows if row[0] == date and row[2] == change["officer"])
        assert line[5:7] == (change["before_unit"] or None, change["after_unit"] or None)
    for rule, sides in difference["score"].items():
        assert (rule, None, None, *(value for pair in zip(sides["a"], sides["b"], strict=True) for value in pair)) in [
            row[:7] for row in rows
        ]
    burdens = {
        row[2]: row[3:] for row in rows if row[2] in difference["fairness"] and not isinstance(row[0], dt.datetime)
    }
    for officer, sides in difference["fairness"].items():
        assert burdens[officer][:2] == (sides["a"]["shifts"], sides["b"]["shifts"])
        assert burdens[officer][6:8] == (sides["a"]["weekends"], sides["b"]["weekends"])
    again = run("publish", "--rebuild", "--brigade", "tiny", "--json")
    assert [one["version"] for one in json.loads(again.out)["publications"]] == [1, 2]


def test_a_broken_must_is_not_published(week: Path) -> None:
    cell = type_in(week, "NA", 2, "M")
    result = run("publish", week)
    assert (result.code, result.out) == (1, "")
    assert cell in result.err
    assert not Path("tiny/ledger.sqlite").exists()


def test_publishing_without_a_workbook_is_a_usage_error(brigade: Path) -> None:
    assert run("publish").code == 2
    assert run("publish", "--rebuild").code == 2
    assert "no published workbook" in run("publish", "--rebuild", "--brigade", "tiny").err


def test_the_table_of_history_that_disagrees_is_named(week: Path) -> None:
    add_to(Path("tiny/history.csv"), "officer,date,shift", "007,2026-11-02,A", "3,2026-11-02,A")
    run("publish", week)
    result = run("check", "tiny", "--start", "2026-11-09")
    assert "the table history and the ledger disagree" in result.out


def test_balances_where_nothing_is_known_say_so_without_an_error(brigade: Path) -> None:
    shown = run("history", brigade)
    assert shown.code == 0, shown.err
    assert "2026-11-01" in shown.out


def test_why_there_is_no_repair_is_told_by_what_was_said_and_by_lines_of_the_rulebook(week: Path) -> None:
    text = "rules:\n  - {rule: heads, min: 1, when: {dates: [2026-11-03], shift: M}, weight: must}\n"
    Path("tiny/constraints/more.yaml").write_text(text, encoding="utf-8")
    sheet = load_workbook(week)["Roster"]
    everybody = [str(sheet.cell(row, 2).value) for row in range(6, 12)]
    away = [word for officer in everybody for word in ("--absent", officer, DATE, "sick")]
    result = run("replan", week, *away, "-c", "tiny/constraints/rules.yaml", "-c", "tiny/constraints/more.yaml")
    assert (result.code, result.out) == (3, "")
    assert "not all of these can hold:" in result.err
    for officer in ("007", "NA", "3", "0012"):  # everybody who is sworn
        assert f"({officer}) is away (sick leave): Tue {DATE} [" in result.err
        assert f"--absent {officer} {DATE}]" in result.err
    needed = "at least 1 sworn in each crew; in all: 4"
    told = f"{needed}: Tue {DATE} [Who is in a crew: units.csv:D2 (composition)]"
    assert told in result.err
    assert "more.yaml:2" in result.err
