"""`roster verify`: a workbook against every rule, each violation with its cell; inputs that changed are named."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from tests.cli.command import add_to, put_solved, replace_in, run

WEEK = Path("outputs/tiny-2026-11-02.xlsx")
DAYS = "FGHIJKL"


@pytest.fixture
def week(brigade: Path) -> Path:
    return put_solved()


def grid_row(sheet: Worksheet, officer: str) -> int:
    return next(row for row in range(6, 12) if sheet.cell(row, 2).value == officer)


def edit(file: Path, officer: str, day: int, text: str) -> tuple[str, str]:
    """Type into the grid; returns the cell's name and what it said before."""
    book = load_workbook(file)
    sheet = book.worksheets[1]
    cell = sheet[f"{DAYS[day]}{grid_row(sheet, officer)}"]
    before, cell.value = str(cell.value), text
    book.save(file)
    return f"{sheet.title}!{cell.coordinate}", before


def test_a_workbook_as_it_was_written_is_clean(week: Path) -> None:
    result = run("verify", week)
    assert (result.code, result.err) == (0, "")
    assert result.out.splitlines() == [
        "Six officers and one street, 2026-11-02 to 2026-11-08",
        "score: 0 short, wishes cost 0 (when it was written: 0 short, wishes cost 0)",
        "no must is broken",
        f"next: for paper: roster print {week}; when it stands: roster publish {week}",
    ]


def test_each_violation_is_a_sentence_with_its_cell(week: Path) -> None:
    cell, before = edit(week, "NA", 2, "M")
    result = run("verify", week)
    assert result.code == 1
    broken = next(line for line in result.out.splitlines() if line.startswith("must broken, Leave and other absences"))
    assert broken.startswith(f"must broken, Leave and other absences ({cell}): ")
    assert "林小满" in broken
    assert f"edited: {cell}: {before if before in 'MA' else '-'} -> M" in result.out
    assert "violations of musts" in result.out.splitlines()[-1]


def test_an_open_wish_has_its_cost_and_breaks_no_must(week: Path) -> None:
    sheet = load_workbook(week).worksheets[1]
    row = grid_row(sheet, "0012")
    assert sheet[f"G{row}"].value == "M"
    other = next(
        str(sheet.cell(free, 2).value)
        for free in range(6, 10)
        if sheet[f"G{free}"].value == "-" and sheet.cell(free, 2).value in ("007", "NA", "3")
    )
    edit(week, "0012", 1, "-")
    edit(week, other, 1, "M")
    result = run("verify", week, "--json")
    content = json.loads(result.out)
    assert content["wishes"]["requests"]["cost"] == content["objective"] == 1
    assert content["wishes"]["requests"]["name"] not in ("", "requests")
    assert content["recorded"] == {"status": "optimal", "short": {}, "objective": 0}
    assert {tuple(e["after"]) for e in content["edits"]} == {(), ("M",)}
    assert {e["date"] for e in content["edits"]} == {"2026-11-03"}
    assert "requests: cost 1, findings: 1" in result.err


def test_a_shortfall_is_named_by_priority_and_sheet(week: Path) -> None:
    sheet = load_workbook(week).worksheets[1]
    first = next(str(sheet.cell(row, 2).value) for row in range(6, 12) if sheet[f"H{row}"].value == "A")
    edit(week, first, 2, "-")
    result = run("verify", week, "--json")
    content = json.loads(result.out)
    assert content["short"]["1"] > 0
    shortfall = content["shortfalls"][0]
    assert (shortfall["rule"], shortfall["priority"], shortfall["date"]) == ("cover", 1, "2026-11-04")
    assert shortfall["place"]
    assert f"shortfall of priority 1, Units asked for ({shortfall['place']}): {shortfall['sentence']}" in result.err


def test_musts_come_first_then_shortfalls_then_the_score(week: Path) -> None:
    edit(week, "NA", 2, "M")
    sheet = load_workbook(week).worksheets[1]
    worker = next(str(sheet.cell(row, 2).value) for row in range(6, 12) if sheet[f"L{row}"].value == "A")
    edit(week, worker, 6, "-")
    kinds = [line.split(" ")[0].rstrip(":") for line in run("verify", week).out.splitlines()]
    order = [kind for kind in dict.fromkeys(kinds) if kind in ("must", "shortfall", "edited", "score")]
    assert order == ["must", "shortfall", "edited", "score"]


def test_inputs_that_changed_are_named_and_no_error(week: Path) -> None:
    replace_in(Path("tiny/zones.csv"), "High street", "Low street")
    add_to(Path("tiny/constraints/rules.yaml"), "  - {rule: keep_apart, officers: ['007', 'NA'], weight: 1}")
    Path("tiny/calendar.csv").write_text("date,day_type\n2026-11-04,holiday\n", encoding="utf-8")
    Path("tiny/requests.csv").unlink()
    result = run("verify", week)
    assert result.code == 0
    notes = [line for line in result.out.splitlines() if line.startswith("note: ")]
    assert notes == [
        "note: calendar.csv is not one of the files that the roster was made from",
        "note: requests.csv, which the roster was made from, is not read now",
        "note: rules.yaml has changed since the roster was made",
        "note: zones.csv has changed since the roster was made",
    ]


