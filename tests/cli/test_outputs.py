"""One guard for every output: no input, no other output, no link, nothing that somebody edited or published."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl import load_workbook

from roster.io.edited import edited_since_written
from tests.cli.command import run
from tests.living_week import put_week, type_in

WEEK = "week.xlsx"
FORCED = "give another name, or --force"


@pytest.fixture
def week(brigade: Path) -> Path:
    for name in ("one.yaml", "two.yaml"):
        Path(name).write_text(f"rules:\n  - {{rule: minimum_rest, hours: {9 + len(name)}, weight: must}}\n")
    return put_week(brigade.parent)


QUICK = ("--time-limit", "2", "--workers", "1", "--plan-time", "0")
WRITERS: dict[str, tuple[str, ...]] = {
    "solve": ("solve", "tiny", *QUICK, "-o", "OUT"),
    "log": ("solve", "tiny", *QUICK, "-o", "new.xlsx", "--log", "OUT"),
    "leader": ("solve", "tiny", *QUICK, "-o", "new.xlsx", "--leader-out", "OUT"),
    "plan": ("plan", WEEK, "--plan-time", "0.1", "-o", "OUT"),
    "replan": ("replan", WEEK, "--time-limit", "2", "--plan-time", "0", "-o", "OUT"),
    "compare": ("compare", WEEK, WEEK, "-o", "OUT"),
    "history": ("history", "tiny", "--from", "2026-11-01", "--to", "2026-11-08", "-o", "OUT"),
    "plot": ("history", "tiny", "--from", "2026-11-01", "--to", "2026-11-08", "--plot", "OUT"),
    "substitute": ("substitute", WEEK, "-o", "OUT"),
    "sweep": ("sweep", "minimum_rest.hours", "11", "--brigade", "tiny", "--time-limit", "1", "-o", "OUT"),
    "diff-rules": ("diff-rules", "one.yaml", "two.yaml", WEEK, "--time-limit", "1", "-o", "OUT"),
}
FORCED_HERE = ("log", "plot", "substitute")
"""The others write no other way; they take longer."""
ENDS = {"log": "out.csv", "plot": "out.png"}


def words(name: str, out: str) -> list[str]:
    return [out if word == "OUT" else word for word in WRITERS[name]]


def refused(name: str, out: str, said: str) -> None:
    before = {path: path.read_bytes() for path in Path().rglob("*") if path.is_file()}
    result = run(*words(name, out))
    assert result.code == 2, result
    assert said in result.err
    assert {path: path.read_bytes() for path in Path().rglob("*") if path.is_file()} == before


@pytest.mark.parametrize("name", WRITERS)
def test_every_output_is_looked_at(week: Path, name: str) -> None:
    out = ENDS.get(name, "out.xlsx")
    Path("away").mkdir()
    Path(out).symlink_to("away/other")
    refused(name, out, f"{out} cannot be written: it is a link to away/other")
    Path(out).unlink()
    Path(out).write_text("a letter")
    refused(name, out, f"{out} is there and is nothing that this command wrote; {FORCED}")
    if name not in FORCED_HERE:
        return
    forced = run(*words(name, out), "--force")
    assert forced.code == 0, forced
    assert Path(f"{out}.bak").read_text() == "a letter"
    assert f"kept as {out}.bak" in forced.out + forced.err
    again = run(*words(name, out))  # what the command itself wrote is no loss
    assert again.code == 0, again
    assert not Path(f"{out}.bak2").exists()
    if out.endswith(".xlsx"):
        book = load_workbook(out)
        book.worksheets[0]["Z99"].value = "typed in"
        book.save(out)
        refused(name, out, f"{out} was edited since it was written; {FORCED}")
        assert run(*words(name, out), "--force").code == 0
        assert Path(f"{out}.bak2").exists()
        refused(name, "tiny/history.xlsx", "the brigade would be read from it")
        if name != "plan":
            refused(name, WEEK, "it is one of the files that are read")


@pytest.mark.parametrize("name", ["log", "plot"])
def test_no_table_is_replaced(week: Path, name: str) -> None:
    refused(name, "tiny/officers.csv", "" if name == "plot" else "it is one of the files that are read")
    if name == "log":
        refused(name, "tiny/extra.csv", "the brigade would be read from it")
        refused(name, "tiny/constraints/a.yaml", "the brigade would be read from it")


def test_a_link_of_another_name_is_still_an_input(week: Path) -> None:
    Path("out.csv").hardlink_to("tiny/demand.csv")
    refused("log", "out.csv", "it is one of the files that are read")
    Path("same").symlink_to("tiny")
    refused("log", "same/demand.csv", "it is one of the files that are read")


def test_two_outputs_are_two_files(week: Path) -> None:
    for options in (
        ("--leader-out", "./out.xlsx"),
        ("--log", "csv/hr.csv", "--csv", "csv"),
        ("--leader-out", "OUT.xlsx"),
    ):
        result = run("solve", "tiny", *QUICK, "-o", "out.xlsx", *options)
        assert result.code == 2
        assert "of the same command is that file" in result.err
        assert not Path("out.xlsx").exists()


def test_a_published_roster_is_not_replaced(week: Path) -> None:
    assert run("publish", week).code == 0
    for words in (
        ("solve", "tiny", *QUICK, "-o", week),
        ("plan", week, "--plan-time", "0.1"),
        ("why", week, "--sheet"),
    ):
        result = run(*words)
        assert result.code == 2, result
        assert f"{week} is the roster that was published (2026-11-02 v1)" in result.err
    before = week.read_bytes()
    result = run("why", week, "--sheet", "--force")
    assert result.code == 0, result
    assert Path(f"{week}.bak").read_bytes() == before


def test_a_sheet_that_was_added_is_no_edit(week: Path) -> None:
    assert run("why", week, "--sheet").code == 0
    assert run("why", week, "--sheet").code == 0
    assert not edited_since_written(week)
    type_in(week, "007", 2, "X")
    assert "was edited since it was written" in run("solve", "tiny", *QUICK, "-o", week).err


def test_csv_of_ours_is_replaced_and_other_csv_is_not(week: Path) -> None:
    csv = ("solve", "tiny", *QUICK, "-o", "out.xlsx", "--csv", "csv")
    assert run(*csv).code == 0
    assert run(*csv).code == 0
    Path("csv/hr.csv").write_text("name,pay\nWang,1\n")
    assert "csv/hr.csv is there and is nothing that this command wrote" in run(*csv).err
    assert run(*csv, "--force").code == 0
    assert Path("csv/hr.csv.bak").read_text() == "name,pay\nWang,1\n"
