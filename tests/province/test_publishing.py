"""Brigades tied by loans are published together or not at all, whatever ends that."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest

from roster import living
from roster.api import load
from roster.io.ledger import ledger_of
from roster.province.folder import read_province
from roster.province.loans import publish, told
from roster.province.run_folder import RunFolder
from tests.cli.command import run as command


def publish_all(folder: Path) -> None:
    whole, kept = read_province(folder), RunFolder(folder / "run")
    found = list(publish.groups(whole, kept))
    publish.recover(whole, kept, found)
    for group in found:
        publish.publish(whole, kept, group)


def published(folder: Path) -> dict[str, int]:
    return {name: len(ledger_of(folder / "brigades" / name).publications()) for name in ("east", "west")}


def test_lender_and_borrower_are_published_together_or_not_at_all(
    run: RunFolder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = shutil.copytree(run.path.parent, tmp_path / "whole")
    monkeypatch.chdir(folder)
    told = command("province", "verify", ".", "--run", "run")
    assert (told.code, told.out.splitlines()[0]) == (0, "rosters checked: 2; faults: 0")
    alone = command("publish", "run/rosters/west.xlsx")
    assert (alone.code, "roster province publish" in alone.err) == (2, True)
    (folder / "brigades" / "west" / "ledger.sqlite").write_text("no ledger")  # west comes after east
    failed = command("province", "publish", ".", "--run", "run")
    assert (failed.code, failed.out.splitlines()[-1]) == (1, "not published: east, west")
    (folder / "brigades" / "west" / "ledger.sqlite").unlink()
    assert published(folder) == {"east": 0, "west": 0}
    assert not (folder / "run" / "publishing.json").exists()
    done = command("province", "publish", ".", "--run", "run")
    assert (done.code, done.out.splitlines()[:2]) == (0, ["published: east", "published: west"])
    assert published(folder) == {"east": 1, "west": 1}
    assert command("province", "publish", ".", "--run", "run").out.splitlines()[0] == "nothing new to publish"
    after = load(folder / "brigades" / "west", start=date(2026, 11, 9))
    away = [duty for duty in after.problem.history if duty.shift == "X1"]
    assert [(duty.span.minutes, duty.line) for duty in away] == [(9 * 60, True)] * 2


def test_what_a_killed_process_published_is_finished_or_taken_back(
    run: RunFolder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = shutil.copytree(run.path.parent, tmp_path / "whole")
    monkeypatch.chdir(folder)
    real = living.publish

    def killed(week: living.Week, file: Path, together: bool = False) -> object:
        if Path(file).stem == "west":
            raise KeyboardInterrupt  # nothing is tidied up for it
        return real(week, file, together)

    monkeypatch.setattr(living, "publish", killed)
    with pytest.raises(KeyboardInterrupt):
        publish_all(folder)
    assert published(folder) == {"east": 1, "west": 0}
    assert list(told.lines(folder / "run"))[-1].startswith("publishing was cut off")
    monkeypatch.setattr(living, "publish", real)
    half = shutil.copytree(folder, tmp_path / "half")
    publish_all(folder)
    assert published(folder) == {"east": 1, "west": 1}
    (half / "ways.csv").write_text("from,to,minutes\neast,west,50\n", encoding="utf-8")  # they go together no more
    monkeypatch.chdir(half)
    taken = command("province", "publish", ".", "--run", "run")
    assert (taken.code, "is taken back: east, west" in taken.err) == (1, True)
    assert published(half) == {"east": 0, "west": 0}
    assert not [*(half / "brigades" / "east" / "published").iterdir(), *(half / "run").glob("publishing*")]


def test_a_crew_that_does_not_go_keeps_both_from_being_published(
    run: RunFolder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = shutil.copytree(run.path.parent, tmp_path / "whole")
    monkeypatch.chdir(folder)
    (folder / "ways.csv").write_text("from,to,minutes\neast,west,50\n", encoding="utf-8")
    told = command("--lang", "zh", "province", "publish", ".", "--run", "run")
    assert (told.code, told.out.splitlines()[-1]) == (1, "未发布：east、west")
    assert published(folder) == {"east": 0, "west": 0}
