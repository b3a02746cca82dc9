"""Bad input ends in a sentence that names the place, or in a roster with named shortfalls; never in a traceback."""

from __future__ import annotations

import json
import re
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest

from roster import api
from roster.domain.errors import InternalError
from tests.cli.command import Result, add_to, replace_in, run

Break = Callable[[Path], object]

OFFICERS, SHIFTS, RULES = "officers.csv", "shifts.csv", "constraints/rules.yaml"


def change(file: str, before: str, after: str) -> Break:
    return lambda folder: replace_in(folder / file, before, after)


def write(file: str, content: str | bytes) -> Break:
    data = content.encode() if isinstance(content, str) else content
    return lambda folder: (folder / file).write_bytes(data)


def add(file: str, line: str) -> Break:
    return lambda folder: add_to(folder / file, line)


def remove(file: str) -> Break:
    return lambda folder: (folder / file).unlink()


BROKEN: dict[str, tuple[Break, str]] = {
    "missing table": (remove(SHIFTS), "shifts.csv: found no such table"),
    "empty file": (write(OFFICERS, b""), "officers.csv: found no rows"),
    "zero officers": (write(OFFICERS, "id,name,category\n"), "officers.csv: found no rows; expected at least one row"),
    "missing column": (
        change(SHIFTS, "code,name,start,end", "code,name,start,ende"),
        "shifts.csv:D1 (ende): found an unk",
    ),
    "unknown column": (change(SHIFTS, "code,name,start,end", "code,name,start,end,colour"), "shifts.csv:E1"),
    "column twice": (change(SHIFTS, "code,name,start,end", "code,name,start,start"), "shifts.csv:D1"),
    "text in a date": (change("settings.csv", "2026-11-02", "soon"), "settings.csv:B3 (start): found 'soon'"),
    "no such date": (change("fixed.csv", "2026-11-02", "2026-02-30"), "fixed.csv:B2 (date): found '2026-02-30'"),
    "text in a time": (change(SHIFTS, "06:00", "early"), "shifts.csv:C2 (start): found 'early'"),
    "text in a number": (change("units.csv", "walk,Foot patrol,2", "walk,Foot patrol,two"), "units.csv:C2 (crew)"),
    "id twice": (change(OFFICERS, "\n3,", "\n007,"), "officers.csv:A4 (id): found '007' again"),
    "unknown zone": (change("demand.csv", "main", "mian"), "did you mean main?"),
    "unknown officer": (change("absences.csv", "NA,", "N/A,"), "absences.csv:A2 (id): found 'N/A'"),
    "unknown shift": (change("fixed.csv", ",M", ",X"), "fixed.csv:C2 (shift): found 'X'"),
    "not UTF-8": (
        write("zones.csv", "id,name\nmain,大街\n".encode("gbk")),
        "zones.csv:2: found text that is not UTF-8",
    ),
    "no settings": (
        write("settings.csv", "setting,value\nstart,2026-11-02\n"),
        "settings.csv: found no setting 'name'",
    ),
    "unknown setting": (add("settings.csv", "colour,blue"), "settings.csv:A5 (setting)"),
    "unknown country": (change("settings.csv", "country,CN", "country,QQ"), "settings.csv:B4 (country)"),
    "YAML tab": (write(RULES, "rules:\n\t- rule: cover\n"), "rules.yaml:2: found a tab; expected blanks"),
    "YAML field twice": (change(RULES, "hours: 11", "hours: 11\n    hours: 12"), "found the field hours a second time"),
    "YAML alias bomb": (
        write(RULES, "a: &a [x, x]\nb: &b [*a, *a]\nrules: [*b, *b]\n"),
        "a rulebook has no anchors and aliases",
    ),
    "YAML bracket": (write(RULES, "rules: [\n"), "rules.yaml:2: found an open bracket"),
    "YAML of something else": (write(RULES, "just a text\n"), "expected `rules:` and a list of entries"),
    "empty YAML": (write(RULES, ""), "rules.yaml:1: found an empty file"),
    "unknown rule": (change(RULES, "rule: cover", "rule: covr"), "expected `cover`"),
    "unknown field": (change(RULES, "hours: 11", "hour: 11"), "expected `hours`"),
    "field of another kind": (change(RULES, "hours: 11", "hours: long"), "(minimum_rest.hours): found long"),
    "no binding": (change(RULES, "hours: 11\n    weight: must", "hours: 11"), "neither weight nor priority"),
    "unknown selector": (change(RULES, "max: 5", "max: 5\n    who: {sqad: A}"), "consecutive_shifts.who.sqad"),
    "unknown officer in a rule": (
        change(RULES, "max: 5", "max: 5\n    who: {id: '008'}"),
        "found 008; expected one of 0012, 007, 3,",
    ),
    "unknown shift in a rule": (
        change(RULES, "max: 5", "max: 5\n    when: {shift: Q}"),
        "consecutive_shifts.when.shift",
    ),
    "unknown unit in a rule": (change(RULES, "rule: crew", "rule: crew\n    where: {unit: car}"), "crew.where.unit"),
}


