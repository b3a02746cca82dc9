"""Where the brigades of the tests are."""

from __future__ import annotations

from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
TINY = ROOT / "tests" / "golden" / "tiny"
PATROL = ROOT / "tests" / "golden" / "patrol"
HANCHENG = ROOT / "inputs" / "hancheng"
