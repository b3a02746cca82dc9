"""The ledger keeps every version, whole or not at all, whoever writes at once."""

from __future__ import annotations

import datetime as dt
import multiprocessing
import sqlite3
import time
from dataclasses import replace
from pathlib import Path

import pytest

from roster.domain.errors import InputError, OutputError
from roster.io.ledger import Ledger, rows
from roster.io.ledger.copies import NAME, Copies, copy_name
from roster.io.ledger.past import ledger_duties, without_covered
from roster.io.ledger.publication import PublishedAbsence
from roster.io.tables import facts, read_tables
from tests.io.ledger.publications import BOOK, MONDAY, duty, week
from tests.paths import TINY


def test_a_ledger_of_the_former_format_is_read_and_brought_up_to_date(tmp_path: Path) -> None:
    path = tmp_path / "ledger.sqlite"
    Ledger(path).publish(week(duty("007")), BOOK)
    connection = sqlite3.connect(path)
    connection.execute("alter table duty drop column base")
    connection.execute("pragma user_version = 1")
    connection.commit()
    connection.close()
    (old,) = Ledger(path).publications()
    assert [one.base for one in old.duties] == [""]
    based = duty("3")._replace(base="Z1")
    Ledger(path).publish(week(based, start=MONDAY + dt.timedelta(days=7)), BOOK)
    assert Ledger(path).publications()[0] == old
    assert Ledger(path).publications()[1].duties == (based,)
    assert Ledger(path).publish(week(duty("007")._replace(base="Z1")), BOOK)[1] is False


def test_versions_and_their_differences_are_kept(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path / "ledger.sqlite")
    first, new = ledger.publish(week(duty("007"), duty("3", 1)), BOOK)
    assert (first.version, new, first.changes) == (1, True, ())
    second, new = ledger.publish(week(duty("007", shift="A"), duty("NA", 1)), BOOK)
    assert (second.version, new) == (2, True)
    assert [(c.officer, c.before, c.after, c.recall) for c in second.changes] == [
        ("007", "M", "A", False),
        ("3", "M", "", False),
        ("NA", "", "M", True),
    ]
    assert ledger.publications() == [first, second]


def test_the_same_duties_again_are_no_new_version(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path / "ledger.sqlite")
    ledger.publish(week(duty("007")), BOOK)
    again, new = ledger.publish(replace(week(duty("007")), time="2026-11-03T00:00:00"), BOOK)
    assert (again.version, new, len(ledger.copies.files())) == (1, False, 1)


def test_the_last_publication_of_a_date_holds(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path / "ledger.sqlite")
    ledger.publish(week(duty("007"), duty("3", 5)), BOOK)
    ledger.publish(week(duty("5", 6), start=MONDAY + dt.timedelta(days=4)), BOOK)
    current = ledger.current()
    assert [d.officer for d in current[MONDAY]] == ["007"]
    assert current[MONDAY + dt.timedelta(days=5)] == []
    assert [d.officer for d in current[MONDAY + dt.timedelta(days=6)]] == ["5"]


@pytest.mark.parametrize("broken", ["keep", "insert"])
def test_what_fails_midway_leaves_the_ledger_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, broken: str
) -> None:
    ledger = Ledger(tmp_path / "ledger.sqlite")
    ledger.publish(week(duty("007")), BOOK)

    def fail(*arguments: object) -> None:
        raise OutputError("full")

    monkeypatch.setattr(*((rows, "insert") if broken == "insert" else (Copies, "keep")), fail)
    with pytest.raises(OutputError):
        ledger.publish(week(duty("3")), BOOK)
    assert [p.version for p in ledger.publications()] == [1]
    assert len(list(ledger.copies.folder.iterdir())) == 1


def publish_many(path: Path, officer: str) -> None:
    for number in range(5):
        Ledger(path).publish(week(duty(officer, number)), BOOK)


def test_several_may_publish_at_once(tmp_path: Path) -> None:
    path = tmp_path / "ledger.sqlite"
    context = multiprocessing.get_context("spawn")
    writers = [context.Process(target=publish_many, args=(path, officer)) for officer in ("007", "3")]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    assert [writer.exitcode for writer in writers] == [0, 0]
    versions = [publication.version for publication in Ledger(path).publications()]
    assert versions == list(range(1, 11))


