"""What holds for all tests."""

from __future__ import annotations

import pytest

from roster.search import run


@pytest.fixture(autouse=True)
def raised(monkeypatch: pytest.MonkeyPatch) -> None:
    """An error on a thread beside the search fails the test."""
    monkeypatch.setattr(run, "RAISE_FAILURES", True)
