"""Edits in memory are what they would be in the saved workbook; and saving changes those cells and nothing else."""

from __future__ import annotations

import datetime as dt
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from openpyxl import load_workbook

from benchmarks.board import trials
from roster import i18n
from roster.domain.errors import InputError, OutputError
from roster.io.read_book import read_book, read_cells
from roster.io.write_back import ChangedError, hash_of, write_back
from roster.living import open_week
from roster.living.edits import Editor, Typed
from tests.io.edited_week import problem, written_bytes
from tests.paths import ROOT

MONDAY = dt.date(2026, 11, 2)
WITHOUT_SOLVER = """
import sys
from datetime import date
from roster.living import open_week
week = open_week("week.xlsx").edited({("007", date(2026, 11, 2)): "A", ("NA", date(2026, 11, 3)): ""})
print(len(week.checked.edits), len(week.checked.report.must_violations) >= 0)
from roster.search.living.exchange import Exchange
print(Exchange(week.problem, week.case.rulebook, week.roster).adds("3", 1, "M") is not None)
print(sorted({"ortools", "pandas", "highspy"} & sys.modules.keys()))
"""


def test_a_verdict_in_memory_is_that_of_the_saved_workbook(week: Path) -> None:
    done = list(trials(week, 12, seed=5))
    assert [trial for trial in done if trial.differences] == []
    assert len({trial.typed.cells.__repr__() for trial in done}) > 9


def test_judging_an_edit_imports_no_solver(week: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", WITHOUT_SOLVER],
        capture_output=True,
        text=True,
        env={"PYTHONPATH": str(ROOT)},
        check=True,
    )
    assert done.stdout.splitlines() == ["2 True", "True", "[]"]


def test_what_says_nothing_is_refused_with_its_cell(week: Path) -> None:
    editor = Editor(open_week(week))
    with pytest.raises(InputError) as refused:
        editor.texts(Typed({("007", MONDAY): "=1+1", ("nobody", MONDAY): "M", ("007", dt.date(2027, 1, 1)): "M"}))
    found = [(fault.place, fault.found) for fault in refused.value.faults]
    assert found[0][0].startswith("week.xlsx Roster!F")
    assert found[0][1] == "'=1+1'"
    assert [place for place, _found in found[1:]] == ["week.xlsx", "week.xlsx"]


def test_later_states_are_judged_anew_and_an_undone_edit_is_none(week: Path) -> None:
    editor = Editor(open_week(week))
    first = editor.edited(Typed({("007", MONDAY): "A"}))
    both = editor.edited(Typed({("007", MONDAY): "A", ("NA", MONDAY): "sick leave"}))
    assert [edit.leave for edit in both.checked.edits] == ["", "sick"]
    assert editor.edited(Typed()).checked.edits == ()
    again = editor.edited(Typed({("007", MONDAY): "A"}))
    assert (again.roster, again.checked.report) == (first.roster, first.checked.report)


def test_typed_cells_are_written_where_they_stand(week: Path) -> None:
    editor = Editor(open_week(week))
    typed = Typed({("007", MONDAY): "A", ("NA", MONDAY): ""})
    texts = editor.texts(typed)
    before = hash_of(week)
    with zipfile.ZipFile(week) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    assert write_back(week, texts, before) == hash_of(week) != before
    with zipfile.ZipFile(week) as archive:
        changed = [name for name in archive.namelist() if archive.read(name) != parts[name]]
        assert archive.namelist() == list(parts)
    assert len(changed) == 1
    assert changed[0].startswith("xl/worksheets/")
    expected = editor.edited(typed).checked
    found = open_week(week).checked
    assert {edit.cell for edit in found.all_edits} == {edit.cell for edit in expected.all_edits}
    assert found.pins == expected.pins
    assert found.book.written == expected.book.written


def test_a_cell_keeps_its_look_and_results_of_formulas_go(week: Path) -> None:
    book = load_workbook(week)
    look = book.worksheets[1]["F6"].style
    write_back(week, {book.sheetnames[1]: {"F6": "A"}})
    again = load_workbook(week)
    assert (again.worksheets[1]["F6"].value, again.worksheets[1]["F6"].style) == ("A", look)
    assert again.calculation.fullCalcOnLoad


def test_a_file_that_changed_is_left_alone(week: Path) -> None:
    before = hash_of(week)
    write_back(week, {"Roster": {"F6": "A"}}, before)
    with pytest.raises(ChangedError) as changed:
        write_back(week, {"Roster": {"F6": "M"}}, before)
    assert changed.value.hash == hash_of(week)
    assert load_workbook(week)["Roster"]["F6"].value == "A"


def test_a_locked_file_is_a_sentence_and_nothing_is_lost(week: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = week.read_bytes()

    def locked(self: Path, target: Path) -> Path:
        raise PermissionError(13, "in use", str(target))

    monkeypatch.setattr(Path, "replace", locked)
    with pytest.raises(OutputError, match="open in another program"):
        write_back(week, {"Roster": {"F6": "A"}})
    assert week.read_bytes() == before
    assert [file.name for file in week.parent.iterdir() if "partial" in file.name] == []


def test_a_chinese_workbook_gets_chinese_letters(tmp_path: Path) -> None:
    file = tmp_path / "week.xlsx"
    file.write_bytes(written_bytes("zh"))
    book = read_book(file)
    assert book.written is not None
    assert book.written.language == "zh"
    with i18n.speaking("zh"):
        cells = read_cells(book, problem()).cells
    write_back(file, {"排班表": {cells["002", 0].cell.partition("!")[2]: "夜"}})
    assert read_cells(read_book(file), problem()).cells["002", 0].shifts == ("N",)