@pytest.mark.parametrize("asked", ["notes", "publish"])
def test_a_first_week_published_meanwhile_is_no_ledger_that_is_gone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, asked: str
) -> None:
    path, files = tmp_path / "ledger.sqlite", Copies.files

    def files_later(copies: Copies) -> list[Path]:
        monkeypatch.setattr(Copies, "files", files)
        Ledger(path).publish(week(duty("007")), BOOK)
        return files(copies)

    monkeypatch.setattr(Copies, "files", files_later)
    if asked == "notes":
        assert not any("ledger.sqlite is gone" in note for note in Ledger(path).notes([]))
    else:
        assert Ledger(path).publish(week(duty("3")), BOOK)[0].version == 2


def test_what_is_no_ledger_is_named(tmp_path: Path) -> None:
    path = tmp_path / "ledger.sqlite"
    path.write_bytes(b"not a database at all, but long enough to be looked at" * 40)
    with pytest.raises(InputError, match="a ledger that cannot be read"):
        Ledger(path).publications()
    path.unlink()
    sqlite3.connect(path).execute("pragma user_version = 9").connection.close()
    with pytest.raises(InputError, match="a ledger of format 9"):
        Ledger(path).publish(week(duty("007")), BOOK)


def test_an_empty_file_is_a_new_ledger(tmp_path: Path) -> None:
    path = tmp_path / "ledger.sqlite"
    path.touch()
    assert Ledger(path).publications() == []
    assert Ledger(path).publish(week(duty("007")), BOOK)[1]


def test_published_duties_are_history_counted_from_a_later_date() -> None:
    current = {MONDAY: [duty("007")], MONDAY + dt.timedelta(days=7): [duty("3", 7)]}
    known = facts(read_tables(TINY), MONDAY + dt.timedelta(days=2))
    (past,) = ledger_duties(current, known)
    assert (past.officer, past.day, past.shift, past.line, past.night) == ("007", -2, "M", True, False)
    assert (past.span.start, past.span.end) == (-2 * 1440 + 360, -2 * 1440 + 840)


def test_the_ledger_wins_over_the_table_with_a_warning(tmp_path: Path) -> None:
    import shutil

    folder = Path(shutil.copytree(TINY, tmp_path / "tiny"))
    (folder / "history.csv").write_text(
        "officer,date,shift\n007,2026-11-02,M\n3,2026-11-02,A\n3,2026-10-30,A\n", encoding="utf-8"
    )
    tables, warnings = without_covered(read_tables(folder), {MONDAY: [duty("007"), duty("NA")]})
    assert [(row.officer, row.date.day) for row in tables.history] == [("3", 30)]
    assert len(warnings) == 1
    assert "on duties (2): 3 2026-11-02, NA 2026-11-02" in warnings[0]
    assert without_covered(read_tables(folder), {MONDAY: [duty("007"), duty("3", shift="A")]})[1] == ()
    assert without_covered(read_tables(folder), {})[1] == ()


def test_the_name_of_a_copy_tells_version_and_time() -> None:
    found = NAME.fullmatch(copy_name(replace(week(), version=3)))
    assert found
    assert found.groups() == ("2026-11-02", "7", "3", "20261101T100000")
    assert time.strptime(found[4], "%Y%m%dT%H%M%S")


def test_an_absence_that_changes_no_duty_is_a_version_of_its_own(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path / "ledger.sqlite")
    ledger.publish(week(duty("007")), BOOK)
    sick = PublishedAbsence("3", "sick", "2026-11-03 00:00", "2026-11-04 00:00", "--absent")
    told = replace(week(duty("007")), absences=(sick,))
    second, new = ledger.publish(told, BOOK)
    assert (second.version, new, second.changes) == (2, True, ())
    assert [one for _edition, one in ledger.held().absences] == [sick]
    typed = replace(told, absences=(sick._replace(source="Roster!G8"),))
    for known in (typed, week(duty("007"))):  # told elsewhere, or the workbook of before once more
        assert ledger.publish(known, BOOK)[1] is False
