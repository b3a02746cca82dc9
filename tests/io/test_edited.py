"""A workbook that somebody edited is told from one as it was written, and never overwritten."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from openpyxl import Workbook

from roster.io import edited
from roster.io.sheets.grid import FIRST_DATE, FIRST_ROW
from tests.io import sample
from tests.io.edited_week import Edited, written_bytes


def saved(week: Edited) -> Path:
    week.book.save(week.path)
    return week.path


def test_a_workbook_that_was_only_saved_again_is_not_edited(week: Edited) -> None:
    week.path.write_bytes(written_bytes())
    assert edited.edited_sheets(week.path) == ()
    week.grid.column_dimensions["A"].width = 99
    assert edited.edited_sheets(saved(week)) == ()
    assert not edited.edited_since_written(week.path)


@pytest.mark.parametrize("sheet", ["Roster", "HR", "Slots", "Vehicles", "Daily orders", "Summary"])
def test_a_note_typed_anywhere_is_an_edit(week: Edited, sheet: str) -> None:
    week.book[sheet]["Z50"] = "call first"
    assert edited.edited_sheets(saved(week)) == (sheet,)


def test_changed_added_and_removed_are_edits(week: Edited) -> None:
    week.type("007", 2, "N")
    week.book["HR"]["S2"] = not week.book["HR"]["S2"].value
    week.book["Slots"]["B2"] = week.book["Slots"]["B2"].value + dt.timedelta(minutes=1)
    week.book.create_sheet("My notes")
    week.book.remove(week.book["Cover"])
    assert set(edited.edited_sheets(saved(week))) == {"Roster", "HR", "Slots", "My notes", "Cover"}


def test_a_total_typed_over_is_an_edit(week: Edited) -> None:
    total = week.grid.cell(FIRST_ROW, FIRST_DATE + sample.DAYS)
    assert str(total.value).startswith("=COUNTIF")
    total.value = None
    assert edited.edited_sheets(saved(week)) == ("Roster",)


def test_a_file_that_is_not_ours_counts_as_edited(tmp_path: Path) -> None:
    file = tmp_path / "letter.xlsx"
    file.write_text("dear all")
    assert edited.edited_since_written(file)
    Workbook().save(file)
    assert edited.edited_since_written(file)
