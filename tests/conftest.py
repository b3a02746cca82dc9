"""What holds for all tests."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from roster.search import run

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