def refusal(result: Result) -> str:
    """What a command says that refuses its input, and does nothing else."""
    assert (result.code, result.out) == (2, "")
    assert "Traceback" not in result.err
    assert "fault of the program" not in result.err
    return result.err


@pytest.mark.parametrize("name", BROKEN)
def test_what_is_broken_is_named_with_its_place(brigade: Path, name: str) -> None:
    spoil, words = BROKEN[name]
    spoil(brigade)
    assert words in refusal(run("check", brigade))


def test_solve_and_verify_name_the_same_faults(brigade: Path) -> None:
    run("solve", brigade, "-o", "week.xlsx")
    replace_in(brigade / SHIFTS, "06:00", "early")
    words = "shifts.csv:C2 (start): found 'early'"
    assert words in refusal(run("solve", brigade, "--json"))
    assert words in refusal(run("verify", "week.xlsx"))


@pytest.mark.parametrize("command", ["check", "solve"])
@pytest.mark.parametrize(
    ("place", "words"),
    [
        ("nowhere", "nowhere: found no such file or folder; expected a folder of CSV tables, or one workbook (.xlsx)"),
        ("tiny/zones.csv", "tiny/zones.csv: found a file of another kind"),
        ("tiny/constraints", "tiny/constraints: found no tables"),
        ("cut.xlsx", "cut.xlsx: found a truncated or damaged workbook"),
        ("text.xlsx", "text.xlsx: found a file that is no workbook"),
        ("empty.xlsx", "empty.xlsx: found an empty file"),
        ("x" * 5000, "a path that the system can open"),
    ],
)
def test_a_brigade_that_is_none(brigade: Path, command: str, place: str, words: str) -> None:
    run("init", "new")
    Path("cut.xlsx").write_bytes(Path("new/brigade.xlsx").read_bytes()[:3000])
    Path("text.xlsx").write_text("officers")
    Path("empty.xlsx").touch()
    assert words in refusal(run(command, place))


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (("--start", "yesterday"), "found 'yesterday'; expected a date such as 2026-10-19"),
        (("--start", "1066-10-14"), "expected a first date from 1950 to 2199"),
        (("--weeks", "100"), "100 is not in the range 1<=x<=60"),
        (("-c", "missing.yaml"), "missing.yaml: found no such file"),
        (("-c", "sumer"), "`summer.yaml`"),
        (("-c", "tiny"), "tiny: found a folder; expected a YAML file"),
        (("--history", "missing.xlsx"), "missing.xlsx: found no such file"),
        (("--history", "tiny/zones.csv"), "zones.csv: found a file that is no workbook"),
    ],
)
def test_options_that_say_nothing_of_use(brigade: Path, options: tuple[str, ...], words: str) -> None:
    assert words in refusal(run("check", brigade, *options))


