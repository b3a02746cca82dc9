"""The ledger from the command line: ruined in any way it is named, and made anew from the published workbooks."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from roster.io.ledger import Ledger
from tests.cli.command import run
from tests.living_week import put_week


@pytest.fixture
def week(brigade: Path) -> Path:
    return put_week(brigade.parent)


def ruined(ledger: Path, how: str) -> None:
    if how == "gone":
        ledger.unlink()
    elif how == "garbage":
        ledger.write_bytes(b"no ledger at all, " * 400)
    elif how == "truncated":
        ledger.write_bytes(ledger.read_bytes()[:7000])
    else:
        with closing(sqlite3.connect(ledger)) as connection, connection:
            connection.execute({"format": "pragma user_version = 9", "table": "drop table duty"}.get(how, how))


DOUBLED = "insert into duty select * from duty limit 1"
ALTERED = "update duty set shift = 'A' where rowid = (select max(rowid) from duty where shift = 'M')"


@pytest.mark.parametrize("how", ["gone", "garbage", "truncated", "format", "table", DOUBLED, ALTERED])
def test_a_ruined_ledger_is_named_by_every_command_and_made_anew(week: Path, how: str) -> None:
    run("publish", week)
    ledger, later = Path("tiny/ledger.sqlite"), ("--start", "2026-11-09")
    known = Ledger(ledger).publications()
    ruined(ledger, how)
    for command in (("check", "tiny", *later), ("history", "tiny"), ("solve", "tiny", *later), ("publish", week)):
        told = run(*command)
        assert told.code == (0 if how == "gone" and command[0] != "publish" else 2), told
        assert "ledger.sqlite" in told.out + told.err
        assert "publish --rebuild" in told.out + told.err
    again = run("publish", "--rebuild", "--brigade", "tiny")
    assert again.code == 0, again.err
    assert [replace(one, file="", hashes={}) for one in Ledger(ledger).publications()] == [
        replace(one, file="", hashes={}) for one in known
    ]
    assert "publish --rebuild" not in run("check", "tiny", *later).out
    assert Path("tiny/ledger.sqlite.bak").exists() == (how != "gone")


def test_copies_that_are_gone_altered_or_unknown_are_named(week: Path) -> None:
    run("publish", week)
    (copy,) = Path("tiny/published").iterdir()
    content = copy.read_bytes()
    copy.write_bytes(content + b"x")
    assert f"{copy} is not as it was published" in run("check", "tiny").out
    copy.write_bytes(content)
    unknown = copy.with_name(copy.name.replace("v1", "v2"))
    unknown.write_bytes(content)
    assert f"{unknown} is not in the ledger" in run("check", "tiny").out
    unknown.unlink()
    assert "published" not in run("check", "tiny").out
    copy.unlink()
    assert f"{copy} is gone" in run("check", "tiny").out


def test_a_ledger_is_made_anew_when_people_have_left_and_rules_are_gone(week: Path) -> None:
    run("publish", week)
    duties = Ledger(Path("tiny/ledger.sqlite")).publications()[0].duties
    gone = duties[0].officer
    for table in Path("tiny").glob("*.csv"):
        lines = table.read_text(encoding="utf-8").splitlines(keepends=True)
        table.write_text("".join(line for line in lines if gone not in line.split(",")), encoding="utf-8")
    Path("tiny/ledger.sqlite").write_bytes(b"nothing")
    again = run("publish", "--rebuild", "--brigade", "tiny")
    assert again.code == 0, again.err
    assert {d.officer for d in Ledger(Path("tiny/ledger.sqlite")).publications()[0].duties} == {
        d.officer for d in duties
    }


def test_a_workbook_that_is_a_brigade_has_a_ledger_of_its_own(tmp_path: Path) -> None:
    from roster.io.ledger import ledger_of

    book = tmp_path / "north.xlsx"
    book.touch()
    ledger = ledger_of(book)
    assert (ledger.path, ledger.copies.folder) == (tmp_path / "north.ledger.sqlite", tmp_path / "north.published")
