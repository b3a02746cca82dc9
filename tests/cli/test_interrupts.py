"""Whenever a command is asked to end, it says what it wrote; no trace, nothing half written."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from contextlib import nullcontext, suppress
from pathlib import Path

import pytest

from benchmarks.interrupts import COMMANDS, START, Judged, judge, state
from roster.console import Progress
from roster.domain import ending
from roster.domain.ending import Ended
from roster.domain.outcome import Moment
from roster.io.files import replace_file
from roster.solvers.apart import run_apart
from tests.cli.command import run
from tests.living_week import put_week
from tests.paths import ROOT

pytestmark = pytest.mark.skipif(os.name == "nt", reason="signals are sent to processes")


@pytest.mark.parametrize("name", ["solve", "check", "why", "publish"])
def test_a_command_ended_at_any_moment_says_so(brigade: Path, name: str) -> None:
    rng = random.Random(name)
    put_week(brigade.parent)
    words = [
        word.replace("other.xlsx", "week.xlsx").replace("outputs/tiny-2026-11-02", "week") for word in COMMANDS[name]
    ]
    for number in (signal.SIGINT, signal.SIGTERM):
        before = state(brigade.parent)
        process = subprocess.Popen(
            [sys.executable, "-c", START, *words],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
        )
        assert process.stderr is not None
        process.stderr.readline()
        time.sleep(rng.uniform(0.0, 0.8))
        process.send_signal(number)
        out, err = process.communicate(timeout=60)
        judged = Judged(name, process.returncode, out + err)
        judge(judged, number, before, state(brigade.parent), brigade.parent)
        assert judged.faults == [], judged.said


def test_a_file_is_whole_before_a_request_is_answered(tmp_path: Path) -> None:
    before = ending.begin()
    try:

        def write(path: Path) -> None:
            path.write_text("half")
            signal.raise_signal(signal.SIGTERM)
            path.write_text("whole")

        with pytest.raises(Ended) as ended:
            replace_file(tmp_path / "file", write)
    finally:
        ending.restore(before)
    assert (tmp_path / "file").read_text() == "whole"
    assert ended.value.exit_code == 128 + signal.SIGTERM
    assert ending.written() == [tmp_path / "file"]


def test_what_was_written_before_is_named(brigade: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def ended(*arguments: object) -> None:
        signal.raise_signal(signal.SIGINT)

    monkeypatch.setattr("roster.io.csv_out.write_csv", ended)
    monkeypatch.setattr("roster.console.stoppable", lambda: nullcontext(None))
    result = run("solve", brigade, "--csv", "csv", "--plan-time", "0", "-o", "week.xlsx")
    assert (result.code, result.err.splitlines()[-1]) == (130, "stopped; written before that: week.xlsx")


def asked(monkeypatch: pytest.MonkeyPatch, times: int) -> None:
    """Ask so often to end as soon as a roster is verified."""
    heard, numbers = Progress.__call__, [signal.SIGINT, signal.SIGTERM][:times]

    def hear(progress: Progress, moment: Moment) -> None:
        heard(progress, moment)
        while moment.incumbent is not None and numbers:
            signal.raise_signal(numbers.pop(0))

    monkeypatch.setattr(Progress, "__call__", hear)


def test_the_first_request_writes_the_best_so_far_without_a_plan(
    brigade: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked(monkeypatch, 1)
    result = run("solve", brigade, "-o", "week.xlsx")
    assert result.code == 0, result.err
    assert "stopping: writing the best so far" in result.err
    assert "no patrol plan: stopped before it was made" in result.out
    assert run("verify", "week.xlsx").code == 0


def test_a_second_request_throws_no_verified_roster_away(brigade: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked(monkeypatch, 2)
    result = run("solve", brigade, "-o", "week.xlsx")
    assert (result.code, result.err.splitlines()[-1]) == (143, "stopped; written before that: week.xlsx")
    assert run("verify", "week.xlsx").code == 0


def test_a_solver_does_not_keep_the_main_thread_from_answering() -> None:
    before, halted = ending.begin(), []
    try:
        with pytest.raises(Ended):
            run_apart(lambda: (signal.raise_signal(signal.SIGINT), time.sleep(0.3)), lambda: halted.append(True))
    finally:
        ending.restore(before)
    assert halted == [True]


def test_what_a_thread_of_a_solver_raises_is_raised() -> None:
    with pytest.raises(ZeroDivisionError):
        run_apart(lambda: 1 // 0)


def test_a_request_that_was_lost_is_answered_before_a_search_begins() -> None:
    before = ending.begin()
    try:
        with suppress(Ended):
            ending.answer(signal.SIGINT)  # and nobody hears it: as in a library that is being loaded
        with pytest.raises(Ended), ending.answered_by(lambda: True):
            pass
    finally:
        ending.begin()
        ending.restore(before)
