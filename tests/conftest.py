"""What holds for all tests."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from roster.search import run
from tests.cli.command import tiny
from tests.living_week import put_week
from tests.paths import TINY

MEMORY = Path("/dev/shm")
"""Where Linux keeps files in memory: what is written there to the end costs no wait for a disk."""
if os.access(MEMORY, os.W_OK):
    os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(MEMORY))

FORKING = ("tests/io/ledger/test_kills.py", "tests/explain/test_apply.py")
"""They fork some hundred times, which takes ten times as long in a process that has run most of the others."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Tests that fork come first, while the process is small."""
    items.sort(key=lambda item: not item.nodeid.startswith(FORKING))


@pytest.fixture(autouse=True)
def raised(monkeypatch: pytest.MonkeyPatch) -> None:
    """An error on a thread beside the search fails the test."""
    monkeypatch.setattr(run, "RAISE_FAILURES", True)


@pytest.fixture
def brigade(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the brigade of six, in whose parent folder the test runs."""
    monkeypatch.chdir(tmp_path)
    return tiny(tmp_path)


@pytest.fixture
def week(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The workbook of its week, solved once, beside the brigade as it is: for tests that write nothing there."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "tiny").symlink_to(TINY, target_is_directory=True)
    return put_week(tmp_path)


@pytest.fixture
def own_week(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The same beside a copy of the brigade, for tests that change or publish it."""
    monkeypatch.chdir(tmp_path)
    shutil.copytree(TINY, tmp_path / "tiny")
    return put_week(tmp_path)
