"""`roster next`: a Friday in one command."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest
from openpyxl import load_workbook

from roster.domain.errors import InputError
from roster.living.next_week import next_week
from tests.cli.command import add_to, replace_in, run

QUICK = ("--time-limit", 1)


def test_two_fridays(brigade: Path) -> None:
    first = run("next", "tiny", *QUICK)
    assert first.code == 0, first.err
    week = Path("outputs/tiny-2026-11-02.xlsx")
    assert "no week was published yet" in first.out
    assert "to be made: 2026-11-02 to 2026-11-08" in first.out
    assert "history: none" in first.out
    assert f"for paper: {week.with_suffix('.pdf')}" in first.out
    assert week.with_suffix(".pdf").read_bytes().startswith(b"%PDF")
    last = first.out.splitlines()
    assert f"roster publish {week}" in last[-1]
    assert last[-1].endswith("roster next tiny")
    look = last[last.index("to look at:") + 1 : -1]
    assert look[0].startswith("  May be signed")
    assert 4 <= len(look) <= 12
    assert "  The week before is not known." in look
    assert week.is_file()
    with (week.with_suffix("") / "hr.csv").open(encoding="utf-8-sig", newline="") as file:
        assert len(list(csv.DictReader(file))) > 10

    forgotten = run("next", "tiny", *QUICK)
    assert (forgotten.code, forgotten.out) == (2, "")
    assert "made and not published" in forgotten.err
    assert "roster publish" in forgotten.err
    before = week.read_bytes()
    assert run("publish", week).code == 0
    assert week.read_bytes() == before

    second = run("next", "tiny", *QUICK)
    assert second.code == 0, second.err
    assert "published last: 2026-11-02 to 2026-11-08 (tiny-2026-11-02.xlsx, version 1)" in second.out
    assert "history: duties from 2026-11-0" in second.out
    assert "last week" in second.out
    assert Path("outputs/tiny-2026-11-09.xlsx").is_file()
    assert run("verify", "outputs/tiny-2026-11-09.xlsx").code == 0


def test_a_week_is_made_again_where_that_is_asked_for(brigade: Path) -> None:
    assert run("next", "tiny", *QUICK).code == 0
    again = run("next", "tiny", *QUICK, "--again", "--workers", 1, "--json")
    assert again.code == 0, again.err
    assert json.loads(again.out)["file"] == str(Path("outputs/tiny-2026-11-02.xlsx"))
    sheet = load_workbook("outputs/tiny-2026-11-02.xlsx")["Run"]
    facts = {row[0]: next(filter(None, row[1:]), None) for row in sheet.iter_rows(values_only=True)}
    assert facts["Workers"] == 1
    assert "to be made" in again.err


def test_another_first_date_and_a_gap_that_is_named(brigade: Path) -> None:
    assert run("next", "tiny", *QUICK).code == 0
    assert run("publish", "outputs/tiny-2026-11-02.xlsx").code == 0
    later = run("next", "tiny", "--start", "2026-11-23", *QUICK, "--lang", "zh")
    assert later.code == 0, later.err
    assert Path("outputs/tiny-2026-11-23.xlsx").is_file()
    assert "2026-11-09" in later.out + later.err  # the weeks between are not known
    assert "2026-11-22" in later.out + later.err


def test_without_a_first_date_the_cell_is_named(brigade: Path) -> None:
    replace_in(brigade / "settings.csv", "start,2026-11-02\n", "")
    result = run("next", "tiny")
    assert (result.code, result.out) == (2, "")
    assert "settings.csv" in result.err


def test_faults_of_tables_are_told_before_anything_is_made(brigade: Path) -> None:
    add_to(brigade / "zones.csv", "main,")
    result = run("next", "tiny")
    assert (result.code, result.out) == (2, "")
    assert not Path("outputs/tiny-2026-11-02.xlsx").exists()


def test_dates_that_are_past_are_said_to_be(brigade: Path, tmp_path: Path) -> None:
    replace_in(brigade / "settings.csv", "start,2026-11-02", "start,2024-11-04")
    assert "these dates are past" in next_week(brigade, tmp_path).said[-1]
    (tmp_path / "tiny-2024-11-04.xlsx").touch()
    with pytest.raises(InputError, match="made and not published"):
        next_week(brigade, tmp_path)
