"""`roster solve` asked to end, or killed: the best so far is written, or the old workbook stays."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from roster.io.read_book import read_book
from tests.cli.command import add_to, run
from tests.paths import HANCHENG, PATROL, ROOT

WEEK = Path("outputs/tiny-2026-11-02.xlsx")
ASKED_TO_END = """
import signal, sys
from roster import console
name, phase, times = sys.argv[1:4]
left = [getattr(signal, name)] * int(times)
def ask(progress, moment):
    if left and moment.phase == phase and (moment.incumbent is not None or phase == "model"):
        signal.raise_signal(left.pop())
console.Progress.__call__ = ask
del sys.argv[1:4]
from roster.cli import main
main()
"""

WISHES = (
    "  - {id: nights, rule: shift_count, when: {night: true}, max: 1, per: week, weight: 3}",
    "  - {id: days, rule: shift_count, when: {night: false}, max: 2, per: week, weight: 2}",
    "  - {rule: consecutive_days_off, min: 2, weight: 4}",
    "  - {rule: steady_zone, weight: 1}",
)
"""The first roster costs twice what the best does."""


def asked_to_end(home: Path, signal_name: str, phase: str, times: int = 1) -> subprocess.CompletedProcess[str]:
    """A long solve that is asked to end when it comes to a phase."""
    command = [sys.executable, "-c", ASKED_TO_END, signal_name, phase, str(times)]
    command += [
        "solve",
        str(home),
        "--json",
        "--time-limit",
        "300",
        "--gap",
        "0",
        "--plan-time",
        "0",
        "-o",
        "week.xlsx",
    ]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    return subprocess.run(command, capture_output=True, text=True, env=environment, timeout=90)


@pytest.mark.parametrize(("signal_name", "phase"), [("SIGINT", "wishes"), ("SIGTERM", "crews")])
def test_a_request_to_end_writes_the_best_so_far(brigade: Path, signal_name: str, phase: str) -> None:
    patrol = Path(shutil.copytree(PATROL, "patrol"))
    add_to(patrol / "constraints" / "rules.yaml", *WISHES)
    result = asked_to_end(patrol, signal_name, phase)
    assert result.returncode == 0, result.stderr
    content = json.loads(result.stdout)
    assert (content["status"], content["must_violations"]) == ("stopped", 0)
    assert content["seconds"] < 60
    assert read_book(Path("week.xlsx")).written is not None


def test_a_request_to_end_before_any_roster_says_so(brigade: Path) -> None:
    result = asked_to_end(HANCHENG, "SIGTERM", "model")
    assert (result.returncode, json.loads(result.stdout)["status"]) == (4, "none")
    assert result.stderr.splitlines() == [
        "stopping: writing the best so far; Ctrl-C once more ends at once",
        "stopped before any roster was found; nothing was written",
    ]
    assert not Path("week.xlsx").exists()


KILLED_WHILE_WRITING = """
import time
from openpyxl import Workbook
def save(book, path):
    path.write_bytes(b"half a workbook")
    print("writing", flush=True)
    time.sleep(60)
Workbook.save = save
from roster.cli import main
main()
"""


def test_a_process_killed_in_mid_write_leaves_the_old_workbook(brigade: Path) -> None:
    run("solve", brigade)
    before = WEEK.read_bytes()
    process = subprocess.Popen(
        [sys.executable, "-c", KILLED_WHILE_WRITING, "solve", "tiny", "--seed", "2"],
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    assert process.stdout is not None
    with process.stdout as out:
        assert out.readline() == "writing\n"
        process.kill()
        process.wait()
    assert WEEK.read_bytes() == before
    assert len(list(WEEK.parent.iterdir())) == 2
    assert run("solve", brigade).code == 0
    assert [path.name for path in WEEK.parent.iterdir()] == [WEEK.name]
