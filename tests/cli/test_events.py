"""`--events`: what another program is told while a command works, and how it ends one."""

from __future__ import annotations

import csv
import io
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from roster import events
from roster.domain.outcome import Moment
from roster.domain.roster import Roster
from roster.events import Events, cells_of
from roster.living import open_week
from tests.cli.command import run
from tests.io.edited_week import outcome
from tests.paths import ROOT

ENVIRONMENT = {**os.environ, "PYTHONPATH": str(ROOT)}


class Silent(io.StringIO):
    """An input that nobody can read."""

    def __iter__(self) -> Iterator[str]:  # type: ignore[override]
        raise OSError("no input")


def started(*words: object) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "roster", *map(str, words), "--events"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        env=ENVIRONMENT,
    )


def laid_over(told: list[dict[str, Any]]) -> dict[tuple[str, str], str]:
    """The roster that events tell of."""
    cells: dict[tuple[str, str], str] = {}
    for event in told:
        for cell in event["cells"] if event["event"] == "roster" else ():
            cells[cell["officer"], cell["date"]] = cell["code"]
    return {key: code for key, code in cells.items() if code}


def test_a_solve_tells_its_curve_its_rosters_and_its_answer(brigade: Path) -> None:
    words = ("solve", brigade.name, "--plan-time", 0, "--workers", 1, "-o", "week.xlsx", "--log", "log.csv")
    with started(*words) as process:
        assert process.stdout is not None
        told = [json.loads(line) for line in process.stdout]
    assert [told[0]["event"], told[0]["phase"], told[-1]["event"]] == ["phase", "reading", "done"]
    assert (told[-1]["code"], told[-1]["files"]) == (0, ["week.xlsx", "log.csv"])
    assert told[-1]["result"]["file"] == "week.xlsx"
    with Path("log.csv").open(encoding="utf-8", newline="") as file:
        log = [(row["phase"], row["incumbent"], row["bound"]) for row in csv.DictReader(file)]
    curve = [(e["phase"], _text(e["best"]), _text(e["bound"])) for e in told if e["event"] == "moment"]
    assert curve == log
    week = open_week("week.xlsx")
    assert laid_over(told) == cells_of(week.problem, week.roster)
    assert [event["at"] for event in told] == sorted(event["at"] for event in told)


def _text(number: int | None) -> str:
    return "" if number is None else str(number)


def test_the_end_of_its_input_ends_a_search_with_its_best(brigade: Path) -> None:
    told: list[dict[str, Any]] = []
    with started("solve", brigade.name, "--weeks", 8, "--gap", 0, "--plan-time", 0, "-o", "weeks.xlsx") as process:
        assert process.stdin is not None
        assert process.stdout is not None
        for line in process.stdout:
            told.append(json.loads(line))
            if told[-1]["event"] == "roster" and not process.stdin.closed:
                process.stdin.close()
    assert process.returncode == 0
    assert (told[-1]["event"], told[-1]["code"]) == ("done", 0)
    week = open_week("weeks.xlsx")
    assert laid_over(told) == cells_of(week.problem, week.roster)


def test_faults_are_told_with_their_places(brigade: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", Silent())
    result = run("solve", "nowhere", "--events")
    last = json.loads(result.out.splitlines()[-1])
    assert (result.code, last["event"], last["code"]) == (2, "failed", 2)
    assert last["faults"][0]["place"] == "nowhere"
    assert last["text"] in result.err
    usage = json.loads(run("explain", brigade, "--events", "--time-limit", "x").out.splitlines()[-1])
    assert (usage["event"], usage["code"]) == ("failed", 2)
    assert events.current() is None
    assert "{" not in run("rules").out.splitlines()[0]


def test_rosters_are_told_by_what_changed_and_not_too_often() -> None:
    made, seconds, output = outcome(), [0.0], io.StringIO()
    told = Events(output, lambda: seconds[0])
    fewer = Roster(made.roster.crews[1:])
    for at, roster in ((1.0, made.roster), (1.5, fewer), (3.5, made.roster), (6.0, fewer)):
        seconds[0] = at
        told.verified(made.problem, roster)
    told.verified(made.problem, made.roster, last=True)
    told.finished(0, [])
    told.tell("late")
    lines = [json.loads(line) for line in output.getvalue().splitlines()]
    assert [(line["event"], line["at"], len(line.get("cells", ()))) for line in lines] == [
        ("roster", 1.0, len(cells_of(made.problem, made.roster))),
        ("roster", 6.0, 1),
        ("roster", 6.0, 1),
        ("done", 6.0, 0),
    ]
    gone = made.roster.crews[0].members[0].officer
    assert lines[1]["cells"] == [{"officer": gone, "date": "2026-10-23", "code": ""}]


def test_stop_is_ctrl_c_and_the_end_of_input_after_it_is_not_a_second_one(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[int] = []
    monkeypatch.setattr("signal.raise_signal", asked.append)
    told = Events(io.StringIO())
    monkeypatch.setattr(events, "_events", told)
    for lines, count in (("stop\n", 1), ("", 1), ("go on\n STOP \nstop\n", 2)):
        asked.clear()
        events._listen(told, io.StringIO(lines))
        assert len(asked) == count
    asked.clear()
    events._listen(told, Silent())
    events._listen(Events(io.StringIO()), io.StringIO("stop\n"))
    assert asked == []


def test_a_phase_is_told_once() -> None:
    output = io.StringIO()
    told = Events(output)
    for phase in ("model", "wishes", "wishes"):
        told.moment(Moment(1.0, phase, None, None))
    kinds = [json.loads(line)["event"] for line in output.getvalue().splitlines()]
    assert kinds == ["phase", "moment", "phase", "moment", "moment"]