def shortfalls(result: Result) -> list[dict[str, object]]:
    assert result.code == 0
    assert "Traceback" not in result.err
    found: list[dict[str, object]] = json.loads(result.out)["shortfalls"]
    return found


def test_an_officer_on_leave_all_week_has_no_duty_and_what_lacks_is_named(brigade: Path) -> None:
    for officer in ("007", "0012", "5"):
        add_to(brigade / "absences.csv", f"{officer},sick,2026-11-02,2026-11-08")
    (brigade / "fixed.csv").unlink()
    checked = run("check", brigade)
    assert "officers.csv:A2 (id): found 江一帆, who is away on every date of the roster" in checked.out
    found = shortfalls(run("solve", brigade, "--json", "--time-limit", 3, "-o", "week.xlsx"))
    assert {short["rule"] for short in found} == {"cover"}
    assert all(short["date"] and short["slot"] and short["where"] == "main" for short in found)
    assert run("verify", "week.xlsx").code == 0


def test_demand_that_nobody_is_qualified_for_is_a_shortfall(brigade: Path) -> None:
    replace_in(brigade / "units.csv", "sworn:1", "armed:1")
    assert "units.csv:D2 (composition): found 'armed:1' where too few officers qualify (0)" in run("check", brigade).out
    (brigade / "fixed.csv").unlink()
    (brigade / "requests.csv").unlink()
    found = shortfalls(run("solve", brigade, "--json", "--time-limit", 3))
    assert len(found) == 14
    assert {(short["asked"], short["given"]) for short in found} == {(2, 0)}


def test_names_that_look_like_formulas_are_names(brigade: Path) -> None:
    from openpyxl import load_workbook

    assert run("solve", brigade, "-o", "week.xlsx", "--csv", ".").code == 0
    cells = [cell for sheet in load_workbook("week.xlsx") for row in sheet.iter_rows() for cell in row]
    assert "=石不转" in {cell.value for cell in cells if cell.data_type == "s"}
    assert not [cell for cell in cells if cell.data_type == "f" and "石" in str(cell.value)]
    assert ",'=石不转," in Path("hr.csv").read_text("utf-8-sig")


@pytest.mark.parametrize("error", [RuntimeError("boom"), InternalError("checks say 1; limits say 2"), MemoryError()])
def test_a_fault_of_the_program_is_owned_and_its_details_are_saved(
    brigade: Path, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    def fail(*arguments: object, **options: object) -> None:
        raise error

    monkeypatch.setattr(tempfile, "tempdir", str(brigade))
    monkeypatch.setattr(api, "solve", fail)
    result = run("solve", brigade, "--json")
    assert (result.code, result.out) == (70, "")
    assert "Traceback" not in result.err
    assert not Path("outputs/tiny-2026-11-02.xlsx").exists()
    said = re.fullmatch(
        r"this is a fault of the program, not of your files \((\w+)\); nothing was written; details are in (.+\.log)\n",
        result.err,
    )
    assert said is not None
    assert said[1] == type(error).__name__
    details = Path(said[2]).read_text(encoding="utf-8")
    assert details.startswith(f"roster solve {brigade} --json\nPython 3")
    assert "Traceback" in details
    assert str(error) in details
    assert "ortools " in details


def test_details_are_shown_when_asked_for_and_needed_no_file(brigade: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*arguments: object, **options: object) -> None:
        raise RuntimeError("boom")

    monkeypatch.setattr(api, "load", fail)
    monkeypatch.setattr(tempfile, "tempdir", str(brigade / "nowhere"))
    monkeypatch.setenv("ROSTER_DEBUG", "1")
    result = run("check", brigade)
    assert result.code == 70
    assert "Traceback" in result.err
    assert "RuntimeError: boom" in result.err
    assert "details could not be saved" in result.err


def test_stopping_while_reading_says_that_nothing_was_written(brigade: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*arguments: object, **options: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(api, "load", fail)
    result = run("check", brigade)
    assert (result.code, result.err) == (130, "\nstopped; nothing was written\n")
