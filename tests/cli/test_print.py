"""`roster print`: a PDF beside the workbook, for each reader; what is refused, and what was there."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import pytest
from openpyxl import load_workbook

from tests.cli.command import run, tiny

PAGE = b"/Type /Page\n"


@pytest.fixture(scope="module")
def solved(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the smallest brigade and its week."""
    folder = tmp_path_factory.mktemp("paper")
    tiny(folder)
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        assert run("solve", "tiny", "--time-limit", 5, "--gap", 1, "--plan-time", 2, "-o", "week.xlsx").code == 0
    return folder


@pytest.fixture
def week(solved: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    shutil.copytree(solved, tmp_path, dirs_exist_ok=True)
    monkeypatch.chdir(tmp_path)
    return tmp_path / "week.xlsx"


def test_all_pages_are_written_beside_the_workbook_and_counted(week: Path) -> None:
    result = run("print", "week.xlsx", "--for", "crews", "--crew-pages", "--json")
    assert result.code == 0, result.err
    told = json.loads(result.out)
    assert told["file"] == "week.pdf"
    assert told["pages"]["Crew pages"] > 5
    assert list(told["pages"]) == ["Daily orders", "Crew pages"]  # the brigade has no map
    content = Path("week.pdf").read_bytes()
    assert content.count(PAGE) == sum(told["pages"].values())
    again = run("print", "week.xlsx", "--for", "board")
    assert again.code == 0, again.err
    assert re.search(r"written: week.pdf \(pages: \d+\)", again.out)
    assert Path("week.pdf").read_bytes().count(PAGE) < content.count(PAGE)


def test_a_hand_edit_is_on_the_pages_and_named(week: Path) -> None:
    book = load_workbook(week)
    grid = book["Roster"]
    cell = next(cell for row in grid.iter_rows(min_row=6, min_col=6) for cell in row if cell.value in ("M", "A"))
    cell.value = "off"
    book.save(week)
    result = run("print", "week.xlsx", "--for", "board")
    assert f"Roster!{cell.coordinate} was edited" in result.out
    assert result.code in (0, 1)
    assert ("breaks musts" in result.err) == (result.code == 1)


def test_what_is_no_roster_and_what_would_be_lost_is_refused(week: Path) -> None:
    Path("week.pdf").write_bytes(b"a letter")
    refused = run("print", "week.xlsx", "--for", "board")
    assert (refused.code, refused.out) == (2, "")
    assert "week.pdf is there and is nothing that this command wrote" in refused.err
    assert Path("week.pdf").read_bytes() == b"a letter"
    assert run("print", "week.xlsx", "--for", "board", "--force").code == 0
    assert Path("week.pdf.bak").read_bytes() == b"a letter"
    ends = run("print", "week.xlsx", "-o", "week.txt")
    assert ends.code == 2
    assert "the name of a PDF ends in .pdf" in ends.err
    Path("other.xlsx").write_bytes(b"no workbook")
    nothing = run("print", "other.xlsx", "tiny")
    assert nothing.code == 2
    assert "other.xlsx" in nothing.err
    assert run("print", "week.xlsx", "--for", "board", "--crew-pages").code == 2


def test_a_workbook_of_a_newer_program_is_refused(week: Path) -> None:
    book = load_workbook(week)
    book["Written"]["A2"].value = "2"
    book.save(week)
    result = run("print", "week.xlsx")
    assert result.code == 2
    assert "use the newer program" in result.err


def test_pages_in_chinese(week: Path) -> None:
    result = run("--lang", "zh", "print", "week.xlsx", "--for", "board")
    assert result.code == 0, result.err
    assert "排班表：" in result.out
