"""A brigade of six in a folder of its own, in which the commands run."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.command import tiny


@pytest.fixture
def brigade(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tiny(tmp_path)
