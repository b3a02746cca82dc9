"""What can be told in seconds is as `expected/` says; the rest by `python -m tests.golden`."""

from __future__ import annotations

from pathlib import Path

import pytest

from roster.commands import COMMANDS
from tests.golden import commands, compare
from tests.golden.cases import CASES, QUICK
from tests.golden.compare import differences, dump, keep, kept
from tests.golden.items import Item, plain, plain_json, spelled
from tests.golden.rosters import of_file

KNOWN = {case.name: case for case in CASES}


@pytest.mark.parametrize(("case", "kinds"), QUICK, ids=[name for name, _ in QUICK])
def test_results_are_as_expected(case: str, kinds: tuple[str, ...]) -> None:
    """What changes for a reason is written anew (`python -m tests.golden --write`), in a commit that tells why."""
    written = {kind for kind, _name in kept(case)}
    found = [line for kind in kinds if kind in written for line in differences(case, kind, KNOWN[case].kinds[kind]())]
    assert not found


def test_every_command_is_asked_something(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    serving = {"board", "province", "worker"}  # asked by tests/board and tests/province
    assert commands.asked() | serving == {command.name for command in COMMANDS}


def test_what_changed_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(compare, "EXPECTED", tmp_path / "expected")
    before = [Item("same", "1", "a"), Item("larger", "1", "a"), Item("other", "1", "a"), Item("lost", "1", "a")]
    keep("tiny", {"limits": before, "models": [Item("crew", "3", "x")]})
    after = [Item("same", "1", "a"), Item("larger", "2", "a\nb"), Item("other", "1", "b"), Item("more", "1", "a")]
    assert list(differences("tiny", "limits", after)) == [
        "tiny, limits, larger: 1 -> 2",
        "tiny, limits, other: other text, still 1",
        "tiny, limits, more: new (1)",
        "tiny, limits, lost: gone (was 1)",
    ]
    keep("tiny", {"limits": after})
    assert not list(differences("tiny", "limits", after))
    assert not list(differences("tiny", "models", [Item("crew", "3", "x")]))
    dump(tmp_path, "tiny", "limits", after)
    assert (tmp_path / "tiny" / "limits" / "larger.txt").read_text(encoding="utf-8") == "a\nb"


def test_folders_and_seconds_are_left_out_and_nothing_else() -> None:
    here = Path("/somewhere/else")
    assert plain(f"written: {here}/week.xlsx, 3.25 s; {3} of 12 by 08:00-20:00", here) == (
        "written: <here>/week.xlsx, # s; 3 of 12 by 08:00-20:00"
    )
    assert plain("已写出，12 秒") == "已写出，# 秒"
    assert plain_json('{"seconds": 3.2, "bound": 3.2}') == '{\n "seconds": 0,\n "bound": 3.2\n}\n'
    assert spelled([{"b", "a"}, (1, 2.5, True), None]) == "({'a', 'b'}, (1, 2.5, True), None)"


def test_a_cell_a_width_and_a_fill_are_told_apart(tmp_path: Path) -> None:
    from openpyxl import Workbook
    from openpyxl.styles import PatternFill

    def digest(change: object = None) -> str:
        book = Workbook()
        sheet = book.worksheets[0]
        sheet["A1"] = 3 if change == "value" else 4
        sheet.column_dimensions["A"].width = 9 if change == "width" else 8
        sheet["B1"].fill = PatternFill("solid", fgColor="FF0000" if change == "fill" else "00FF00")
        book.save(tmp_path / "a.xlsx")
        (item,) = of_file(tmp_path / "a.xlsx", tmp_path, "a")
        return item.digest

    assert len({digest(change) for change in (None, "value", "width", "fill")}) == 4
    assert digest() == digest()
