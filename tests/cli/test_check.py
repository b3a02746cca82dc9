"""`roster check`, `init` and `rules`: what is wrong, all at once; what is there against what is asked for."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from openpyxl import load_workbook

from tests.cli.command import add_to, replace_in, run
from tests.paths import HANCHENG, ROOT

COUNT_MODULES = """
import sys
from roster.cli import main
try:
    main()
finally:
    print(sorted({"ortools", "pandas", "numpy", "rich", "openpyxl"} & sys.modules.keys()), file=sys.stderr)
"""


def test_supply_stands_against_demand_for_each_date_and_shift(brigade: Path) -> None:
    result = run("check", brigade)
    assert (result.code, result.err) == (0, "")
    lines = [line.split() for line in result.out.splitlines()]
    assert ["date", "shift", "heads", "sworn"] in lines
    assert ["2026-11-02", "M", "6/2", "4/1"] in lines
    assert ["2026-11-04", "all", "5/4", "3/2"] in lines
    assert result.out.splitlines()[-2:] == [
        "tables and rules are in order",
        f"next: make the next week: roster next {brigade}; any other: roster solve {brigade}",
    ]


def test_the_bundled_brigade_has_no_false_notes() -> None:
    result = run("check", HANCHENG)
    assert result.code == 0
    assert [line for line in result.out.splitlines() if line.startswith("note: ") and "requests.csv" not in line] == []
    assert len([line for line in result.out.splitlines() if line.startswith("note: ")]) <= 1


def test_it_loads_neither_solver_nor_data_frames() -> None:
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-c", COUNT_MODULES, "check", str(HANCHENG)]
    result = subprocess.run(command, capture_output=True, text=True, env=environment, timeout=30)
    assert result.returncode == 0
    assert result.stderr == "[]\n"


def test_notes_do_not_fail(brigade: Path) -> None:
    add_to(brigade / "shifts.csv", "Z,Never,00:00,06:00")
    result = run("check", brigade)
    assert result.code == 0
    assert "note: shifts.csv:A4 (code): found shift 'Z' that no demand uses; expected demand in its hours" in result.out


def test_all_faults_of_tables_rules_and_settings_come_at_once(brigade: Path) -> None:
    replace_in(brigade / "zones.csv", "main,", "Main,")
    replace_in(brigade / "shifts.csv", "14:00,22:00", "14:00,late")
    replace_in(brigade / "constraints" / "rules.yaml", "hours: 11", "hours: many")
    replace_in(brigade / "constraints" / "rules.yaml", "rule: cover", "rule: covers")
    result = run("check", brigade)
    assert (result.code, result.out) == (2, "")
    places = [line.split("): ")[0] + ")" for line in result.err.splitlines()]
    assert "demand.csv:B2 (places)" in places
    assert "shifts.csv:D3 (end)" in places
    assert "rules.yaml:8 (minimum_rest.hours)" in places
    assert "`cover`" in result.err
    assert len(places) == 4


def test_faults_of_rules_come_with_a_missing_first_date(brigade: Path) -> None:
    replace_in(brigade / "settings.csv", "start,2026-11-02\n", "")
    replace_in(brigade / "constraints" / "rules.yaml", "hours: 11", "hours: many")
    result = run("check", brigade)
    assert "no first date" in result.err
    assert "minimum_rest.hours" in result.err
    assert run("check", brigade, "--start", "2026-11-02").err.count("\n") == 1


def test_rules_given_are_checked(brigade: Path) -> None:
    Path("extra.yaml").write_text("rules:\n  - {rule: keep_apart, officers: ['007', ghost], weight: 1}\n", "utf-8")
    result = run("check", brigade, "-c", brigade / "constraints" / "rules.yaml", "-c", "extra.yaml")
    assert result.code == 2
    assert "extra.yaml:2 (keep_apart.officers)" in result.err
    assert "ghost" in result.err


def test_past_workbooks_count_as_history(brigade: Path) -> None:
    refused = run("solve", "tiny", "-o", "tiny/history.xlsx")
    assert (refused.code, "the brigade would be read from it" in refused.err) == (2, True)
    run("solve", "tiny", "-o", "past.xlsx", "--time-limit", 5)
    later = ("check", "tiny", "--start", "2026-11-09")
    Path("past.xlsx").rename("tiny/history.xlsx")
    assert run(*later).code == 0
    Path("tiny/history.xlsx").rename("past.xlsx")
    assert run(*later, "--history", "past.xlsx").code == 0
    assert "no duty before 2026-11-02" in run("check", "tiny", "--history", "past.xlsx").err
    assert "no such file" in run(*later, "--history", "missing.xlsx").err
    book = load_workbook("past.xlsx")
    book.worksheets[1]["F6"] = "ZZ"
    book.save("past.xlsx")
    broken = run(*later, "--history", "past.xlsx")
    assert broken.code == 2
    assert "past.xlsx Roster!F6" in broken.err


def test_init_makes_tables_and_rules_that_check_reads(brigade: Path) -> None:
    result = run("init", "new")
    assert result.code == 0
    assert result.out.splitlines() == [
        "written: new/brigade.xlsx",
        "written: new/constraints/rules.yaml",
        "next: fill in the tables, then: roster check new",
    ]
    blank = run("check", "new")
    assert blank.code == 2
    assert "brigade.xlsx officers: found no rows" in blank.err
    again = run("init", "new")
    assert again.code == 2
    assert "is there already" in again.err


def test_init_in_chinese_makes_a_chinese_workbook(brigade: Path) -> None:
    assert run("init", "new", "--lang", "zh").code == 0
    book = load_workbook("new/brigade.xlsx")
    assert "officers" not in book.sheetnames
    assert {"zh"} & {cell.value for row in book.worksheets[0].iter_rows() for cell in row}
    assert "应为" in run("check", "new").err


def test_a_workbook_in_its_folder_has_the_rules_beside_it(brigade: Path) -> None:
    run("init", "new")
    Path("new/constraints/rules.yaml").write_text("rules: [\n", "utf-8")
    assert "rules.yaml" in run("check", "new").err
    assert "rules.yaml" in run("check", "new/brigade.xlsx").err


def test_rules_lists_every_rule_or_one() -> None:
    listed, one = run("rules", "--all"), run("rules", "minimum_rest")
    assert (listed.code, one.code) == (0, 0)
    assert one.out.startswith("minimum_rest\n")
    assert "hours:" in one.out
    assert one.out.strip() in listed.out
    unknown = run("rules", "minimum_rests")
    assert (unknown.code, unknown.out) == (2, "")
    assert "`minimum_rest`" in unknown.err


def test_the_schema_is_json() -> None:
    schema = json.loads(run("rules", "--schema").out)
    assert "MinimumRest" in schema["$defs"]


def test_output_that_nobody_reads_is_no_fault() -> None:
    for reader in ("head -n 1", "true"):
        command = f"{sys.executable} -m roster rules | {reader}; echo ${{PIPESTATUS[0]}}"
        result = subprocess.run(["bash", "-c", command], capture_output=True, text=True, cwd=ROOT, timeout=30)
        assert result.stderr == ""
        assert result.stdout.splitlines()[-1] in ("0", "141")


@pytest.mark.parametrize("arguments", [("check",), ("solve", "--time-limit", "1")])
def test_the_bundled_brigade_is_the_default(
    brigade: Path, monkeypatch: pytest.MonkeyPatch, arguments: tuple[str, ...]
) -> None:
    result = run(*arguments)
    assert result.code == 2
    assert "inputs/hancheng" in result.err


def test_rules_are_held_against_tables_that_have_faults(brigade: Path) -> None:
    """Names of tables that were read are judged; of a table that cannot be read nothing is said."""
    rules = brigade / "constraints" / "more.yaml"
    rules.parent.mkdir(exist_ok=True)
    rules.write_text("rules:\n  - rule: fixed\n    weight: must\n    who: {id: '99'}\n    when: {shift: X}\n")
    replace_in(brigade / "shifts.csv", "code", "codde")
    add_to(brigade / "officers.csv", "100,Extra,sworm")
    result = run("check", brigade)
    assert result.code == 2
    assert "shifts.csv" in result.err
    assert "sworm" in result.err
    assert "more.yaml:4 (fixed.who.id): found 99" in result.err
    assert "when.shift" not in result.err