@pytest.mark.parametrize("name", ["zz.yaml", "zz.yml"])
def test_new_rule_files_of_the_brigade_are_noticed(week: Path, name: str) -> None:
    words = f"{name} is a rule file of the brigade that the roster was made without; it is not checked"
    assert words not in run("verify", week).out
    Path("tiny/constraints", name).write_text("rules:\n  - {id: requests, off: true}\n", encoding="utf-8")
    assert f"note: {words}" in run("verify", week).out
    assert words not in run("verify", week, "-c", "tiny/constraints/rules.yaml").out
    Path("other.yaml").write_text("rules:\n  - {rule: cover, priority: 1}\n", encoding="utf-8")
    run("solve", "tiny", "-c", "other.yaml", "-o", "other.xlsx", "--time-limit", 2)
    assert words not in run("verify", "other.xlsx").out


def test_what_concerns_everybody_on_a_date_is_shown_by_its_column(week: Path) -> None:
    Path("more.yaml").write_text(
        "rules:\n  - {rule: heads, min: 7, when: {dates: [2026-11-04]}, weight: must}\n", encoding="utf-8"
    )
    broken = [line for line in run("verify", week, "-c", "more.yaml").out.splitlines() if line.startswith("must")]
    assert broken
    assert all(line.startswith("must broken, People on each shift (Roster!H:H)") for line in broken)


def test_other_rules_may_be_asked_for(week: Path) -> None:
    Path("strict.yaml").write_text(
        "rules:\n  - {id: at-most-one, rule: shift_count, max: 1, per: week, weight: must}\n", encoding="utf-8"
    )
    result = run("verify", week, "-c", "strict.yaml")
    assert result.code == 1
    first = next(line for line in result.out.splitlines() if line.startswith("must broken"))
    assert first.startswith("must broken, Number of shifts (at-most-one) (Roster!")
    assert "strict.yaml is not one of the files" in result.out


def test_a_brigade_that_moved_is_found_by_its_folder(week: Path) -> None:
    Path("tiny").rename("moved")
    lost = run("verify", week)
    assert lost.code == 2
    assert "'tiny', which is not there" in lost.err
    assert "give it as DIR" in lost.err
    found = run("verify", week, "moved")
    assert (found.code, found.err) == (0, "")
    assert "note:" not in found.out


def test_the_brigade_is_found_from_another_folder(week: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = week.resolve()
    Path("elsewhere").mkdir()
    monkeypatch.chdir("elsewhere")
    assert run("verify", file).code == 0


def test_a_workbook_without_its_record_needs_the_folder(week: Path) -> None:
    book = load_workbook(week)
    del book["Written"]
    book.save(week)
    assert "no record of the brigade" in run("verify", week).err
    result = run("verify", week, "tiny")
    assert result.code == 0
    assert "score: 0 short, wishes cost 0\n" in result.out


@pytest.mark.parametrize(
    ("text", "words"),
    [("ZZ", "'ZZ'; expected a shift (M, A), rest or leave"), ("M+A", "'M+A'")],
)
def test_cells_that_say_nothing_known_are_all_named(week: Path, text: str, words: str) -> None:
    one, _before = edit(week, "007", 0, text)
    other, _before = edit(week, "5", 3, text)
    result = run("verify", week)
    assert (result.code, result.out) == (2, "")
    assert result.err.count(words) == 2
    assert one in result.err
    assert other in result.err


def test_rules_that_are_gone_are_named(week: Path) -> None:
    Path("tiny/constraints/rules.yaml").unlink()
    result = run("verify", week)
    assert result.code == 2
    assert "tiny/constraints/rules.yaml" in result.err
    assert "with -c" in result.err


@pytest.mark.parametrize("name", ["nothing.xlsx", "tiny", "tiny/zones.csv", "broken.xlsx", "foreign.xlsx"])
def test_what_is_no_workbook_of_ours_is_unreadable(week: Path, name: str) -> None:
    Path("broken.xlsx").write_bytes(week.read_bytes()[:2000])
    book = load_workbook(week)
    for sheet in book.worksheets[1:]:
        del book[sheet.title]
    book.save("foreign.xlsx")
    result = run("verify", name)
    assert (result.code, result.out) == (2, "")
    assert Path(name).name in result.err
    assert "Traceback" not in result.err


def test_past_workbooks_are_remembered(week: Path) -> None:
    shutil.copy(week, "past.xlsx")
    second = Path("outputs/tiny-2026-11-09.xlsx")
    assert run("solve", "tiny", "--start", "2026-11-09", "--history", "past.xlsx").code == 0
    clean = run("verify", second)
    assert (clean.code, "note:" in clean.out) == (0, False)
    edit(Path("past.xlsx"), "3", 6, "A")
    assert "note: past.xlsx has changed" in run("verify", second).out
    Path("past.xlsx").unlink()
    gone = run("verify", second)
    assert gone.code == 2
    assert "past.xlsx" in gone.err


def test_chinese_workbooks_are_verified_in_either_language(brigade: Path) -> None:
    add_to(brigade / "settings.csv", "language,zh")
    run("solve", "tiny", "--time-limit", 5)
    cell, _before = edit(WEEK, "NA", 2, "M")
    assert cell.startswith("排班表!")
    chinese, english = run("verify", WEEK), run("verify", WEEK, "--lang", "en")
    assert (chinese.code, english.code) == (1, 1)
    assert cell in chinese.out
    assert cell in english.out
    assert f"must broken, Leave and other absences ({cell})" in english.out
    assert "must broken" not in chinese.out
