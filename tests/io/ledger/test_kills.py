"""Killed at any step, a week is published or is not; whatever is left is put in order by who comes next."""

from __future__ import annotations

import hashlib
import os
import shutil
import sqlite3
from pathlib import Path

import pytest

from roster.domain.errors import InputError
from roster.io.ledger import Ledger, Publication
from tests.io.ledger.publications import duty, week
from tests.kills import killed_at

pytestmark = pytest.mark.skipif(os.name == "nt", reason="processes are forked")
FIRST, SECOND = b"the first workbook", b"the second workbook"


def publication(content: bytes, *officers: str) -> Publication:
    return Publication(**{**vars(week(*map(duty, officers))), "sha256": hashlib.sha256(content).hexdigest()})


def test_killed_at_any_step_a_week_is_published_or_is_not(tmp_path: Path) -> None:
    home = tmp_path / "now"
    Ledger(home / "ledger.sqlite").publish(publication(FIRST, "007"), FIRST)
    shutil.copytree(home, tmp_path / "before")
    outcomes = []
    for number in range(1, 500):
        shutil.rmtree(home)
        shutil.copytree(tmp_path / "before", home)
        ledger = Ledger(home / "ledger.sqlite")
        died = killed_at(number, lambda ledger=ledger: ledger.publish(publication(SECOND, "3"), SECOND))
        told = [one.version for one in ledger.publications()]
        assert told == list(range(1, 1 + len(ledger.copies.files()))), f"step {number}"
        assert ledger.notes(ledger.publications()) == []
        outcomes.append(len(told))
        again, new = ledger.publish(publication(SECOND, "3"), SECOND)
        assert (again.version, new) == (2, len(told) == 1)
        with sqlite3.connect(ledger.path) as connection:
            assert connection.execute("select version from publication").fetchall() == [(1,), (2,)]
        connection.close()
        assert sorted(path.read_bytes() for path in ledger.copies.folder.iterdir()) == [FIRST, SECOND]
        assert sorted(path.name for path in home.iterdir()) == ["ledger.sqlite", "published"]
        if not died:
            break
    assert number > 30
    assert sorted(outcomes) == outcomes
    assert set(outcomes) == {1, 2}


def test_killed_at_any_step_of_the_first_publication(tmp_path: Path) -> None:
    for number in range(1, 500):
        ledger = Ledger(tmp_path / str(number) / "ledger.sqlite")
        died = killed_at(number, lambda ledger=ledger: ledger.publish(publication(FIRST, "007"), FIRST))
        assert len(ledger.publications()) == len(ledger.copies.files())
        assert ledger.publish(publication(FIRST, "007"), FIRST)[0].version == 1
        assert len(list(ledger.copies.folder.iterdir())) == 1
        if not died:
            break
    assert number > 30


@pytest.mark.parametrize("ruined", ["gone", "locked", "journal"])
def test_a_rebuilt_ledger_is_whole_or_as_it_was_when_killed(tmp_path: Path, ruined: str) -> None:
    home = tmp_path / "now"
    ledger = Ledger(home / "ledger.sqlite")
    for content, officer in ((FIRST, "007"), (SECOND, "3")):
        ledger.publish(publication(content, officer), content)
    known = ledger.publications()
    ruin(ledger.path, ruined)
    shutil.copytree(home, tmp_path / "before")
    for number in range(1, 500):
        shutil.rmtree(home)
        shutil.copytree(tmp_path / "before", home)
        lock = sqlite3.connect(ledger.path, isolation_level=None) if ruined == "locked" and number == 1 else None
        if lock:
            lock.execute("begin exclusive")
        died = killed_at(number, lambda: ledger.replace_all(known))
        if lock:
            lock.close()
        try:
            told = ledger.publications()
        except InputError:
            assert ruined == "journal"
        else:
            assert told == known or (told == [] and ruined == "gone")
        assert ledger.replace_all(known) == known
        assert ledger.publications() == known
        if not died:
            break


def ruin(path: Path, how: str) -> None:
    match how:
        case "gone":
            path.unlink()
        case "journal":
            path.write_bytes(b"x" * 5000)
            path.with_name("ledger.sqlite-journal").write_bytes(b"\xd9\xd5\x05\xf9 \xa1c\xd7" + bytes(3000))
