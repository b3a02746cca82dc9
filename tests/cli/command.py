"""Runs the command line in this process, as a user would in a shell."""

from __future__ import annotations

import io
import shutil
import sys
from contextlib import chdir, redirect_stderr, redirect_stdout
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple
from unittest import mock

import pytest

from roster import i18n
from roster.cli import main
from tests.paths import TINY

SOLVED = Path("outputs/tiny-2026-11-02.xlsx")


class Result(NamedTuple):
    code: int
    out: str
    err: str


def run(*arguments: object) -> Result:
    """Run `roster` with these arguments."""
    out, err = io.StringIO(), io.StringIO()
    words = ["roster", *map(str, arguments)]
    try:
        with (
            redirect_stdout(out),
            redirect_stderr(err),
            mock.patch.object(sys, "argv", words),
            pytest.raises(SystemExit) as done,
        ):
            main()
    finally:
        i18n.set_language("en")
    assert isinstance(done.value.code, int)
    return Result(done.value.code, out.getvalue(), err.getvalue())


def tiny(folder: Path) -> Path:
    """A copy of the smallest brigade, for a test to change."""
    return Path(shutil.copytree(TINY, folder / "tiny"))


@cache
def _solved() -> bytes:
    """What `roster solve tiny` writes, in a folder of its own."""
    with TemporaryDirectory() as folder, chdir(folder):
        tiny(Path())
        assert run("solve", "tiny", "--time-limit", 5).code == 0
        return SOLVED.read_bytes()


def put_solved() -> Path:
    """The workbook of the smallest brigade's week, where `roster solve tiny` writes it."""
    SOLVED.parent.mkdir(exist_ok=True)
    SOLVED.write_bytes(_solved())
    return SOLVED


def replace_in(file: Path, before: str, after: str) -> None:
    """Change one text in a file."""
    text = file.read_text(encoding="utf-8")
    assert text.count(before) == 1, f"{before!r} is in {file.name} {text.count(before)} times"
    file.write_text(text.replace(before, after), encoding="utf-8")


def add_to(file: Path, *lines: str) -> None:
    """Add lines at the end of a file."""
    with file.open("a", encoding="utf-8") as stream:
        stream.writelines(f"{line}\n" for line in lines)
