"""What differs between systems: consoles that are not UTF-8, signals, pipes and the quoting of commands."""

from __future__ import annotations

import errno
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from roster import console
from roster.cli import nobody_reads
from roster.domain import ending
from roster.options import command_line
from tests.paths import ROOT


@pytest.mark.parametrize(
    ("system", "quoted"),
    [("posix", "roster solve 'my brigade' -c 'rules\\a.yaml'"), ("nt", 'roster solve "my brigade" -c rules\\a.yaml')],
)
def test_the_command_is_quoted_for_the_shell_it_was_typed_in(
    monkeypatch: pytest.MonkeyPatch, system: str, quoted: str
) -> None:
    monkeypatch.setattr(sys, "argv", ["roster", "solve", "my brigade", "-c", "rules\\a.yaml"])
    with monkeypatch.context() as here:
        here.setattr(os, "name", system)
        found = command_line()
    assert found == quoted


@pytest.mark.parametrize(
    ("system", "error", "expected"),
    [
        ("posix", BrokenPipeError(), True),
        ("posix", OSError(errno.EINVAL, "Invalid argument"), False),
        ("nt", OSError(errno.EINVAL, "Invalid argument"), True),
        ("nt", OSError(errno.EINVAL, "Invalid argument", "con.xlsx"), False),
        ("nt", ValueError("Invalid argument"), False),
    ],
)
def test_a_reader_that_went_away_is_no_fault(
    monkeypatch: pytest.MonkeyPatch, system: str, error: Exception, expected: bool
) -> None:
    with monkeypatch.context() as here:
        here.setattr(os, "name", system)
        found = nobody_reads(error)
    assert found == expected


@pytest.mark.parametrize("names", [("SIGINT",), ("SIGINT", "SIGTERM", "SIGBREAK")])
def test_every_signal_that_the_system_has_asks_to_end(monkeypatch: pytest.MonkeyPatch, names: tuple[str, ...]) -> None:
    last = getattr(signal, "SIGBREAK", None) or signal.SIGUSR1
    monkeypatch.setattr(signal, "SIGBREAK", last, raising=False)
    monkeypatch.setattr(ending, "SIGNALS", (*names, "SIGNONE"))
    before = signal.getsignal(last)
    answered = ending.begin()
    try:
        with console.stoppable() as stop:
            signal.raise_signal(getattr(signal, names[-1]))
            assert stop
            with pytest.raises(KeyboardInterrupt):
                signal.raise_signal(signal.SIGINT)
    finally:
        ending.restore(answered)
    assert signal.getsignal(last) == before


def test_the_spinner_has_letters_of_every_console() -> None:
    from rich.spinner import Spinner

    assert "".join(Spinner(console.SPINNER).frames).isascii()


@pytest.mark.parametrize(("encoding", "words"), [("gbk", "各表与规则均无误"), ("cp1252", "?")])
def test_chinese_comes_out_whatever_the_console_can_show(brigade: Path, encoding: str, words: str) -> None:
    result = subprocess.run(
        [sys.executable, "-m", "roster", "check", str(brigade), "--lang", "zh"],
        capture_output=True,
        env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": encoding},
        timeout=60,
    )
    assert (result.returncode, result.stderr) == (0, b"")
    assert words in result.stdout.decode(encoding)
